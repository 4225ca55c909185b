// An archive's commands, run by a server.
#pragma once

#include "archive/reader.hpp"
#include "archive/script.hpp"
#include "restore/target_session.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace pgdumpcore::restoring {

// Loads an entry's rows in a way of its own and returns how many there were; nothing if it leaves that to others.
using RowLoader = std::function<std::optional<std::uint64_t>(const archive::Entry&)>;

class DatabaseOutput final : public archive::ScriptOutput {
 public:
  // Both must outlive it.
  DatabaseOutput(TargetSession& session, archive::ArchiveReader& reader, bool standard_conforming_strings)
      : session_(session), reader_(reader), standard_conforming_strings_(standard_conforming_strings) {}

  void load_rows_with(RowLoader loader) { loader_ = std::move(loader); }

  void begin_entry(const archive::Entry& entry) override;
  void comment(std::string_view) override {}
  void commands(std::string_view sql) override;
  void each_line(std::string_view sql) override;
  void connect(const std::string& database) override { session_.connect(database); }
  void data(const archive::Entry& entry) override;

 private:
  void load_large_objects(const archive::Entry& entry);
  void load_inserts(const archive::Entry& entry);
  void run_inserts(const archive::Entry& entry);
  void load_rows(const archive::Entry& entry);

  TargetSession& session_;
  archive::ArchiveReader& reader_;
  bool standard_conforming_strings_;
  RowLoader loader_{};
};

// Rows that were sent, and that the server says it took.
struct CopiedRows {
  std::uint64_t sent = 0;
  std::uint64_t taken = 0;
};
// Sends an entry's rows.
//   copy: COPY … FROM stdin
CopiedRows copy_rows(const std::string& copy, const archive::Entry& entry, std::unique_ptr<io::Source> rows,
                     TargetSession& session);

// How errors name an entry, as pg_restore does: `from TOC entry 215; 1259 16385 TABLE orders shop`.
[[nodiscard]] std::string entry_context(const archive::Entry& entry);
// `TABLE public.orders`
[[nodiscard]] std::string entry_object(const archive::Entry& entry);

}  // namespace pgdumpcore::restoring
