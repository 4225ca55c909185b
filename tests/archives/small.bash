# A database so small that its archives can be damaged at every byte, and those archives. Sourced, never run.
# shellcheck shell=bash

make_small_database() { # DATABASE, an empty one
    psql -Xq -v ON_ERROR_STOP=1 -d "$1" >/dev/null <<'SQL' || exit 1
CREATE TABLE filled AS SELECT i AS id, md5(i::text) AS word FROM generate_series(1, 40) AS i;
CREATE TABLE "without columns" ();
CREATE TABLE keyed (id int PRIMARY KEY DEFAULT 4, word text);
INSERT INTO keyed SELECT i, E'a\\b' FROM generate_series(1, 5) AS i;
CREATE VIEW seen AS SELECT * FROM filled;
COMMENT ON TABLE filled IS E'two\nlines';
SELECT lo_from_bytea(50001, 'hello'), lo_from_bytea(50002, convert_to(repeat('abc ', 1000), 'UTF8')), lo_create(50003);
SQL
}

# PROGRAM.CODEC.dump and .dir, and PROGRAM.tar: by the server's pg_dump ("theirs") those that every major can make, by
# pgdump ("ours") those whose codecs pg_dump gives no checksum.
make_small_archives() { # DATABASE DIRECTORY
    local codec
    pg_dump -Fc -Z 0 -f "$2/theirs.none.dump" "$1" && pg_dump -Fd -Z 0 -f "$2/theirs.none.dir" "$1" || exit 1
    pg_dump -Fc -Z 6 -f "$2/theirs.gzip.dump" "$1" && pg_dump -Fd -Z 6 -f "$2/theirs.gzip.dir" "$1" || exit 1
    pg_dump -Ft -f "$2/theirs.tar" "$1" || exit 1
    for codec in gzip lz4 zstd; do
        "$PGDUMP" dump -q -Fc -Z "$codec" -f "$2/ours.$codec.dump" "$1" || exit 1
        "$PGDUMP" dump -q -Fd -Z "$codec" -f "$2/ours.$codec.dir" "$1" || exit 1
    done
    "$PGDUMP" dump -Ft -f "$2/ours.tar" "$1" || exit 1
}
