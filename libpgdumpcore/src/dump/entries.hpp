// From what the kinds render to the entries of an archive.
#pragma once

#include "archive/entry.hpp"
#include "base/rare_vector.hpp"
#include "base/shared_text.hpp"
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
  // What an entry was made of, by position, until it has its number.
  struct Origin {
    const catalog::Object* object = nullptr;  // whose own entry it is
    bool depends_as_object = false;
    std::vector<const catalog::Object*> depends_on{};
    base::RareVector<const catalog::Object*> waits_for{};
    std::unique_ptr<const catalog::DataSource> data{};  // none for the many entries without
  };

  [[nodiscard]] int id(const catalog::Object& object) const;
  [[nodiscard]] std::vector<int> dependencies(const Origin& origin) const;
  void add_privileges_before(const Origin& origin, archive::Entry& entry);

  base::TextPool texts_{};
  std::vector<archive::Entry> entries_{};
  std::deque<Origin> origins_{};
  std::vector<int> ids_{};                                        // by the objects' ids; 0 for what has no entry
  std::unordered_map<const catalog::Object*, int> privileges_{};  // of an object: the entry of those numbered last
  std::unordered_map<int, std::unique_ptr<const catalog::DataSource>> data_{};  // by dump id
};

}  // namespace pgdumpcore::dumping
