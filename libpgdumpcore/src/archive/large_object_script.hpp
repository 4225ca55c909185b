// Large objects as statements of a script.
#pragma once

#include <pgdumpcore/sink.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace pgdumpcore::archive {

// Writes the contents of one BLOBS entry: a transaction that opens, fills and closes each large object.
class LargeObjectScript {
 public:
  //   in_transaction: the script is in a transaction already, and needs none of its own
  LargeObjectScript(Sink& out, bool standard_conforming_strings, bool in_transaction = false);
  void begin();
  void open(std::uint32_t oid);
  // Any number of bytes; they are written in statements of 16 kB, the last one shorter.
  void write(std::span<const std::byte> bytes);
  void close();
  void end();

 private:
  void flush();

  Sink& out_;
  std::string prefix_;
  bool in_transaction_;
  std::string pending_{};
};

// One command per line of `oids`: prefix oid suffix ";\n".
[[nodiscard]] std::string for_each_large_object(std::string_view oids, std::string_view prefix,
                                                std::string_view suffix);

}  // namespace pgdumpcore::archive
