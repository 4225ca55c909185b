// From what the kinds render to the entries of an archive.
#pragma once

#include "archive/entry.hpp"
#include "catalog/statement.hpp"

#include <pgdumpcore/options.hpp>

#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

namespace pgdumpcore::dumping {

// The table of contents in the making: entries in dump order, and where each one's data comes from.
class Entries {
 public:
  // About how many there will be.
  void expect(std::size_t count) { entries_.reserve(count); }
  void add(catalog::Statement&& statement);

  // Leaves out what the options do not ask for, which a script passes over by itself. For archives.
  void keep_wanted(const DumpOptions& options);

  // Called once, when all entries are there: numbers them from 1, and turns what depends on what into these numbers.
  void number();

  [[nodiscard]] const std::vector<archive::Entry>& list() const { return entries_; }
  // Moves the list out; source() still answers.
  [[nodiscard]] std::vector<archive::Entry> take() { return std::move(entries_); }
  [[nodiscard]] const catalog::DataSource& source(const archive::Entry& entry) const;

 private:
  // What an entry was made of, by position.
  struct Origin {
    const catalog::Object* object = nullptr;  // whose own entry it is
    std::vector<const catalog::Object*> depends_on{};
    bool depends_as_object = false;
    std::vector<const catalog::Object*> waits_for{};
    std::unique_ptr<const catalog::DataSource> data{};  // none for the many entries without
  };

  [[nodiscard]] std::vector<int> dependencies(const Origin& origin) const;
  void order_privileges();

  base::TextPool texts_{};
  std::vector<archive::Entry> entries_{};
  std::deque<Origin> origins_{};
  std::unordered_map<const catalog::Object*, int> ids_{};
};

}  // namespace pgdumpcore::dumping
