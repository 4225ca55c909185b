/// pgdumpcore for C, and for whatever calls C: dumps, backups, restores and archives of PostgreSQL.
///
/// It is the C++ library of the same name behind a stable binary interface; what an option does in detail, its twin in
/// pgdumpcore/*.hpp says under the same name.
///
/// **Options.** A struct that a caller fills begins with its size and has zero for every default:
/// `pgdumpcore_dump_options options; PGDUMPCORE_INIT(&options);` or `= {.struct_size = sizeof options}`. Where a
/// pointer to such a struct is NULL, all of it is default. A struct of an older header is taken as its size says; of a
/// newer one, what this library does not know must be zero, else the call fails with PGDUMPCORE_UNSUPPORTED. Members
/// named `reserved` must be zero. Numbers that are switches are on unless zero. Strings are UTF-8 or whatever bytes the
/// server and the file system take; NULL and "" say the same: nothing. Lists of strings end with NULL; a list that is
/// NULL is empty. Everything a caller passes stays the caller's and is not referred to after the call.
///
/// **Results.** Structs that the library fills belong to the object they came with, and live as long as that; texts in
/// them are never NULL. Read only the members that lie within `struct_size`, if your program may meet an older library
/// than it was compiled for.
///
/// **Errors.** Every function that may fail returns a pgdumpcore_status. If it takes an `error`, that may be NULL;
/// otherwise `*error` is overwritten: with NULL on success, with an object that the caller frees on failure. No C++
/// exception leaves the library, and want of memory is a status as any other. A `summary` may be NULL, too; on failure
/// `*summary` is NULL, but for PGDUMPCORE_INCOMPLETE.
///
/// **Threads.** A call blocks, and works on the thread that makes it (with several jobs, on others beside it, which end
/// before it returns). Any number of calls may run at once: there is no global state. Callbacks are called one at a
/// time for each call, on any of its threads, never after it has returned. A callback returns 0 to go on; it may call
/// this library; it must not leave by longjmp, by an exception, or by the end of its thread. A child of fork() may use
/// nothing that was made before the fork.
///
/// The library never prints, never exits, installs no signal handler, and reads no environment but what libpq reads.
#ifndef PGDUMPCORE_H
#define PGDUMPCORE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// The version of this header, in parts.
#define PGDUMPCORE_VERSION_MAJOR 0
#define PGDUMPCORE_VERSION_MINOR 1
#define PGDUMPCORE_VERSION_PATCH 0
/// As a number that compares: 1.2.3 is 10203.
#define PGDUMPCORE_VERSION_NUMBER \
  (PGDUMPCORE_VERSION_MAJOR * 10000 + PGDUMPCORE_VERSION_MINOR * 100 + PGDUMPCORE_VERSION_PATCH)

/// Marks what the shared library shows.
#if defined(__GNUC__)
#define PGDUMPCORE_EXTERN __attribute__((visibility("default")))
#else
#define PGDUMPCORE_EXTERN
#endif

/// Sets an options struct to its defaults.
#define PGDUMPCORE_INIT(pointer) \
  ((void)memset((pointer), 0, sizeof *(pointer)), (void)((pointer)->struct_size = sizeof *(pointer)))

#ifdef __cplusplus
extern "C" {
#endif

// --- version

/// The library's own version as `major.minor.patch`, which may be newer than this header's. Static storage.
PGDUMPCORE_EXTERN const char* pgdumpcore_version(void);
/// The same as PGDUMPCORE_VERSION_NUMBER has it.
PGDUMPCORE_EXTERN int pgdumpcore_version_number(void);

// --- errors

/// What became of a call. More values may be added; treat an unknown one as a failure.
typedef enum pgdumpcore_status {
  PGDUMPCORE_OK = 0,
  PGDUMPCORE_USAGE = 1,        ///< The caller asked for something contradictory or malformed; nothing was started.
  PGDUMPCORE_CONNECTION = 2,   ///< No connection, or it was lost. Trying again later may help.
  PGDUMPCORE_SERVER = 3,       ///< The server refused a statement; see pgdumpcore_error_sqlstate().
  PGDUMPCORE_PERMISSION = 4,   ///< The server refused for want of rights.
  PGDUMPCORE_DATA = 5,         ///< Input that is damaged, or that contradicts itself.
  PGDUMPCORE_IO = 6,           ///< A file, a pipe, a file system or a sink of the caller's refused.
  PGDUMPCORE_CANCELLED = 7,    ///< A token asked for it, or a callback that returned nonzero.
  PGDUMPCORE_UNSUPPORTED = 8,  ///< The server or this library cannot do it.
  PGDUMPCORE_INTERNAL = 9,     ///< A defect of this library; please report it.
  PGDUMPCORE_NO_MEMORY = 10,
  /// It ran to its end and something is missing: a database of a backup, a statement that a restore's server refused,
  /// a file that is not as it was written. The summary says what.
  PGDUMPCORE_INCOMPLETE = 11
} pgdumpcore_status;

/// A status's name in lower case, such as `connection`; `unknown` for others. Static storage.
PGDUMPCORE_EXTERN const char* pgdumpcore_status_name(pgdumpcore_status status);

/// What went wrong. Texts live as long as the error and are never NULL; none holds a password. All of these functions
/// take NULL for an error without any trouble.
typedef struct pgdumpcore_error pgdumpcore_error;
/// What became of the call; of NULL PGDUMPCORE_OK.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_error_status(const pgdumpcore_error* error);
/// Names what failed and where, in one line but for messages of the server that have more.
PGDUMPCORE_EXTERN const char* pgdumpcore_error_message(const pgdumpcore_error* error);
/// The server's five-character code (https://www.postgresql.org/docs/current/errcodes-appendix.html), or "".
PGDUMPCORE_EXTERN const char* pgdumpcore_error_sqlstate(const pgdumpcore_error* error);
/// The database object at work, such as `TABLE public.orders`, or "".
PGDUMPCORE_EXTERN const char* pgdumpcore_error_object(const pgdumpcore_error* error);
/// A further line, such as the statement that failed, or "".
PGDUMPCORE_EXTERN const char* pgdumpcore_error_detail(const pgdumpcore_error* error);
/// What might be done about it, or "".
PGDUMPCORE_EXTERN const char* pgdumpcore_error_hint(const pgdumpcore_error* error);
/// The errno that a sink of the caller's failed with; 0 for every other trouble.
PGDUMPCORE_EXTERN int pgdumpcore_error_system_code(const pgdumpcore_error* error);
/// Its texts go with it.
PGDUMPCORE_EXTERN void pgdumpcore_error_free(pgdumpcore_error* error);

/// Frees a text that a function put into a `char**`. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_text_free(char* text);

// --- cancelling

/// Ends calls from outside. One token may serve several calls, at once or after each other; once it was requested,
/// every call that is given it fails with PGDUMPCORE_CANCELLED, and the server's running queries are cancelled.
/// A token has a thread of its own, asleep and with all signals blocked, which is why requests are so cheap.
typedef struct pgdumpcore_cancel_token pgdumpcore_cancel_token;
/// Makes a token; the caller frees it.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_cancel_token_new(pgdumpcore_cancel_token** token,
                                                                pgdumpcore_error** error);
