"""What the library does with backup sets, as functions."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from . import _arguments as arguments
from . import _pgdumpcore as core
from ._arguments import LogCallback
from ._pgdumpcore import CancelToken
from ._options import BackupOptions, Connection, Identities, PruneOptions, RestoreOptions
from ._results import Progress, RestoreSummary
from ._set_results import (
    Answer,
    BackupSummary,
    CheckSummary,
    CopySetSummary,
    DatabaseOutcome,
    DiffSummary,
    Problem,
    PruneSummary,
    SetInfo,
    SetManifest,
    VerifiedDatabase,
    VerifySummary,
)
from ._types import Error, StrPath

_restore_defaults, _backup_defaults = RestoreOptions(), BackupOptions()


def restore_set(
    set: StrPath,
    connect: Connection,
    options: RestoreOptions = _restore_defaults,
    *,
    database: str | Sequence[str] | None = None,
    rename_to: str | None = None,
    with_roles: bool = False,
    drop_on_failure: bool = False,
    identities: Identities | None = None,
    cancel: CancelToken | None = None,
    on_progress: Callable[[Progress], object] | None = None,
    on_log: LogCallback = arguments.log,
    on_error: Callable[[Error], object] | None = None,
    on_database: Callable[[str, RestoreSummary], object] | None = None,
) -> int:
    """Restores everything of a set that backup() made, the globals first, or one database, perhaps under a new name, or
    several. ``with_roles`` makes the roles of the set that the server lacks; ``drop_on_failure`` drops a database that
    this call has made if its restore does not come to its end.

    Databases must not exist yet, but for those that every server has. Returns how much the server refused or is
    missing in a partial set, each told to ``on_error``.
    """
    return core.restore_set(
        arguments.path_bytes(set),
        connect,
        options,
        database,
        rename_to,
        with_roles,
        drop_on_failure,
        cancel,
        on_progress,
        on_log,
        on_error,
        on_database,
        identities,
    )


def backup(
    connect: Connection,
    directory: StrPath,
    options: BackupOptions = _backup_defaults,
    *,
    cancel: CancelToken | None = None,
    on_progress: Callable[[str, Progress], object] | None = None,
    on_log: LogCallback = arguments.log,
    on_database: Callable[[DatabaseOutcome], object] | None = None,
) -> BackupSummary:
    """Saves every database of a server into one set in ``directory``, which must exist.

    A database that cannot be saved does not stop the others: look at the summary's ``status``. Error is raised when
    nothing could be saved; nothing is left behind then. Older sets go after a complete one, as the options say.
    """
    return core.backup(
        connect, arguments.path_bytes(directory), options, cancel, on_progress, on_log, on_database
    )


def check(
    connect: Connection,
    directory: StrPath | None = None,
    options: BackupOptions = _backup_defaults,
    *,
    cancel: CancelToken | None = None,
    on_answer: Callable[[Answer], object] | None = None,
) -> CheckSummary:
    """Whether backup() would work, and what stands in its way. Without a directory, questions about it are left out."""
    answers: list[Answer] = []

    def take(answer: Answer) -> None:
        answers.append(answer)
        if on_answer is not None:
            on_answer(answer)

    where = None if directory is None else arguments.path_bytes(directory)
    verdict = core.check(connect, where, options, cancel, take)
    return CheckSummary(verdict=verdict, answers=tuple(answers))


def list_sets(directory: StrPath) -> tuple[SetInfo, ...]:
    """The backup sets in a directory, oldest first."""
    return core.list_sets(arguments.path_bytes(directory))


def read_manifest(set: StrPath) -> SetManifest:
    """The manifest of a set, or of the one that ``latest`` leads to. Archive.of_database() opens its files."""
    return core.read_manifest(arguments.path_bytes(set))


def diff(
    before: os.PathLike[str] | Connection,
    after: os.PathLike[str] | Connection,
    *,
    databases: Sequence[str] = (),
    definitions: bool = True,
    estimate: bool = False,
    lock_wait_timeout: str | None = None,
    cancel: CancelToken | None = None,
    on_progress: Callable[[str, Progress], object] | None = None,
    on_log: LogCallback = arguments.log,
) -> DiffSummary:
    """Compares two sets, a set and a server, or two servers: databases, rows and bytes of tables, definitions.

    A set is a pathlib.Path or another os.PathLike; a str is a connection string. Of a server every table's rows are
    counted, in one transaction that only reads, unless ``estimate`` takes what its statistics expect, held to a tenth.
    Without ``definitions`` nothing of a set but the manifest is read. A database that cannot be compared has an error,
    and does not stop the others. No single values are compared.
    """
    return core.diff(
        os.fsencode(before) if isinstance(before, os.PathLike) else before,
        os.fsencode(after) if isinstance(after, os.PathLike) else after,
        databases,
        definitions,
        estimate,
        lock_wait_timeout,
        cancel,
        on_progress,
        on_log,
    )


def prune(
    directory: StrPath,
    options: PruneOptions,
    *,
    cancel: CancelToken | None = None,
    on_log: LogCallback = arguments.log,
) -> PruneSummary:
    """Applies retention without a backup, among sets of one server that were made with the same patterns.

    The newest complete set of such a series stays, whatever the rules say.
    """
    return core.prune(arguments.path_bytes(directory), options, cancel, on_log)


def copy_set(
    set: StrPath,
    directory: StrPath,
    *,
    keep_last: int = 0,
    keep_daily: int = 0,
    keep_weekly: int = 0,
    keep_monthly: int = 0,
    cancel: CancelToken | None = None,
    on_progress: Callable[[Progress], object] | None = None,
    on_log: LogCallback = arguments.log,
) -> CopySetSummary:
    """Copies a set into another directory or bucket, file by file as they are.

    Sizes and SHA-256 are compared with its manifest on the way; nothing is left of a copy that fails. The rules say
    which older sets of its series stay there; without one all do.
    """
    rules = PruneOptions(
        keep_last=keep_last, keep_daily=keep_daily, keep_weekly=keep_weekly, keep_monthly=keep_monthly
    )
    return core.copy_set(
        arguments.path_bytes(set), arguments.path_bytes(directory), rules, cancel, on_progress, on_log
    )


def verify(
    path: StrPath,
    *,
    restore_into: Connection | None = None,
    record: bool = True,
    identities: Identities | None = None,
    cancel: CancelToken | None = None,
    on_problem: Callable[[Problem], object] | None = None,
    on_database: Callable[[VerifiedDatabase], object] | None = None,
    on_progress: Callable[[Progress], object] | None = None,
    on_log: LogCallback = arguments.log,
) -> VerifySummary:
    """Reads all of a set, or of an archive or script: sizes, digests, every compressed frame, every row.

    With ``restore_into``, a server, each database of a set is restored there for a trial, counted and dropped. The
    result is put into the set unless ``record`` is false. What is wrong is in the summary's ``problems``.

    Of an encrypted set sizes and SHA-256 alone are verified unless one of ``identities`` decrypts it.
    """
    return core.verify(
        arguments.path_bytes(path),
        restore_into,
        record,
        cancel,
        on_problem,
        on_database,
        on_log,
        identities,
        on_progress,
    )
