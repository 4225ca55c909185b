#include "manual_text.hpp"

#include <stdexcept>

namespace cli {

namespace {

const ManualText program = {
    .prose = R"(
pgdump dumps databases of PostgreSQL servers of the major versions 13 to 19. What it writes is, byte for byte,
what the server's own `pg_dump` writes, and neither that program nor another one of PostgreSQL's is needed for
it. Archives are those of `pg_dump` and `pg_restore`.

Beyond one database, `pgdump backup` saves every database of a server into a backup set, with a manifest that
`pgdump verify` compares it with, and removes old sets.

Called under the name `pg_dump`, pgdump is `pgdump dump`, under the name `pg_restore` it is `pgdump restore`,
so a symbolic link is enough for scripts that know the old names.

Options have the names and letters that they have in `pg_dump` and `pg_restore`. Long ones may be shortened as
far as they stay unambiguous. Messages go to standard error.
)",
    .files = {{"~/.pgpass", "passwords, as libpq reads them"},
              {"~/.pg_service.conf", "connections under a name, as libpq reads them"}},
    .examples = {{"pgdump backup --dir /backups --keep-daily 7", "All of a server, as a job for the night:"},
                 {"pgdump dump -Z zstd -f shop.sql.zst shop", "One database as a compressed script:"},
                 {"zstd -dc shop.sql.zst | psql shop_again", "Back into a database, without pgdump:"},
                 {"PGHOST=db.example.org PGPASSWORD_FILE=/run/secrets/password pgdump check --dir /backups",
                  "Whether a backup of another machine's server would work:"}},
    .see_also = {"pg_dump(1)", "pg_restore(1)", "psql(1)", "zstd(1)"}};

const ManualText dump = {
    .prose = R"(
The options are those of `pg_dump` and mean the same; the few that it does not have are --no-chunks and
--where, and among the others --password-file, --connect-retry, --log-format, --progress and --quiet.

-j works in every format and also to a pipe. All connections see the same snapshot, and a large table is read
in parts by several of them, from servers of 14 and later. The decompressed bytes do not depend on it.

-Z compresses scripts as `zstd`, `gzip` and `lz4` do, so that these programs read them. Archives in custom and
directory format are compressed if nothing is said, with zstd where the server's own `pg_restore` reads that,
which is 16 and later, with gzip otherwise.

What -f names appears when it is complete: it is written beside it under another name, synced, and renamed.

--where takes a table's name or pattern, a colon, and an SQL condition over the table's columns. Of the
matching tables and of their partitions only the rows that meet it are dumped. What refers to a row that is
left out is its author's concern.
)",
    .examples = {{"pgdump dump -f shop.sql shop", "A script:"},
                 {"pgdump dump -Fc -j 4 -f shop.dump shop", "An archive for `pg_restore`, over four connections:"},
                 {"pgdump dump -s --no-owner -n crm shop > crm.sql", "How one schema is built, without owners:"},
                 {"pgdump dump --where=\"audit.log:at > now() - interval '30 days'\" -f recent.sql shop",
                  "A table's newest rows, and all of the others:"}},
    .see_also = {"pgdump(1)", "pgdump-restore(1)", "pgdump-list(1)", "pg_dump(1)"}};

const ManualText restore = {
    .prose = R"(
What FILE is, its first bytes say: an archive in custom, directory or tar format, a script, or one of these
compressed as a whole. Without it standard input is read.

What the server refuses is shown with the entry or the line that it belongs to, counted, and passed over; -e
stops there, -1 makes it all or nothing.

A backup set of `pgdump backup` is brought back whole with --all, or one of its databases with --database.
What is to be made must not exist, but for the databases postgres and template1 and for roles. -d then names a
database to begin with.
)",
    .examples = {{"createdb shop_again\npgdump restore -d shop_again shop.dump", "An archive into a new database:"},
                 {"pgdump restore -d postgres -C -j 4 shop.dir",
                  "A database under its own name, over four connections:"},
                 {"pgdump list shop.dump > wanted\npgdump restore -L wanted -d shop shop.dump",
                  "Only what is left in an edited list, in its order:"},
                 {"pgdump restore -f - shop.dump | less", "What would be done:"},
                 {"pgdump restore -d postgres --database shop --as shop_again /backups/latest",
                  "One database of a backup set, beside the original:"},
                 {"pgdump restore -d postgres --all /backups/latest", "Everything, into an empty server:"}},
    .see_also = {"pgdump(1)", "pgdump-dump(1)", "pgdump-list(1)", "pgdump-backup(1)", "pg_restore(1)"}};

