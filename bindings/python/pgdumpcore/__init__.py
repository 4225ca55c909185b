"""Dumps, backups and restores of PostgreSQL databases, without pg_dump.

    import pgdumpcore

    pgdumpcore.dump("dbname=shop", "shop.dump", pgdumpcore.DumpOptions(format="custom", jobs=4))

A connection is a libpq connection string or a ConnectOptions. Calls block with the GIL released; callbacks and file
objects are used on the thread that made the call, and what they raise ends the call and is raised by it. Ctrl-C and a
CancelToken end a call and cancel the server's queries. Other failures are an Error. Messages go to the logger
``pgdumpcore`` unless ``on_log`` takes them.
"""

from ._archive import Archive
from ._calls import (
    copy_query,
    copy_table,
    dump,
    restore,
    restore_list,
    restore_to_script,
)
from ._sets import (
    backup,
    check,
    copy_set,
    diff,
    list_sets,
    prune,
    read_manifest,
    restore_set,
    verify,
)
from ._catalog import Catalog, compare
from ._pgdumpcore import CancelToken, Stream
from ._pgdumpcore import version as _version
from ._options import (
    BackupOptions,
    ConnectOptions,
    Connection,
    DumpOptions,
    Identities,
    PruneOptions,
    Recipients,
    RestoreOptions,
)
from ._results import (
    ArchiveEntry,
    ArchiveFacts,
    CatalogDifference,
    CatalogFacts,
    CatalogObject,
    CopySummary,
    DumpSummary,
    Progress,
    RestoreSummary,
    TableSummary,
)
from ._set_results import (
    Answer,
    BackupSummary,
    CheckSummary,
    CopySetSummary,
    DatabaseDiff,
    DatabaseOutcome,
    DatabaseTotals,
    DiffedSide,
    DiffSummary,
    ObjectDiff,
    Problem,
    PrunedSet,
    PruneSummary,
    SetFile,
    SetInfo,
    SetManifest,
    TableDiff,
    VerifiedDatabase,
    VerifySummary,
)
from ._types import Error, Source, SupportsFileno, SupportsWrite, Target

__version__: str = _version()

__all__ = [
    "Answer",
    "Archive",
    "ArchiveEntry",
    "ArchiveFacts",
    "BackupOptions",
    "BackupSummary",
    "CancelToken",
    "Catalog",
    "CatalogDifference",
    "CatalogFacts",
    "CatalogObject",
    "CheckSummary",
    "ConnectOptions",
    "Connection",
    "CopySetSummary",
    "CopySummary",
    "DatabaseDiff",
    "DatabaseOutcome",
    "DatabaseTotals",
    "DiffSummary",
    "DiffedSide",
    "DumpOptions",
    "DumpSummary",
    "Error",
    "Identities",
    "ObjectDiff",
    "Problem",
    "Progress",
    "PruneOptions",
    "PruneSummary",
    "PrunedSet",
    "Recipients",
    "RestoreOptions",
    "RestoreSummary",
    "SetFile",
    "SetInfo",
    "SetManifest",
    "Source",
    "Stream",
    "SupportsFileno",
    "SupportsWrite",
    "TableDiff",
    "TableSummary",
    "Target",
    "VerifiedDatabase",
    "VerifySummary",
    "backup",
    "check",
    "compare",
    "copy_query",
    "copy_set",
    "copy_table",
    "diff",
    "dump",
    "list_sets",
    "prune",
    "read_manifest",
    "restore",
    "restore_list",
    "restore_set",
    "restore_to_script",
    "verify",
]
