// An entry as a plain script has it, with what the script tells of it besides.
#pragma once

#include "archive/script_definition.hpp"
#include "archive/script_header.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pgdumpcore::archive {

struct ScriptEntry {
  Entry entry{};
  Definition definition{};
  std::uint64_t data_begin = 0;  // in the decompressed text
  std::uint64_t data_end = 0;
};

// Begin and end of a statement in the text of an entry.
using Span = std::pair<std::size_t, std::size_t>;

// What the statements between entries have set, for the entries to come.
struct ScriptSession {
  std::optional<std::string> tablespace{};
  std::string access_method{};

  // False if the statement is none that a script's writer puts between entries.
  bool take(std::string_view statement);
};

// Makes entries of the script's parts, in the order of the script.
class EntryMaker {
 public:
  explicit EntryMaker(int major) : major_(major) {}

  //   text: from behind the header to the next one; it ends with what was set for the next entry
  //   statements: all of them in the text, in order
  [[nodiscard]] ScriptEntry definition(std::string_view header, std::string_view text,
                                       const std::vector<Span>& statements);
  //   create: a remark before the data
  [[nodiscard]] ScriptEntry data(std::string_view header, std::string_view create, std::string_view copy);

  [[nodiscard]] const ScriptSession& session() const { return session_; }
  ScriptSession& session() { return session_; }

 private:
  struct Parts;
  [[nodiscard]] Parts take_apart(std::string_view text, const std::vector<Span>& statements);
  [[nodiscard]] ScriptHeader chosen(std::string_view header, const Parts& parts) const;
  void take_large_objects(Entry& entry, std::string_view text) const;
  void take_names(ScriptEntry& out);
  void take_storage(Entry& entry, const ScriptHeader& header, const Parts& parts);
  [[nodiscard]] static std::string flat(std::string_view name);

  int major_;
  ScriptSession session_{};
  Section section_ = Section::pre_data;
  // Headers have spaces for line breaks: what names are behind them, as far as the script says.
  std::map<std::string, std::string> schemas_{}, owners_{};
  std::map<std::pair<std::string, std::string>, std::string> relations_{};  // by their schema
  base::TextPool texts_{};
};

}  // namespace pgdumpcore::archive