/// Safe on any thread and in a signal handler; returns at once and leaves errno alone. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_cancel_token_request(pgdumpcore_cancel_token* token);
/// Whether it was requested. Safe as that is. NULL: 0.
PGDUMPCORE_EXTERN int pgdumpcore_cancel_token_requested(const pgdumpcore_cancel_token* token);
/// When the calls that have it have returned and nobody will request it. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_cancel_token_free(pgdumpcore_cancel_token* token);

// --- connecting

/// A connection as libpq takes it (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING). What
/// conninfo leaves out comes from libpq's environment variables and files; the members after it win where not empty.
typedef struct pgdumpcore_connect_options {
  size_t struct_size;
  const char* conninfo;  ///< A keyword string or a URI.
  const char* host;
  const char* port;
  const char* user;
  const char* dbname;    ///< A name and nothing else, even where it looks like a connection string.
  const char* password;  ///< Never logged, never part of an error.
  /// A file that holds the password and nothing else, read anew for every connection. Wins over `password`.
  const char* password_file;
  const char* application_name;  ///< Empty: `pgdump`.
  int64_t retry_seconds;         ///< How long to keep trying while the server is not up yet; 0: one attempt.
  int read_write;                ///< The session may write even if default_transaction_read_only is set.
  int reserved;
} pgdumpcore_connect_options;

// --- callbacks

/// How much a message matters.
typedef enum pgdumpcore_log_level {
  PGDUMPCORE_LOG_DEBUG = 0,
  PGDUMPCORE_LOG_INFO = 1,
  PGDUMPCORE_LOG_WARNING = 2
} pgdumpcore_log_level;

/// Where a call stands. Counters only grow during one call.
typedef struct pgdumpcore_progress {
  size_t struct_size;
  const char* database;   ///< Of a backup: the one that is spoken of; else "".
  const char* table;      ///< The one that was begun last, schema-qualified, or "".
  uint64_t tables_total;  ///< 0 where it is not known, as bytes_total is.
  uint64_t tables_done;
  uint64_t bytes_total;  ///< The tables' sizes on the server's disk; an estimate of what is to come.
  uint64_t bytes_done;   ///< As bytes_total, for the tables that are done.
  uint64_t bytes_read;   ///< Rows, before compression.
  uint64_t rows;         ///< Of pgdumpcore_copy() only.
} pgdumpcore_progress;

/// What became of one database of a backup.
typedef struct pgdumpcore_database_outcome pgdumpcore_database_outcome;

/// What a call tells on its way; all may be NULL. One that returns nonzero ends the call with PGDUMPCORE_CANCELLED.
/// What is passed to them is valid during the callback only.
typedef struct pgdumpcore_callbacks {
  size_t struct_size;
  void* user_data;  ///< The first argument of each of them.
  int (*on_progress)(void* user_data, const pgdumpcore_progress* progress);
  /// `message` has no program name and no severity before it; `hint` may be "".
  int (*on_log)(void* user_data, pgdumpcore_log_level level, const char* message, const char* hint);
  /// Of a backup: after each database, saved or failed.
  int (*on_database)(void* user_data, const pgdumpcore_database_outcome* database);
  /// Of a restore: what the server refused, after which the restore goes on. Its object is the archive's entry.
  int (*on_error)(void* user_data, const pgdumpcore_error* error);
} pgdumpcore_callbacks;

// --- where bytes go and come from

/// Says why a callback failed; valid during that callback only.
typedef struct pgdumpcore_failure pgdumpcore_failure;
/// An errno (0: none) and a message (NULL: the system's words for that errno). The text is copied.
PGDUMPCORE_EXTERN void pgdumpcore_failure_set(pgdumpcore_failure* failure, int system_code, const char* message);

/// How what was written is brought safely to the disk.
typedef enum pgdumpcore_sync {
  PGDUMPCORE_SYNC_FILES = 0,       ///< Each file, and its directory.
  PGDUMPCORE_SYNC_NONE = 1,        ///< A power cut may lose a finished file.
  PGDUMPCORE_SYNC_FILE_SYSTEM = 2  ///< The whole file system at the end, with Linux's syncfs(2).
} pgdumpcore_sync;

// --- encryption with age (https://age-encryption.org/v1)

/// Keys that can read what is written. Public keys are age's (`age1…`), SSH's (`ssh-ed25519 …`, `ssh-rsa …`) and those
/// of hardware (`age1tag1…`); one that is mistyped is PGDUMPCORE_USAGE.
typedef struct pgdumpcore_recipients {
  size_t struct_size;
  const char* const* keys;   ///< Public keys; NULL at the end.
  const char* const* files;  ///< Files of public keys, one on a line; NULL at the end.
  const char* passphrase;    ///< Instead of keys. Not empty: each file takes about a second and 256 MiB of memory.
} pgdumpcore_recipients;

/// Keys that can read what was encrypted.
typedef struct pgdumpcore_identities {
  size_t struct_size;
  /// Files of secret keys: age's, one on a line, or one of SSH without a passphrase; NULL at the end.
  const char* const* files;
  /// The contents of such files; NULL at the end. They are copied into memory that is wiped; the caller wipes its own.
  const char* const* keys;
  const char* passphrase;  ///< For what was encrypted with one; as above. Empty: none.
} pgdumpcore_identities;

// --- output and input

/// Where output goes: to a path, to a descriptor, or to functions of the caller's. Exactly one of them is given.
typedef struct pgdumpcore_target {
  size_t struct_size;
  /// A file of mode 0600, or with PGDUMPCORE_FORMAT_DIRECTORY a directory of mode 0700 that is new or empty. It appears
  /// under its name when it is complete and on the disk; a call that fails leaves nothing.
  const char* path;
  /// Takes all of the bytes and returns 0. Anything else fails the call with PGDUMPCORE_IO: a positive number is an
  /// errno, unless pgdumpcore_failure_set() said more. Not called again after that.
  int (*write)(void* user_data, const void* bytes, size_t size, pgdumpcore_failure* failure);
  /// Called once, after the last write(), when all was written; may be NULL. Only if it returns 0 is the call one that
  /// succeeded; what was written for a call that fails is not a dump.
  int (*finish)(void* user_data, pgdumpcore_failure* failure);
  void* user_data;  ///< The first argument of both.
  int descriptor;   ///< Of a pipe, a socket or a file, open for writing, above 0; it is not closed.
  int sync;         ///< A pgdumpcore_sync, for a path.
  /// What arrives there is encrypted, a file as a whole, of a directory each file into one of its name with `.age`
  /// behind it; NULL: it is not.
  const pgdumpcore_recipients* recipients;
} pgdumpcore_target;

/// Where input comes from.
typedef struct pgdumpcore_source {
  size_t struct_size;
  const char* path;  ///< A file, a directory in directory format, a FIFO. Empty: the descriptor.
  int descriptor;    ///< 0, the standard input, or any other; it is not closed.
  int reserved;
  const pgdumpcore_identities* identities;  ///< By which it is decrypted, if it is encrypted.
} pgdumpcore_source;

// --- dumping one database

/// Formats of dumps, as `-F` takes them.
typedef enum pgdumpcore_format {
  PGDUMPCORE_FORMAT_PLAIN = 0,
  PGDUMPCORE_FORMAT_CUSTOM = 1,
  PGDUMPCORE_FORMAT_DIRECTORY = 2,
  PGDUMPCORE_FORMAT_TAR = 3
} pgdumpcore_format;

