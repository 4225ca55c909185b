"""What the package's functions are told, and how a server is reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import TypeAlias, Union

from ._types import Format, Section, StrPath, Sync


@dataclass(frozen=True, kw_only=True, slots=True)
class ConnectOptions:
    """How to reach a server. What is left out comes from libpq's environment variables and files."""

    conninfo: str | None = None
    """A keyword string or a URI; the members below win over it."""
    host: str | None = None
    port: int | None = None
    user: str | None = None
    dbname: str | None = None
    """A name and nothing else, even where it looks like a connection string."""
    password: str | None = None
    password_file: StrPath | None = None
    """A file that holds the password and nothing else, read anew for every connection. Wins over password."""
    retry: int = 0
    """For how many seconds to keep trying while the server is not up yet."""
    application_name: str | None = "pgdump"
    read_write: bool = False
    """The session may write even if default_transaction_read_only is set for the database or the user."""

    def __repr__(self) -> str:
        shown = [field.name for field in fields(self) if field.name not in ("password", "conninfo")]
        given = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown if getattr(self, name))
        return f"ConnectOptions({given})"


Connection: TypeAlias = Union[str, ConnectOptions]


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipients:
    """Keys that can read what is encrypted with age: public keys, or a passphrase.

    A key that is mistyped, or that nobody can have the secret of, makes an Error (usage).
    """

    keys: Sequence[str] = ()
    """``age1…``, ``ssh-ed25519 …``, ``ssh-rsa …``, or ``age1tag1…`` of hardware."""
    files: Sequence[StrPath] = ()
    """Files of such keys, one on a line."""
    passphrase: str | None = field(default=None, repr=False)
    """Instead of keys. Each file takes about a second and 256 MiB of memory."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Identities:
    """Keys that can read what was encrypted with age: secret keys, and a passphrase."""

    files: Sequence[StrPath] = ()
    """Files of age's secret keys, one on a line, or of one private key of SSH without a passphrase."""
    keys: Sequence[str] = field(default=(), repr=False)
    """The contents of such files."""
    passphrase: str | None = field(default=None, repr=False)
    """For what was encrypted with one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DumpOptions:
    """pg_dump's options under their names, with pg_dump's defaults. Patterns are psql's."""

    format: Format = "plain"
    compression: str | None = None
    """As ``-Z`` takes it: ``zstd:9``. None: none for plain and tar; zstd:3 for custom and directory, or gzip where the
    server's own pg_restore reads nothing else."""
    jobs: int = 1
    """How many connections read at once. The output is the same."""
    no_chunks: bool = False
    """Read each table as a whole, by one connection."""

    include_schemas: Sequence[str] = ()
    exclude_schemas: Sequence[str] = ()
    include_tables: Sequence[str] = ()
    exclude_tables: Sequence[str] = ()
    exclude_table_data: Sequence[str] = ()
    include_tables_and_children: Sequence[str] = ()
    exclude_tables_and_children: Sequence[str] = ()
    exclude_table_data_and_children: Sequence[str] = ()
    include_extensions: Sequence[str] = ()
    only_extensions: Sequence[str] = ()
    exclude_extensions: Sequence[str] = ()
    include_foreign_data: Sequence[str] = ()
    """Foreign servers whose tables' rows are dumped."""
    filter_files: Sequence[StrPath] = ()
    """Files as ``--filter`` takes them."""
    strict_names: bool = False
    row_conditions: Sequence[tuple[str, str]] = ()
    """Pairs of a table pattern and an SQL condition: only rows that meet it are dumped."""

    sections: Sequence[Section] | None = None
    """None: all."""
    schema_only: bool = False
    data_only: bool = False
    statistics_only: bool = False
    statistics: bool = False
    """The planner's statistics too; from servers since 18, as all that is about them."""
    sequence_data: bool = False
    no_schema: bool = False
    no_data: bool = False
    no_statistics: bool = False
    clean: bool = False
    if_exists: bool = False
    create: bool = False
    large_objects: bool | None = None
    """None: as pg_dump decides."""

    no_owner: bool = False
    no_privileges: bool = False
    no_comments: bool = False
    no_policies: bool = False
    no_publications: bool = False
    no_subscriptions: bool = False
    no_security_labels: bool = False
    no_tablespaces: bool = False
    no_table_access_method: bool = False
    no_toast_compression: bool = False
    no_unlogged_table_data: bool = False

    inserts: bool = False
    column_inserts: bool = False
    rows_per_insert: int = 1
    on_conflict_do_nothing: bool = False
    disable_triggers: bool = False
    disable_dollar_quoting: bool = False
    quote_all_identifiers: bool = False
    load_via_partition_root: bool = False
    enable_row_security: bool = False
    use_set_session_authorization: bool = False
    superuser: str | None = None
    role: str | None = None
    encoding: str | None = None
    """None: the database's own."""
    snapshot: str | None = None
    """An exported snapshot to use."""
    lock_wait_timeout: str | None = None
    """As SET statement_timeout takes it. None: wait."""
    extra_float_digits: int | None = None
    serializable_deferrable: bool = False
    restrict_key: str | None = None
    """None: a random one. Letters and digits only."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RestoreOptions:
    """pg_restore's options under their names, with pg_restore's defaults. Names are plain names, not patterns, and may
    have their schema before them; those of functions have their argument types. A name that matches nothing is an
    error. A plain script is run as it is unless an option other than ``no_owner`` and ``no_privileges`` chooses or changes
    parts of it; it then has to be a regular file."""

    use_list: StrPath | None = None
    """A file as restore_list() makes it."""
    schemas: Sequence[str] = ()
    exclude_schemas: Sequence[str] = ()
    tables: Sequence[str] = ()
    functions: Sequence[str] = ()
    indexes: Sequence[str] = ()
    triggers: Sequence[str] = ()
    filter_files: Sequence[StrPath] = ()
    strict_names: bool = False
    allow_missing_names: bool = False
    """A name that matches nothing is a warning, not an error."""
    with_parts: bool = False
    """Chosen tables come with all that belongs to them: keys, indexes, triggers, owned sequences."""

    sections: Sequence[Section] | None = None
    """None: all."""
    schema_only: bool = False
    data_only: bool = False
    statistics_only: bool = False
    statistics: bool = False
    no_schema: bool = False
    no_data: bool = False
    no_statistics: bool = False
    clean: bool = False
    if_exists: bool = False
    create: bool = False
    """Make the archive's database anew."""

    no_owner: bool = False
    no_privileges: bool = False
    no_comments: bool = False
    no_policies: bool = False
    no_publications: bool = False
    no_security_labels: bool = False
    no_subscriptions: bool = False
    no_tablespaces: bool = False
    no_table_access_method: bool = False

    disable_triggers: bool = False
    enable_row_security: bool = False
    use_set_session_authorization: bool = False
    no_data_for_failed_tables: bool = False
    superuser: str | None = None
    role: str | None = None

    exit_on_error: bool = False
    """Raise the first error instead of counting it."""
    single_transaction: bool = False
    """Everything or nothing; implies exit_on_error."""
    transaction_size: int = 0
    """Commit after so many objects; implies exit_on_error."""
    jobs: int = 1
    """Connections that work side by side, for archives that can be read anywhere."""
    missing_rows: bool = False
    """Of the rows only those that the tables lack: known by the primary key, without one by all columns."""
    as_table: str | None = None
    """The rows of the one table in ``tables`` go into a new table of this name, with its columns and nothing else."""
    force: bool = False
    """Run a script even if the database has relations of the names that it creates."""
    restrict_key: str | None = None
    """For restore_to_script(). None: a random one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BackupOptions:
    """What goes into a backup set, and which older ones stay. Patterns are psql's, each one name without dots."""

    include_databases: Sequence[str] = ()
    """Empty: every database that allows connections and is no template."""
    exclude_databases: Sequence[str] = ()
    globals: bool = True
    """Roles, tablespaces, and the databases with their settings."""
    format: Format = "plain"
    """plain, custom or directory."""
    compression: str | None = None
    """As ``-Z`` takes it. None: zstd:3, but for archives of servers before 16, whose own pg_restore reads gzip only."""
    jobs: int = 1
    """Connections that are at work at once, over all databases."""
    max_connections_per_database: int = 0
    """0: no bound."""
    lock_wait_timeout: str | None = None
    """How long to wait for the locks of a database's tables, as ``SET statement_timeout`` takes it. None: wait."""
    keep_last: int = 0
    """Keep the newest ones. With no rule, every set is kept; with several, what any of them keeps."""
    keep_daily: int = 0
    """Keep the newest one of each of the last days that have one; weekly and monthly likewise."""
    keep_weekly: int = 0
    keep_monthly: int = 0
    metrics_file: StrPath | None = None
    """Where a text for Prometheus is put when the run has ended."""
    sync: Sync = "files"
    recipients: Recipients | None = None
    """To whom every file but the manifest is encrypted. None: to nobody."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PruneOptions:
    """Which sets prune() leaves. Rules are those of BackupOptions, for each series by itself."""

    keep_last: int = 0
    keep_daily: int = 0
    keep_weekly: int = 0
    keep_monthly: int = 0
    server: str | None = None
    """The system identifier of a server: its sets alone, and without a rule all of them."""
    dry_run: bool = False
    """Remove nothing, tell what would go."""
