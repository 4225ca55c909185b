#include "archive/large_object_script.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::archive {

namespace {

constexpr std::size_t bytes_per_statement = 16384;

void put(Sink& out, std::string_view text) {
  out.write(std::as_bytes(std::span(text.data(), text.size())));
}

}  // namespace

LargeObjectScript::LargeObjectScript(Sink& out, bool standard_conforming_strings, bool in_transaction)
    : out_(out), prefix_(standard_conforming_strings ? "'\\x" : "'\\\\x"), in_transaction_(in_transaction) {}

void LargeObjectScript::begin() {
  if (!in_transaction_) put(out_, "BEGIN;\n\n");
}

void LargeObjectScript::open(std::uint32_t oid) {
  // 131072 is INV_WRITE.
  put(out_, fmt::format("SELECT pg_catalog.lo_open('{}', 131072);\n", oid));
}

void LargeObjectScript::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const std::size_t take = std::min(bytes.size(), bytes_per_statement - pending_.size());
    pending_.append(reinterpret_cast<const char*>(bytes.data()), take);
    bytes = bytes.subspan(take);
    if (pending_.size() == bytes_per_statement) flush();
  }
}

void LargeObjectScript::flush() {
  if (pending_.empty()) return;
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string statement = "SELECT pg_catalog.lowrite(0, " + prefix_;
  statement.reserve(statement.size() + pending_.size() * 2 + 4);
  for (const char c : pending_) {
    const auto byte = static_cast<unsigned char>(c);
    statement += digits[byte >> 4U];
    statement += digits[byte & 15U];
  }
  statement += "');\n";
  put(out_, statement);
  pending_.clear();
}

void LargeObjectScript::close() {
  flush();
  put(out_, "SELECT pg_catalog.lo_close(0);\n\n");
}

void LargeObjectScript::end() {
  if (!in_transaction_) put(out_, "COMMIT;\n\n");
}

std::string for_each_large_object(std::string_view oids, std::string_view prefix, std::string_view suffix) {
  std::string out;
  while (!oids.empty()) {
    const auto end = std::min(oids.find('\n'), oids.size());
    out += fmt::format("{}{}{};\n", prefix, oids.substr(0, end), suffix);
    oids.remove_prefix(std::min(end + 1, oids.size()));
  }
  return out;
}

}  // namespace pgdumpcore::archive
