"""What the library does with one database, as functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import overload

from . import _arguments as arguments
from . import _pgdumpcore as core
from ._arguments import LogCallback
from ._pgdumpcore import CancelToken, Stream
from ._options import Connection, DumpOptions, Identities, Recipients, RestoreOptions
from ._results import CopySummary, DumpSummary, Progress, RestoreSummary
from ._types import Error, Source, Sync, Target

_dump_defaults, _restore_defaults = DumpOptions(), RestoreOptions()


def dump(
    connect: Connection,
    target: Target,
    options: DumpOptions = _dump_defaults,
    *,
    recipients: Recipients | None = None,
    sync: Sync = "files",
    cancel: CancelToken | None = None,
    on_progress: Callable[[Progress], object] | None = None,
    on_log: LogCallback = arguments.log,
) -> DumpSummary:
    """Dumps the database that ``connect`` names: SQL text, or an archive that the server's own pg_restore reads.

    A path is a file of mode 0600, or with the format directory a directory that is new or empty. It appears under its
    name when it is complete and on the disk (``sync="none"``: perhaps not yet); a dump that fails leaves nothing.

    With ``recipients`` what was compressed is encrypted with age; tar alone cannot be. Of a directory each file is, into
    one of its name with ``.age`` behind it.

    A file object is written to and flushed, and stays open; one that a failed dump was for holds a part of it.
    """
    return core.dump(connect, options, arguments.target(target), sync, cancel, on_progress, on_log, recipients)


@overload
def copy_table(
    connect: Connection,
    schema: str,
    table: str,
    *,
    columns: Sequence[str] = (),
    into: None = None,
    compression: str | None = None,
    jobs: int = 1,
    snapshot: str | None = None,
    encoding: str | None = None,
    cancel: CancelToken | None = None,
    on_progress: Callable[[CopySummary], object] | None = None,
) -> Stream: ...
@overload
def copy_table(
    connect: Connection,
    schema: str,
    table: str,
    *,
    columns: Sequence[str] = (),
    into: Target,
    compression: str | None = None,
    jobs: int = 1,
    snapshot: str | None = None,
    encoding: str | None = None,
    sync: Sync = "files",
    cancel: CancelToken | None = None,
    on_progress: Callable[[CopySummary], object] | None = None,
) -> CopySummary: ...
def copy_table(
    connect: Connection,
    schema: str,
    table: str,
    *,
    columns: Sequence[str] = (),
    into: Target | None = None,
    compression: str | None = None,
    jobs: int = 1,
    snapshot: str | None = None,
    encoding: str | None = None,
    sync: Sync = "files",
    cancel: CancelToken | None = None,
    on_progress: Callable[[CopySummary], object] | None = None,
) -> Stream | CopySummary:
    """The rows of a table in COPY's text format, as bytes to iterate over or, with ``into``, into a file.

    Names are as they are stored, not quoted. Without ``columns`` it is all but generated ones. With several jobs
    connections read the table in chunks, and the rows are the same, in the same order. Compression is as ``-Z`` has it.
    """
    options: dict[str, object] = {
        "schema": schema,
        "table": table,
        "columns": columns,
        "query": None,
        "compression": compression,
        "jobs": jobs,
        "snapshot": snapshot,
        "encoding": encoding,
    }
    return _copy(connect, options, into, sync, cancel, on_progress)


@overload
def copy_query(
    connect: Connection,
    query: str,
    *,
    into: None = None,
    compression: str | None = None,
    snapshot: str | None = None,
    encoding: str | None = None,
    cancel: CancelToken | None = None,
    on_progress: Callable[[CopySummary], object] | None = None,
) -> Stream: ...
@overload
def copy_query(
    connect: Connection,
    query: str,
    *,
    into: Target,
    compression: str | None = None,
    snapshot: str | None = None,
    encoding: str | None = None,
    sync: Sync = "files",
    cancel: CancelToken | None = None,
    on_progress: Callable[[CopySummary], object] | None = None,
) -> CopySummary: ...
def copy_query(
    connect: Connection,
    query: str,
    *,
    into: Target | None = None,
    compression: str | None = None,
    snapshot: str | None = None,
    encoding: str | None = None,
    sync: Sync = "files",
    cancel: CancelToken | None = None,
    on_progress: Callable[[CopySummary], object] | None = None,
) -> Stream | CopySummary:
    """The rows of a query that COPY takes, as copy_table() has those of a table.

    The query is run as it is, in a transaction that is read only, with an empty search path: its names are qualified.
    """
    options: dict[str, object] = {
        "schema": None,
        "table": None,
        "columns": (),
        "query": query,
        "compression": compression,
        "jobs": 1,
        "snapshot": snapshot,
        "encoding": encoding,
    }
    return _copy(connect, options, into, sync, cancel, on_progress)


def _copy(
    connect: Connection,
    options: dict[str, object],
    into: Target | None,
    sync: Sync,
    cancel: CancelToken | None,
    on_progress: Callable[[CopySummary], object] | None,
) -> Stream | CopySummary:
    if into is None:
        return core.copy_stream(connect, options, cancel, on_progress)
    return core.copy(connect, options, arguments.target(into), sync, cancel, on_progress)


def restore(
    source: Source,
    connect: Connection,
    options: RestoreOptions = _restore_defaults,
    *,
    identities: Identities | None = None,
    cancel: CancelToken | None = None,
    on_progress: Callable[[Progress], object] | None = None,
    on_log: LogCallback = arguments.log,
    on_error: Callable[[Error], object] | None = None,
) -> RestoreSummary:
    """Restores an archive or a plain script, compressed or encrypted or not, into the database that ``connect`` names.

    What the server refuses is given to ``on_error``, counted in the summary's ``errors``, and passed over, unless
    options.exit_on_error or a transaction makes it an Error. A file object is read through its descriptor.
    """
    return core.restore(arguments.source(source), connect, options, cancel, on_progress, on_log, on_error, identities)


def restore_to_script(
    source: Source,
    target: Target,
    options: RestoreOptions = _restore_defaults,
    *,
    identities: Identities | None = None,
    sync: Sync = "files",
    cancel: CancelToken | None = None,
    on_progress: Callable[[Progress], object] | None = None,
    on_log: LogCallback = arguments.log,
    on_error: Callable[[Error], object] | None = None,
) -> RestoreSummary:
    """Writes what restore() would do as a script for psql. Needs no server."""
    return core.restore_to_script(
        arguments.source(source),
        arguments.target(target),
        options,
        sync,
        cancel,
        on_progress,
        on_log,
        on_error,
        identities,
    )


def restore_list(
    source: Source, options: RestoreOptions = _restore_defaults, *, identities: Identities | None = None
) -> str:
    """The archive's table of contents as far as the options choose it; edited, it is what options.use_list takes."""
    return core.restore_list(arguments.source(source), options, identities)
