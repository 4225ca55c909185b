"""The words of the package's signatures, and its exception."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, Protocol, TypeAlias, Union

Fault: TypeAlias = Literal[
    "usage", "connection", "server", "permission", "data", "io", "cancelled", "unsupported", "internal"
]
Format: TypeAlias = Literal["plain", "custom", "directory", "tar"]
Codec: TypeAlias = Literal["none", "gzip", "lz4", "zstd"]
Section: TypeAlias = Literal["pre-data", "data", "post-data"]
Sync: TypeAlias = Literal["none", "files", "file_system"]
LogLevel: TypeAlias = Literal["debug", "info", "warning"]
Change: TypeAlias = Literal["added", "removed", "changed"]
DiffChange: TypeAlias = Literal["none", "added", "removed", "changed"]
Verdict: TypeAlias = Literal["good", "warning", "failure"]

StrPath: TypeAlias = Union[str, "os.PathLike[str]"]
# Where a set is: a path, or the address of an object store, such as "s3://bucket/prefix/set".
Location: TypeAlias = Union[Path, str]


class SupportsWrite(Protocol):
    """A binary file object that is written to: a file, a pipe, a socket's file, io.BytesIO, or one of your own."""

    def write(self, data: bytes, /) -> int | None:
        """Takes bytes and returns how many of them, or None for all."""


class SupportsFileno(Protocol):
    """A file object with a descriptor under it, to read from."""

    def fileno(self) -> int:
        """The descriptor."""


Target: TypeAlias = Union[StrPath, SupportsWrite]
Source: TypeAlias = Union[StrPath, int, SupportsFileno]


class Error(Exception):
    """Every failure of the library. What your own callbacks and file objects raise is not turned into it."""

    message: str
    """Names what failed and where."""
    fault: Fault
    """What kind of trouble it is:

    usage        something contradictory or malformed was asked for; nothing was started
    connection   no connection, or it was lost; trying again later may help
    server       the server refused a statement, see sqlstate
    permission   the server refused for want of rights, see sqlstate and object
    data         input that is damaged, or that contradicts itself
    io           a file, a pipe or a file system refused
    cancelled    a token asked for it
    unsupported  the server or this build cannot do it
    internal     a defect of the library; please report it
    """
    sqlstate: str | None
    """The server's five-character code."""
    object: str | None
    """The database object at work, such as ``TABLE public.orders``."""
    detail: str | None
    hint: str | None

    def __init__(
        self,
        message: str,
        fault: Fault = "internal",
        sqlstate: str | None = None,
        object: str | None = None,
        detail: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, fault, sqlstate, object, detail, hint)
        self.message = message
        self.fault = fault
        self.sqlstate = sqlstate
        self.object = object
        self.detail = detail
        self.hint = hint

    def __str__(self) -> str:
        lines = [self.message]
        if self.detail:
            lines.append(f"detail: {self.detail}")
        if self.hint:
            lines.append(f"hint: {self.hint}")
        return "\n".join(lines)
