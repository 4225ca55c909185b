"""What callers give, in the forms that the extension takes."""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Callable

from ._types import LogLevel, Source, StrPath, SupportsWrite, Target

_logger = logging.getLogger("pgdumpcore")
_logger.addHandler(logging.NullHandler())
_levels: dict[LogLevel, int] = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING}


def path_bytes(path: StrPath) -> bytes:
    """A path as the system takes it."""
    if not isinstance(path, (str, os.PathLike)):
        raise TypeError(f"a path is str or os.PathLike, not {type(path).__name__}")
    return os.fsencode(path)


def target(given: Target) -> bytes | SupportsWrite:
    """A path, or a file object that takes bytes."""
    if isinstance(given, (str, os.PathLike)):
        return os.fsencode(given)
    if isinstance(given, io.TextIOBase):
        raise TypeError("the target takes text, not bytes: open it in binary mode, or use its .buffer")
    if not callable(getattr(given, "write", None)):
        raise TypeError(f"a target is a path or a binary file object, not {type(given).__name__}")
    return given


def source(given: Source) -> bytes | int:
    """A path, or a descriptor that stands where its file object stands."""
    if isinstance(given, (str, os.PathLike)):
        return os.fsencode(given)
    if isinstance(given, bool) or not (isinstance(given, int) or hasattr(given, "fileno")):
        raise TypeError(f"a source is a path, a descriptor or a file object that has one, not {type(given).__name__}")
    if isinstance(given, int):
        return given
    descriptor = given.fileno()
    if isinstance(given, io.BufferedReader) and given.seekable():
        os.lseek(descriptor, given.tell(), os.SEEK_SET)  # It may have read ahead.
    return descriptor


def log(level: LogLevel, message: str, hint: str | None) -> None:
    """Where messages go that no callback takes: the logger ``pgdumpcore``."""
    _logger.log(_levels[level], "%s\nhint: %s" if hint else "%s", *filter(None, (message, hint)))


LogCallback = Callable[[LogLevel, str, "str | None"], object]
