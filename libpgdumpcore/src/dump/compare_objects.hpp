// Objects of two databases, paired by what they are called.
#pragma once

#include "archive/entry.hpp"

#include <pgdumpcore/catalog.hpp>
#include <pgdumpcore/options.hpp>

#include <deque>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::dumping {

// Those of one database; each has its index as its position.
struct ComparedObjects {
  std::span<const CatalogObject> objects{};
  // What tells apart objects of one kind, schema and name.
  std::function<std::string(const CatalogObject&)> identity{};
};

// What compare() promises of two catalogs.
[[nodiscard]] std::vector<CatalogDifference> compare_objects(const ComparedObjects& before,
                                                             const ComparedObjects& after);

// An entry in the words of a catalog. What the options leave out of statements is left out here, so that nobody
// compares it. Its texts are views into the entry.
[[nodiscard]] CatalogObject public_object(const archive::Entry& entry, std::size_t position,
                                          const DumpOptions& options);

// The objects that entries define: neither data, values of sequences nor the database itself. Where names have line
// breaks, which the comments of a script cannot have, spaces stand in their place. Views into the entries and this.
class Definitions {
 public:
  explicit Definitions(std::span<const archive::Entry> entries);
  Definitions(const Definitions&) = delete;
  Definitions& operator=(const Definitions&) = delete;

  [[nodiscard]] ComparedObjects compared() const;

 private:
  [[nodiscard]] std::string_view on_one_line(std::string_view text);

  std::vector<CatalogObject> objects_{};
  std::deque<std::string> names_{};
};

}  // namespace pgdumpcore::dumping
