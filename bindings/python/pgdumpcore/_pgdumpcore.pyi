from collections.abc import Callable, Sequence
from types import TracebackType
from typing import final

from ._arguments import LogCallback
from ._options import (
    BackupOptions,
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
    CatalogFacts,
    CatalogObject,
    CopySummary,
    DumpSummary,
    Progress,
    RestoreSummary,
)
from ._set_results import (
    Answer,
    BackupSummary,
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
from ._types import Change, Error, SupportsWrite, Sync, Verdict

@final
class CancelToken:
    def __init__(self) -> None: ...
    def cancel(self) -> None: ...
    @property
    def cancelled(self) -> bool: ...

@final
class Stream:
    def __iter__(self) -> Stream: ...
    def __next__(self) -> bytes: ...
    def __enter__(self) -> Stream: ...
    def __exit__(
        self, type: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None, /
    ) -> None: ...
    def close(self) -> None: ...
    @property
    def summary(self) -> CopySummary | None: ...

@final
class OpenedArchive:
    @property
    def facts(self) -> ArchiveFacts: ...
    @property
    def entries(self) -> tuple[ArchiveEntry, ...]: ...
    @property
    def has_random_access(self) -> bool: ...
    def listing(self) -> str: ...
    def read_data(self, dump_id: int, target: bytes | SupportsWrite, sync: Sync) -> None: ...
    def data_stream(self, dump_id: int) -> Stream: ...
    def read_large_objects(self, dump_id: int, opener: Callable[[int], SupportsWrite | None]) -> None: ...

@final
class ReadCatalog:
    @property
    def facts(self) -> CatalogFacts: ...
    @property
    def objects(self) -> tuple[CatalogObject, ...]: ...
    def dependencies(self, position: int) -> tuple[int, ...]: ...
    def dependents(self, position: int) -> tuple[int, ...]: ...
    def object_ddl(self, position: int) -> str: ...
    def ddl(self) -> str: ...

def version() -> str: ...
def dump(
    connect: Connection,
    options: DumpOptions,
    target: bytes | SupportsWrite,
    sync: Sync,
    cancel: CancelToken | None,
    on_progress: Callable[[Progress], object] | None,
    on_log: LogCallback | None,
    recipients: Recipients | None,
) -> DumpSummary: ...
def copy(
    connect: Connection,
    options: dict[str, object],
    target: bytes | SupportsWrite,
    sync: Sync,
    cancel: CancelToken | None,
    on_progress: Callable[[CopySummary], object] | None,
) -> CopySummary: ...
def copy_stream(
    connect: Connection,
    options: dict[str, object],
    cancel: CancelToken | None,
    on_progress: Callable[[CopySummary], object] | None,
) -> Stream: ...
def restore(
    source: bytes | int,
    connect: Connection,
    options: RestoreOptions,
    cancel: CancelToken | None,
    on_progress: Callable[[Progress], object] | None,
    on_log: LogCallback | None,
    on_error: Callable[[Error], object] | None,
    identities: Identities | None,
) -> RestoreSummary: ...
def restore_to_script(
    source: bytes | int,
    target: bytes | SupportsWrite,
    options: RestoreOptions,
    sync: Sync,
    cancel: CancelToken | None,
    on_progress: Callable[[Progress], object] | None,
    on_log: LogCallback | None,
    on_error: Callable[[Error], object] | None,
    identities: Identities | None,
) -> RestoreSummary: ...
def restore_list(source: bytes | int, options: RestoreOptions, identities: Identities | None) -> str: ...
def restore_set(
    set: bytes,
    connect: Connection,
    options: RestoreOptions,
    database: str | Sequence[str] | None,
    rename_to: str | None,
    with_roles: bool,
    drop_on_failure: bool,
    cancel: CancelToken | None,
    on_progress: Callable[[Progress], object] | None,
    on_log: LogCallback | None,
    on_error: Callable[[Error], object] | None,
    on_database: Callable[[str, RestoreSummary], object] | None,
    identities: Identities | None,
) -> int: ...
def backup(
    connect: Connection,
    directory: bytes,
    options: BackupOptions,
    cancel: CancelToken | None,
    on_progress: Callable[[str, Progress], object] | None,
    on_log: LogCallback | None,
    on_database: Callable[[DatabaseOutcome], object] | None,
) -> BackupSummary: ...
def check(
    connect: Connection,
    directory: bytes | None,
    options: BackupOptions,
    cancel: CancelToken | None,
    on_answer: Callable[[Answer], object] | None,
) -> Verdict: ...
def list_sets(directory: bytes) -> tuple[SetInfo, ...]: ...
def read_manifest(set: bytes) -> SetManifest: ...
def diff(
    before: bytes | Connection,
    after: bytes | Connection,
    databases: Sequence[str],
    definitions: bool,
    estimate: bool,
    lock_wait_timeout: str | None,
    cancel: CancelToken | None,
    on_progress: Callable[[str, Progress], object] | None,
    on_log: LogCallback | None,
) -> DiffSummary: ...
def prune(
    directory: bytes, options: PruneOptions, cancel: CancelToken | None, on_log: LogCallback | None
) -> PruneSummary: ...
def verify(
    path: bytes,
    restore_into: Connection | None,
    record: bool,
    cancel: CancelToken | None,
    on_problem: Callable[[Problem], object] | None,
    on_database: Callable[[VerifiedDatabase], object] | None,
    on_log: LogCallback | None,
    identities: Identities | None,
    on_progress: Callable[[Progress], object] | None,
) -> VerifySummary: ...
def copy_set(
    set: bytes,
    directory: bytes,
    rules: PruneOptions,
    cancel: CancelToken | None,
    on_progress: Callable[[Progress], object] | None,
    on_log: LogCallback | None,
) -> CopySetSummary: ...
def read_catalog(
    connect: Connection, options: DumpOptions, cancel: CancelToken | None, on_log: LogCallback | None
) -> ReadCatalog: ...
def compare(before: ReadCatalog, after: ReadCatalog) -> tuple[tuple[Change, int | None, int | None], ...]: ...
def open_archive(source: bytes | int, identities: Identities | None) -> OpenedArchive: ...
def open_database(set: bytes, database: str, identities: Identities | None) -> OpenedArchive: ...
