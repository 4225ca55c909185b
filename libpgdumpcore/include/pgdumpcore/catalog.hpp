// What a database is made of: its objects, what depends on what, their definitions, and how two databases differ.
#pragma once

#include <pgdumpcore/export.hpp>
#include <pgdumpcore/archive.hpp>
#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/error.hpp>
#include <pgdumpcore/options.hpp>
#include <pgdumpcore/progress.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore {

/// Where and how a catalog was read.
struct CatalogFacts {
  std::string database{};
  std::string server_version{};  ///< As the server reports it.
  std::string encoding{};        ///< Of all texts: DumpOptions::encoding, or the database's own.
  std::string snapshot{};        ///< The given one's name, or empty.
};

/// One object, under the names that it has in an archive's table of contents and in the comments of a script
/// (https://www.postgresql.org/docs/current/app-pgrestore.html, `-l`). A comment, the privileges and a security label
/// are objects, too, which depend on what they speak of.
///
/// A light value: its texts are views into the catalog, valid as long as that is, also after it was moved.
struct CatalogObject {
  std::size_t position = 0;       ///< In Catalog::objects().
  std::uint32_t catalog_oid = 0;  ///< The catalog that the object's row stands in; 0 if it has none.
  std::uint32_t oid = 0;
  std::string_view kind{};    ///< `TABLE`, `INDEX`, `FK CONSTRAINT`, `COMMENT`, `ACL` and so on.
  std::string_view schema{};  ///< As it is stored: not quoted. Empty for what belongs to none.
  /// As it is stored, with what else tells it apart: `orders`, `total(integer)` for a function, `orders orders_pkey`
  /// for a constraint, `TABLE orders` for a comment.
  std::string_view name{};
  std::string_view owner{};  ///< A role; of comments and privileges, that of what they speak of. May be empty.
  EntrySection section = EntrySection::none;
  std::string_view create{};         ///< The statements that make the object, without its owner.
  std::string_view drop{};           ///< Those that remove it; empty where there are none.
  std::string_view tablespace{};     ///< Empty for the database's default, and for what is in none.
  std::string_view access_method{};  ///< Of a table or materialized view.
};

/// The objects of one database at one moment: those that `pgdump dump --schema-only` writes.
///
/// Immutable once it was read, and without a connection. Threads: all of its functions may be called by several threads
/// at once. Memory: a few times the size of the script that ddl() returns. Errors: std::bad_alloc, and Error (usage)
/// where a function is given an object of another catalog.
class PGDUMPCORE_API Catalog {
 public:
  /// What was moved from may be destroyed or assigned to, and nothing else.
  Catalog(Catalog&&) noexcept;
  Catalog& operator=(Catalog&&) noexcept;  ///< As the constructor.
  ~Catalog();

  /// Valid as long as the catalog.
  [[nodiscard]] const CatalogFacts& facts() const noexcept;

  /// In the order of a script: each after everything that it depends on, and otherwise by kind, schema and name. The
  /// order does not depend on OIDs.
  [[nodiscard]] std::span<const CatalogObject> objects() const noexcept;

  /// The kinds that there are objects of, in the order of their first ones.
  [[nodiscard]] std::span<const std::string_view> kinds() const noexcept;
  /// Those of one kind, in the order of objects(); none if there is no such kind.
  [[nodiscard]] std::span<const CatalogObject> objects(std::string_view kind) const noexcept;

  /// The object whose `kind`, `schema` and `name` are these, to the byte. Where there are several, as operators of one
  /// name or default privileges of several roles, the first of them.
  [[nodiscard]] std::optional<CatalogObject> find(std::string_view kind, std::string_view schema,
                                                  std::string_view name) const;

  /// What the object itself depends on, and what depends on it itself, in the order of objects()
  /// (https://www.postgresql.org/docs/current/catalog-pg-depend.html). What was not read is passed over: a type of the
  /// server's own is nobody's dependency, nor is the schema `public` where it is as initdb made it.
  [[nodiscard]] std::vector<CatalogObject> dependencies(const CatalogObject& object) const;
  /// See dependencies().
  [[nodiscard]] std::vector<CatalogObject> dependents(const CatalogObject& object) const;

  /// What a script has of this object: a comment that names it, the statements that make it, and those that give it its
  /// owner. The tablespace and the access method that it is made with are set before, though in a script an earlier
  /// object may have set them already.
  [[nodiscard]] std::string ddl(const CatalogObject& object) const;

  /// The script of all objects, to the byte as dump() writes it in plain format with the options that the catalog was
  /// read with and `schema_only`. Without DumpOptions::restrict_key it has a key of this catalog's own.
  [[nodiscard]] std::string ddl() const;

 private:
  struct Contents;
  friend Catalog read_catalog(const ConnectOptions&, const DumpOptions&, const std::stop_token&, const LogCallback&);
  explicit Catalog(std::unique_ptr<const Contents> contents);
  std::unique_ptr<const Contents> contents_;
};

/// Reads the catalog of the database that `connect` names.
///
/// `options` choose the objects as in a dump, by patterns and otherwise: without comments, owners, privileges, with the
/// database itself (`create`), and so on. `schema_only` is taken as set, with what contradicts it, such as `data_only`,
/// an Error (usage). What says how a dump is written (format, compression, jobs) does not matter.
///
/// As a dump does, it reads in one snapshot and takes ACCESS SHARE locks on the tables, for which the user needs their
/// SELECT privilege (https://www.postgresql.org/docs/current/explicit-locking.html); DumpOptions::lock_wait_timeout
/// limits the wait. The connection is closed, and the locks are gone, when it returns. It takes about a dozen round
/// trips to the server.
///
/// Runs on the calling thread, `on_log` included; separate calls may run on separate threads. Throws Error: connection;
/// server or permission where the server refuses; usage where a pattern has to match and does not; cancelled when
/// `stop` is requested, which cancels the running query; unsupported for servers before 13. What `on_log` throws ends
/// the call with that exception.
[[nodiscard]] PGDUMPCORE_API Catalog read_catalog(const ConnectOptions& connect, const DumpOptions& options = {},
                                                  const std::stop_token& stop = {}, const LogCallback& on_log = {});

/// How an object of two catalogs differs.
enum class CatalogChange {
  added,    ///< Only the second one has it.
  removed,  ///< Only the first one has it.
  changed   ///< Both have it, with other statements, owner, tablespace or access method.
};

/// A difference; its objects' texts are views into the two catalogs.
struct CatalogDifference {
  CatalogChange change = CatalogChange::changed;
  std::optional<CatalogObject> before{};  ///< That of the first catalog; none where it was added.
  std::optional<CatalogObject> after{};   ///< That of the second one; none where it was removed.

  /// The one there is; of two the second. They have the same kind, schema and name.
  [[nodiscard]] const CatalogObject& object() const { return after ? *after : *before; }
};

/// What has to change to make the first catalog the second: first what is removed, in an order in which it can be
/// dropped, then what is added or changed, in the order of the second one's objects. Empty where nothing differs; a
/// database and what was restored from its dump do not differ.
///
/// An object is the same in both if its kind, schema and name are; of several that share these (operators), if
/// what drops it is. OIDs do not matter. What a dump has no statement for, such as an extension's version, is not
/// compared. Two catalogs should have been read with the same options, from servers of the same major: others word some
/// definitions in another way.
[[nodiscard]] PGDUMPCORE_API std::vector<CatalogDifference> compare(const Catalog& before, const Catalog& after);

}  // namespace pgdumpcore
