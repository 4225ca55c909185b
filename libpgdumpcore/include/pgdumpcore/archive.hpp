// Read an archive: its facts, its entries, and their data as streams.
#pragma once

#include <pgdumpcore/export.hpp>
#include <pgdumpcore/encryption.hpp>
#include <pgdumpcore/error.hpp>
#include <pgdumpcore/files.hpp>
#include <pgdumpcore/options.hpp>
#include <pgdumpcore/progress.hpp>
#include <pgdumpcore/sink.hpp>

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore {

/// The formats of archives (https://www.postgresql.org/docs/current/app-pgdump.html, `-F`). A plain script is read as
/// one that knows less: it has no catalog numbers, no time, and the dependencies that follow from its text.
enum class ArchiveFormat { custom, tar, directory, plain };

/// As documents call it; valid for ever, here and below.
[[nodiscard]] constexpr const char* name_of(ArchiveFormat format) {
  constexpr const char* names[] = {"custom", "tar", "directory", "plain"};
  return names[static_cast<int>(format)];
}

/// When an entry's turn is in a restore. Comments, privileges and the like belong to no section of their own.
enum class EntrySection { none, pre_data, data, post_data };

/// As `--section` and documents call it.
[[nodiscard]] constexpr const char* name_of(EntrySection section) {
  constexpr const char* names[] = {"none", "pre-data", "data", "post-data"};
  return names[static_cast<int>(section)];
}

/// What an archive says of itself. All of it is what the archive's writer put there.
struct ArchiveFacts {
  ArchiveFormat format = ArchiveFormat::custom;
  int minor_version = 0;         ///< Of the archive's version 1.minor: 14, 15 or 16.
  Compression compression{};     ///< As the header has it; the level is unset where it has none.
  std::tm created{};             ///< Local time of the writer.
  std::string database{};        ///< The database that was dumped.
  std::string server_version{};  ///< As the server reported it.
  std::string dumper_version{};  ///< Of the program that wrote the archive.
};

/// One entry of the table of contents. The texts are views into the archive, valid as long as it is.
struct ArchiveEntry {
  int dump_id = 0;                ///< The entry's own number, which others' dependencies name.
  std::uint32_t catalog_oid = 0;  ///< The catalog that the object's row stands in; 0 if it has none.
  std::uint32_t oid = 0;
  std::string_view kind{};  ///< `TABLE`, `TABLE DATA`, `FK CONSTRAINT` and so on.
  std::string_view schema{};
  std::string_view name{};
  std::string_view owner{};
  EntrySection section = EntrySection::none;
  std::string_view create{};  ///< The statements that make the object.
  std::string_view drop{};    ///< Those that remove it.
  std::string_view copy{};    ///< The COPY command that its data is for; empty if the data are INSERT commands.
  std::string_view tablespace{};
  std::string_view access_method{};
  std::span<const int> dependencies{};  ///< Entries by their number; some may not be in the archive.
  bool has_data = false;
  bool has_large_objects = false;  ///< That data are large objects.
};

/// Takes the large objects of an entry, one after the other. A function that is empty is not called.
struct LargeObjectReceiver {
  std::function<void(std::uint32_t oid)> open{};
  std::function<void(std::span<const std::byte>)> write{};  ///< Any number of times; the bytes are valid in the call.
  std::function<void()> close{};
};

/// How an archive is opened.
struct ArchiveOptions {
  Identities identities{};  ///< By which it is decrypted where it is encrypted.
  /// A script without an index is read to its end before it is open; an archive and a script with an index take a few
  /// reads. A stop request ends that with Error (cancelled).
  std::stop_token stop{};
  /// Called while the file is read, on the thread that opens it, never after open() has returned: `bytes_done` of
  /// `bytes_total` bytes of the file. Of a directory, and of what is no regular file, it is not called.
  ProgressCallback on_progress{};
};

/// An archive that is open for reading: one of ours, or of pg_dump 13 to 19 (archive versions 1.14 to 1.16) with
/// every compression method.
///
/// Errors: Error, with the fault `data` and a message that says in which file, at which offset and in which entry,
/// where the archive is damaged or cut off; `unsupported` for other versions; `io` if the system refuses. Whatever
/// an archive holds, it is never the cause of more memory than a few times its table of contents, and a few megabytes
/// for data that passes (at most 128 MB where zstd's long-distance mode was used).
///
/// Damage that shows: whatever contradicts the format, in compressed data whatever the codec's checksum finds (gzip;
/// lz4 and zstd frames that have one, as ours do), and COPY text without its end. What stands in a text is believed.
///
/// Threads: has_random_access() tells. Otherwise an archive is used by one thread at a time.
class PGDUMPCORE_API Archive {
 public:
  /// Opens a file in custom or tar format, or a directory: its contents tell which.
  [[nodiscard]] static Archive open(const std::string& path);
  /// The same, decrypted where it is encrypted; see encryption.hpp.
  [[nodiscard]] static Archive open(const std::string& path, const Identities& identities);
  /// The same, which may take its time.
  [[nodiscard]] static Archive open(const std::string& path, const ArchiveOptions& options);
  [[nodiscard]] static Archive open(std::shared_ptr<const RandomAccess> file,
                                    const ArchiveOptions& options);  ///< As above.
  /// The same where they are not in the local file system: a file in custom or tar format, or the files of a directory.
  [[nodiscard]] static Archive open(std::shared_ptr<const RandomAccess> file,
                                    const Identities& identities = Identities());
  [[nodiscard]] static Archive open(std::shared_ptr<InputFiles> files,
                                    const Identities& identities = Identities());  ///< As above.
  /// Reads custom or tar format from a descriptor, which stays the caller's and must stay open as long as the archive.
  [[nodiscard]] static Archive open(int descriptor);
  [[nodiscard]] static Archive open(int descriptor, const Identities& identities);  ///< As with a path.

  /// What was moved from may be destroyed or assigned to, and nothing else.
  Archive(Archive&&) noexcept;
  Archive& operator=(Archive&&) noexcept;  ///< As the constructor.
  ~Archive();

  /// Valid as long as the archive, here and below.
  [[nodiscard]] const ArchiveFacts& facts() const noexcept;
  /// In the order in which a restore takes them.
  [[nodiscard]] std::span<const ArchiveEntry> entries() const noexcept;

  /// Whether data may be asked for in any order, more than once, and by several threads at once. What comes through a
  /// pipe can only be read once, in the order of entries(); what is not asked for is passed over.
  [[nodiscard]] bool has_random_access() const noexcept;

  /// Writes an entry's data, decompressed, into `sink` as it is read: COPY text up to and including its end mark, or
  /// INSERT commands. The sink is not finished. Throws Error (usage) if the entry has no data, or large objects;
  /// what `sink` throws passes through.
  void read_data(const ArchiveEntry& entry, Sink& sink);

  /// The same for an entry of large objects.
  void read_large_objects(const ArchiveEntry& entry, const LargeObjectReceiver& receiver);

  /// The table of contents as text, as `pg_restore -l` prints it.
  [[nodiscard]] std::string listing() const;

 private:
  struct Opened;
  explicit Archive(std::unique_ptr<Opened> opened);
  std::unique_ptr<Opened> opened_;
};

}  // namespace pgdumpcore
