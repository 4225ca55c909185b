#include "output_state.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <sys/stat.h>

namespace cli {

namespace {

bool is_empty_file(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && status.st_size == 0;
}

}  // namespace

std::string left_of_output(const std::string& file) {
  if (file.empty() || file == "-") return "standard output is incomplete";
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0 || S_ISDIR(status.st_mode)) return "nothing is left";
  if (!S_ISREG(status.st_mode)) return fmt::format("what was written to \"{}\" is incomplete", file);
  return fmt::format("file \"{}\" is {}", file, status.st_size == 0 ? "empty" : "as it was before");
}

void write_output_file(const std::string& file, const std::function<void()>& work) {
  const bool was_empty = is_empty_file(file);
  try {
    work();
  } catch (pgdumpcore::Error& error) {
    if (was_empty || !is_empty_file(file)) throw;
    const std::string emptied = fmt::format("File \"{}\" was written in place and is empty now.", file);
    error.detail(error.detail().empty() ? emptied : error.detail() + "\n" + emptied);
    throw;
  }
}

}  // namespace cli
