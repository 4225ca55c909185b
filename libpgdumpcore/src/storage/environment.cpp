#include "storage/environment.hpp"

#include "io/descriptor.hpp"
#include "io/files.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

namespace pgdumpcore::storage {

namespace {

constexpr std::size_t largest_small_file = std::size_t{1} << 20;

}  // namespace

Environment process_environment() {
  return [](const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
  };
}

std::string first_of(std::initializer_list<std::string> candidates) {
  const auto* const found = std::ranges::find_if_not(candidates, &std::string::empty);
  return found == candidates.end() ? std::string() : *found;
}

std::string read_small_file(const std::string& path) {
  const io::Descriptor file = io::open_descriptor(path, O_RDONLY);
  if (!file.is_open()) throw io::system_error(fmt::format("open file \"{}\"", path), errno);
  std::string text(largest_small_file + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const int count =
        io::uninterrupted([&] { return static_cast<int>(::read(file.get(), text.data() + size, text.size() - size)); });
    if (count < 0) throw io::system_error(fmt::format("read file \"{}\"", path), errno);
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  if (size > largest_small_file) throw Error(Fault::io, fmt::format("file \"{}\" is too large", path));
  text.resize(size);
  return text;
}

}  // namespace pgdumpcore::storage
