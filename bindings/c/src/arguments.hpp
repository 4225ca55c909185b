// What a C caller passes, as the values of the C++ interface.
#pragma once

#include <pgdumpcore.h>
#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/encryption.hpp>
#include <pgdumpcore/error.hpp>
#include <pgdumpcore/options.hpp>
#include <pgdumpcore/restore.hpp>
#include <pgdumpcore/sink.hpp>

#include <cstddef>
#include <cstring>
#include <string>
#include <vector>

namespace c_binding {

/// How many bytes of a struct of `known` bytes, which says it has `given`, may be copied. Throws usage if that cannot
/// be a size, unsupported if something that this library does not know is set.
[[nodiscard]] std::size_t bytes_to_take(const void* options, std::size_t given, std::size_t known, const char* what);

/// A caller's options, of whichever size, as this library knows them; NULL are the defaults.
template <typename Options>
[[nodiscard]] Options taken(const Options* options, const char* what) {
  Options known;
  std::memset(&known, 0, sizeof known);
  if (options == nullptr) return known;
  std::size_t given = 0;
  std::memcpy(&given, options, sizeof given);
  std::memcpy(&known, options, bytes_to_take(options, given, sizeof known, what));
  if constexpr (requires { known.reserved; })
    if (known.reserved != 0)
      throw pgdumpcore::Error(pgdumpcore::Fault::unsupported, std::string(what) + ": a reserved member is not zero");
  return known;
}

[[nodiscard]] inline std::string text(const char* given) {
  return given == nullptr ? std::string() : given;
}
[[nodiscard]] std::vector<std::string> list(const char* const* given);
/// A number below `count`; anything else is an Error (usage).
[[nodiscard]] int one_of(int given, int count, const char* what);
/// A number that is not negative.
[[nodiscard]] int natural(int given, const char* what);
[[nodiscard]] inline int at_least_one(int given, const char* what) {
  return given == 0 ? 1 : natural(given, what);
}

/// Of any options that have rules of retention.
template <typename Options>
[[nodiscard]] pgdumpcore::Retention retention_of(const Options& from) {
  return {.keep_last = natural(from.keep_last, "keep_last"),
          .keep_daily = natural(from.keep_daily, "keep_daily"),
          .keep_weekly = natural(from.keep_weekly, "keep_weekly"),
          .keep_monthly = natural(from.keep_monthly, "keep_monthly")};
}

[[nodiscard]] pgdumpcore::Format format_of(int given);
[[nodiscard]] pgdumpcore::Sync sync_of(int given);
[[nodiscard]] pgdumpcore::Sections sections_of(int given);
[[nodiscard]] pgdumpcore::ConnectOptions connect_options(const pgdumpcore_connect_options* given);
[[nodiscard]] pgdumpcore::Recipients recipients_of(const pgdumpcore_recipients* given);
[[nodiscard]] pgdumpcore::Identities identities_of(const pgdumpcore_identities* given);
[[nodiscard]] pgdumpcore::RestoreInput restore_input(const pgdumpcore_source* given);
[[nodiscard]] pgdumpcore::DumpOptions dump_options(const pgdumpcore_dump_options* given);
[[nodiscard]] pgdumpcore::RestoreOptions restore_options(const pgdumpcore_restore_options* given);
[[nodiscard]] pgdumpcore::BackupOptions backup_options(const pgdumpcore_backup_options* given);

/// A pointer that may not be NULL.
template <typename Pointer>
Pointer required(Pointer given, const char* what) {
  if (given == nullptr) throw pgdumpcore::Error(pgdumpcore::Fault::usage, std::string(what) + " is NULL");
  return given;
}

/// Copies a text for pgdumpcore_text_free().
[[nodiscard]] char* given_text(const std::string& text);

/// A switch of a C struct and the member it sets.
template <typename From, typename To>
struct Switch {
  int From::*from;
  bool To::*to;
};

// Whether an array of pairs has each member of a table of the library: an option that is missing in C does not compile.
template <typename Pairs, typename Table>
constexpr bool covers(const Pairs& pairs, const Table& table) {
  for (const auto& option : table) {
    bool found = false;
    for (const auto& [from, to] : pairs) found |= to == option.member;
    if (!found) return false;
  }
  return true;
}

template <typename From, typename To, std::size_t count>
void set_switches(const From& from, To& to, const Switch<From, To> (&switches)[count]) {
  for (const Switch<From, To>& one : switches) to.*one.to = from.*one.from != 0;
}

}  // namespace c_binding
