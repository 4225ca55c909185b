#include "archive/custom_reader.hpp"

#include "archive/custom_block.hpp"
#include "archive/entry_data.hpp"
#include "archive/toc_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace pgdumpcore::archive {
namespace {

// A block that is being read. It begins with its type and its entry's identifier. Then come pieces, each a length and
// as many bytes, until a length of zero; for large objects, an identifier and such pieces, until an identifier of zero.
class Block {
 public:
  explicit Block(ArchiveInput& input) : input_(input), start_(input.offset()) {
    const int type = std::to_integer<int>(input_.read_byte());
    if (type != static_cast<int>(BlockType::data) && type != static_cast<int>(BlockType::large_objects))
      throw input_.damaged(fmt::format("a block of data is of the unknown type {}", type), start_);
    type_ = static_cast<BlockType>(type);
    dump_id_ = input_.read_int();
    in_pieces_ = type_ == BlockType::data;
  }

  [[nodiscard]] int dump_id() const { return dump_id_; }
  [[nodiscard]] std::uint64_t start() const { return start_; }
  [[nodiscard]] BlockType type() const { return type_; }

  // Of the pieces that are under way; 0 when they have ended, now and later.
  std::size_t read(std::span<std::byte> buffer) {
    if (buffer.empty() || !next_piece()) return 0;
    const std::size_t got = input_.read_some(buffer.first(std::min(buffer.size(), left_)));
    if (got == 0) throw input_.cut_off();
    left_ -= got;
    return got;
  }

  // The large object that comes next; 0 if there is none. What is left of the one before it is passed over.
  std::uint32_t next_large_object() {
    pass_pieces();
    if (large_objects_ended_) return 0;
    const std::uint64_t place = input_.offset();
    const std::int64_t number = input_.read_wide_int();
    if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<std::uint32_t>::max())
      throw input_.damaged("the identifier of a large object is out of range", place);
    const auto oid = static_cast<std::uint32_t>(number);
    in_pieces_ = oid != 0;
    large_objects_ended_ = oid == 0;
    return oid;
  }

  void skip() {
    pass_pieces();
    if (type_ == BlockType::large_objects)
      while (next_large_object() != 0) {
      }
  }

 private:
  // Whether there is a byte to come.
  bool next_piece() {
    if (left_ > 0) return true;
    if (!in_pieces_) return false;
    const std::uint64_t place = input_.offset();
    const int length = input_.read_int();
    if (length < 0) throw input_.damaged(fmt::format("a piece of data has the length {}", length), place);
    left_ = static_cast<std::size_t>(length);
    in_pieces_ = length > 0;
    return in_pieces_;
  }

  void pass_pieces() {
    while (next_piece()) input_.skip(std::exchange(left_, 0));
  }

  ArchiveInput& input_;
  std::uint64_t start_;
  BlockType type_ = BlockType::data;
  int dump_id_ = 0;
  bool in_pieces_ = false;
  bool large_objects_ended_ = false;
  std::size_t left_ = 0;  // of the piece under way
};

class BlockSource final : public io::Source {
 public:
  explicit BlockSource(std::shared_ptr<Block> block) : block_(std::move(block)) {}
  std::size_t read(std::span<std::byte> buffer) override { return block_->read(buffer); }

 private:
  std::shared_ptr<Block> block_;
};

// A block of a file together with the place that it is read at, which is nobody else's.
struct OwnedBlock {
  OwnedBlock(std::shared_ptr<const RandomAccess> file, std::uint64_t offset)
      : input(std::move(file), offset), block(input) {}
  ArchiveInput input;
  Block block;
};

// What both kinds of reader do once they have found an entry's block.
class CustomReader : public ArchiveReader {
 public:
  explicit CustomReader(Toc toc) : toc_(std::move(toc)) {}

  [[nodiscard]] const Toc& toc() const noexcept final { return toc_; }

  [[nodiscard]] std::unique_ptr<io::Source> table_data(const Entry& entry) final {
    require_table_data(entry);
    std::shared_ptr<Block> block = checked(find(entry), entry, BlockType::data);
    const std::string place = fmt::format("{}, block at offset {}", name(), block->start());
    return stored_table_data(std::make_unique<BlockSource>(std::move(block)), codec(), entry, place);
  }

  void large_objects(const Entry& entry, const LargeObjectConsumer& consumer) final {
    require_large_objects(entry);
    const std::shared_ptr<Block> block = checked(find(entry), entry, BlockType::large_objects);
    const std::string context = fmt::format("{}, block at offset {}: {}", name(), block->start(), data_of(entry));
    while (const std::uint32_t oid = block->next_large_object())
      give_large_object(std::make_unique<BlockSource>(block), codec(), context, oid, consumer);
  }