/// Compression methods.
typedef enum pgdumpcore_codec {
  PGDUMPCORE_CODEC_NONE = 0,
  PGDUMPCORE_CODEC_GZIP = 1,
  PGDUMPCORE_CODEC_LZ4 = 2,
  PGDUMPCORE_CODEC_ZSTD = 3
} pgdumpcore_codec;

/// An option that has a default of its own.
typedef enum pgdumpcore_choice {
  PGDUMPCORE_CHOICE_DEFAULT = 0,
  PGDUMPCORE_CHOICE_YES = 1,
  PGDUMPCORE_CHOICE_NO = 2
} pgdumpcore_choice;

/// To be added; 0: all of them.
typedef enum pgdumpcore_sections {
  PGDUMPCORE_SECTION_PRE_DATA = 1,
  PGDUMPCORE_SECTION_DATA = 2,
  PGDUMPCORE_SECTION_POST_DATA = 4
} pgdumpcore_sections;

/// Of the tables that match the pattern, only the rows that meet the SQL condition. It will never have other members.
typedef struct pgdumpcore_row_condition {
  const char* table;
  const char* condition;
} pgdumpcore_row_condition;

/// What pg_dump's options say, under their names (https://www.postgresql.org/docs/current/app-pgdump.html). Patterns
/// are psql's (https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-PATTERNS).
typedef struct pgdumpcore_dump_options {
  size_t struct_size;
  /// As `-Z` takes it, such as `zstd:9`; empty: none for plain and tar, zstd or gzip for archives, as the server's own
  /// pg_restore can read.
  const char* compression;
  const char* const* include_schemas;
  const char* const* exclude_schemas;
  const char* const* include_tables;
  const char* const* exclude_tables;
  const char* const* exclude_table_data;
  const char* const* include_tables_and_children;
  const char* const* exclude_tables_and_children;
  const char* const* exclude_table_data_and_children;
  const char* const* include_extensions;
  const char* const* exclude_extensions;
  const char* const* include_foreign_data;
  const char* const* filter_files;  ///< Patterns in files, as `--filter` takes them.
  const pgdumpcore_row_condition* row_conditions;
  size_t row_condition_count;
  const char* superuser;
  const char* role;
  const char* encoding;
  const char* snapshot;           ///< An exported snapshot to read in.
  const char* lock_wait_timeout;  ///< As `SET statement_timeout` takes it; empty: wait.
  const char* restrict_key;       ///< Letters and digits; empty: a random one.
  const int* extra_float_digits;  ///< NULL: as the server has it.
  int format;                     ///< A pgdumpcore_format.
  int jobs;                       ///< How many connections read the data at once; 0: 1.
  int rows_per_insert;            ///< More than 1 implies inserts; 0: 1.
  int sections;                   ///< pgdumpcore_sections.
  int large_objects;              ///< A pgdumpcore_choice.
  int no_chunks;                  ///< Read each table as a whole, by one connection.
  int strict_names;
  int schema_only;
  int data_only;
  int statistics_only;
  int statistics;
  int sequence_data;
  int no_schema;
  int no_data;
  int no_statistics;
  int clean;
  int if_exists;
  int create;
  int no_owner;
  int no_privileges;
  int no_comments;
  int no_policies;
  int no_publications;
  int no_subscriptions;
  int no_security_labels;
  int no_tablespaces;
  int no_table_access_method;
  int no_toast_compression;
  int no_unlogged_table_data;
  int inserts;
  int column_inserts;
  int on_conflict_do_nothing;
  int disable_triggers;
  int disable_dollar_quoting;
  int quote_all_identifiers;
  int load_via_partition_root;
  int enable_row_security;
  int use_set_session_authorization;
  int serializable_deferrable;
  int reserved;
  /// Of the extensions these alone, and all else as without it; include_extensions leaves out what is in no schema.
  const char* const* only_extensions;
} pgdumpcore_dump_options;

/// What was streamed of one table.
typedef struct pgdumpcore_table_summary {
  size_t struct_size;
  const char* schema;
  const char* name;
  uint64_t rows;
  uint64_t bytes;  ///< COPY or INSERT text, before compression.
} pgdumpcore_table_summary;

/// What a dump did.
typedef struct pgdumpcore_dump_summary {
  size_t struct_size;
  const char* database;
  const char* server_version;  ///< As the server reports it.
  const char* snapshot;        ///< The name under which several jobs shared it, or the given one; empty: neither.
  uint64_t objects;            ///< Entries written.
  uint64_t bytes_read;         ///< Table and large-object data received.
  size_t table_count;
  const pgdumpcore_table_summary* const* tables;
  uint64_t bytes_written;  ///< After compression, an archive's table of contents included.
} pgdumpcore_dump_summary;

/// Dumps the database that `connect` names. A dump in directory format wants a path for its target. When it fails, the
/// path does not appear, and a target of the caller's is not finished.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_dump(const pgdumpcore_connect_options* connect,
                                                    const pgdumpcore_dump_options* options,
                                                    const pgdumpcore_target* target,
                                                    const pgdumpcore_callbacks* callbacks,
                                                    pgdumpcore_cancel_token* cancel, pgdumpcore_dump_summary** summary,
                                                    pgdumpcore_error** error);
/// All in it goes with it. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_dump_summary_free(pgdumpcore_dump_summary* summary);

// --- the catalog of a database

/// Where and how a catalog was read.
typedef struct pgdumpcore_catalog_facts {
  size_t struct_size;
  const char* database;
  const char* server_version;  ///< As the server reports it.
  const char* encoding;        ///< Of all texts.
  const char* snapshot;        ///< The given one's name, or empty.
} pgdumpcore_catalog_facts;

/// An object of a catalog; its members are below.
typedef struct pgdumpcore_catalog_object pgdumpcore_catalog_object;

/// One object, or the comment, the privileges or the security label of one, under the names that it has in an archive.
/// What it is about: the members of the same names in pgdumpcore/catalog.hpp.
struct pgdumpcore_catalog_object {
  size_t struct_size;
  const char* kind;  ///< `TABLE`, `FK CONSTRAINT`, `COMMENT` and so on.
  const char* schema;
  const char* name;
  const char* owner;
  const char* create_statements;  ///< Without its owner.
  const char* drop_statements;
  const char* tablespace;
  const char* access_method;
  const pgdumpcore_catalog_object* const* dependencies;  ///< What it depends on itself.
  size_t dependency_count;
  const pgdumpcore_catalog_object* const* dependents;  ///< What depends on it itself.
  size_t dependent_count;
  size_t position;  ///< For pgdumpcore_catalog_get_object().
  uint32_t catalog_oid;
  uint32_t oid;
  int section;  ///< A pgdumpcore_entry_section.
  int reserved;
};

/// The objects of one kind, in their order.
typedef struct pgdumpcore_catalog_kind {
  size_t struct_size;
  const char* name;
  const pgdumpcore_catalog_object* const* objects;
  size_t object_count;
} pgdumpcore_catalog_kind;

/// What pgdumpcore_dump() writes of a database with `schema_only`. It does not change and has no connection; any number
/// of threads may use it at once. What it returns lives as long as it does.
typedef struct pgdumpcore_catalog pgdumpcore_catalog;

