// Shows how the schemas of two databases differ, and what would have to be other lines in the first one's dump:
// schema_diff CONNINFO CONNINFO, such as schema_diff dbname=shop 'host=staging dbname=shop'.
//
// The exit status is diff's: 0 if they are equal, 1 if they differ, 2 if something went wrong.
#include <pgdumpcore/catalog.hpp>

#include <algorithm>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace pg = pgdumpcore;

namespace {

std::vector<std::string> lines_of(const pg::Catalog& catalog, const pg::CatalogObject& object) {
  std::vector<std::string> lines;
  const std::string text = catalog.ddl(object);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// The lines that only one of them has, around the longest sequence of lines that both have.
void print_changed_lines(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  // How many lines of before[i…] and after[k…] can be paired in order.
  std::vector<std::vector<std::size_t>> common(before.size() + 1, std::vector<std::size_t>(after.size() + 1));
  for (std::size_t i = before.size(); i-- > 0;)
    for (std::size_t k = after.size(); k-- > 0;)
      common[i][k] = before[i] == after[k] ? common[i + 1][k + 1] + 1 : std::max(common[i + 1][k], common[i][k + 1]);
  std::size_t i = 0, k = 0;
  while (i < before.size() || k < after.size()) {
    const bool both = i < before.size() && k < after.size();
    if (both && before[i] == after[k])
      ++i, ++k;
    else if (k == after.size() || (both && common[i + 1][k] >= common[i][k + 1]))
      std::cout << "- " << before[i++] << '\n';
    else
      std::cout << "+ " << after[k++] << '\n';
  }
}

std::string_view name_of(pg::CatalogChange change) {
  switch (change) {
    case pg::CatalogChange::added:
      return "added";
    case pg::CatalogChange::removed:
      return "removed";
    case pg::CatalogChange::changed:
      break;
  }
  return "changed";
}

}  // namespace

int main(int count, char** words) try {
  if (count != 3) {
    std::cerr << "usage: schema_diff CONNINFO CONNINFO\n";
    return 2;
  }
  const pg::Catalog before = pg::read_catalog({.conninfo = words[1]});
  const pg::Catalog after = pg::read_catalog({.conninfo = words[2]});
  const std::vector<pg::CatalogDifference> differences = pg::compare(before, after);
  for (const pg::CatalogDifference& difference : differences) {
    const pg::CatalogObject& object = difference.object();
    std::cout << name_of(difference.change) << ' ' << object.kind << ' ' << object.schema
              << (object.schema.empty() ? "" : ".") << object.name << '\n';
    if (difference.change == pg::CatalogChange::changed)
      print_changed_lines(lines_of(before, *difference.before), lines_of(after, *difference.after));
  }
  return differences.empty() ? 0 : 1;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 2;
}
