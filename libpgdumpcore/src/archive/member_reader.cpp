#include "archive/member_reader.hpp"

#include "archive/entry_data.hpp"
#include "archive/input.hpp"
#include "archive/members.hpp"
#include "archive/toc_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace pgdumpcore::archive {
namespace {

struct OpenMember {
  std::unique_ptr<io::Source> stored;
  const io::CodecTraits& codec;
  std::string place;
};

class MemberReader final : public ArchiveReader {
 public:
  MemberReader(std::unique_ptr<Members> members, FormatCode format) : members_(std::move(members)) {
    std::optional<OpenMember> member = open_if_there(toc_member);
    if (!member) throw Error(Fault::data, fmt::format("{} is no archive: it has no {}", members_->name(), toc_member));
    ArchiveInput input = content(std::move(*member));
    toc_ = read_toc(input, format);
    if (!input.peek(1).empty()) throw input.damaged("something follows the table of contents");
  }

  [[nodiscard]] const Toc& toc() const noexcept override { return toc_; }
  [[nodiscard]] bool has_random_access() const noexcept override { return true; }

  [[nodiscard]] std::unique_ptr<io::Source> table_data(const Entry& entry) override {
    require_table_data(entry);
    OpenMember member = open(entry.file);
    return stored_table_data(std::move(member.stored), member.codec, entry, member.place);
  }

  [[nodiscard]] std::optional<std::uint64_t> stored_size(const Entry& entry) override {
    for (const io::CodecTraits& codec : io::codecs())
      if (const auto size = members_->size(entry.file + std::string(codec.extension))) return size;
    return std::nullopt;
  }

  // The entry's file lists the large objects and their files, one a line.
  void large_objects(const Entry& entry, const LargeObjectConsumer& consumer) override {
    require_large_objects(entry);
    ArchiveInput list = content(open(entry.file));
    std::set<std::uint32_t> expected = made_by_metadata_of(entry);
    while (!list.peek(1).empty()) {
      const std::uint32_t oid = read_line(list);
      expected.erase(oid);
      passing_damage(consumer, [&] {
        OpenMember member = open(large_object_member(oid));
        give_large_object(std::move(member.stored), member.codec, fmt::format("{}: {}", member.place, data_of(entry)),
                          oid, consumer);
      });
    }
    if (expected.empty()) return;
    passing_damage(consumer, [&] {
      throw list.damaged(fmt::format("it lacks large object {}, which the table of contents has", *expected.begin()));
    });
  }

  void require_data(const Entry& entry, bool /*to_the_end*/) override {
    if (entry.description != "BLOBS") return static_cast<void>(open(entry.file));
    ArchiveInput list = content(open(entry.file));
    while (!list.peek(1).empty()) static_cast<void>(open(large_object_member(read_line(list))));
  }

 private:
  static void passing_damage(const LargeObjectConsumer& consumer, const std::function<void()>& read) {
    try {
      read();
    } catch (const Error& error) {
      const bool is_damage = error.fault() == Fault::data || error.fault() == Fault::io;
      if (!is_damage || !consumer.damaged) throw;
      consumer.damaged(error);
    }
  }

  // The large objects that other entries make: up to 16 one entry for each, later one for several, with a line for
  // each.
  [[nodiscard]] std::set<std::uint32_t> made_by_metadata_of(const Entry& entry) const {
    std::set<std::uint32_t> oids;
    const auto note = [&](std::string_view text) {
      std::uint32_t oid = 0;
      std::from_chars(text.data(), text.data() + text.size(), oid);
      if (oid != 0) oids.insert(oid);
    };
    for (const Entry& other : toc_.entries) {
      if (other.description == "BLOB") note(other.tag);
      if (other.description != "BLOB METADATA" || !waits_for(entry, other)) continue;
      for (std::string_view rest = other.create; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        note(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    return oids;
  }

  static bool waits_for(const Entry& entry, const Entry& other) {
    return std::ranges::find(entry.dependencies, other.dump_id) != entry.dependencies.end();
  }

  // Compressed files have their codec's extension, whatever the table of contents says: an archive's files may be
  // compressed by hand.
  [[nodiscard]] OpenMember open(const std::string& name) const {
    if (auto found = open_if_there(name)) return std::move(*found);
    throw Error(Fault::data, fmt::format("{} is missing", members_->describe(on_one_line(name))));
  }

  [[nodiscard]] std::optional<OpenMember> open_if_there(const std::string& name) const {
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos)
      throw Error(Fault::data, fmt::format("{} is damaged: \"{}\" is no name of a file in an archive",
                                           members_->describe(toc_member), on_one_line(name)));
    for (const io::CodecTraits& codec : io::codecs()) {
      const std::string full_name = name + std::string(codec.extension);
      if (auto stored = members_->open(full_name))
        return OpenMember{std::move(stored), codec, members_->describe(full_name)};
    }
    return std::nullopt;
  }

  static ArchiveInput content(OpenMember member) {
    return {io::decompress_from(std::move(member.stored), member.codec), member.place};
  }

  // A line is the large object's identifier and the name of its file, which says the same.
  static std::uint32_t read_line(ArchiveInput& list) {
    constexpr std::size_t longest = 100;
    const std::uint64_t start = list.offset();
    std::string line;
    for (char byte = '\0'; byte != '\n'; line += byte) {
      if (line.size() == longest) throw list.damaged("a line is too long for one of a list of large objects", start);
      byte = static_cast<char>(list.read_byte());
    }
    std::uint32_t oid = 0;
    std::from_chars(line.data(), line.data() + line.size(), oid);
    if (oid == 0 || line != large_object_line(oid))
      throw list.damaged("a line names no large object and its file", start);
    return oid;
  }

  std::unique_ptr<Members> members_;
  Toc toc_{};
};

}  // namespace

std::unique_ptr<ArchiveReader> read_members(std::unique_ptr<Members> members, FormatCode format) {
  return std::make_unique<MemberReader>(std::move(members), format);
}

}  // namespace pgdumpcore::archive
