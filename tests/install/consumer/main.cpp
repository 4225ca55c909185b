// A whole program on the library: dumps the database that PGDATABASE names into memory and prints it.
#include <pgdumpcore/dump.hpp>

#include <iostream>

int main() try {
  pgdumpcore::DumpOptions options;
  options.restrict_key = "install";
  std::string text;
  pgdumpcore::dump({}, options, pgdumpcore::sink_target(pgdumpcore::memory_sink(text)));
  std::cout << text;
} catch (const pgdumpcore::Error& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
