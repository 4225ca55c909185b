"""What the package's functions return, and tell on the way; _set_results.py has what is about sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ._types import Change, Codec, Format, Section


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """Where a call stands. Counters only grow during one call; totals are 0 where they are not known."""

    tables_total: int
    tables_done: int
    bytes_total: int
    """The tables' sizes on the server's disk; an estimate of what is to come."""
    bytes_done: int
    """As bytes_total, for the tables that are done."""
    bytes_read: int
    """Rows, before compression; where files are read or copied, their bytes."""
    table: str | None
    """The one that was begun last, schema-qualified; of a restore the object, with its kind; of a copied set the file."""
    database: str | None
    """Of a restore, the one that is restored into; of a verification, the one that is read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TableSummary:
    """What was streamed of one table."""

    schema: str
    name: str
    rows: int
    bytes: int
    """Before compression."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DumpSummary:
    """What a dump did."""

    database: str
    server_version: str
    snapshot: str | None
    """The name under which several jobs shared it, or the given one."""
    objects: int
    bytes_read: int
    """Rows and large objects, before compression."""
    bytes_written: int
    """After compression."""
    tables: tuple[TableSummary, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CopySummary:
    """What was copied."""

    rows: int
    bytes: int
    """COPY text, before compression."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RestoreSummary:
    """What a restore did."""

    database: str | None
    """The one worked in at the end; None for a script."""
    objects: int
    """Entries of the archive, or statements of the script."""
    errors: int
    """What the server refused and was passed over."""
    tables: int
    rows: int
    bytes_read: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveFacts:
    """What an archive says of itself."""

    format: Format
    minor_version: int
    """Of the archive's version 1.minor."""
    codec: Codec
    level: int | None
    created: datetime | None
    """The writer's local time; None if it is no time, or not known, as of a script."""
    database: str
    server_version: str
    dumper_version: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveEntry:
    """One entry of an archive's table of contents."""

    dump_id: int
    """The entry's own number, which others' dependencies name."""
    catalog_oid: int
    oid: int
    kind: str
    """``TABLE``, ``TABLE DATA``, ``FK CONSTRAINT`` and so on."""
    schema: str | None
    name: str
    owner: str | None
    section: Section | None
    """None: comments, privileges and the like."""
    create: str
    """The statements that make the object."""
    drop: str
    copy: str
    """The COPY command that its data is for; empty if the data are INSERT commands."""
    tablespace: str | None
    access_method: str | None
    dependencies: tuple[int, ...]
    """Entries by their dump_id; some may not be in the archive."""
    has_data: bool
    has_large_objects: bool
    """That data are large objects."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CatalogFacts:
    """Where and how a catalog was read."""

    database: str
    server_version: str
    encoding: str
    snapshot: str | None
    """The given one's name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CatalogObject:
    """One object, under the names that it has in an archive. Comments, privileges and security labels are objects, too,
    which depend on what they speak of."""

    position: int
    """In Catalog.objects."""
    catalog_oid: int
    oid: int
    kind: str
    """``TABLE``, ``INDEX``, ``FK CONSTRAINT``, ``COMMENT``, ``ACL`` and so on."""
    schema: str | None
    name: str
    """As it is stored, with what else tells it apart: ``orders``, ``total(integer)`` for a function,
    ``orders orders_pkey`` for a constraint, ``TABLE orders`` for a comment."""
    owner: str | None
    section: Section | None
    create: str
    """The statements that make the object, without its owner."""
    drop: str
    tablespace: str | None
    access_method: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CatalogDifference:
    """How an object of two catalogs differs."""

    change: Change
    before: CatalogObject | None
    """That of the first catalog; None where it was added."""
    after: CatalogObject | None
    """That of the second one; None where it was removed."""

    @property
    def object(self) -> CatalogObject:
        """The one there is; of two the second."""
        one = self.after or self.before
        assert one is not None
        return one
