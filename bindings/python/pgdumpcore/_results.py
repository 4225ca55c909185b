"""What the package's functions return, and tell on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ._types import Change, Codec, DiffChange, Error, Format, Location, Section, Verdict


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
class SetFile:
    """A file of a set's directory archive."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DatabaseOutcome:
    """One database of a backup."""

    name: str
    status: Literal["complete", "failed", "dropped"]
    error: Error | None
    """Why it is not in the set."""
    file: str | None
    """Its name within the set."""
    files: tuple[SetFile, ...]
    """Of a directory: those in it."""
    format: Format
    codec: Codec
    size: int
    sha256: str | None
    seconds: float
    dump: DumpSummary


@dataclass(frozen=True, kw_only=True, slots=True)
class BackupSummary:
    """A backup set that was made."""

    path: Location
    status: Literal["complete", "partial"]
    """partial: something failed. That never counts as a good set."""
    manifest: Location
    globals_error: Error | None
    databases: tuple[DatabaseOutcome, ...]
    removed: tuple[str, ...]
    """Names of the older sets that were not to be kept."""
    removal_reasons: tuple[str, ...]
    """Why, of each of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SetInfo:
    """A set as list_sets() finds it."""

    name: str
    path: Location
    started_at: datetime
    state: Literal["complete", "partial", "unfinished", "damaged", "unreadable"]
    problem: str | None
    """Of a damaged or unreadable one: what is wrong with its manifest."""
    is_latest: bool
    size: int
    databases: int
    server_version: str | None
    verified_at: datetime | None
    """When verify() last recorded its result."""
    was_intact: bool
    """That result."""
    system_identifier: str | None
    """Of the server. None: the user could not read it."""
    include_databases: tuple[str, ...]
    """The patterns that it was made with."""
    exclude_databases: tuple[str, ...]
    is_full: bool
    """Made without include patterns."""
    globals: bool
    """Roles, tablespaces and settings were to be saved too."""
    is_in_future: bool
    """Its name lies in the future: a clock was wrong, or is. It takes no place in retention."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SetManifest:
    """What a set's manifest says. Names that are not UTF-8 in their database have U+FFFD in place of what is not."""

    name: str
    path: Location
    status: Literal["complete", "partial"]
    started_at: datetime
    finished_at: datetime
    tool_version: str
    """Of the pgdump that made it."""
    server_version: str
    system_identifier: str | None
    """Of the server. None: the user could not read it."""
    globals: SetFile | None
    globals_error: str | None
    """Why there are none; None: they are in the set, or were not asked for."""
    has_selection: bool
    """The patterns are recorded, which the first versions did not do."""
    include_databases: tuple[str, ...]
    exclude_databases: tuple[str, ...]
    databases: tuple[DatabaseOutcome, ...]
    """In the manifest's order. It has their files and, in dump, their tables, and nothing else of dump."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DatabaseTotals:
    """All tables of a database together."""

    tables: int
    rows: int | None
    """None: not known of one of them."""
    bytes: int | None
    """Of COPY text, as a set's manifest has them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TableDiff:
    """A table whose rows differ. Numbers are None if it is not there, or they are not known."""

    change: DiffChange
    schema: str
    name: str
    rows_before: int | None
    rows_after: int | None
    bytes_before: int | None
    """Of COPY text; known of sets."""
    bytes_after: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectDiff:
    """An object that is defined differently, or on one side only, under the names that it has in an archive."""

    change: DiffChange
    kind: str
    schema: str | None
    name: str
    definition: bool
    """Of a changed one: the statements that make it differ."""
    owner: bool
    storage: bool
    """Its tablespace or its access method."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DatabaseDiff:
    """One database, whether it differs or not."""

    name: str
    change: DiffChange
    """none: nothing of what was compared differs."""
    error: Error | None
    """Why not all of it could be compared."""
    before: DatabaseTotals | None
    """None: not there, or not looked at, as what only a server has."""
    after: DatabaseTotals | None
    tables: tuple[TableDiff, ...]
    objects: tuple[ObjectDiff, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DiffedSide:
    """What was compared."""

    set: Location | None
    """None: it is a server."""
    server_version: str
    description: str
    """For people. It holds no password."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DiffSummary:
    """What diff() found."""

    before: DiffedSide
    after: DiffedSide
    databases: tuple[DatabaseDiff, ...]
    """By name."""

    @property
    def differs(self) -> bool:
        """Whether any difference was found."""
        return any(database.change != "none" for database in self.databases)

    @property
    def is_complete(self) -> bool:
        """Whether all could be compared."""
        return all(database.error is None for database in self.databases)


@dataclass(frozen=True, kw_only=True, slots=True)
class PrunedSet:
    """A set that prune() removed, or would remove."""

    name: str
    reason: str
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PruneSummary:
    """What prune() did."""

    removed: tuple[PrunedSet, ...]
    """Oldest first."""
    in_use: tuple[str, ...]
    """Names of sets that would have gone, and that are being read."""
    kept: int
    """Sets that stay."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CopySetSummary:
    """What copy_set() did."""

    path: Location
    """The copy."""
    was_there: bool
    """The same set was there already, with all its files; nothing was copied."""
    status: Literal["complete", "partial"]
    """Of the set."""
    files: int
    bytes: int
    """Of the files that were copied."""
    removed: tuple[str, ...]
    """Names of older sets that were not to be kept."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One question of check(), answered."""

    question: str
    database: str | None
    verdict: Verdict
    message: str
    hint: str | None
    """What to do about it."""
    objects: tuple[str, ...]
    """All that the message speaks of, such as unreadable tables."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckSummary:
    """Whether a backup would work."""

    verdict: Verdict
    """The worst of the answers."""
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """What is wrong with a file."""

    file: str | None
    """Within the set; None: the set as a whole. Of an archive, its path."""
    message: str
    kind: Literal["damaged", "missing", "unreadable", "incomplete", "not_restored", "server"]
    """unreadable: this user may not read it, so nothing is known of it. incomplete: the set was partial from the
    beginning. not_restored: it is what was written, and did not restore without errors. server: the server for trials
    could not restore it, for a reason of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifiedDatabase:
    """A database of a set, or an archive, that was read to its end."""

    name: str
    file: str
    size: int
    tables: int
    rows: int
    """Counted in the file."""
    intact: bool
    restored: bool | None
    """After a trial restore: whether all rows were there. None: there was none."""
    left_out: int
    """Statements that the trial left out: they need roles or tablespaces that its server does not have."""
    is_unreadable: bool
    """This user may not read it: whether it is intact is not known."""
    is_undecrypted: bool
    """It is encrypted, and no identity was given: its bytes alone were verified."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifySummary:
    """What verify() found."""

    databases: tuple[VerifiedDatabase, ...]
    problems: tuple[Problem, ...]
    """Empty: all is well."""
    path: Location
    """What was verified: of ``latest``, the set it led to."""


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
