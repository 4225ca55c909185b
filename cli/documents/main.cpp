// Writes the manual's pages and the completions into a directory: pgdump_documents DIRECTORY.
#include "documents.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace cli {

namespace {

// The same source makes the same pages: their date is the one that the variable for this names, or they have none.
std::string date_of_source() {
  const char* const seconds = std::getenv("SOURCE_DATE_EPOCH");
  if (seconds == nullptr || *seconds == '\0') return "";
  return fmt::format("{:%Y-%m-%d}", fmt::gmtime(static_cast<std::time_t>(std::stoll(seconds))));
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw std::runtime_error(fmt::format("cannot write {}", path.string()));
}

void write_documents(const std::filesystem::path& directory) {
  const std::string date = date_of_source();
  write(directory / "man/pgdump.1", program_page(date));
  for (const CommandGroup& group : command_groups())
    for (const Command* command : group.commands)
      write(directory / fmt::format("man/pgdump-{}.1", command->name), command_page(*command, date));
  write(directory / "completions/bash/pgdump", bash_completion());
  write(directory / "completions/zsh/_pgdump", zsh_completion());
}

}  // namespace

}  // namespace cli

int main(int argc, char** argv) try {
  if (argc != 2) throw std::runtime_error("Usage: pgdump_documents DIRECTORY");
  cli::write_documents(argv[1]);
  return EXIT_SUCCESS;
} catch (const std::exception& problem) {
  fmt::print(stderr, "pgdump_documents: {}\n", problem.what());
  return EXIT_FAILURE;
}
