"""Encryption with age: dumps, archives and sets that come back with the identity, and nothing without it."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pgdumpcore
import pytest
from conftest import pgdump
from pgdumpcore import Archive, BackupOptions, DumpOptions, Error, Identities, Recipients, RestoreOptions

KEY = "binding"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    subprocess.run(["age-keygen", "-o", path], check=True, capture_output=True)
    return path


@pytest.fixture
def recipients(key: Path) -> Recipients:
    return Recipients(keys=[subprocess.check_output(["age-keygen", "-y", key], text=True).strip()])


def test_a_dump_is_encrypted(shop: str, key: Path, recipients: Recipients) -> None:
    written = io.BytesIO()
    pgdumpcore.dump(f"dbname={shop}", written, DumpOptions(restrict_key=KEY), recipients=recipients)
    decrypted = subprocess.run(["age", "-d", "-i", key], input=written.getvalue(), check=True, capture_output=True)
    assert decrypted.stdout == pgdump("dump", f"--restrict-key={KEY}", shop)


@pytest.mark.parametrize("format", ["custom", "directory"])
def test_archives_come_back(
    shop: str, tmp_path: Path, key: Path, recipients: Recipients, format: pgdumpcore._types.Format
) -> None:
    path, identities = tmp_path / "archive", Identities(files=[key])
    pgdumpcore.dump(f"dbname={shop}", path, DumpOptions(format=format), recipients=recipients)
    script = io.BytesIO()
    pgdumpcore.restore_to_script(path, script, RestoreOptions(restrict_key=KEY), identities=identities)
    assert script.getvalue() == pgdump("dump", f"--restrict-key={KEY}", shop)
    assert pgdumpcore.restore_list(path, identities=identities) == Archive(path, identities=identities).listing()
    with pytest.raises(Error, match="no identity is given") as raised:
        Archive(path)
    assert raised.value.fault == "usage"


def test_a_set_is_verified_with_and_without_a_key(shop: str, tmp_path: Path, key: Path, recipients: Recipients) -> None:
    options = BackupOptions(include_databases=[shop], recipients=recipients, sync="none")
    made = pgdumpcore.backup("", tmp_path, options)
    blind = pgdumpcore.verify(made.path)
    assert not blind.problems and blind.databases[0].is_undecrypted and blind.databases[0].intact
    seen = pgdumpcore.verify(made.path, identities=Identities(keys=[key.read_text()]))
    assert not seen.problems and not seen.databases[0].is_undecrypted and seen.databases[0].rows > 0


def test_what_is_wrong_with_keys_is_said(shop: str, tmp_path: Path) -> None:
    with pytest.raises(Error, match="its checksum is wrong"):
        pgdumpcore.dump(f"dbname={shop}", tmp_path / "no", recipients=Recipients(keys=["age1mistyped"]))
    with pytest.raises(ValueError, match="there is none"):
        pgdumpcore.dump(f"dbname={shop}", tmp_path / "no", recipients=Recipients())
    with pytest.raises(TypeError, match="Recipients or None"):
        pgdumpcore.dump(f"dbname={shop}", tmp_path / "no", recipients="age1")  # type: ignore[arg-type]
    assert not (tmp_path / "no").exists()
    assert "secret" not in repr(Identities(keys=["secret"], passphrase="secret"))
    assert "secret" not in repr(Recipients(passphrase="secret"))
