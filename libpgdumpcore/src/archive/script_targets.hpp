// Which entry of a script a comment, a label, a privilege or statistics are about.
#pragma once

#include "archive/script_entry.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace pgdumpcore::archive {

class ScriptTargets {
 public:
  // The entries must outlive it, and keep their places.
  explicit ScriptTargets(std::span<const ScriptEntry> entries);

  // The place of the object that the entry is about; nothing if the script does not have it.
  [[nodiscard]] std::optional<std::size_t> of(const ScriptEntry& entry) const;
  // The place of the entry that makes the table, view, sequence or domain, whose name is as it is written.
  [[nodiscard]] std::optional<std::size_t> relation(const std::string& written) const;
  // The same by its name, of what has one in pg_class: indexes too.
  [[nodiscard]] std::optional<std::size_t> named(const std::string& schema, const std::string& name) const;
  [[nodiscard]] std::optional<std::size_t> identified(const std::string& identity) const;

 private:
  void add(std::string identity, std::size_t place) { by_identity_[std::move(identity)] = place; }
  void add_aliases(const ScriptEntry& entry, std::size_t place);
  [[nodiscard]] std::optional<std::size_t> first_of(std::string_view text, std::string_view separator) const;
  [[nodiscard]] std::optional<std::size_t> owner_of_part(const std::string& identity) const;

  std::span<const ScriptEntry> entries_;
  std::unordered_map<std::string, std::size_t> by_identity_{};
  std::map<std::pair<std::string, std::string>, std::size_t> by_name_{};
};

[[nodiscard]] bool is_facet(const Entry& entry);

}  // namespace pgdumpcore::archive
