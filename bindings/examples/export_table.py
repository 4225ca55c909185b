"""Exports one table into zstd files of a bounded size: export_table.py SCHEMA TABLE PREFIX SIZE writes PREFIX.000,
PREFIX.001 and so on, each of at most SIZE bytes. `cat PREFIX.* | zstd -d` is what COPY reads. The connection comes from
libpq's environment variables; Ctrl-C ends it, and what was written then goes."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import pgdumpcore


class Chunks:
    """A file object over several files, which are removed if their writing fails."""

    def __init__(self, prefix: str, most: int) -> None:
        self.prefix = prefix
        self.most = most
        self.paths: list[Path] = []
        self.file: BinaryIO | None = None
        self.room = 0

    def write(self, data: bytes, /) -> int:
        """Takes as much as there is room for in the file at hand; what is left comes again."""
        if self.room == 0:
            self.close()
            path = Path(f"{self.prefix}.{len(self.paths):03}")
            self.file = path.open("xb", buffering=0)
            self.paths.append(path)
            self.room = self.most
        assert self.file is not None
        taken = self.file.write(data[: self.room])
        self.room -= taken
        return taken

    def close(self) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None

    def __enter__(self) -> Chunks:
        return self

    def __exit__(
        self, type: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
        if value is not None:
            for path in self.paths:
                path.unlink()


def main(words: list[str]) -> int:
    if len(words) != 4 or not words[3].isdigit() or int(words[3]) == 0:
        print("usage: export_table.py SCHEMA TABLE PREFIX SIZE", file=sys.stderr)
        return 2
    schema, table, prefix, size = words
    try:
        with Chunks(prefix, int(size)) as chunks:
            done = pgdumpcore.copy_table("", schema, table, into=chunks, compression="zstd", jobs=2)
    except (pgdumpcore.Error, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{done.rows} rows in {len(chunks.paths)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
