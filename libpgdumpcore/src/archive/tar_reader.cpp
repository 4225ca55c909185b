#include "archive/tar_reader.hpp"

#include "archive/entry_data.hpp"
#include "archive/member_reader.hpp"
#include "archive/tar_input.hpp"
#include "archive/toc_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>
#include <utility>

namespace pgdumpcore::archive {
namespace {

std::string described(const std::string& archive, const std::string& member) {
  return fmt::format("{}, member \"{}\"", archive, member);
}

// --- a file

class TarMembers final : public Members {
 public:
  explicit TarMembers(std::shared_ptr<const RandomAccess> file) : file_(std::move(file)), search_(file_) {}

  [[nodiscard]] std::unique_ptr<io::Source> open(const std::string& name) override {
    const std::optional<TarMember> member = find(name);
    if (!member) return nullptr;
    return std::make_unique<MemberSource>(file_, *member);
  }

  [[nodiscard]] std::optional<std::uint64_t> size(const std::string& /*name*/) override { return std::nullopt; }
  [[nodiscard]] std::string name() const override { return file_->name(); }
  [[nodiscard]] std::string describe(const std::string& name) const override { return described(file_->name(), name); }

 private:
  // Has a place of its own in the file, so that several can be read at once.
  class MemberSource final : public io::Source {
   public:
    MemberSource(std::shared_ptr<const RandomAccess> file, const TarMember& member)
        : input_(std::move(file), member.offset), left_(member.size) {}
    std::size_t read(std::span<std::byte> buffer) override { return read_member(input_, left_, buffer); }

   private:
    ArchiveInput input_;
    std::uint64_t left_;
  };

  // From member to member, as far as needed, once for all names.
  std::optional<TarMember> find(const std::string& name) {
    const std::lock_guard lock(searching_);
    for (;;) {
      if (const auto known = found_.find(name); known != found_.end()) return known->second;
      if (ended_) return std::nullopt;
      search_.skip(std::exchange(to_next_, 0));
      const std::optional<TarMember> member = read_tar_header(search_);
      ended_ = !member;
      if (!member) continue;
      to_next_ = member->padded_size();
      found_.emplace(member->name, *member);
    }
  }

  std::shared_ptr<const RandomAccess> file_;
  std::mutex searching_{};
  ArchiveInput search_;
  std::uint64_t to_next_ = 0;
  bool ended_ = false;
  std::map<std::string, TarMember> found_{};
};

// --- a pipe

class StreamSource final : public io::Source {
 public:
  explicit StreamSource(std::shared_ptr<MemberStream> members) : members_(std::move(members)) {}
  std::size_t read(std::span<std::byte> buffer) override { return members_->read(buffer); }

 private:
  std::shared_ptr<MemberStream> members_;
};

// Large objects come before the member that lists them, which has its entry's name: all of a tar file's members of
// one entry end with the one that the table of contents names.
class TarPipeReader final : public ArchiveReader {
 public:
  explicit TarPipeReader(ArchiveInput input) : members_(std::make_shared<MemberStream>(std::move(input))) {
    if (!members_->next() || members_->current().name != toc_member)
      throw Error(Fault::data, members_->name() + " is no archive: it does not begin with toc.dat");
    ArchiveInput content(std::make_unique<StreamSource>(members_), described(members_->name(), toc_member));
    toc_ = read_toc(content, FormatCode::tar);
    for (std::size_t index = 0; index < toc_.entries.size(); ++index)
      if (toc_.entries[index].has_data) order_.emplace(toc_.entries[index].file, index);
  }

  [[nodiscard]] const Toc& toc() const noexcept override { return toc_; }
  [[nodiscard]] bool has_random_access() const noexcept override { return false; }

  [[nodiscard]] std::unique_ptr<io::Source> table_data(const Entry& entry) override {
    require_table_data(entry);
    do {
      require_next(entry);
    } while (members_->current().name != entry.file);
    passed_ = place_of(entry) + 1;
    return stored_table_data(std::make_unique<StreamSource>(members_), io::traits_of(Codec::none), entry, place());
  }

  void large_objects(const Entry& entry, const LargeObjectConsumer& consumer) override {
    require_large_objects(entry);
    pass_entries_before(entry);
    for (require_next(entry); members_->current().name != entry.file; require_next(entry)) {
      const std::uint32_t oid = large_object_of(members_->current().name);
      if (oid == 0) throw Error(Fault::data, fmt::format("{} is no part of {}", place(), data_of(entry)));
      give_large_object(std::make_unique<StreamSource>(members_), io::traits_of(Codec::none),
                        fmt::format("{}: {}", place(), data_of(entry)), oid, consumer);
    }
    passed_ = place_of(entry) + 1;
  }

 private:
  // The members of entries that nobody asked for.
  void pass_entries_before(const Entry& entry) {
    const std::size_t end = place_of(entry);
    std::size_t last = end;
    for (std::size_t index = passed_; index < end; ++index)
      if (toc_.entries[index].has_data) last = index;
    if (last == end) return;
    do {
      require_next(entry);
    } while (members_->current().name != toc_.entries[last].file);
    passed_ = end;
  }

  void require_next(const Entry& entry) {
    if (place_of(entry) < passed_)
      throw Error(Fault::usage, fmt::format("{}: {} has been passed already", members_->name(), data_of(entry)));
    if (!members_->next())
      throw Error(Fault::data, fmt::format("{} is incomplete: {} is not in it", members_->name(), data_of(entry)));
  }

  [[nodiscard]] std::size_t place_of(const Entry& entry) const {
    const auto found = order_.find(entry.file);
    return found == order_.end() ? 0 : found->second;
  }

  [[nodiscard]] std::string place() const { return described(members_->name(), members_->current().name); }

  [[nodiscard]] static std::uint32_t large_object_of(std::string_view member) {
    constexpr std::string_view prefix = "blob_";
    constexpr std::string_view suffix = ".dat";
    if (!member.starts_with(prefix) || !member.ends_with(suffix)) return 0;
    std::uint32_t oid = 0;
    const char* const end = member.data() + member.size() - suffix.size();
    const auto [stop, problem] = std::from_chars(member.data() + prefix.size(), end, oid);
    return problem == std::errc{} && stop == end ? oid : 0;
  }

  std::shared_ptr<MemberStream> members_;
  Toc toc_{};
  std::map<std::string, std::size_t> order_{};  // of entries with data, by the member that ends them
  std::size_t passed_ = 0;                      // entries before this one are behind us
};

}  // namespace

bool is_tar(std::span<const std::byte> first_block) {
  return first_block.size() == tar_block_size && has_tar_checksum(first_block.first<tar_block_size>());
}

std::unique_ptr<ArchiveReader> read_tar(std::shared_ptr<const RandomAccess> file) {
  return read_members(std::make_unique<TarMembers>(std::move(file)), FormatCode::tar);
}

std::unique_ptr<ArchiveReader> read_tar(ArchiveInput input) {
  return std::make_unique<TarPipeReader>(std::move(input));
}

}  // namespace pgdumpcore::archive
