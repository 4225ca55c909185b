#include "archive/script_reader.hpp"

#include "archive/entry_data.hpp"
#include "archive/large_object_reader.hpp"
#include "archive/script_index.hpp"
#include "archive/script_toc.hpp"
#include "io/block_buffer.hpp"
#include "io/codec.hpp"
#include "io/seekable_text.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace pgdumpcore::archive {

namespace {

Codec codec_of(const RandomAccess& file) {
  std::array<std::byte, io::magic_size> first{};
  const std::size_t got = file.read_at(0, first);
  return io::detect_codec(std::span(first).first(got));
}

class ScriptReader final : public ArchiveReader {
 public:
  explicit ScriptReader(const std::shared_ptr<const RandomAccess>& file) : text_(file, codec_of(*file)) {
    if (!read_by_index()) contents_ = read_script(text_.scan(), file->name());
    contents_.toc.compression.codec = text_.codec();
  }

  [[nodiscard]] const Toc& toc() const noexcept override { return contents_.toc; }

  [[nodiscard]] bool has_random_access() const noexcept override {
    static constexpr std::uint64_t far = std::uint64_t{64} * 1024 * 1024;
    return text_.longest_way() <= far;
  }

  [[nodiscard]] std::unique_ptr<io::Source> table_data(const Entry& entry) override {
    require_table_data(entry);
    return std::make_unique<Data>(*this, entry);
  }

  // Of the text.
  [[nodiscard]] std::optional<std::uint64_t> stored_size(const Entry& entry) override {
    return place(entry).end - place(entry).begin;
  }

  void large_objects(const Entry& entry, const LargeObjectConsumer& consumer) override {
    require_large_objects(entry);
    read_large_objects(std::make_unique<Data>(*this, entry), context(entry), consumer);
  }

 private:
  // Whether the file has an index that fits its text. If not, what is wrong with the text is for the scan to find.
  bool read_by_index() {
    std::optional<ScriptIndex> index = read_index(text_.file(), text_.codec());
    if (!index) return false;
    text_.know(std::move(index->frames), index->size);
    KnownRows known{.text_from = [this](std::uint64_t offset) { return text_.behind(offset); }};
    // Where no frame begins among the rows, reading them is the way to their end.
    std::ranges::copy_if(index->rows, std::back_inserter(known.places),
                         [this](const DataPlace& place) { return text_.nearest(place.end) > place.begin; });
    try {
      contents_ = read_script(text_.from(0), text_.file().name(), &known);
      return true;
    } catch (const Error& error) {
      if (error.fault() != Fault::data) throw;
      return false;
    }
  }

  struct OpenText {
    std::unique_ptr<io::Source> source{};
    std::uint64_t position = 0;  // of what the source gives out next
  };

  // What of the text is read at one place. When it is done, the next one that is asked for goes on behind it. Rows that
  // are not where the table of contents says are not given out: the file may have changed since, or its index be wrong.
  class Data final : public io::Source {
   public:
    Data(ScriptReader& reader, const Entry& entry)
        : reader_(reader),
          place_(reader.place(entry)),
          at_(place_.begin),
          copy_(entry.copy),
          context_(reader.context(entry)),
          text_(reader.take_text(at_ - std::min<std::uint64_t>(at_, copy_.size()))) {}
    ~Data() override { reader_.put_back(std::move(text_)); }

    std::size_t read(std::span<std::byte> buffer) override {
      if (buffer.empty()) return 0;
      if (!begun_) begin();
      if (at_ == place_.end) return read_end(buffer);
      const std::uint64_t left = place_.end - at_;
      const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, buffer.size()));
      const std::size_t got = read_text(buffer.first(wanted));
      if (got == 0) throw changed();
      at_ += got;
      note_rows({reinterpret_cast<const char*>(buffer.data()), got});
      return got;
    }

   private:
    // In an archive they follow the end mark.
    static constexpr std::string_view empty_lines = "\n\n";

    // To behind the statement before the rows.
    void begin() {
      begun_ = true;
      std::string before(copy_.size(), '\0');
      const std::uint64_t there = at_ - std::min<std::uint64_t>(at_, copy_.size());
      text_.position += in_context([&] { return io::skip(*text_.source, there - text_.position); });
      if (text_.position == there)
        text_.position += in_context(
            [&] { return io::read_at_least(*text_.source, std::as_writable_bytes(std::span(before)), before.size()); });
      if (text_.position != at_ || before != copy_) throw changed();
    }