/// Reads the catalog of the database that `connect` names. The options choose as in a dump; `schema_only` is taken as
/// set, and how a dump is written does not matter. It locks tables as a dump does, until it returns. Of the callbacks,
/// on_log is called.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_catalog_read(const pgdumpcore_connect_options* connect,
                                                            const pgdumpcore_dump_options* options,
                                                            const pgdumpcore_callbacks* callbacks,
                                                            pgdumpcore_cancel_token* cancel,
                                                            pgdumpcore_catalog** catalog, pgdumpcore_error** error);
/// All that came with it goes too. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_catalog_free(pgdumpcore_catalog* catalog);
/// NULL without a catalog.
PGDUMPCORE_EXTERN const pgdumpcore_catalog_facts* pgdumpcore_catalog_get_facts(const pgdumpcore_catalog* catalog);
/// How many objects it has.
PGDUMPCORE_EXTERN size_t pgdumpcore_catalog_object_count(const pgdumpcore_catalog* catalog);
/// Each after everything that it depends on; NULL beyond the last.
PGDUMPCORE_EXTERN const pgdumpcore_catalog_object* pgdumpcore_catalog_get_object(const pgdumpcore_catalog* catalog,
                                                                                 size_t position);
/// How many kinds they are of.
PGDUMPCORE_EXTERN size_t pgdumpcore_catalog_kind_count(const pgdumpcore_catalog* catalog);
/// In the order of their first objects; NULL beyond the last.
PGDUMPCORE_EXTERN const pgdumpcore_catalog_kind* pgdumpcore_catalog_get_kind(const pgdumpcore_catalog* catalog,
                                                                             size_t index);
/// The object with exactly these names, the first if there are several (operators); NULL if there is none. A schema of
/// NULL is "", which is that of objects that belong to none.
PGDUMPCORE_EXTERN const pgdumpcore_catalog_object* pgdumpcore_catalog_find(const pgdumpcore_catalog* catalog,
                                                                           const char* kind, const char* schema,
                                                                           const char* name);
/// What a script has of the object at `position`, its owner and the settings it needs included, for
/// pgdumpcore_text_free().
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_catalog_object_ddl(const pgdumpcore_catalog* catalog, size_t position,
                                                                  char** text, pgdumpcore_error** error);
/// The script of all of it, as pgdumpcore_dump() writes it, for pgdumpcore_text_free().
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_catalog_ddl(const pgdumpcore_catalog* catalog, char** text,
                                                           pgdumpcore_error** error);

/// How an object differs between two catalogs.
typedef enum pgdumpcore_catalog_change {
  PGDUMPCORE_CATALOG_ADDED = 0,
  PGDUMPCORE_CATALOG_REMOVED = 1,
  PGDUMPCORE_CATALOG_CHANGED = 2
} pgdumpcore_catalog_change;

/// An object that is not in both catalogs, or not the same in both.
typedef struct pgdumpcore_catalog_difference {
  size_t struct_size;
  const pgdumpcore_catalog_object* before;  ///< NULL: it was added.
  const pgdumpcore_catalog_object* after;   ///< NULL: it was removed.
  int change;                               ///< A pgdumpcore_catalog_change.
  int reserved;
} pgdumpcore_catalog_difference;

/// All that differs between two catalogs.
typedef struct pgdumpcore_catalog_comparison {
  size_t struct_size;
  size_t difference_count;
  const pgdumpcore_catalog_difference* const* differences;
} pgdumpcore_catalog_comparison;

/// What has to change to make one catalog the other: first what is removed, in an order in which it can be dropped,
/// then what is added or changed, in the order of the other one. OIDs do not matter. The comparison refers to both
/// catalogs, and is freed before them.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_catalog_compare(const pgdumpcore_catalog* before,
                                                               const pgdumpcore_catalog* after,
                                                               pgdumpcore_catalog_comparison** comparison,
                                                               pgdumpcore_error** error);
/// All in it goes with it. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_catalog_comparison_free(pgdumpcore_catalog_comparison* comparison);

// --- the rows of one table or query

/// What pgdumpcore_copy() copies.
typedef struct pgdumpcore_copy_options {
  size_t struct_size;
  const char* schema;          ///< Of the table, as it is stored: not quoted, not folded.
  const char* table;           ///< Likewise. Either a table or a query is given.
  const char* const* columns;  ///< Likewise, in this order. Empty: all but generated ones.
  const char* query;           ///< One that COPY takes, with all names qualified.
  const char* compression;     ///< As `-Z` takes it; empty: none.
  const char* snapshot;        ///< An exported snapshot to read in; empty: the present.
  const char* encoding;        ///< Of the output; empty: the database's own.
  int jobs;                    ///< How many connections read the table at once; 0: 1.
  int reserved;
} pgdumpcore_copy_options;

/// What pgdumpcore_copy() wrote.
typedef struct pgdumpcore_copy_summary {
  size_t struct_size;
  uint64_t rows;
  uint64_t bytes;  ///< COPY text, before compression.
} pgdumpcore_copy_summary;

/// Writes rows in COPY's text format (https://www.postgresql.org/docs/current/sql-copy.html), without an end-of-data
/// line; decompressed, the bytes are the same with any number of jobs.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_copy(const pgdumpcore_connect_options* connect,
                                                    const pgdumpcore_copy_options* options,
                                                    const pgdumpcore_target* target,
                                                    const pgdumpcore_callbacks* callbacks,
                                                    pgdumpcore_cancel_token* cancel, pgdumpcore_copy_summary** summary,
                                                    pgdumpcore_error** error);
/// All in it goes with it. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_copy_summary_free(pgdumpcore_copy_summary* summary);

// --- restoring

/// What pg_restore's options say, under their names (https://www.postgresql.org/docs/current/app-pgrestore.html).
typedef struct pgdumpcore_restore_options {
  size_t struct_size;
  const char* use_list;  ///< A file as pgdumpcore_restore_list() makes it.
  const char* const* schemas;
  const char* const* exclude_schemas;
  const char* const* tables;
  const char* const* functions;  ///< With their argument types: `area(integer, integer)`.
  const char* const* indexes;
  const char* const* triggers;
  const char* const* filter_files;
  const char* superuser;
  const char* role;
  const char* restrict_key;  ///< Of a script; letters and digits; empty: a random one.
  int jobs;                  ///< Connections that work side by side; 0: 1.
  int transaction_size;      ///< Commit after so many objects; 0: each by itself.
  int sections;              ///< pgdumpcore_sections.
  int strict_names;
  int schema_only;
  int data_only;
  int statistics_only;
  int statistics;
  int no_schema;
  int no_data;
  int no_statistics;
  int clean;
  int if_exists;
  int create;
  int no_owner;
  int no_privileges;
  int no_comments;
  int no_policies;
  int no_publications;
  int no_security_labels;
  int no_subscriptions;
  int no_tablespaces;
  int no_table_access_method;
  int disable_triggers;
  int enable_row_security;
  int use_set_session_authorization;
  int no_data_for_failed_tables;
  int exit_on_error;
  int single_transaction;
  int with_parts;           ///< Chosen tables come with all that belongs to them: keys, indexes, owned sequences.
  int force;                ///< Run a script even if the database has relations that it creates.
  int allow_missing_names;  ///< A name that matches nothing is a warning, not an error.
  const char* as_table;     ///< The rows of the one table in `tables` go into a new table of this name; empty: no.
  int missing_rows;         ///< Of the rows only those that the tables lack.
  int reserved;
} pgdumpcore_restore_options;

