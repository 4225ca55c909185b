// The plain format: a script for psql, as pg_dump writes it or pg_restore prints it.
#pragma once

#include "archive/entry.hpp"
#include "pg/quote.hpp"

#include <pgdumpcore/options.hpp>
#include <pgdumpcore/sink.hpp>

#include <functional>
#include <span>
#include <string>

namespace pgdumpcore::archive {

struct PlainSettings {
  const DumpOptions& options;
  const pg::IdentifierQuoter& quote;
  int major = 0;  // the dialect: what pg_dump of this major writes
  std::string server_version{};
  std::string writer{};  // "pgdump version 0.1.0", for the "Dumped by" line
  std::string encoding{};
  bool standard_conforming_strings = true;
  std::string restrict_key{};
};

// Writes an entry's rows or large objects into the script.
using WriteData = std::function<void(const Entry&, Sink&)>;

// Writes the whole script. Entries come in the order of the table of contents; the writer makes the passes
// over them (drops, definitions and data, privileges, what comes after privileges).
void write_plain(Sink& out, std::span<const Entry> entries, const PlainSettings& settings, const WriteData& write_data);

// What of an entry the options ask for.
//   section: the entry's, or for entries without one that of the entry before it
struct Parts {
  bool schema = false;
  bool data = false;
  [[nodiscard]] bool any() const { return schema || data; }
};
[[nodiscard]] Parts wanted_parts(const Entry& entry, Section section, const DumpOptions& options);

// `drop` with IF EXISTS put in where the statement has a place for it.
[[nodiscard]] std::string with_if_exists(const Entry& entry);

}  // namespace pgdumpcore::archive