const ManualText list = {
    .prose = R"(
Of a set, its manifest is read and nothing else: rows, and bytes of COPY text before compression, are those
that were saved. With --database the database's file is read, a script to its end, and its table of contents
is printed.

Archives of `pg_dump` 13 to 19 and of pgdump are read, whatever they are compressed with. The list, edited,
tells `pgdump restore -L` and `pg_restore -L` what to restore and in which order.

Names may hold anything. Where a terminal would obey them, control characters are shown as `\x1b`; names of
databases and tables are in double quotes where SQL wants them so. In JSON, names that are not UTF-8 have the
character U+FFFD in place of what is not.
)",
    .examples = {{"pgdump list /backups", "Which sets there are:"},
                 {"pgdump list /backups/latest", "The databases and tables of the newest one:"},
                 {"pgdump list --dir /backups latest --database shop", "What can be restored of one of them:"},
                 {"pgdump list shop.dump", "What an archive holds:"},
                 {"zcat shop.dump.gz | pgdump list -", "The same of one that was compressed as a whole:"}},
    .see_also = {"pgdump(1)", "pgdump-diff(1)", "pgdump-restore(1)", "pg_restore(1)"}};

const ManualText diff = {
    .prose = R"(
Of a set, the manifest has the rows and bytes of every table; for definitions the databases' files are read,
scripts to their end. Of a server, each database is read in one transaction, under the locks that a dump takes:
every table's rows are counted there, which reads all of it, unless --estimate is given. The databases are
those that a backup would take, with the --include-db and --exclude-db of the set that it is compared with.

Rows that were changed and are as many as before show by their bytes, if at all, and only between two sets.
Large objects, values of sequences, roles, tablespaces and settings of databases are not compared. With
--estimate, numbers of rows that differ by no more than a tenth count as the same. Servers of different majors
word some definitions differently: a warning says so.

The exit status tells a script whether the two are the same (0), differ (4), or could not be compared (1, 2, 3).
Whatever differs is on standard output; nothing there, and 0, means that nothing does.
)",
    .examples = {{"pgdump diff --dir /backups latest", "What has changed on the server since the last backup:"},
                 {"pgdump diff --dir /backups latest --no-definitions --estimate", "The same in seconds, roughly:"},
                 {"pgdump diff /backups/20261128T030000Z /backups/latest --no-definitions",
                  "What a day has brought, by the manifests alone:"},
                 {"pgdump diff /backups/latest 'host=spare user=postgres' --database shop",
                  "Whether a restored copy is what was saved:"}},
    .see_also = {"pgdump(1)", "pgdump-list(1)", "pgdump-backup(1)", "pgdump-verify(1)"}};

const ManualText backup = {
    .prose = R"(
Saved is every database that allows connections and is no template, or what --include-db and --exclude-db
leave, and roles, tablespaces and the databases' settings as globals. A database that fails does not stop the
others; the set is then partial.

A set is a directory, named after the UTC second in which the backup began. It has that name once everything
is in it and synced; until then it is hidden and ends in `.partial`. Two backups into one DIR exclude each
other.

Old sets are removed only if one of the --keep options says what is to stay, and only those of the set's series:
sets of the same server that were made with the same --include-db and --exclude-db. Complete ones are removed after a complete backup.
The newest complete set is never removed, nor is anything that pgdump did not make.

The commands of --on-success and --on-failure find `PGDUMP_STATUS` (complete, partial or failed), `PGDUMP_SET`
and `PGDUMP_MANIFEST` (paths) in their environment.
)",
    .files =
        {{"DIR/YYYYMMDDTHHMMSSZ/manifest.json",
          "the set's files with size and SHA-256, and each table's rows; written last"},
         {"DIR/YYYYMMDDTHHMMSSZ/globals.sql.zst", "roles, tablespaces, databases and their settings"},
         {"DIR/YYYYMMDDTHHMMSSZ/NAME.sql.zst", "a database; NAME.dump or NAME.dir in other formats"},
         {"DIR/latest",
          "a symbolic link to the newest complete set made without --include-db, or else to the newest complete one"}},
    .examples = {{"pgdump backup --dir /backups --keep-daily 7 --keep-weekly 4 --keep-monthly 12",
                  "The job for the night:"},
                 {"pgdump backup --dir /backups --exclude-db 'test*' -j 4", "Without some databases, four at once:"},
                 {"pgdump list --dir /backups", "Which sets there are:"}},
    .see_also = {"pgdump(1)", "pgdump-check(1)", "pgdump-restore(1)", "pgdump-verify(1)", "pgdump-prune(1)"}};