    std::size_t read_text(std::span<std::byte> buffer) {
      const std::size_t got = in_context([&] { return text_.source->read(buffer); });
      text_.position += got;
      return got;
    }

    // What a source throws, it throws last.
    template <class Read>
    std::invoke_result_t<Read> in_context(Read read) {
      try {
        return read();
      } catch (const Error& error) {
        text_.source.reset();
        throw error.within(context_);
      }
    }

    // The end mark is no row: it stands at the end of them, and nowhere before.
    void note_rows(std::string_view rows) {
      constexpr std::size_t overlap = 4;
      if (copy_.empty()) return;
      const std::string_view first = rows.substr(0, overlap);
      seam_ += first;
      look_for_end(seam_, at_ - rows.size() + first.size());
      look_for_end(rows, at_);
      if (rows.size() > overlap) seam_ = rows.substr(rows.size() - overlap);
      seam_.erase(0, seam_.size() - std::min(seam_.size(), overlap));
    }

    //   end: the offset in the script of what is behind `rows`
    void look_for_end(std::string_view rows, std::uint64_t end) const {
      static constexpr std::string_view mark = "\n\\.";
      for (std::size_t at = rows.find(mark); at != std::string_view::npos; at = rows.find(mark, at + 1)) {
        const std::string_view rest = rows.substr(at + mark.size());
        const std::size_t line_break = rest.starts_with("\r\n") ? 2 : rest.starts_with('\n') ? 1 : 0;
        if (line_break > 0 && end - rest.size() + line_break != place_.end) throw changed();
      }
    }

    std::size_t read_end(std::span<std::byte> buffer) {
      if (copy_.empty() || ended_ == empty_lines.size()) return 0;
      std::erase(seam_, '\r');
      if (!std::string_view(seam_).substr(0, seam_.find_last_not_of('\n') + 1).ends_with("\\.")) throw changed();
      const std::size_t given = std::min(buffer.size(), empty_lines.size() - ended_);
      std::fill_n(buffer.begin(), given, std::byte{'\n'});
      ended_ += given;
      return given;
    }

    [[nodiscard]] Error changed() const {
      return {Fault::data, fmt::format("{}: the file has changed since its table of contents was read", context_)};
    }

    ScriptReader& reader_;
    DataPlace place_;
    std::uint64_t at_;
    std::string copy_;  // the statement that stands before the rows
    std::string context_;
    OpenText text_;
    bool begun_ = false;
    std::string seam_ = "\n";  // the last characters that were read
    std::size_t ended_ = 0;
  };

  [[nodiscard]] DataPlace place(const Entry& entry) const {
    return contents_.data.at(static_cast<std::size_t>(entry.dump_id) - 1);
  }

  [[nodiscard]] std::string context(const Entry& entry) const {
    return fmt::format("{}: {}", text_.file().name(), data_of(entry));
  }

  // The text from `offset` on or from somewhere before it: what was read last, if nothing nearer is known.
  OpenText take_text(std::uint64_t offset) {
    const std::uint64_t nearest = text_.nearest(offset);
    {
      const std::lock_guard lock(mutex_);
      if (last_.source && last_.position <= offset && last_.position >= nearest) return std::exchange(last_, {});
    }
    return {.source = text_.from(nearest), .position = nearest};
  }

  void put_back(OpenText text) {
    if (!text.source) return;
    const std::lock_guard lock(mutex_);
    last_ = std::move(text);
  }

  io::SeekableText text_;
  ScriptContents contents_;
  std::mutex mutex_{};
  OpenText last_{};
};

}  // namespace

bool holds_script(const std::shared_ptr<const RandomAccess>& file) {
  static constexpr std::string_view mark = "-- PostgreSQL database dump\n";
  constexpr std::size_t enough = 4096;
  const std::unique_ptr<io::Source> text = io::SeekableText(file, codec_of(*file)).from(0);
  std::string first(enough, '\0');
  try {
    first.resize(io::read_at_least(*text, std::as_writable_bytes(std::span(first)), enough));
  } catch (const Error& error) {
    if (error.fault() != Fault::data) throw;
    throw error.within(file->name());
  }
  return first.find('\0') == std::string::npos && first.find(mark) != std::string::npos;
}

void check_script_size(const RandomAccess& file) {
  check_index(file, codec_of(file));
}

bool has_index(const RandomAccess& file) {
  return read_index(file, codec_of(file)).has_value();
}

std::unique_ptr<ArchiveReader> read_script_archive(const std::shared_ptr<const RandomAccess>& file) {
  return std::make_unique<ScriptReader>(file);
}

}  // namespace pgdumpcore::archive
