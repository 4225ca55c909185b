#include "arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <new>

using pgdumpcore::Error;
using pgdumpcore::Fault;

namespace c_binding {

std::size_t bytes_to_take(const void* options, std::size_t given, std::size_t known, const char* what) {
  // Larger than any struct will ever be: the member was never set, and what stands behind it must not be read.
  constexpr std::size_t unlikely = 16384;
  if (given < sizeof(std::size_t) || given > unlikely)
    throw Error(Fault::usage, fmt::format("{}: struct_size is {}", what, given)).hint("Set it with PGDUMPCORE_INIT.");
  if (given <= known) return given;
  const auto* bytes = static_cast<const unsigned char*>(options);
  if (std::any_of(bytes + known, bytes + given, [](unsigned char byte) { return byte != 0; }))
    throw Error(Fault::unsupported, fmt::format("{}: something is set that this library does not know", what))
        .hint("The program was compiled for a later version of the library.");
  return known;
}

std::vector<std::string> list(const char* const* given) {
  std::vector<std::string> texts;
  if (given != nullptr)
    for (; *given != nullptr; ++given) texts.emplace_back(*given);
  return texts;
}

int one_of(int given, int count, const char* what) {
  if (given < 0 || given >= count) throw Error(Fault::usage, fmt::format("{} has no value {}", what, given));
  return given;
}

int natural(int given, const char* what) {
  if (given < 0) throw Error(Fault::usage, fmt::format("{} is {}, which is negative", what, given));
  return given;
}

pgdumpcore::Format format_of(int given) {
  constexpr pgdumpcore::Format formats[] = {pgdumpcore::Format::plain, pgdumpcore::Format::custom,
                                            pgdumpcore::Format::directory, pgdumpcore::Format::tar};
  return formats[one_of(given, std::size(formats), "format")];
}

pgdumpcore::Sync sync_of(int given) {
  constexpr pgdumpcore::Sync ways[] = {pgdumpcore::Sync::files, pgdumpcore::Sync::none, pgdumpcore::Sync::file_system};
  return ways[one_of(given, std::size(ways), "sync")];
}

pgdumpcore::Sections sections_of(int given) {
  constexpr int all = PGDUMPCORE_SECTION_PRE_DATA | PGDUMPCORE_SECTION_DATA | PGDUMPCORE_SECTION_POST_DATA;
  if (one_of(given, all + 1, "sections") == 0) return {};
  return {.pre_data = (given & PGDUMPCORE_SECTION_PRE_DATA) != 0,
          .data = (given & PGDUMPCORE_SECTION_DATA) != 0,
          .post_data = (given & PGDUMPCORE_SECTION_POST_DATA) != 0};
}

pgdumpcore::ConnectOptions connect_options(const pgdumpcore_connect_options* given) {
  const auto from = taken(given, "connect options");
  // What has no end that can be told apart from for ever is as good as that, and fits into the clock's range.
  constexpr std::int64_t longest = 1000000000;
  if (from.retry_seconds < 0) throw Error(Fault::usage, "retry_seconds is negative");
  pgdumpcore::ConnectOptions to;
  to.conninfo = text(from.conninfo);
  to.host = text(from.host);
  to.port = text(from.port);
  to.user = text(from.user);
  to.dbname = text(from.dbname);
  to.password = text(from.password);
  to.password_file = text(from.password_file);
  to.retry = std::chrono::seconds(std::min(from.retry_seconds, longest));
  if (from.application_name != nullptr && *from.application_name != '\0') to.application_name = from.application_name;
  to.read_write = from.read_write != 0;
  return to;
}

pgdumpcore::Recipients recipients_of(const pgdumpcore_recipients* given) {
  const auto from = taken(given, "recipients");
  pgdumpcore::Recipients to;
  for (const std::string& key : list(from.keys)) to.add(key);
  for (const std::string& path : list(from.files)) to.add_file(path);
  if (from.passphrase != nullptr && *from.passphrase != '\0') to.add_passphrase(from.passphrase);
  // Nobody who means to encrypt may find out later that nothing was encrypted.
  if (given != nullptr && to.empty()) throw Error(Fault::usage, "recipients are given, and there is none");
  return to;
}

pgdumpcore::Identities identities_of(const pgdumpcore_identities* given) {
  const auto from = taken(given, "identities");
  pgdumpcore::Identities to;
  for (const std::string& path : list(from.files)) to.add_file(path);
  if (from.keys != nullptr)
    for (const char* const* key = from.keys; *key != nullptr; ++key) to.add(*key);
  if (from.passphrase != nullptr && *from.passphrase != '\0') to.add_passphrase(from.passphrase);
  return to;
}

pgdumpcore::RestoreInput restore_input(const pgdumpcore_source* given) {
  const auto from = taken(required(given, "source"), "source");
  const bool is_path = from.path != nullptr && *from.path != '\0';
  return (is_path ? pgdumpcore::RestoreInput::file(from.path)
                  : pgdumpcore::RestoreInput::descriptor(natural(from.descriptor, "descriptor")))
      .decrypted_by(identities_of(from.identities));
}

char* given_text(const std::string& text) {
  auto* copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy == nullptr) throw std::bad_alloc();
  std::memcpy(copy, text.c_str(), text.size() + 1);
  return copy;
}

}  // namespace c_binding
