"""What the tests share: databases on the server that the PG* variables name, and pgdump beside the package."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

# A sanitizer's runtime is for Python and what has the extension in it, not for psql and its like.
WITH_PACKAGE = dict(os.environ)
os.environ.pop("LD_PRELOAD", None)

PGDUMP = os.environ["PGDUMP"]
SCRATCH = Path(__file__).resolve().parent.parent / "install" / "scratch.sql"


def sql(database: str, *statements: str) -> str:
    """What psql prints for these statements."""
    command = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database]
    for statement in statements:
        command += ["-c", statement]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def pgdump(*arguments: str) -> bytes:
    """What pgdump prints."""
    return subprocess.run([PGDUMP, *arguments], check=True, stdout=subprocess.PIPE).stdout


def rows(table: str, database: str) -> bytes:
    """A table's rows as the server copies them."""
    command = ["psql", "-Xq", "-d", database, "-c", f"COPY {table} TO STDOUT"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def sessions(database: str, awaited: int = 0) -> int:
    """How many connections there are to a database, besides the one that asks.

    A server notices after its client that a connection has ended: this looks again, for ten seconds, until there are as
    many as are awaited."""
    until = time.monotonic() + 10
    while True:
        count = int(sql("postgres", f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}'"))
        if count == awaited or time.monotonic() > until:
            return count
        time.sleep(0.05)


def make(database: str) -> Iterator[str]:
    """A new database, which goes afterwards."""
    sql("postgres", f"DROP DATABASE IF EXISTS {database} WITH (FORCE)", f"CREATE DATABASE {database} TEMPLATE template0")
    yield database
    sql("postgres", f"DROP DATABASE {database} WITH (FORCE)")


@pytest.fixture(scope="session")
def shop() -> Iterator[str]:
    """A database with a little of everything, and a table of 30 MB."""
    for database in make("python_shop"):
        subprocess.run(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", str(SCRATCH)], check=True,
                       stdout=subprocess.DEVNULL)
        sql(
            database,
            "CREATE TABLE stock.log AS SELECT i AS id, repeat(md5(i::text), 20) AS line FROM generate_series(1, 45000) i",
            "ANALYZE stock.log",
        )
        yield database


@pytest.fixture
def empty() -> Iterator[str]:
    """An empty database."""
    yield from make("python_empty")
