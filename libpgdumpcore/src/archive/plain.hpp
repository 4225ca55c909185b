// The plain format: a script for psql, as pg_dump writes it or pg_restore prints it.
#pragma once

#include "archive/script.hpp"

#include <pgdumpcore/sink.hpp>

#include <functional>
#include <span>
#include <string>

namespace pgdumpcore::archive {

struct PlainSettings {
  ScriptSettings script;
  std::string server_version{};
  std::string writer{};  // "pgdump version 0.1.0", for the "Dumped by" line
  std::string restrict_key{};
  bool single_transaction = false;
  int transaction_size = 0;  // entries; 0 for no transactions
};

// Writes an entry's rows or large objects into the script.
using WriteData = std::function<void(const Entry&, Sink&)>;

// Writes the whole script: drops, then the passes over the wanted ones of the archive's `entries`.
void write_plain(Sink& out, std::span<const Entry> entries, std::span<const Wanted> wanted,
                 const PlainSettings& settings, const WriteData& write_data);

// The part of one entry without data, as it stands in a script in which nothing stands before it.
void write_entry(Sink& out, const Wanted& wanted, const PlainSettings& settings);

}  // namespace pgdumpcore::archive
