// Any bytes as a plain script, with the rows of its COPY commands.
#include "restore/statement_reader.hpp"

#include "io/source.hpp"

#include <pgdumpcore/error.hpp>

#include <cstdint>
#include <string>

using pgdumpcore::restoring::ScriptItem;
using pgdumpcore::restoring::StatementReader;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  for (const bool read_rows : {true, false}) {
    try {
      StatementReader reader(pgdumpcore::io::memory_source(bytes));
      for (ScriptItem item = reader.next(); item.kind != ScriptItem::Kind::end; item = reader.next()) {
        if (item.text.size() > size) __builtin_trap();
        if (item.kind != ScriptItem::Kind::copy || !read_rows) continue;
        while (!reader.copy_data().empty()) continue;
      }
    } catch (const pgdumpcore::Error&) {
    }
  }
  return 0;
}
