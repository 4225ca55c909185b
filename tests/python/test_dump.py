"""Dumps and copies: the command line's bytes, into paths and file objects, with progress."""

from __future__ import annotations

import errno
import io
import logging
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

import pgdumpcore
import pytest
from conftest import pgdump, rows, sessions, sql
from pgdumpcore import ConnectOptions, DumpOptions, Error, Progress

KEY = "binding"


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_dump_is_the_command_lines(shop: str, tmp_path: Path, jobs: int) -> None:
    expected = pgdump("dump", f"--restrict-key={KEY}", shop)
    options = DumpOptions(jobs=jobs, restrict_key=KEY)
    written = io.BytesIO()
    summary = pgdumpcore.dump(ConnectOptions(dbname=shop), written, options)
    assert written.getvalue() == expected
    assert {(table.schema, table.name): table.rows for table in summary.tables} == {
        ("stock", "article"): 2000,
        ("stock", "log"): 45000,
    }
    assert summary.database == shop and summary.bytes_written == len(expected)

    path = tmp_path / "dump.sql"
    pgdumpcore.dump(f"dbname={shop}", path, options)
    assert path.read_bytes() == expected
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("format", ["custom", "directory", "tar"])
def test_archives_are_the_same_script(shop: str, tmp_path: Path, format: pgdumpcore._types.Format) -> None:
    path = tmp_path / "archive"
    pgdumpcore.dump(f"dbname={shop}", str(path), DumpOptions(format=format))
    script = io.BytesIO()
    pgdumpcore.restore_to_script(path, script, pgdumpcore.RestoreOptions(restrict_key=KEY))
    assert script.getvalue() == pgdump("dump", f"--restrict-key={KEY}", shop)
    assert pgdumpcore.restore_list(path).encode() == pgdump("list", str(path))


def test_options_are_pg_dumps(shop: str) -> None:
    options = DumpOptions(
        restrict_key=KEY,
        include_tables=["stock.article"],
        sections=["pre-data", "data"],
        column_inserts=True,
        no_owner=True,
        row_conditions=[("stock.article", "id < 10")],
    )
    written = io.BytesIO()
    pgdumpcore.dump(f"dbname={shop}", written, options)
    words = ["-t", "stock.article", "--section=pre-data", "--section=data", "--column-inserts", "-O"]
    assert written.getvalue() == pgdump("dump", f"--restrict-key={KEY}", *words, "--where=stock.article:id < 10", shop)


class RawPipe(io.RawIOBase):
    """Takes a few bytes at a time, as a pipe may."""

    def __init__(self) -> None:
        self.taken = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        part = bytes(memoryview(data))[:1000]  # type: ignore[arg-type]
        self.taken += part
        return len(part)


def test_a_raw_file_object_may_take_a_part(shop: str) -> None:
    pipe = RawPipe()
    pgdumpcore.dump(f"dbname={shop}", pipe, DumpOptions(restrict_key=KEY, exclude_tables=["stock.log"]))
    assert bytes(pipe.taken) == pgdump("dump", f"--restrict-key={KEY}", "-T", "stock.log", shop)


def test_callbacks_run_on_the_callers_thread(shop: str) -> None:
    seen: list[Progress] = []
    threads = set()

    def on_progress(progress: Progress) -> None:
        seen.append(progress)
        threads.add(threading.get_ident())

    pgdumpcore.dump(f"dbname={shop}", io.BytesIO(), DumpOptions(jobs=3), on_progress=on_progress)
    assert threads == {threading.get_ident()}
    assert seen[-1].tables_done == seen[-1].tables_total == 2
    assert [one.bytes_read for one in seen] == sorted(one.bytes_read for one in seen)


def test_other_threads_run_meanwhile(shop: str) -> None:
    done = threading.Event()
    turns = 0

    def count() -> None:
        nonlocal turns
        while not done.wait(0.001):
            turns += 1

    counting = threading.Thread(target=count)
    counting.start()
    pgdumpcore.dump(f"dbname={shop}", io.BytesIO())
    done.set()
    counting.join()
    assert turns > 5


def test_messages_go_to_the_logger_or_a_callback(shop: str, caplog: pytest.LogCaptureFixture) -> None:
    told: list[tuple[str, str, str | None]] = []
    sql(shop, "CREATE SCHEMA IF NOT EXISTS circle", "DROP TABLE IF EXISTS circle.a",
        "CREATE TABLE circle.a (id int PRIMARY KEY, other int REFERENCES circle.a)")
    options = DumpOptions(data_only=True, include_tables=["circle.*"])
    with caplog.at_level(logging.DEBUG, "pgdumpcore"):
        pgdumpcore.dump(f"dbname={shop}", io.BytesIO(), options)
        logged = [record.getMessage() for record in caplog.records]
        caplog.clear()
        pgdumpcore.dump(f"dbname={shop}", io.BytesIO(), options,
                        on_log=lambda level, message, hint: told.append((level, message, hint)))
        assert not caplog.records
    sql(shop, "DROP SCHEMA circle CASCADE")
    assert len(logged) == len(told) == 1
    assert told[0][0] == "warning" and all(part in logged[0] for part in told[0][1:] if part)