const ManualText prune = {
    .prose = R"(
The rules are applied to each series by itself: the sets of one server, by its system identifier, that were
made with the same --include-db, --exclude-db and --no-globals. The newest complete set of a series stays,
whatever the rules say. Partial sets are removed when newer, complete sets have what they have. A set that verify
found damaged stays while the rules would keep it if it were good, and while it has a database that no newer complete,
intact set of its server has; so does a partial set with such a database. A set that is being restored or verified
stays, and so do symbolic links to sets, and sets in the future.

With --server and no rule all sets of that server are removed. This is for a server that is gone, or that
pg_upgrade made anew; it is refused for the server of the newest set. pgdump list shows
the identifiers where there are several.
)",
    .examples = {{"pgdump prune --dir /backups --keep-daily 7 --dry-run", "What would go, and why:"},
                 {"pgdump prune --dir /backups --server 7423872398473297", "The sets of a server that is gone:"}},
    .see_also = {"pgdump(1)", "pgdump-backup(1)", "pgdump-verify(1)"}};

const ManualText check = {
    .prose = R"(
It asks for the connection, the server's version, a pooler in between, whether passwords of roles may be read;
in each database for the right to read every table, for row security, large objects and room for locks; and of
DIR whether files can be written, renamed and linked there, and whether there is room for the set. Each answer
is ok, warning or failed, with what to do about it.
)",
    .examples = {{"pgdump check --dir /backups", "Before the first backup:"},
                 {"pgdump check --dir /backups --log-format=json", "For a program that reads the answers:"}},
    .see_also = {"pgdump(1)", "pgdump-backup(1)"}};

const ManualText verify = {.prose = R"(
Of a set, all of it is read, whatever is found on the way: the manifest is as it was written, every file is
there, each has the size and SHA-256 that the manifest says, every compressed frame decodes,
every table of contents and every script can be taken apart to its end, and each table has its rows. Of an
archive or a script that stands alone it is the same without a manifest.

With --restore-into each database is also restored, into a database `pgdump_verify_...` that is dropped again.
Statements that need roles or tablespaces that the server does not have are left out, and counted. What the
server for trials cannot do is an error, and does not make the set damaged.
)",
                           .files = {{"SET/verified.json", "when the set was last verified, and what was found"}},
                           .examples = {{"pgdump verify /backups/latest", "The newest set:"},
                                        {"pgdump verify /backups/latest --restore-into 'host=spare user=postgres'",
                                         "The same with a restore for a trial, on another server:"},
                                        {"pgdump verify shop.dump", "An archive:"}},
                           .see_also = {"pgdump(1)", "pgdump-backup(1)", "pgdump-restore(1)"}};

}  // namespace

const ManualText& manual_text(std::string_view command) {
  struct Entry {
    std::string_view command;
    const ManualText& text;
  };
  static const std::vector<Entry> texts = {{"", program},      {"dump", dump},     {"restore", restore},
                                           {"list", list},     {"backup", backup}, {"check", check},
                                           {"verify", verify}, {"prune", prune},   {"diff", diff}};
  for (const Entry& entry : texts)
    if (entry.command == command) return entry.text;
  throw std::logic_error("a command without a text for the manual");
}

}  // namespace cli
