// The tar format: a directory's files as members of a tar archive, toc.dat first, nothing compressed.
// Format: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html (ustar).
#include "archive/members.hpp"
#include "archive/toc_writer.hpp"
#include "archive/writer.hpp"
#include "io/rewritable.hpp"
#include "io/spool.hpp"

#include <array>
#include <cstring>
#include <ctime>

namespace pgdumpcore::archive {

namespace {

constexpr std::size_t record_size = 512;

using Record = std::array<char, record_size>;

void put_text(Record& record, std::size_t at, std::string_view text) {
  std::memcpy(record.data() + at, text.data(), text.size());
}

// As many octal digits as the field has room for before its end, or, what is larger, in base 256, as GNU tar has it.
void put_number(Record& record, std::size_t at, std::size_t width, std::uint64_t value) {
  const bool octal = value < (std::uint64_t{1} << (3 * (width - 1)));
  const std::size_t digits = octal ? width - 1 : width;
  for (std::size_t i = digits; i-- > 0; value >>= octal ? 3U : 8U)
    record[at + i] = static_cast<char>(octal ? '0' + static_cast<int>(value & 7U) : static_cast<int>(value & 0xFFU));
  if (octal)
    record[at + digits] = ' ';
  else
    record[at] = static_cast<char>(0x80);
}

Record header(std::string_view name, std::uint64_t size, std::time_t time) {
  Record record{};
  put_text(record, 0, name);
  put_number(record, 100, 8, 0600);
  put_number(record, 108, 8, 0);
  put_number(record, 116, 8, 0);
  put_number(record, 124, 12, size);
  put_number(record, 136, 12, static_cast<std::uint64_t>(time));
  put_text(record, 148, "        ");  // the sum is made as if blanks stood in its place
  record[156] = '0';
  put_text(record, 257, std::string_view("ustar\00000", 8));
  put_text(record, 265, "postgres");
  put_text(record, 297, "postgres");
  std::uint64_t sum = 0;
  for (const char byte : record) sum += static_cast<unsigned char>(byte);
  put_number(record, 148, 8, sum);
  return record;
}

// The archive as a sequence of members, one at a time.
class Members {
 public:
  explicit Members(std::unique_ptr<Sink> out) : out_(std::move(out)), file_(io::rewritable(*out_)) {}

  // Its finish() makes it a member of the archive.
  [[nodiscard]] std::unique_ptr<Sink> member(const std::string& name);

  // Where the header just written stands.
  std::uint64_t put_header(std::string_view name, std::uint64_t size) {
    put(header(name, size, now_));
    return position_ - record_size;
  }
  void put_size(std::uint64_t at, std::string_view name, std::uint64_t size) {
    const Record head = header(name, size, now_);
    file_->rewrite(at, std::as_bytes(std::span(head)));
  }
  void write(std::span<const std::byte> bytes) {
    out_->write(bytes);
    position_ += bytes.size();
  }
  void fill_record() {
    const Record zeros{};
    if (const std::size_t used = position_ % record_size; used > 0)
      write(std::as_bytes(std::span(zeros)).first(record_size - used));
  }

  void finish() {
    for (int i = 0; i < 2; ++i) put(Record{});
    out_->finish();
  }

 private:
  void put(const Record& record) { write(std::as_bytes(std::span(record))); }

  std::unique_ptr<Sink> out_;
  io::Rewritable* file_;
  std::uint64_t position_ = 0;
  std::time_t now_ = std::time(nullptr);
};

// In a file the size is filled in afterwards.
class DirectMember final : public Sink {
 public:
  DirectMember(Members& members, std::string name)
      : members_(members), name_(std::move(name)), header_(members.put_header(name_, 0)) {}

  void write(std::span<const std::byte> bytes) override {
    members_.write(bytes);
    size_ += bytes.size();
  }
  void finish() override {
    members_.fill_record();
    members_.put_size(header_, name_, size_);
  }

 private:
  Members& members_;
  std::string name_;
  std::uint64_t header_;
  std::uint64_t size_ = 0;
};

// To a pipe nothing can go before the size is known.
class SpooledMember final : public Sink {
 public:
  SpooledMember(Members& members, std::string name) : members_(members), name_(std::move(name)) {}

  void write(std::span<const std::byte> bytes) override { content_.write(bytes); }
  void finish() override {
    members_.put_header(name_, content_.size());
    const auto to_archive = callback_sink([this](std::span<const std::byte> bytes) { members_.write(bytes); });
    content_.pour_into(*to_archive);
    members_.fill_record();
  }

 private:
  Members& members_;
  std::string name_;
  io::Spool content_{};
};

std::unique_ptr<Sink> Members::member(const std::string& name) {
  if (file_ != nullptr) return std::make_unique<DirectMember>(*this, name);
  return std::make_unique<SpooledMember>(*this, name);
}

// The list of the objects comes after them: readers take the objects one after the other and stop there.
class TarLargeObjects final : public LargeObjectWriter {
 public:
  TarLargeObjects(Members& members, const std::string& list_name) : members_(members), list_name_(list_name) {}

  void open(std::uint32_t oid) override {
    list_ += large_object_line(oid);
    member_ = members_.member(large_object_member(oid));
  }
  void write(std::span<const std::byte> bytes) override { member_->write(bytes); }
  void close() override { member_->finish(); }
  void finish() override {
    const std::unique_ptr<Sink> list = members_.member(list_name_);
    list->write_text(list_);
    list->finish();
  }

 private:
  Members& members_;
  const std::string& list_name_;
  std::string list_{};
  std::unique_ptr<Sink> member_{};
};

class TarWriter final : public StreamWriter {
 public:
  TarWriter(std::unique_ptr<Sink> out, Toc& toc) : members_(std::move(out)) {
    name_members(toc);
    const std::unique_ptr<Sink> contents = members_.member("toc.dat");
    write_toc(*contents, toc);
    contents->finish();
  }

  [[nodiscard]] std::unique_ptr<Sink> table_data(const Entry& entry) override { return members_.member(entry.file); }
  [[nodiscard]] std::unique_ptr<LargeObjectWriter> large_objects(const Entry& entry) override {
    return std::make_unique<TarLargeObjects>(members_, entry.file);
  }
  void finish() override { members_.finish(); }

  [[nodiscard]] Sink& out() override { return *out_; }
  void begin(const Entry& entry) override { member_ = table_data(entry); }
  void end(const Entry&) override { member_->finish(); }
  [[nodiscard]] std::unique_ptr<Sink> stored(std::unique_ptr<Sink> slot) override { return slot; }
  [[nodiscard]] std::unique_ptr<LargeObjectWriter> stored_large_objects(Sink&) override { return nullptr; }

 private:
  Members members_;
  std::unique_ptr<Sink> member_{};  // where slots write to
  std::unique_ptr<Sink> out_ = callback_sink([this](std::span<const std::byte> bytes) { member_->write(bytes); });
};

}  // namespace

std::unique_ptr<StreamWriter> tar_writer(std::unique_ptr<Sink> out, Toc& toc) {
  return std::make_unique<TarWriter>(std::move(out), toc);
}

}  // namespace pgdumpcore::archive
