"""What functions about backup sets return, and tell on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ._results import DumpSummary
from ._types import Codec, DiffChange, Error, Format, Location, Verdict


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
