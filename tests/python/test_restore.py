"""Restores, archives, and sets of all databases."""

from __future__ import annotations

import io
import os
import subprocess
import threading
from datetime import datetime
from pathlib import Path

import pgdumpcore
import pytest
from conftest import make, pgdump, rows, sql
from pgdumpcore import Archive, BackupOptions, ConnectOptions, DumpOptions, Error, PruneOptions, RestoreOptions

KEY = "binding"


@pytest.fixture(scope="session")
def archive(shop: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database as a custom archive."""
    path = tmp_path_factory.mktemp("archive") / "shop.dump"
    pgdumpcore.dump(f"dbname={shop}", path, DumpOptions(format="custom", jobs=2))
    return path


@pytest.mark.parametrize("jobs", [1, 3])
def test_what_is_restored_is_what_was_dumped(shop: str, empty: str, archive: Path, jobs: int) -> None:
    done = pgdumpcore.restore(archive, ConnectOptions(dbname=empty), RestoreOptions(jobs=jobs))
    assert (done.database, done.tables, done.rows, done.errors) == (empty, 2, 47000, 0)
    made, original = (pgdump("dump", f"--restrict-key={KEY}", database) for database in (empty, shop))
    if jobs > 1:  # Several connections load a table, whose rows then lie in another order.
        made, original = (b"\n".join(sorted(text.split(b"\n"))) for text in (made, original))
    assert made == original


def test_what_the_server_refuses_is_told_and_counted(empty: str, archive: Path) -> None:
    pgdumpcore.restore(archive, f"dbname={empty}", RestoreOptions(schema_only=True))
    refused: list[Error] = []
    done = pgdumpcore.restore(archive, f"dbname={empty}", RestoreOptions(schema_only=True), on_error=refused.append)
    assert done.errors == len(refused) > 0
    assert refused[0].fault == "server" and refused[0].sqlstate == "42P06"
    assert refused[0].object is not None and "stock" in refused[0].object and refused[0].detail is not None
    with pytest.raises(Error) as caught:
        pgdumpcore.restore(archive, f"dbname={empty}", RestoreOptions(exit_on_error=True))
    assert caught.value.sqlstate == "42P06"


def test_a_callback_may_stop_a_restore(empty: str, archive: Path) -> None:
    def stop(error: Error) -> None:
        raise error

    sql(empty, "CREATE SCHEMA stock")
    with pytest.raises(Error) as caught:
        pgdumpcore.restore(archive, f"dbname={empty}", on_error=stop)
    assert caught.value.sqlstate == "42P06"


def test_sources(shop: str, empty: str, archive: Path, tmp_path: Path) -> None:
    listing = pgdump("list", str(archive)).decode()
    with archive.open("rb") as file:
        assert file.read(5) == b"PGDMP"
        file.seek(0)
        assert Archive(file).listing() == listing
        assert Archive(os.dup(file.fileno())).facts.database == shop
    pgdumpcore.restore(archive, f"dbname={empty}", RestoreOptions(sections=["pre-data"]))
    with subprocess.Popen(["cat", str(archive)], stdout=subprocess.PIPE) as cat:
        assert cat.stdout is not None
        options = RestoreOptions(tables=["article"], data_only=True)
        assert pgdumpcore.restore(cat.stdout, f"dbname={empty}", options).rows == 2000
    with pytest.raises(TypeError, match="a source is"):
        Archive({})  # type: ignore[arg-type]
    with pytest.raises(Error) as caught:
        Archive(tmp_path / "nothing")
    assert caught.value.fault == "io"


def test_an_archive_has_its_facts_and_entries(shop: str, archive: Path) -> None:
    opened = Archive(archive)
    assert opened.facts.database == shop and opened.facts.format == "custom"
    assert opened.facts.created is not None and (datetime.now() - opened.facts.created).total_seconds() < 3600
    assert opened.has_random_access
    entries = {(entry.kind, entry.name): entry for entry in opened.entries}
    table = entries["TABLE", "article"]
    assert table.schema == "stock" and table.section == "pre-data" and "CREATE TABLE stock.article" in table.create
    assert table.dump_id in entries["TABLE DATA", "article"].dependencies
    assert entries["COMMENT", "TABLE article"].section is None


def test_an_entrys_data_are_its_rows(shop: str, archive: Path, tmp_path: Path) -> None:
    opened = Archive(archive)
    (entry,) = (one for one in opened.entries if one.kind == "TABLE DATA" and one.name == "log")
    expected = rows("stock.log", shop) + b"\\.\n"
    stream = opened.read_data(entry)
    del opened
    assert b"".join(stream).rstrip(b"\n") == expected.rstrip(b"\n")
    opened = Archive(archive)
    opened.read_data(entry, tmp_path / "log")
    assert (tmp_path / "log").read_bytes().rstrip(b"\n") == expected.rstrip(b"\n")
    (table,) = (one for one in opened.entries if one.kind == "TABLE" and one.name == "log")
    with pytest.raises(Error) as caught:
        opened.read_data(table, io.BytesIO())
    assert caught.value.fault == "usage"
    with pytest.raises(Error):
        next(opened.read_data(table))


def test_large_objects_are_read_into_files(archive: Path, tmp_path: Path) -> None:
    opened = Archive(archive)
    (entry,) = (one for one in opened.entries if one.has_large_objects)
    opened.read_large_objects(entry, lambda oid: (tmp_path / str(oid)).open("wb"))
    (file,) = tmp_path.iterdir()
    assert file.read_bytes() == b"\0\xff" * 5000
    opened.read_large_objects(entry, lambda oid: None)
    closed = []

    class Full(io.BytesIO):
        def write(self, data: object, /) -> int:
            raise OSError(28, "No space left on device")

        def close(self) -> None:
            closed.append(self)
            super().close()

    with pytest.raises(OSError, match="No space left"):
        opened.read_large_objects(entry, lambda oid: Full())
    assert len(closed) == 1


def test_what_comes_through_a_pipe_has_one_reader(archive: Path) -> None:
    with subprocess.Popen(["cat", str(archive)], stdout=subprocess.PIPE) as cat:
        assert cat.stdout is not None
        opened = Archive(cat.stdout)
        entries = [one for one in opened.entries if one.kind == "TABLE DATA"]
        assert not opened.has_random_access
        stream = opened.read_data(entries[-1])
        with pytest.raises(ValueError, match="being read already"):
            opened.read_data(entries[-1], io.BytesIO())
        assert b"".join(stream)


def test_damage_is_an_error_that_says_where(archive: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.dump"
    damaged.write_bytes(archive.read_bytes()[:-100_000])
    opened = Archive(damaged)
    entries = [one for one in opened.entries if one.has_data]
    with pytest.raises(Error) as caught:
        for entry in entries:
            if not entry.has_large_objects:
                opened.read_data(entry, io.BytesIO())
    assert caught.value.fault == "data" and "damaged.dump" in caught.value.message


# --- every database


def test_a_set_is_made_verified_and_restored(shop: str, tmp_path: Path) -> None:
    told: list[str] = []
    states: dict[str, pgdumpcore.Progress] = {}
    options = BackupOptions(include_databases=[shop], jobs=2, keep_last=1, metrics_file=tmp_path / "metrics")
    directory = tmp_path / "sets"
    directory.mkdir()
    check = pgdumpcore.check("", directory, options)
    assert check.verdict != "failure" and {"connection", "space"} <= {answer.question for answer in check.answers}
    made = pgdumpcore.backup("", directory, options, on_progress=states.__setitem__,
                             on_database=lambda outcome: told.append(outcome.name))
    assert made.status == "complete" and made.globals_error is None and told == [shop]
    (database,) = made.databases
    assert database.error is None and sum(table.rows for table in database.dump.tables) == 47000
    assert states[shop].tables_done == 2
    assert isinstance(made.path, Path) and isinstance(made.manifest, Path) and made.manifest.parent == made.path and (tmp_path / "metrics").exists()
    (found,) = pgdumpcore.list_sets(directory)
    assert found.path == made.path and found.state == "complete" and found.is_latest
    assert found.started_at.utcoffset() is not None and found.verified_at is None

    manifest = pgdumpcore.read_manifest(directory / "latest")
    assert manifest.path == made.path and manifest.status == "complete" and manifest.globals is not None
    assert manifest.include_databases == (shop,) and manifest.started_at == found.started_at
    assert [(one.name, one.file, one.dump.tables) for one in manifest.databases] == [
        (database.name, database.file, database.dump.tables)]
    archive = Archive.of_database(directory / "latest", shop)
    assert archive.facts.format == "plain" and archive.facts.created is None
    assert "stock" in {entry.schema for entry in archive.entries if entry.kind == "TABLE DATA"}
    with pytest.raises(Error, match="is not in set"):
        Archive.of_database(made.path, "nothing of the kind")

    verified = pgdumpcore.verify(directory / "latest")
    assert verified.problems == () and [one.rows for one in verified.databases] == [47000]
    assert verified.path == made.path
    (found,) = pgdumpcore.list_sets(directory)
    assert found.was_intact and found.include_databases == (shop,) and not found.is_full and found.system_identifier
    pruned = pgdumpcore.prune(directory, PruneOptions(keep_last=1, dry_run=True))
    assert pruned.removed == () and pruned.in_use == () and pruned.kept == 1
    (elsewhere := directory / "elsewhere").mkdir()
    seen: list[pgdumpcore.Progress] = []
    copied = pgdumpcore.copy_set(made.path, elsewhere, keep_last=1, on_progress=seen.append)
    assert copied.status == "complete" and copied.files == 2 and not copied.was_there and copied.removed == ()
    assert seen[-1].bytes_done == seen[-1].bytes_total == copied.bytes
    assert pgdumpcore.copy_set(made.path, elsewhere).was_there
    seen.clear()
    assert pgdumpcore.verify(copied.path, on_progress=seen.append).problems == ()
    assert seen[-1].bytes_done == seen[-1].bytes_total == copied.bytes and seen[-1].database == shop
    with pytest.raises(Error, match="nothing says which"):
        pgdumpcore.prune(directory, PruneOptions())
    sql("postgres", "DROP DATABASE IF EXISTS python_again")
    refused: list[Error] = []
    assert pgdumpcore.restore_set(made.path, "dbname=postgres", database=shop, rename_to="python_again",
                                  on_error=refused.append) == 0, refused
    assert pgdump("dump", f"--restrict-key={KEY}", "python_again") == pgdump("dump", f"--restrict-key={KEY}", shop)
    sql("postgres", "DROP DATABASE python_again")

    (made.path / database.file if database.file else made.path).write_bytes(b"nothing")
    problems: list[pgdumpcore.Problem] = []
    assert pgdumpcore.verify(made.path, on_problem=problems.append).problems == tuple(problems) != ()
    assert {problem.kind for problem in problems} == {"damaged"}


def test_a_set_is_compared_with_a_server(shop: str, tmp_path: Path) -> None:
    for database in make("python_diff"):
        sql(database, "CREATE TABLE grows AS SELECT generate_series(1, 3) AS id", "CREATE TABLE goes (id integer)")
        options = BackupOptions(include_databases=[database])
        made = pgdumpcore.backup("", tmp_path, options)
        same = pgdumpcore.diff(made.path, tmp_path / "latest")
        assert not same.differs and same.is_complete and same.before.set == made.path
        sql(database, "INSERT INTO grows VALUES (4), (5)", "DROP TABLE goes", "ALTER TABLE grows OWNER TO pg_monitor")
        states: list[tuple[str, pgdumpcore.Progress]] = []
        found = pgdumpcore.diff(made.path, "", databases=[database],
                                on_progress=lambda name, state: states.append((name, state)))
        assert found.differs and found.is_complete and found.after.set is None and states[-1][1].tables_done == 1
        assert found.after.description.startswith("server ") and found.after.server_version == found.before.server_version
        (one,) = found.databases
        assert one.change == "changed" and one.error is None and one.before is not None and one.after is not None
        assert (one.before.tables, one.before.rows, one.after.tables, one.after.rows) == (2, 3, 1, 5)
        assert one.after.bytes is None
        assert [(table.change, table.name, table.rows_before, table.rows_after) for table in one.tables] == [
            ("removed", "goes", 0, None), ("changed", "grows", 3, 5)]
        assert [(one.change, one.kind, one.name, one.definition, one.owner) for one in one.objects] == [
            ("removed", "TABLE", "goes", False, False), ("changed", "TABLE", "grows", False, True)]
        rows_only = pgdumpcore.diff(made.path, pgdumpcore.ConnectOptions(), definitions=False, estimate=True)
        assert [one.objects for one in rows_only.databases] == [()]
        with pytest.raises(Error, match="neither side has"):
            pgdumpcore.diff(made.path, "", databases=["nothing of the kind"])
        with pytest.raises(TypeError):
            pgdumpcore.diff(made.path, 3)  # type: ignore[arg-type]


def test_a_partial_set_says_what_is_missing(shop: str, tmp_path: Path) -> None:
    for database in make("python_closed"):
        sql("postgres", f"ALTER DATABASE {database} CONNECTION LIMIT 0", "DROP ROLE IF EXISTS python_binder",
            "CREATE ROLE python_binder LOGIN")
        sql(shop, "GRANT USAGE ON SCHEMA stock TO python_binder", "GRANT SELECT ON ALL TABLES IN SCHEMA stock TO python_binder",
            "GRANT SELECT ON ALL SEQUENCES IN SCHEMA stock TO python_binder",
            "DO $$ DECLARE number oid; BEGIN FOR number IN SELECT oid FROM pg_largeobject_metadata LOOP"
            " EXECUTE format('GRANT SELECT ON LARGE OBJECT %s TO python_binder', number); END LOOP; END $$")
        try:
            made = pgdumpcore.backup(
                ConnectOptions(user="python_binder"),
                tmp_path,
                BackupOptions(include_databases=[shop, database], exclude_databases=["nothing"], globals=False),
            )
        finally:
            sql(shop, "DROP OWNED BY python_binder", "DROP ROLE python_binder")
        assert made.status == "partial"
        errors = {outcome.name: outcome.error for outcome in made.databases}
        closed = errors[database]
        assert isinstance(closed, Error) and closed.fault == "connection"


def test_calls_on_several_threads(shop: str, archive: Path) -> None:
    expected = pgdump("dump", f"--restrict-key={KEY}", shop)
    written = [io.BytesIO() for _ in range(4)]
    threads = [
        threading.Thread(target=pgdumpcore.dump, args=(f"dbname={shop}", one, DumpOptions(restrict_key=KEY)))
        for one in written
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(one.getvalue() == expected for one in written)
