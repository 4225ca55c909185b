"""Archives of pg_dump and pgdump."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Self, overload

from . import _arguments as arguments
from . import _pgdumpcore as core
from ._options import Identities
from ._pgdumpcore import Stream
from ._results import ArchiveEntry, ArchiveFacts
from ._types import Source, StrPath, SupportsWrite, Sync, Target


class Archive:
    """An archive in custom, tar or directory format, or a plain script, of pg_dump 13 to 19 or of this library, with any
    compression.

    It is closed when nothing refers to it any more. What is damaged makes an Error (data) that says where.
    """

    def __init__(self, source: Source, *, identities: Identities | None = None) -> None:
        """Opens a path, or a descriptor or file object, which has to stay open as long as the archive.

        What is encrypted with age is decrypted by ``identities``, as far as it is read."""
        self._source: Source | None = source
        self._opened = core.open_archive(arguments.source(source), identities)

    @classmethod
    def of_database(cls, set: StrPath, database: str, *, identities: Identities | None = None) -> Self:
        """Opens the file of one database of a backup set, or of the one that ``latest`` leads to."""
        archive = cls.__new__(cls)
        archive._source = None
        archive._opened = core.open_database(arguments.path_bytes(set), database, identities)
        return archive

    @cached_property
    def facts(self) -> ArchiveFacts:
        """What the archive says of itself."""
        return self._opened.facts

    @cached_property
    def entries(self) -> tuple[ArchiveEntry, ...]:
        """The table of contents, in the order of a restore."""
        return self._opened.entries

    @property
    def has_random_access(self) -> bool:
        """Whether data may be read in any order, more than once, and by several threads at once.

        What comes through a pipe can be read once, in the order of the entries, by one reader at a time.
        """
        return self._opened.has_random_access

    def listing(self) -> str:
        """The table of contents as ``pg_restore -l`` prints it."""
        return self._opened.listing()

    @overload
    def read_data(self, entry: ArchiveEntry) -> Stream: ...
    @overload
    def read_data(self, entry: ArchiveEntry, into: Target, *, sync: Sync = "files") -> None: ...
    def read_data(
        self, entry: ArchiveEntry, into: Target | None = None, *, sync: Sync = "files"
    ) -> Stream | None:
        """An entry's data, decompressed, as bytes to iterate over or into a file.

        That is COPY text with its end mark, or INSERT commands; ``entry.copy`` is the command it is for.
        """
        if into is None:
            return self._opened.data_stream(entry.dump_id)
        self._opened.read_data(entry.dump_id, arguments.target(into), sync)
        return None

    def read_large_objects(self, entry: ArchiveEntry, open: Callable[[int], SupportsWrite | None]) -> None:
        """An entry's large objects: ``open`` is called with the OID of each and returns the file object that takes its
        bytes and is then closed, or None to pass it over."""
        self._opened.read_large_objects(entry.dump_id, open)
