"""The page's examples and the example programs work as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import WITH_PACKAGE, rows

BINDINGS = Path(__file__).resolve().parent.parent.parent / "bindings"
PAGE = (BINDINGS / "python" / "README.md").read_text()


def test_the_pages_blocks_run_in_order(shop: str, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                       capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "backups").mkdir()
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S)
    assert len(blocks) >= 5
    names: dict[str, object] = {}
    for block in blocks:
        for database, real in (("shop_copy", empty), ("shop", shop)):
            block = re.sub(rf"dbname={database}\b", f"dbname={real}", block)
            block = re.sub(rf'"{database}"', f'"{real}"', block)
        exec(compile(block, "README.md", "exec"), names)
    printed = capsys.readouterr().out
    assert "stock.log: 45000 rows" in printed


def export(*words: str) -> subprocess.CompletedProcess[str]:
    environment = WITH_PACKAGE | {"PGDATABASE": os.environ["PGDATABASE"]}
    return subprocess.run([sys.executable, str(BINDINGS / "examples" / "export_table.py"), *words], text=True,
                          env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_table_is_exported_in_chunks(shop: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGDATABASE", shop)
    done = export("stock", "log", str(tmp_path / "log"), "100000")
    assert done.returncode == 0, done.stderr
    files = sorted(tmp_path.iterdir())
    assert len(files) > 5 and all(0 < file.stat().st_size <= 100000 for file in files)
    packed = b"".join(file.read_bytes() for file in files)
    assert subprocess.run(["zstd", "-dc"], input=packed, stdout=subprocess.PIPE).stdout == rows("stock.log", shop)


def test_a_full_disk_leaves_no_chunks(shop: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGDATABASE", shop)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)], check=True)
    try:
        done = export("stock", "log", str(tmp_path / "log"), "20000")
        assert done.returncode == 1 and "No space left on device" in done.stderr
        assert list(tmp_path.iterdir()) == []
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)