 protected:
  // The entry's block, which lasts as long as the reader. Whether it is the right one is checked here.
  [[nodiscard]] virtual std::shared_ptr<Block> find(const Entry& entry) = 0;
  [[nodiscard]] virtual const std::string& name() const = 0;

  [[nodiscard]] Error missing(const Entry& entry) const {
    return {Fault::data, fmt::format("{} is incomplete: {} is not in it", name(), data_of(entry))};
  }

  [[nodiscard]] std::shared_ptr<Block> checked(std::shared_ptr<Block> block, const Entry& entry, BlockType type) const {
    if (block->dump_id() == entry.dump_id && block->type() == type) return block;
    throw Error(Fault::data,
                fmt::format("{} is damaged at offset {}: the block there, of type {} and of entry {}, is "
                            "not {}",
                            name(), block->start(), static_cast<int>(block->type()), block->dump_id(), data_of(entry)));
  }

 private:
  [[nodiscard]] const io::CodecTraits& codec() const { return io::traits_in_custom_archive(toc_.compression.codec); }

  Toc toc_;
};

class FileReader final : public CustomReader {
 public:
  FileReader(std::shared_ptr<const RandomAccess> file, Toc toc, std::uint64_t end_of_toc)
      : CustomReader(std::move(toc)), file_(std::move(file)), search_(file_, end_of_toc) {
    for (const Entry& entry : this->toc().entries)
      if (entry.offset) offsets_.push_back(*entry.offset);
    std::ranges::sort(offsets_);
  }

  [[nodiscard]] bool has_random_access() const noexcept override { return true; }

  // One entry's block ends where the next one's begins.
  [[nodiscard]] std::optional<std::uint64_t> stored_size(const Entry& entry) override {
    if (!entry.offset) return std::nullopt;
    const auto next = std::ranges::upper_bound(offsets_, *entry.offset);
    const std::uint64_t end = next == offsets_.end() ? file_->size() : *next;
    return end - std::min(end, *entry.offset);
  }

  void require_data(const Entry& entry, bool to_the_end) override {
    const BlockType type = entry.description == "BLOBS" ? BlockType::large_objects : BlockType::data;
    const std::shared_ptr<Block> block = checked(find(entry), entry, type);
    if (to_the_end) block->skip();
  }

 protected:
  [[nodiscard]] std::shared_ptr<Block> find(const Entry& entry) override {
    const auto owned = std::make_shared<OwnedBlock>(file_, entry.offset ? *entry.offset : find_by_scanning(entry));
    return {owned, &owned->block};
  }
  [[nodiscard]] const std::string& name() const override { return file_->name(); }

 private:
  // From block to block, as far as needed, once for all entries.
  std::uint64_t find_by_scanning(const Entry& entry) {
    const std::lock_guard lock(searching_);
    for (;;) {
      if (const auto known = found_.find(entry.dump_id); known != found_.end()) return known->second;
      if (search_.peek(1).empty()) throw missing(entry);
      Block block(search_);
      block.skip();
      found_.emplace(block.dump_id(), block.start());
    }
  }

  std::shared_ptr<const RandomAccess> file_;
  std::vector<std::uint64_t> offsets_{};  // of the blocks, ascending
  std::mutex searching_{};
  ArchiveInput search_;
  std::map<int, std::uint64_t> found_{};
};

class PipeReader final : public CustomReader {
 public:
  PipeReader(ArchiveInput input, Toc toc) : CustomReader(std::move(toc)), input_(std::move(input)) {}

  [[nodiscard]] bool has_random_access() const noexcept override { return false; }

 protected:
  [[nodiscard]] std::shared_ptr<Block> find(const Entry& entry) override {
    for (;;) {
      if (current_) current_->skip();
      if (passed_.contains(entry.dump_id))
        throw Error(Fault::usage, fmt::format("{}: {} has been passed already", name(), data_of(entry)));
      if (input_.peek(1).empty()) throw missing(entry);
      current_ = std::make_shared<Block>(input_);
      passed_.insert(current_->dump_id());
      if (current_->dump_id() == entry.dump_id) return current_;
    }
  }
  [[nodiscard]] const std::string& name() const override { return input_.name(); }

 private:
  ArchiveInput input_;
  std::set<int> passed_{};
  std::shared_ptr<Block> current_{};  // whoever reads it may have left some of it
};

}  // namespace

std::unique_ptr<ArchiveReader> read_custom(std::shared_ptr<const RandomAccess> file) {
  ArchiveInput input(file);
  Toc toc = read_toc(input, FormatCode::custom);
  return std::make_unique<FileReader>(std::move(file), std::move(toc), input.offset());
}

std::unique_ptr<ArchiveReader> read_custom(ArchiveInput input) {
  Toc toc = read_toc(input, FormatCode::custom);
  return std::make_unique<PipeReader>(std::move(input), std::move(toc));
}

}  // namespace pgdumpcore::archive
