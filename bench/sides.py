"""Who does a piece of work: pgdump, the server's own pg_dump, that of another major, and two floors."""

import contextlib
import dataclasses
import os
import subprocess
import sys

from equality import need_equal_databases, need_equal_dumps, sql_of
from measure import Command, measure
from messages import Failure
from servers import root
from works import options_of, round_trip_milliseconds

ours, own = "pgdump", "pg_dump"
read_copy = root / "build/release/bench/read_copy"


@dataclasses.dataclass(frozen=True)
class Context:
    """What all works of one server share."""

    server: object
    pgdump: str
    others: dict  # Name of a side: the clients of another major.
    floors: bool
    directory: object  # Where outputs go.


def clients_of_sides(context):
    return {own: context.server.clients, **context.others}


# --- dumps


def dump_commands(work, context, database, environment):
    options = ["--no-sync", *options_of(work.ours, context.server), "-d", database]
    theirs = ["--no-sync", *options_of(work.ours if work.theirs is None else work.theirs, context.server), "-d", database]
    commands = {ours: Command((context.pgdump, "dump", *options), work.output, environment)}
    for side, clients in clients_of_sides(context).items():
        commands[side] = Command((clients.path("pg_dump"), *theirs), work.output, environment)
    return commands


def check_dumps(work, context, files):
    """After the first run of each side, while its output is still there."""
    archive = any(option in ("-Fc", "-Fd") for option in work.ours)
    options = options_of(work.ours, context.server)
    for side, clients in clients_of_sides(context).items():
        our_sql = sql_of(files[ours], archive, options, context.server.clients)
        their_sql = sql_of(files[side], archive, options, clients)
        need_equal_dumps(our_sql, their_sql, data_only=side != own)


def floor_commands(context, database):
    """How fast the server can format all rows, and how fast the plainest of clients can take them."""
    tables = context.server.sql(database, "-c", "SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND "
                                "relnamespace = 'public'::regnamespace ORDER BY oid").splitlines()
    if not read_copy.exists():
        raise Failure(f"{read_copy} is not there; ./dev bench builds it")
    to_nowhere = (word for table in tables for word in ("-c", f"COPY {table} TO '/dev/null'"))
    return {
        "server_copy": Command((context.server.clients.path("psql"), "-XqAtd", database, *to_nowhere), "none"),
        "read_copy": Command((str(read_copy), f"dbname={database}", *(f"COPY {table} TO STDOUT" for table in tables)), "none"),
    }


@contextlib.contextmanager
def far_away():
    """Environment of a client that reaches the server through delay_proxy.py."""
    command = [sys.executable, str(root / "bench/delay_proxy.py"), os.environ["PGHOST"], os.environ.get("PGPORT", "5432"),
               str(round_trip_milliseconds / 2)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as proxy:
        try:
            yield {"PGHOST": "127.0.0.1", "PGPORT": proxy.stdout.readline().strip()}
        finally:
            proxy.terminate()


# --- restores


def restored(side):
    return f"pgdump_bench_restored_{side.replace('pg_dump', 'pg_restore')}"


def restore_commands(work, context, archive):
    options = [option for option in options_of(work.ours, context.server) if not option.startswith("--compress")]
    commands = {ours: Command((context.pgdump, "restore", "-d", restored(ours), *options, str(archive)), "none")}
    for side, clients in clients_of_sides(context).items():
        commands[side] = Command((clients.path("pg_restore"), "-d", restored(side), *options, str(archive)), "none")
    return commands


def check_restores(context, database):
    for side in [ours, *clients_of_sides(context)]:
        need_equal_databases(context.server, database, restored(side))


def make_archive(work, context, database):
    archive = context.directory / "restored.dump"
    compressed = [option for option in options_of(work.ours, context.server) if option.startswith("--compress")]
    command = Command((context.server.clients.path("pg_dump"), "-Fc", *compressed, "-d", database))
    measure(command, archive, None)
    return archive
