"""Catalogs: objects, dependencies, statements, and how two databases differ."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pgdumpcore
import pytest
from conftest import SCRATCH, WITH_PACKAGE, pgdump, sql
from pgdumpcore import CancelToken, Catalog, DumpOptions, Error

KEY = "binding"
SCHEMA_DIFF = Path(__file__).resolve().parent.parent.parent / "bindings" / "examples" / "schema_diff.py"


@pytest.fixture
def twin(empty: str) -> str:
    """A second database with the same objects."""
    subprocess.run(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", empty, "-f", str(SCRATCH)], check=True,
                   stdout=subprocess.DEVNULL)
    return empty


def test_its_script_is_a_dumps(shop: str) -> None:
    catalog = Catalog(f"dbname={shop}", DumpOptions(restrict_key=KEY))
    assert catalog.ddl().encode() == pgdump("dump", "-s", f"--restrict-key={KEY}", shop)
    assert catalog.facts.database == shop and catalog.facts.encoding == "UTF8"


def test_objects_are_found_and_followed(shop: str) -> None:
    catalog = Catalog(f"dbname={shop}")
    assert len(catalog) == len(list(catalog)) == sum(map(len, catalog.by_kind.values())) > 5
    assert [one.name for one in catalog.by_kind["TABLE"]] == ["article", "log"]
    table = catalog.find("TABLE", "stock", "article")
    assert table is not None and table.section == "pre-data" and table.schema == "stock"
    assert "CREATE TABLE stock.article" in catalog.ddl(table) and catalog.find("TABLE", None, "article") is None
    assert {("SCHEMA", "stock"), ("TYPE", "unit")} <= {(one.kind, one.name) for one in catalog.dependencies(table)}
    users = {(one.kind, one.name) for one in catalog.dependents(table)}
    assert {("COMMENT", "TABLE article"), ("CONSTRAINT", "article article_pkey")} <= users
    schema = catalog.find("SCHEMA", None, "stock")
    assert schema is not None and schema in catalog.dependencies(table)


def test_objects_belong_to_their_catalog(shop: str) -> None:
    whole, part = Catalog(f"dbname={shop}"), Catalog(f"dbname={shop}", DumpOptions(include_tables=["stock.log"]))
    with pytest.raises(ValueError, match="is not from this catalog"):
        part.ddl(whole.objects[-1])


def test_two_catalogs_differ_in_what_was_done(twin: str) -> None:
    before = Catalog(f"dbname={twin}")
    assert pgdumpcore.compare(before, Catalog(f"dbname={twin}")) == ()
    sql(twin, "DROP VIEW stock.by_the_metre", "ALTER TABLE stock.article ADD weight int", "CREATE TABLE stock.extra ()")
    after = Catalog(f"dbname={twin}")
    differences = pgdumpcore.compare(before, after)
    assert [(one.change, one.object.kind, one.object.name) for one in differences] == [
        ("removed", "VIEW", "by_the_metre"),
        ("changed", "TABLE", "article"),
        ("added", "TABLE", "extra"),
    ]
    assert differences[0].after is None and differences[2].before is None
    assert differences[1].before is not None and "weight" not in before.ddl(differences[1].before)
    assert differences[1].after is not None and "weight" in after.ddl(differences[1].after)


def test_reading_can_be_cancelled_and_fail(shop: str) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Error) as caught:
        Catalog(f"dbname={shop}", cancel=token)
    assert caught.value.fault == "cancelled"
    with pytest.raises(Error) as caught:
        Catalog(f"dbname={shop}", DumpOptions(data_only=True))
    assert caught.value.fault == "usage"


def test_the_example_shows_differences(shop: str, twin: str) -> None:
    def compare(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, str(SCHEMA_DIFF), *words], text=True, env=WITH_PACKAGE,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    assert compare(f"dbname={shop}", f"dbname={shop}").returncode == 0
    sql(twin, "ALTER TABLE stock.article ALTER name DROP NOT NULL")
    done = compare(f"dbname={shop}", f"dbname={twin}")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert "changed TABLE stock.article" in lines and "removed TABLE stock.log" in lines
    assert "  -    name text NOT NULL," in lines and "  +    name text," in lines
    assert compare(f"dbname={shop}", "dbname=python_nowhere").returncode == 2