/// What a restore did.
typedef struct pgdumpcore_restore_summary {
  size_t struct_size;
  const char* database;  ///< The one worked in at the end; "" for a script.
  uint64_t objects;      ///< Entries of the archive, or statements of the script.
  uint64_t errors;       ///< What the server refused and was passed over.
  uint64_t tables;       ///< Tables whose rows were loaded.
  uint64_t rows;         ///< Rows that COPY loaded, where a server counted them.
  uint64_t bytes_read;   ///< Rows and large objects, uncompressed.
} pgdumpcore_restore_summary;

/// Restores an archive or a plain script, compressed or not, into the database that `connect` names. What the server
/// refuses is told to on_error and passed over; the status is then PGDUMPCORE_INCOMPLETE. With exit_on_error,
/// single_transaction or transaction_size it ends the call. What was restored until then stays, except with
/// single_transaction.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_restore(const pgdumpcore_source* source,
                                                       const pgdumpcore_connect_options* connect,
                                                       const pgdumpcore_restore_options* options,
                                                       const pgdumpcore_callbacks* callbacks,
                                                       pgdumpcore_cancel_token* cancel,
                                                       pgdumpcore_restore_summary** summary, pgdumpcore_error** error);
/// Writes what pgdumpcore_restore() would do as a script for psql. Needs no server.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_restore_to_script(
    const pgdumpcore_source* source, const pgdumpcore_target* target, const pgdumpcore_restore_options* options,
    const pgdumpcore_callbacks* callbacks, pgdumpcore_cancel_token* cancel, pgdumpcore_restore_summary** summary,
    pgdumpcore_error** error);
/// All in it goes with it. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_restore_summary_free(pgdumpcore_restore_summary* summary);
/// The archive's table of contents as far as the options choose it, as `pg_restore -l` prints it. The text is the
/// caller's, for pgdumpcore_text_free().
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_restore_list(const pgdumpcore_source* source,
                                                            const pgdumpcore_restore_options* options, char** text,
                                                            pgdumpcore_error** error);

// --- every database of a server

/// What goes into a set.
typedef struct pgdumpcore_backup_options {
  size_t struct_size;
  const char* directory;                 ///< Sets are made in this directory, which must exist.
  const char* const* include_databases;  ///< Patterns; empty: all that allow connections and are no templates.
  const char* const* exclude_databases;
  const char* compression;           ///< As `-Z` takes it; empty: zstd:3, but for archives of servers before 16.
  const char* metrics_file;          ///< Where to put a text for Prometheus when the run has ended; empty: nowhere.
  int format;                        ///< A pgdumpcore_format, but not tar.
  int no_globals;                    ///< Without roles, tablespaces, and the databases' settings.
  int jobs;                          ///< Connections that are at work at once, over all databases; 0: 1.
  int max_connections_per_database;  ///< 0: no bound.
  int keep_last;                     ///< How many older sets stay after a complete one; all rules 0: all of them.
  int keep_daily;
  int keep_weekly;
  int keep_monthly;
  int sync;  ///< A pgdumpcore_sync.
  int reserved;
  const char* lock_wait_timeout;            ///< As pgdumpcore_dump_options has it; empty: wait.
  const pgdumpcore_recipients* recipients;  ///< To whom every file but the manifest is encrypted; NULL: to nobody.
} pgdumpcore_backup_options;

/// Whether a database is in the set.
typedef enum pgdumpcore_database_status {
  PGDUMPCORE_DATABASE_COMPLETE = 0,
  PGDUMPCORE_DATABASE_FAILED = 1,
  PGDUMPCORE_DATABASE_DROPPED = 2  ///< While the backup ran, so nothing is missing.
} pgdumpcore_database_status;

/// One database of a set.
struct pgdumpcore_database_outcome {
  size_t struct_size;
  const char* name;
  const char* file;                     ///< Within the set; a directory in directory format. "" if there is none.
  const char* sha256;                   ///< Of the file, in hexadecimal; of a directory that of its files' list.
  const pgdumpcore_error* error;        ///< Why it is not in the set; NULL: it is.
  const pgdumpcore_dump_summary* dump;  ///< Never NULL.
  uint64_t size;                        ///< In bytes.
  double seconds;                       ///< How long it took.
  int status;                           ///< A pgdumpcore_database_status.
  int format;                           ///< A pgdumpcore_format.
  int codec;                            ///< A pgdumpcore_codec.
  int reserved;
};

/// What a backup did.
typedef struct pgdumpcore_backup_summary {
  size_t struct_size;
  const char* path;                       ///< The set's directory.
  const char* manifest;                   ///< The manifest's path.
  const pgdumpcore_error* globals_error;  ///< NULL: they are in the set, or were not to be.
  size_t database_count;
  const pgdumpcore_database_outcome* const* databases;
  const char* const* removed;          ///< Names of the older sets that were not to be kept, and NULL.
  const char* const* removal_reasons;  ///< Why, of each of them, and NULL.
} pgdumpcore_backup_summary;

/// Saves each database of the server into a file of its own, in a set that appears when it is done. Fails when nothing
/// could be saved, and leaves nothing behind then; a set that lacks something makes PGDUMPCORE_INCOMPLETE, and a
/// summary. `connect->dbname` is where the list of databases is read; empty: PGDATABASE, else `postgres`.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_backup(const pgdumpcore_connect_options* connect,
                                                      const pgdumpcore_backup_options* options,
                                                      const pgdumpcore_callbacks* callbacks,
                                                      pgdumpcore_cancel_token* cancel,
                                                      pgdumpcore_backup_summary** summary, pgdumpcore_error** error);
/// All in it goes with it. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_backup_summary_free(pgdumpcore_backup_summary* summary);

/// What a set's directory and manifest tell of it.
typedef enum pgdumpcore_set_state {
  PGDUMPCORE_SET_COMPLETE = 0,
  PGDUMPCORE_SET_PARTIAL = 1,
  PGDUMPCORE_SET_UNFINISHED = 2,  ///< Being written, or left by a run that was killed.
  PGDUMPCORE_SET_DAMAGED = 3,     ///< Its manifest is missing or was changed.
  PGDUMPCORE_SET_UNREADABLE = 4   ///< This user may not read it, so nothing is known of it.
} pgdumpcore_set_state;

/// A set as pgdumpcore_list_sets() finds it. Times are in seconds since 1970, UTC.
typedef struct pgdumpcore_set_info {
  size_t struct_size;
  const char* name;
  const char* path;
  const char* problem;  ///< Of a damaged or unreadable one: what is wrong with its manifest.
  const char* server_version;
  int64_t started_at;
  int64_t verified_at;                   ///< When pgdumpcore_verify() last recorded its result; 0: never.
  uint64_t size;                         ///< Of all its files, in bytes, as the manifest has them.
  uint64_t databases;                    ///< How many are in it.
  int state;                             ///< A pgdumpcore_set_state.
  int is_latest;                         ///< `latest` leads to it.
  int was_intact;                        ///< The result at verified_at.
  int is_full;                           ///< Made without include patterns.
  const char* system_identifier;         ///< Of the server; "": the user could not read it.
  const char* const* include_databases;  ///< The patterns that it was made with, and NULL.
  const char* const* exclude_databases;
  int globals;       ///< Roles, tablespaces and settings were to be saved too.
  int is_in_future;  ///< Its name lies in the future: a clock was wrong, or is. It takes no place in retention.
} pgdumpcore_set_info;

