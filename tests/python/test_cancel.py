"""What ends a call early: Ctrl-C, a token, another signal."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pgdumpcore
import pytest
from conftest import SCRATCH, rows, sessions, sql
from pgdumpcore import CancelToken, DumpOptions, Error, RestoreOptions


@pytest.fixture
def locked(shop: str) -> Iterator[str]:
    """A database whose dump would wait for a lock."""
    command = ["psql", "-XAtq", "-d", "postgres"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin is not None and holder.stdout is not None
        holder.stdin.write(f"\\c {shop}\nBEGIN; LOCK stock.log; SELECT 'held';\n")
        holder.stdin.flush()
        assert holder.stdout.readline() == "held\n"
        yield shop
        holder.stdin.close()


@contextmanager
def soon(act: Callable[[], object]) -> Iterator[None]:
    """Does something half a second later on another thread, and looks that the end comes soon after that."""
    timer = threading.Timer(0.5, act)
    started = time.monotonic()
    timer.start()
    yield
    timer.join()
    assert 0.5 <= time.monotonic() - started < 30


def interrupt() -> None:
    """What Ctrl-C does."""
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize("jobs", [1, 3])
def test_ctrl_c_ends_a_dump_that_waits_for_the_server(locked: str, tmp_path: Path, jobs: int) -> None:
    with soon(interrupt), pytest.raises(KeyboardInterrupt):
        pgdumpcore.dump(f"dbname={locked}", tmp_path / "dump.sql", DumpOptions(jobs=jobs))
    assert list(tmp_path.iterdir()) == []
    assert sessions(locked, 1) == 1  # The holder.


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_token_ends_a_dump_in_the_middle_of_its_rows(shop: str, tmp_path: Path, jobs: int) -> None:
    token = CancelToken()

    def on_progress(progress: pgdumpcore.Progress) -> None:
        if progress.bytes_read > 1_000_000:
            token.cancel()

    assert not token.cancelled
    with pytest.raises(Error) as caught:
        pgdumpcore.dump(f"dbname={shop}", tmp_path / "dump.sql", DumpOptions(jobs=jobs), cancel=token,
                        on_progress=on_progress)
    assert caught.value.fault == "cancelled" and token.cancelled
    assert list(tmp_path.iterdir()) == []
    assert sessions(shop) == 0


def test_a_token_ends_a_dump_from_another_thread(locked: str) -> None:
    token = CancelToken()
    with soon(token.cancel), pytest.raises(Error) as caught:
        pgdumpcore.dump(f"dbname={locked}", io.BytesIO(), cancel=token)
    assert caught.value.fault == "cancelled"
    with pytest.raises(Error) as caught:
        pgdumpcore.dump(f"dbname={locked}", io.BytesIO(), cancel=token)
    assert caught.value.fault == "cancelled"


def test_ctrl_c_ends_a_dump_on_another_thread_by_its_token(locked: str) -> None:
    token = CancelToken()
    errors: list[Error] = []
    ended = threading.Event()

    def work() -> None:
        try:
            pgdumpcore.dump(f"dbname={locked}", io.BytesIO(), cancel=token)
        except Error as error:
            errors.append(error)
        ended.set()

    thread = threading.Thread(target=work)
    with soon(interrupt):
        thread.start()
        with pytest.raises(KeyboardInterrupt):
            ended.wait(10)
        token.cancel()
        assert ended.wait(10)
    thread.join()
    assert [error.fault for error in errors] == ["cancelled"]


def test_a_signal_handler_may_raise_what_it_likes(locked: str) -> None:
    class Terminated(Exception):
        pass

    def handler(_number: int, _frame: FrameType | None) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, handler)
    try:
        with soon(lambda: os.kill(os.getpid(), signal.SIGTERM)), pytest.raises(Terminated):
            pgdumpcore.dump(f"dbname={locked}", io.BytesIO())
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_signal_handler_that_returns_changes_nothing(shop: str) -> None:
    seen: list[int] = []
    before = signal.signal(signal.SIGUSR1, lambda number, _: seen.append(number))
    try:
        timer = threading.Timer(0.05, lambda: os.kill(os.getpid(), signal.SIGUSR1))
        timer.start()
        written = b"".join(pgdumpcore.copy_table(f"dbname={shop}", "stock", "log"))
        timer.join()
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert written == rows("stock.log", shop) and seen == [signal.SIGUSR1]


def test_ctrl_c_ends_a_stream(locked: str) -> None:
    stream = pgdumpcore.copy_table(f"dbname={locked}", "stock", "log")
    with soon(interrupt), pytest.raises(KeyboardInterrupt):
        next(stream)
    assert list(stream) == [] and sessions(locked, 1) == 1


def test_ctrl_c_ends_a_restore(empty: str, tmp_path: Path) -> None:
    script = tmp_path / "slow.sql"
    script.write_text(SCRATCH.read_text() + "SELECT pg_sleep(60);\n")
    with soon(interrupt), pytest.raises(KeyboardInterrupt):
        pgdumpcore.restore(script, f"dbname={empty}", RestoreOptions(single_transaction=True))
    assert sessions(empty) == 0
    assert sql(empty, "SELECT to_regnamespace('stock') IS NULL") == "t\n"


def test_ctrl_c_ends_a_backup(locked: str, tmp_path: Path) -> None:
    options = pgdumpcore.BackupOptions(include_databases=[locked], jobs=2)
    with soon(interrupt), pytest.raises(KeyboardInterrupt):
        pgdumpcore.backup("", tmp_path, options)
    assert pgdumpcore.list_sets(tmp_path) == ()


def test_an_exception_in_the_sink_is_noticed_while_the_server_is_waited_for(shop: str) -> None:
    """Its writes run while the library goes on, and it must not have to write again to hear of it."""

    class Full:
        def write(self, data: bytes, /) -> int:
            raise OSError(28, "No space left on device")

    query = "SELECT repeat('x', 1000) FROM pg_catalog.generate_series(1, 400) UNION ALL SELECT pg_catalog.pg_sleep(60)::text"
    started = time.monotonic()
    with pytest.raises(OSError):
        pgdumpcore.copy_query(f"dbname={shop}", query, into=Full())
    assert time.monotonic() - started < 30
