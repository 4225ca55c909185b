"""The databases that are dumped. data/ makes them; hashes instead of random() make them the same in every run."""

import contextlib
import dataclasses

from messages import say
from servers import root


@dataclasses.dataclass(frozen=True)
class DataSet:
    name: str
    script: str
    variable: str  # How psql's variable for the amount is called.
    quick: int
    full: int
    what: str


data_sets = [
    DataSet("narrow", "narrow", "scale", 6, 100, "one big table of narrow rows, as pgbench makes them; scale"),
    DataSet("facts", "facts", "rows", 400_000, 15_000_000, "one big table of narrow rows without padding; rows"),
    DataSet("wide", "wide", "rows", 60_000, 1_500_000, "wide rows of mixed types; rows"),
    DataSet("documents", "documents", "documents", 500, 10_000, "texts and bytea in TOAST; documents"),
    DataSet("unequal", "unequal", "rows", 1_500, 40_000, "ten tables, of 1 to 89 times so many rows"),
    DataSet("partitions", "partitions", "partitions", 100, 1_000, "partitions of one table"),
    DataSet("tables", "tables", "tables", 1_000, 20_000, "empty tables with keys, defaults, checks, indexes, comments"),
    DataSet("large_objects", "large_objects", "objects", 4_000, 50_000, "large objects of 48 bytes to 5 kB"),
    DataSet("distant", "tables", "tables", 60, 500, "empty tables, 20 ms away"),
    DataSet("sizes", "sizes", "rows", 10_000, 500_000, "five tables, of 1, 2, 4, 8 and 16 times so many rows"),
]


@contextlib.contextmanager
def database(server, data_set, quick):
    """A database filled with the data set, for as long as it is needed."""
    name = f"pgdump_bench_{data_set.name}"
    amount = data_set.quick if quick else data_set.full
    server.sql("postgres", *recreate(name))
    try:
        say(f"making the data: {data_set.name}, {data_set.variable} {amount:,}")
        script = root / "bench/data" / f"{data_set.script}.sql"
        server.sql(name, "-c", "SET synchronous_commit = off", "-v", f"{data_set.variable}={amount}", "-f", script)
        # No dump has to set hint bits or wait for the writes of what came before it.
        server.sql(name, "-c", "VACUUM ANALYZE", "-c", "CHECKPOINT")
        yield name
    finally:
        server.sql("postgres", "-c", drop(name))


def drop(name):
    return f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"


def recreate(name):
    """Arguments of psql."""
    return ["-c", drop(name), "-c", f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"]