/// The sets of a directory.
typedef struct pgdumpcore_set_list {
  size_t struct_size;
  size_t set_count;
  const pgdumpcore_set_info* const* sets;
} pgdumpcore_set_list;

/// The sets in a directory, oldest first. What has another name than a set's is passed over.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_list_sets(const char* directory, pgdumpcore_set_list** list,
                                                         pgdumpcore_error** error);
/// All in it goes with it. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_set_list_free(pgdumpcore_set_list* list);

/// A set's manifest. Names that are not UTF-8 in their database have U+FFFD in place of what is not. Times are in
/// seconds since 1970, UTC.
typedef struct pgdumpcore_set_manifest {
  size_t struct_size;
  const char* name;               ///< The set's.
  const char* path;               ///< Where it is.
  const char* tool_version;       ///< Of the pgdump that made it.
  const char* server_version;     ///< As the server reported it.
  const char* system_identifier;  ///< Of the server; "": the user could not read it.
  const char* globals;            ///< Their file within the set; "": they are not in it.
  const char* globals_error;      ///< Why not; "": they are in it, or were not asked for.
  int64_t started_at;
  int64_t finished_at;
  const char* const* include_databases;  ///< The patterns that it was made with, and NULL.
  const char* const* exclude_databases;
  size_t database_count;
  /// In the manifest's order. Of each that is complete: its file, and in `dump` its tables; nothing else of `dump`, and
  /// no `seconds`.
  const pgdumpcore_database_outcome* const* databases;
  int is_partial;
  int has_selection;  ///< The patterns are recorded, which the first versions did not do.
} pgdumpcore_set_manifest;

/// Reads the manifest of a set (or of `latest`), and nothing else of it. A damaged one is PGDUMPCORE_DATA, with an
/// error that names it.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_read_manifest(const char* set, pgdumpcore_set_manifest** manifest,
                                                             pgdumpcore_error** error);
/// All in it goes with it. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_set_manifest_free(pgdumpcore_set_manifest* manifest);

/// One of the two that pgdumpcore_diff() compares.
typedef struct pgdumpcore_diff_input {
  size_t struct_size;
  const char* set;  ///< A set, or `latest`; empty: the server.
  const pgdumpcore_connect_options* connect;
} pgdumpcore_diff_input;

/// What pgdumpcore_diff() compares.
typedef struct pgdumpcore_diff_options {
  size_t struct_size;
  const char* const* databases;   ///< Their names; empty: all.
  const char* lock_wait_timeout;  ///< As pgdumpcore_dump_options has it; empty: wait.
  int no_definitions;             ///< Compare rows only: of a set nothing but the manifest is read.
  int estimate;  ///< Of a server: the rows that its statistics expect, held to a tenth; it does not count.
} pgdumpcore_diff_options;

/// How something differs.
typedef enum pgdumpcore_diff_change {
  PGDUMPCORE_DIFF_NONE = 0,
  PGDUMPCORE_DIFF_ADDED = 1,    ///< Only the second one has it.
  PGDUMPCORE_DIFF_REMOVED = 2,  ///< Only the first one has it.
  PGDUMPCORE_DIFF_CHANGED = 3   ///< Both have it.
} pgdumpcore_diff_change;

/// A table whose rows differ. Numbers: -1 if it is not there, or they are not known.
typedef struct pgdumpcore_table_diff {
  size_t struct_size;
  const char* schema;
  const char* name;
  int64_t rows_before;
  int64_t rows_after;
  int64_t bytes_before;  ///< Of COPY text; known of sets.
  int64_t bytes_after;
  int change;  ///< A pgdumpcore_diff_change.
  int reserved;
} pgdumpcore_table_diff;

/// An object that is defined differently, or on one side only, under its names in an archive's table of contents.
typedef struct pgdumpcore_object_diff {
  size_t struct_size;
  const char* kind;
  const char* schema;
  const char* name;
  int change;      ///< A pgdumpcore_diff_change.
  int definition;  ///< Of a changed one: the statements that make it differ.
  int owner;
  int storage;  ///< Its tablespace or its access method.
} pgdumpcore_object_diff;

/// One database, whether it differs or not. Numbers: -1 if it is not there, or they are not known.
typedef struct pgdumpcore_database_diff {
  size_t struct_size;
  const char* name;
  const pgdumpcore_error* error;  ///< Why not all of it could be compared; NULL: it could.
  int64_t tables_before;
  int64_t tables_after;
  int64_t rows_before;
  int64_t rows_after;
  size_t table_count;
  const pgdumpcore_table_diff* const* tables;  ///< Those that differ.
  size_t object_count;
  const pgdumpcore_object_diff* const* objects;  ///< Those that differ.
  int change;                                    ///< A pgdumpcore_diff_change.
  int reserved;
} pgdumpcore_database_diff;

/// What pgdumpcore_diff() found.
typedef struct pgdumpcore_diff_summary {
  size_t struct_size;
  const char* before;          ///< The set's path, or where the server is; for people. It holds no password.
  const char* after;           ///< Likewise.
  const char* version_before;  ///< Of the server that the set is of, or of the server.
  const char* version_after;
  size_t database_count;
  const pgdumpcore_database_diff* const* databases;  ///< By name.
  int differs;                                       ///< Any of them does.
  int reserved;
} pgdumpcore_diff_summary;

/// Compares two sets, a set and a server, or two servers: databases, rows and bytes of tables, definitions; no single
/// values. Of a server it takes the locks of a dump, and counts the rows of every table in one transaction that only
/// reads, unless it estimates. A database that cannot be compared does not stop the others; the status is then
/// PGDUMPCORE_INCOMPLETE, with a summary. That they differ is PGDUMPCORE_OK. Of the callbacks on_progress and on_log
/// are used.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_diff(const pgdumpcore_diff_input* before,
                                                    const pgdumpcore_diff_input* after,
                                                    const pgdumpcore_diff_options* options,
                                                    const pgdumpcore_callbacks* callbacks,
                                                    pgdumpcore_cancel_token* cancel, pgdumpcore_diff_summary** summary,
                                                    pgdumpcore_error** error);
/// All in it goes with it. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_diff_summary_free(pgdumpcore_diff_summary* summary);

/// What pgdumpcore_prune() removes.
typedef struct pgdumpcore_prune_options {
  size_t struct_size;
  const char* directory;  ///< That of the sets.
  const char* server;     ///< A system identifier: its sets alone, and without rules all of them. Empty: all servers'.
  int keep_last;          ///< As in pgdumpcore_backup_options, for each series by itself.
  int keep_daily;
  int keep_weekly;
  int keep_monthly;
  int dry_run;  ///< Remove nothing, tell what would go.
  int reserved;
} pgdumpcore_prune_options;

/// A set that was removed, or would be.
typedef struct pgdumpcore_pruned_set {
  size_t struct_size;
  const char* name;
  const char* reason;
  uint64_t size;  ///< In bytes, as its manifest says.
} pgdumpcore_pruned_set;

