"""Both programs did the same work: what they wrote, read as SQL, is equal; what they restored is, too."""

import contextlib
import itertools
import os
import subprocess

from messages import Failure

# What is allowed to differ: which program wrote it, and the random restrict key.
may_differ = (b"-- Dumped by ", b"\\restrict ", b"\\unrestrict ")


def need_equal_dumps(our_command, their_command, data_only):
    """Commands are those of sql_of(). Another major's pg_dump may write other DDL: then only the data are compared."""
    select = data_of if data_only else comparable
    with lines_from(our_command) as our_lines, lines_from(their_command) as their_lines:
        pairs = itertools.zip_longest(select(our_lines), select(their_lines), fillvalue=b"(nothing)")
        compared = 0
        for number, (our_line, their_line) in enumerate(pairs, 1):
            if our_line != their_line:
                raise Failure(f"the outputs differ in line {number}: pgdump {our_line!r}, pg_dump {their_line!r}")
            compared = number
    if not compared and not data_only:
        raise Failure("the outputs are empty")


def sql_of(file, archive, options, clients):
    """The command that writes a dump as SQL."""
    if archive:
        return [clients.path("pg_restore"), "-f", "-", str(file)]
    compressed = next((option for option in options if option.startswith("--compress=")), "")
    if not compressed:
        return ["cat", str(file)]
    return ["zstd", "-dcq", str(file)] if "zstd" in compressed else ["gzip", "-dc", str(file)]


@contextlib.contextmanager
def lines_from(command):
    with subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=1 << 20) as process:
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            raise
        # Whoever compared them may have stopped early.
        process.stdout.close()
    if process.returncode != 0:
        raise Failure(f"{os.path.basename(command[0])} cannot read {command[-1]}")


def comparable(lines):
    for line in lines:
        yield next((start for start in may_differ if line.startswith(start)), line)


def data_of(lines):
    """The blocks of COPY, with the statements above them."""
    inside = False
    for line in lines:
        inside = inside or (line.startswith(b"COPY ") and line.endswith(b"FROM stdin;\n"))
        if inside:
            yield line
            inside = line != b"\\.\n"


def fingerprint(server, database):
    """Of every table the number and a checksum of its rows, and how many constraints and indexes there are."""
    queries = server.sql(database, "-c", """
        SELECT format('SELECT %L, count(*), sum(hashtextextended(t::text, 0)) FROM %s AS t', oid::regclass, oid::regclass)
        FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY relname""").splitlines()
    counts = ["SELECT count(*) FROM pg_constraint", "SELECT count(*) FROM pg_index"]
    return server.sql(database, *(word for query in [*queries, *counts] for word in ("-c", query)))


def need_equal_databases(server, first, second):
    if fingerprint(server, first) != fingerprint(server, second):
        raise Failure(f"{first} and {second} do not hold the same rows, constraints and indexes")
