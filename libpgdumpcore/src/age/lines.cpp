#include "age/lines.hpp"

#include "io/source.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::age {
namespace {

constexpr std::size_t largest_key_file = std::size_t{16} << 20;

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view white = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(white);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(white) - begin + 1);
}

Secret read_small_file(const std::string& path) {
  const auto source = io::file_source(path);
  Secret content(std::size_t{16} << 10);
  std::size_t size = 0;
  while (const std::size_t got = source->read(content.bytes().subspan(size))) {
    size += got;
    if (size < content.size()) continue;
    if (size >= largest_key_file) throw Error(Fault::usage, fmt::format("file \"{}\" is too large for keys", path));
    Secret larger(content.size() * 4);
    std::copy(content.bytes().begin(), content.bytes().end(), larger.bytes().begin());
    content = std::move(larger);
  }
  return Secret::copy_of(content.bytes().first(size));
}

void for_each_line(const Secret& content, const std::function<void(std::string_view, std::size_t)>& use) {
  std::string_view rest(reinterpret_cast<const char*>(content.bytes().data()), content.size());
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = trimmed(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (!line.empty() && line.front() != '#') use(line, number);
  }
}

}  // namespace pgdumpcore::age