/// What pgdumpcore_prune() did.
typedef struct pgdumpcore_prune_summary {
  size_t struct_size;
  size_t removed_count;
  const pgdumpcore_pruned_set* const* removed;  ///< Oldest first.
  const char* const* in_use;  ///< Names of sets that would have gone, and that are being read; and NULL.
  uint64_t kept;              ///< Sets that stay.
} pgdumpcore_prune_summary;

/// Applies retention without a backup: among sets of one server that were made with the same patterns, never the newest
/// complete one. Of the callbacks on_log is used.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_prune(const pgdumpcore_prune_options* options,
                                                     const pgdumpcore_callbacks* callbacks,
                                                     pgdumpcore_cancel_token* cancel,
                                                     pgdumpcore_prune_summary** summary, pgdumpcore_error** error);
/// All in it goes with it. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_prune_summary_free(pgdumpcore_prune_summary* summary);

/// Where pgdumpcore_copy_set() copies a set to.
typedef struct pgdumpcore_copy_set_options {
  size_t struct_size;
  const char* directory;  ///< That of the sets there, or the address of a bucket.
  int keep_last;          ///< As in pgdumpcore_backup_options: which older sets of its series stay there.
  int keep_daily;
  int keep_weekly;
  int keep_monthly;
  int no_sync;  ///< Do not wait for the files to be safely on disk.
  int reserved;
} pgdumpcore_copy_set_options;

/// What pgdumpcore_copy_set() did.
typedef struct pgdumpcore_copy_set_summary {
  size_t struct_size;
  const char* path;  ///< The copy.
  uint64_t files;    ///< How many were copied.
  uint64_t bytes;    ///< Of these files.
  int was_there;     ///< The same set was there already; nothing was copied.
  int is_partial;    ///< Some database could not be saved when the set was made.
  size_t removed_count;
  const pgdumpcore_pruned_set* const* removed;  ///< Older sets that were not to be kept. Their sizes are 0.
} pgdumpcore_copy_set_summary;

/// Copies a set, or that of DIRECTORY/latest, into another directory or bucket, file by file as they are; sizes and
/// SHA-256 are compared with its manifest on the way. Nothing is left of a copy that fails. Of the callbacks
/// on_progress and on_log are used.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_copy_set(const char* set, const pgdumpcore_copy_set_options* options,
                                                        const pgdumpcore_callbacks* callbacks,
                                                        pgdumpcore_cancel_token* cancel,
                                                        pgdumpcore_copy_set_summary** summary,
                                                        pgdumpcore_error** error);
/// All in it goes with it. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_copy_set_summary_free(pgdumpcore_copy_set_summary* summary);

/// What of a set is restored, and how.
typedef struct pgdumpcore_set_restore_options {
  size_t struct_size;
  const char* database;  ///< The one to restore; empty: everything, the globals first.
  const char* as;        ///< The name it gets; empty: its own. With `database` only.
  /// For each database; `create`, `clean` and `use_list` are refused. NULL: the defaults.
  const pgdumpcore_restore_options* restore;
  const char* const* databases;  ///< Several to restore; with `database`, that one too.
  int with_roles;                ///< With databases: make roles that the set has and the server lacks.
  int drop_on_failure;           ///< Drop a database that was made here if its restore does not come to its end.
  const pgdumpcore_identities* identities;  ///< By which an encrypted set is decrypted.
} pgdumpcore_set_restore_options;

/// What was restored of a set.
typedef struct pgdumpcore_set_restore_summary {
  size_t struct_size;
  uint64_t errors;  ///< How much was refused, or is missing in a partial set.
  size_t database_count;
  const pgdumpcore_restore_summary* const* databases;  ///< Each that was restored, in this order.
} pgdumpcore_set_restore_summary;

/// Restores a set that pgdumpcore_backup() made (or `latest`), or one database of it, into the server that `connect`
/// leads to. A database that is to be made must not exist, but for `postgres` and `template1`. What is refused is told
/// to on_error and passed over; the status is then PGDUMPCORE_INCOMPLETE.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_restore_set(const char* set, const pgdumpcore_connect_options* connect,
                                                           const pgdumpcore_set_restore_options* options,
                                                           const pgdumpcore_callbacks* callbacks,
                                                           pgdumpcore_cancel_token* cancel,
                                                           pgdumpcore_set_restore_summary** summary,
                                                           pgdumpcore_error** error);
/// All in it goes with it. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_set_restore_summary_free(pgdumpcore_set_restore_summary* summary);

/// How an answer is to be taken.
typedef enum pgdumpcore_verdict {
  PGDUMPCORE_VERDICT_GOOD = 0,
  PGDUMPCORE_VERDICT_WARNING = 1,  ///< A backup would work, with something to know or to do about it.
  PGDUMPCORE_VERDICT_FAILURE = 2   ///< Something could not be saved.
} pgdumpcore_verdict;

/// One question of pgdumpcore_check(), answered.
typedef struct pgdumpcore_answer {
  size_t struct_size;
  const char* question;        ///< `connection`, `tables`, `space` and others: pgdumpcore/check.hpp names them.
  const char* database;        ///< Where the question is asked of each database; else "".
  const char* message;         ///< One line.
  const char* hint;            ///< What to do about it.
  const char* const* objects;  ///< All that the message speaks of, such as unreadable tables, and NULL.
  int verdict;                 ///< A pgdumpcore_verdict.
  int reserved;
} pgdumpcore_answer;

/// All answers, and the worst verdict.
typedef struct pgdumpcore_check_summary {
  size_t struct_size;
  size_t answer_count;
  const pgdumpcore_answer* const* answers;
  int verdict;  ///< The worst one.
  int reserved;
} pgdumpcore_check_summary;

/// Would pgdumpcore_backup() with these options work, and what stands in its way? Changes nothing that stays. An empty
/// `options->directory` leaves out the questions about it. A failure among the answers makes the status
/// PGDUMPCORE_INCOMPLETE.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_check(const pgdumpcore_connect_options* connect,
                                                     const pgdumpcore_backup_options* options,
                                                     pgdumpcore_cancel_token* cancel,
                                                     pgdumpcore_check_summary** summary, pgdumpcore_error** error);
/// All in it goes with it. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_check_summary_free(pgdumpcore_check_summary* summary);

// --- archives

/// What an archive says of itself.
typedef struct pgdumpcore_archive_facts {
  size_t struct_size;
  const char* database;        ///< The one that was dumped.
  const char* server_version;  ///< As the server reported it.
  const char* dumper_version;  ///< Of the program that wrote the archive.
  const char* created;         ///< `YYYY-MM-DD HH:MM:SS`, the writer's local time; "": not known, as of a script.
  int format;                  ///< A pgdumpcore_format.
  int minor_version;           ///< Of the archive's version 1.minor: 14, 15 or 16.
  int codec;                   ///< A pgdumpcore_codec.
  int has_level;               ///< Whether the header has a level of compression.
  int level;
  int reserved;
} pgdumpcore_archive_facts;

/// When an entry's turn is in a restore.
typedef enum pgdumpcore_entry_section {
  PGDUMPCORE_ENTRY_NONE = 0,  ///< Comments, privileges and the like.
  PGDUMPCORE_ENTRY_PRE_DATA = 1,
  PGDUMPCORE_ENTRY_DATA = 2,
  PGDUMPCORE_ENTRY_POST_DATA = 3
} pgdumpcore_entry_section;