# --- failures


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("room", [0, 3_000_000])
def test_a_full_disk_is_the_sinks_own_error(shop: str, jobs: int, room: int) -> None:
    class Full(io.BytesIO):
        def write(self, data: object, /) -> int:
            if self.tell() > room:
                raise OSError(errno.ENOSPC, "No space left on device", "/backups/shop.sql")
            return super().write(data)  # type: ignore[arg-type]

    with pytest.raises(OSError) as caught:
        pgdumpcore.dump(f"dbname={shop}", Full(), DumpOptions(jobs=jobs))
    assert caught.value.errno == errno.ENOSPC and caught.value.filename == "/backups/shop.sql"
    assert sessions(shop) == 0


def test_a_full_disk_shows_when_a_buffer_is_flushed(shop: str) -> None:
    full = open("/dev/full", "wb", buffering=1 << 20)
    with pytest.raises(OSError) as caught:
        pgdumpcore.dump(f"dbname={shop}", full, DumpOptions(schema_only=True))
    with suppress(OSError):
        full.close()
    assert caught.value.errno == errno.ENOSPC


def test_a_full_disk_under_a_path_is_an_error(shop: str) -> None:
    with pytest.raises(Error) as caught:
        pgdumpcore.dump(f"dbname={shop}", "/dev/full")
    assert caught.value.fault == "io" and "No space left on device" in caught.value.message


def test_what_a_callback_raises_ends_the_dump(shop: str, tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def raises(_: Progress) -> None:
        raise Enough

    with pytest.raises(Enough):
        pgdumpcore.dump(f"dbname={shop}", tmp_path / "dump.sql", on_progress=raises)
    assert list(tmp_path.iterdir()) == []
    assert sessions(shop) == 0


@pytest.mark.parametrize(
    ("returned", "raised"), [("many", TypeError), (-1, ValueError), (0, ValueError), (10**9, ValueError)]
)
def test_a_write_that_returns_nonsense(shop: str, returned: object, raised: type[Exception]) -> None:
    class Odd:
        def write(self, data: bytes, /) -> int:
            return returned  # type: ignore[return-value]

    with pytest.raises(raised, match=r"write\(\)"):
        pgdumpcore.dump(f"dbname={shop}", Odd(), DumpOptions(schema_only=True))


def test_a_target_takes_bytes(shop: str) -> None:
    with pytest.raises(TypeError, match="binary mode"):
        pgdumpcore.dump(f"dbname={shop}", io.StringIO())  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not dict"):
        pgdumpcore.dump(f"dbname={shop}", {})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="zero byte"):
        pgdumpcore.dump(f"dbname={shop}", "a\0b")


def test_the_servers_errors_have_their_parts(shop: str) -> None:
    with pytest.raises(Error) as caught:
        pgdumpcore.dump(f"dbname={shop}", io.BytesIO(), DumpOptions(row_conditions=[("stock.log", "nonsense")]))
    assert caught.value.fault == "server" and caught.value.sqlstate == "42703"
    with pytest.raises(Error) as caught:
        pgdumpcore.dump("dbname=python_nowhere", io.BytesIO())
    assert caught.value.fault == "connection" and caught.value.object is None


# --- copies


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_tables_rows_can_be_iterated_over(shop: str, jobs: int) -> None:
    expected = rows("stock.log", shop)
    stream = pgdumpcore.copy_table(f"dbname={shop}", "stock", "log", jobs=jobs)
    assert stream.summary is None
    pieces = list(stream)
    assert b"".join(pieces) == expected and len(pieces) > 10
    assert stream.summary == pgdumpcore.CopySummary(rows=45000, bytes=len(expected))
    assert list(stream) == []


def test_a_tables_rows_go_into_a_file(shop: str, tmp_path: Path) -> None:
    told: list[pgdumpcore.CopySummary] = []
    path = tmp_path / "log.zst"
    done = pgdumpcore.copy_table(f"dbname={shop}", "stock", "log", columns=["id"], into=path, compression="zstd",
                                 on_progress=told.append)
    unpacked = subprocess.run(["zstd", "-dc", str(path)], check=True, stdout=subprocess.PIPE).stdout
    assert unpacked == rows("stock.log (id)", shop)
    assert done.rows == 45000 and told[-1].rows <= 45000
    written = io.BytesIO()
    pgdumpcore.copy_query(f"dbname={shop}", "SELECT id FROM stock.log WHERE id < 4", into=written)
    assert written.getvalue() == b"1\n2\n3\n"
    assert b"".join(pgdumpcore.copy_query(f"dbname={shop}", "SELECT 5")) == b"5\n"


def test_a_stream_that_is_left_ends_its_query(shop: str) -> None:
    with pgdumpcore.copy_table(f"dbname={shop}", "stock", "log") as stream:
        next(stream)
        assert sessions(shop, 1) == 1
    assert list(stream) == []
    assert stream.summary is None and sessions(shop) == 0
    stream = pgdumpcore.copy_table(f"dbname={shop}", "stock", "log", jobs=2)
    next(stream)
    del stream
    assert sessions(shop) == 0


def test_a_stream_raises_what_it_failed_with(shop: str) -> None:
    stream = pgdumpcore.copy_table(f"dbname={shop}", "stock", "nothing")
    with pytest.raises(Error, match="nothing"):
        next(stream)
    assert list(stream) == []


def test_a_stream_is_read_by_one_at_a_time(shop: str) -> None:
    def reads_itself(_: pgdumpcore.CopySummary) -> None:
        next(stream)

    stream = pgdumpcore.copy_table(f"dbname={shop}", "stock", "log", on_progress=reads_itself)
    with pytest.raises(ValueError, match="already being read"):
        list(stream)
