#include "archive/entry_data.hpp"

#include "io/block_buffer.hpp"
#include "io/peeked_source.hpp"
#include "base/plural.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace pgdumpcore::archive {
namespace {

// Puts the context before whatever is wrong with the bytes.
class NamedSource final : public io::Source {
 public:
  NamedSource(std::unique_ptr<io::Source> next, std::string context)
      : next_(std::move(next)), context_(std::move(context)) {}

  std::size_t read(std::span<std::byte> buffer) override {
    try {
      return next_->read(buffer);
    } catch (const Error& error) {
      throw error.within(context_);
    }
  }

 private:
  std::unique_ptr<io::Source> next_;
  std::string context_;
};

// Decompresses, but takes what has no byte for empty content: pg_dump begins no frame before there is something in it.
class LazilyDecompressed final : public io::Source {
 public:
  LazilyDecompressed(std::unique_ptr<io::Source> stored, const io::CodecTraits& codec)
      : stored_(std::move(stored)), codec_(codec) {}

  std::size_t read(std::span<std::byte> buffer) override {
    if (buffer.empty()) return 0;
    if (!content_) {
      auto peeked = std::make_unique<io::PeekedSource>(std::move(stored_), 1);
      if (peeked->first_bytes().empty()) {
        stored_ = std::move(peeked);
        return 0;
      }
      content_ = io::decompress_from(std::move(peeked), codec_);
    }
    return content_->read(buffer);
  }

 private:
  std::unique_ptr<io::Source> stored_;
  const io::CodecTraits& codec_;
  std::unique_ptr<io::Source> content_{};
};

// COPY text is whole if it ends with its end mark. Without a codec's checksum, that is how a lost end shows.
class EndMarkChecked final : public io::Source {
 public:
  explicit EndMarkChecked(std::unique_ptr<io::Source> next) : next_(std::move(next)) {}

  std::size_t read(std::span<std::byte> buffer) override {
    const std::size_t got = next_->read(buffer);
    if (got == 0 && !buffer.empty()) require_end_mark();
    remember(std::string_view(reinterpret_cast<const char*>(buffer.data()), got));
    return got;
  }

 private:
  static constexpr std::string_view end_mark = "\\.\n\n\n";

  void remember(std::string_view text) {
    size_ += text.size();
    tail_ += text.substr(text.size() - std::min(text.size(), end_mark.size() + 1));
    tail_.erase(0, tail_.size() - std::min(tail_.size(), end_mark.size() + 1));
  }

  void require_end_mark() const {
    if (tail_.ends_with(end_mark) && (tail_.size() == end_mark.size() || tail_.front() == '\n')) return;
    throw Error(Fault::data,
                fmt::format("it is incomplete: no end mark comes after {} of rows", counted(size_, "byte")));
  }

  std::unique_ptr<io::Source> next_;
  std::string tail_{};
  std::uint64_t size_ = 0;
};

std::unique_ptr<io::Source> decompressed(std::unique_ptr<io::Source> stored, const io::CodecTraits& codec) {
  if (codec.decoder == nullptr) return stored;
  return std::make_unique<LazilyDecompressed>(std::move(stored), codec);
}

void require(const Entry& entry, bool right_kind, std::string_view kind) {
  if (entry.has_data && right_kind) return;
  throw Error(Fault::usage, fmt::format("entry {} ({}) has no data of {}", entry.dump_id, entry.description, kind));
}

}  // namespace

std::string data_of(const Entry& entry) {
  return on_one_line(fmt::format("the data of entry {} ({} {} {})", entry.dump_id, entry.description,
                                 entry.schema.empty() ? "-" : entry.schema, entry.tag));
}

void require_table_data(const Entry& entry) {
  require(entry, !holds_large_objects(entry), "a table");
}

void require_large_objects(const Entry& entry) {
  require(entry, holds_large_objects(entry), "large objects");
}

std::unique_ptr<io::Source> stored_table_data(std::unique_ptr<io::Source> stored, const io::CodecTraits& codec,
                                              const Entry& entry, const std::string& place) {
  std::unique_ptr<io::Source> content = decompressed(std::move(stored), codec);
  if (!entry.copy.empty()) content = std::make_unique<EndMarkChecked>(std::move(content));
  return std::make_unique<NamedSource>(std::move(content), fmt::format("{}: {}", place, data_of(entry)));
}

void give_large_object(std::unique_ptr<io::Source> stored, const io::CodecTraits& codec, const std::string& context,
                       std::uint32_t oid, const LargeObjectConsumer& consumer) {
  NamedSource content(decompressed(std::move(stored), codec), fmt::format("{}: large object {}", context, oid));
  std::vector<std::byte> buffer(io::block_size);
  consumer.open(oid);
  while (const std::size_t got = content.read(buffer)) consumer.write(std::span(buffer).first(got));
  consumer.close();
}

}  // namespace pgdumpcore::archive