/// One entry of the table of contents. What it is about: the members of the same names in pgdumpcore/archive.hpp.
typedef struct pgdumpcore_archive_entry {
  size_t struct_size;
  const char* kind;  ///< `TABLE`, `TABLE DATA`, `FK CONSTRAINT` and so on.
  const char* schema;
  const char* name;
  const char* owner;
  const char* create_statements;
  const char* drop_statements;
  const char* copy_statement;  ///< The COPY command that its data is for; "" if the data are INSERT commands.
  const char* tablespace;
  const char* access_method;
  const int* dependencies;  ///< Entries by their dump_id; some may not be in the archive.
  size_t dependency_count;
  int dump_id;
  uint32_t catalog_oid;
  uint32_t oid;
  int section;  ///< A pgdumpcore_entry_section.
  int has_data;
  int has_large_objects;  ///< Those data are large objects, for pgdumpcore_archive_read_large_objects().
} pgdumpcore_archive_entry;

/// An archive that is open for reading. Used by one thread at a time, unless it has random access.
typedef struct pgdumpcore_archive pgdumpcore_archive;

/// Opens an archive in custom, tar or directory format, of ours or of pg_dump 13 to 19, whatever its compression.
/// A descriptor has to stay open as long as the archive.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_archive_open(const pgdumpcore_source* source,
                                                            pgdumpcore_archive** archive, pgdumpcore_error** error);
/// Opens the file of one database of a set (or of `latest`).
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_archive_open_database(const char* set, const char* database,
                                                                     pgdumpcore_archive** archive,
                                                                     pgdumpcore_error** error);
/// Frees the archive and all that came with it. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_archive_close(pgdumpcore_archive* archive);
/// NULL without an archive.
PGDUMPCORE_EXTERN const pgdumpcore_archive_facts* pgdumpcore_archive_get_facts(const pgdumpcore_archive* archive);
/// How many entries its table of contents has.
PGDUMPCORE_EXTERN size_t pgdumpcore_archive_entry_count(const pgdumpcore_archive* archive);
/// In the order in which a restore takes them; NULL beyond the last.
PGDUMPCORE_EXTERN const pgdumpcore_archive_entry* pgdumpcore_archive_get_entry(const pgdumpcore_archive* archive,
                                                                               size_t index);
/// Whether data may be read in any order, more than once, and by several threads at once. What comes through a pipe can
/// only be read once, in the order of the entries.
PGDUMPCORE_EXTERN int pgdumpcore_archive_has_random_access(const pgdumpcore_archive* archive);
/// The data of the entry at `index`, decompressed, as it is read: COPY text with its end mark, or INSERT commands.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_archive_read_data(pgdumpcore_archive* archive, size_t index,
                                                                 const pgdumpcore_target* target,
                                                                 pgdumpcore_error** error);

/// Takes the large objects of an entry, one after the other. Functions may be NULL; each fails as a target's do.
typedef struct pgdumpcore_large_object_receiver {
  size_t struct_size;
  void* user_data;
  int (*open)(void* user_data, uint32_t oid, pgdumpcore_failure* failure);
  int (*write)(void* user_data, const void* bytes, size_t size, pgdumpcore_failure* failure);
  int (*close)(void* user_data, pgdumpcore_failure* failure);
} pgdumpcore_large_object_receiver;

/// Hands an entry's large objects to the receiver, one after the other.
PGDUMPCORE_EXTERN pgdumpcore_status
pgdumpcore_archive_read_large_objects(pgdumpcore_archive* archive, size_t index,
                                      const pgdumpcore_large_object_receiver* receiver, pgdumpcore_error** error);
/// The table of contents as `pg_restore -l` prints it, for pgdumpcore_text_free().
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_archive_listing(const pgdumpcore_archive* archive, char** text,
                                                               pgdumpcore_error** error);

// --- verifying

/// What pgdumpcore_verify() does besides reading.
typedef struct pgdumpcore_verify_options {
  size_t struct_size;
  /// A server on which each database of a set is restored for a trial, counted and dropped; NULL: none.
  const pgdumpcore_connect_options* restore_into;
  int no_record;  ///< Do not put the result into the set.
  int reserved;
  /// By which what is encrypted is decrypted. Without them the bytes of an encrypted set are verified, not its content.
  const pgdumpcore_identities* identities;
} pgdumpcore_verify_options;

/// A database of a set, or an archive.
typedef struct pgdumpcore_verified_database {
  size_t struct_size;
  const char* name;  ///< Of an archive: its path.
  const char* file;
  uint64_t size;  ///< Bytes read from files.
  uint64_t tables;
  uint64_t rows;  ///< Counted in the file.
  int intact;
  int restored;        ///< A pgdumpcore_choice; default: there was no trial.
  uint64_t left_out;   ///< Statements that the trial left out: they need roles or tablespaces that its server has not.
  int is_unreadable;   ///< This user may not read it: whether it is intact is not known.
  int is_undecrypted;  ///< It is encrypted, and no identity was given: its bytes alone were verified.
} pgdumpcore_verified_database;

/// What kind of trouble a problem is.
typedef enum pgdumpcore_problem_kind {
  PGDUMPCORE_PROBLEM_DAMAGED = 0,
  PGDUMPCORE_PROBLEM_MISSING = 1,
  PGDUMPCORE_PROBLEM_UNREADABLE = 2,    ///< This user may not read it: nothing is known of its content.
  PGDUMPCORE_PROBLEM_INCOMPLETE = 3,    ///< The set was partial from the beginning.
  PGDUMPCORE_PROBLEM_NOT_RESTORED = 4,  ///< It is what was written, and did not restore without errors.
  PGDUMPCORE_PROBLEM_SERVER = 5         ///< The server for trials could not restore it, for a reason of its own.
} pgdumpcore_problem_kind;

/// What is wrong with a file.
typedef struct pgdumpcore_problem {
  size_t struct_size;
  const char* file;  ///< Within the set; "": the set as a whole. Of an archive, its path.
  const char* message;
  int kind;  ///< A pgdumpcore_problem_kind.
  int reserved;
} pgdumpcore_problem;

/// What pgdumpcore_verify() found.
typedef struct pgdumpcore_verify_summary {
  size_t struct_size;
  size_t database_count;
  const pgdumpcore_verified_database* const* databases;
  size_t problem_count;
  const pgdumpcore_problem* const* problems;
  const char* path;  ///< What was verified: of `DIRECTORY/latest`, the set it led to.
} pgdumpcore_verify_summary;

/// Reads all of a set, or of an archive or script that stands alone: sizes, digests, every compressed frame, every row.
/// What is wrong with it is in the summary, and makes the status PGDUMPCORE_INCOMPLETE.
PGDUMPCORE_EXTERN pgdumpcore_status pgdumpcore_verify(const char* path, const pgdumpcore_verify_options* options,
                                                      const pgdumpcore_callbacks* callbacks,
                                                      pgdumpcore_cancel_token* cancel,
                                                      pgdumpcore_verify_summary** summary, pgdumpcore_error** error);
/// All in it goes with it. NULL is taken.
PGDUMPCORE_EXTERN void pgdumpcore_verify_summary_free(pgdumpcore_verify_summary* summary);

#ifdef __cplusplus
}
#endif

#endif
