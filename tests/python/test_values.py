"""Options are looked at before anything is done, and errors are exceptions as Python has them."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import io
import pickle
from pathlib import Path

import pgdumpcore
import pytest
from pgdumpcore import BackupOptions, ConnectOptions, DumpOptions, Error, RestoreOptions


def use(options: object) -> None:
    """Hands options to the library, with nothing that they could be done with."""
    nowhere = "host=/nonexistent"
    if isinstance(options, ConnectOptions):
        pgdumpcore.dump(options, io.BytesIO())
    elif isinstance(options, DumpOptions):
        pgdumpcore.dump(nowhere, io.BytesIO(), options)
    elif isinstance(options, RestoreOptions):
        pgdumpcore.restore_list("/nonexistent", options)
    elif isinstance(options, BackupOptions):
        pgdumpcore.check(nowhere, None, options)


OPTIONS = [ConnectOptions, DumpOptions, RestoreOptions, BackupOptions]
FIELDS = [(kind, field.name) for kind in OPTIONS for field in dataclasses.fields(kind)]


@pytest.mark.parametrize(("kind", "name"), FIELDS)
def test_every_option_is_looked_at(kind: type, name: str) -> None:
    with pytest.raises(TypeError, match=f"{kind.__name__}.{name} is object, not|expected str, bytes or os.PathLike"):
        use(kind(**{name: object()}))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (DumpOptions(format="cutsom"), "format is 'cutsom', which is none of plain, custom"),  # type: ignore[arg-type]
        (DumpOptions(include_tables="orders"), "include_tables is str, not a sequence of str"),
        (DumpOptions(sections=["postdata"]), "a section is 'postdata'"),  # type: ignore[list-item]
        (DumpOptions(row_conditions=[("a",)]), "no pair"),  # type: ignore[list-item]
        (DumpOptions(jobs=10**10), "out of range"),
        (DumpOptions(jobs=True), "jobs is bool, not int"),
        (DumpOptions(role="a\0b"), "DumpOptions.role has a zero byte"),
        (RestoreOptions(transaction_size=-1), "is -1, less than 0"),
        (BackupOptions(jobs=0), "is 0, less than 1"),
        (BackupOptions(sync="often"), "sync is 'often'"),  # type: ignore[arg-type]
        (ConnectOptions(retry=-1), "ConnectOptions.retry is -1, less than 0"),
    ],
)
def test_options_that_make_no_sense(options: object, message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        use(options)


def test_contradictions_are_usage_errors() -> None:
    for options in (DumpOptions(schema_only=True, data_only=True), DumpOptions(compression="zst"), DumpOptions(jobs=0)):
        with pytest.raises(Error) as caught:
            use(options)
        assert caught.value.fault == "usage"


def test_a_connection_is_text_or_options() -> None:
    with pytest.raises(TypeError, match="connect is int, not str or ConnectOptions"):
        pgdumpcore.dump(5, io.BytesIO())  # type: ignore[arg-type]
    with pytest.raises(Error) as caught:
        use(ConnectOptions(host="/nonexistent", port=1, password_file=Path("/nonexistent")))
    assert caught.value.fault in ("connection", "io")


def test_a_password_is_not_shown() -> None:
    options = ConnectOptions(conninfo="password=hush", password="hush", user="ann")
    assert repr(options) == "ConnectOptions(user='ann', application_name='pgdump')"


def test_errors_can_be_copied_and_shown() -> None:
    error = Error("no", "server", "42P01", "TABLE t", "a detail", "a hint")
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert vars(again) == vars(error) and type(again) is Error
    assert str(error) == "no\ndetail: a detail\nhint: a hint"


def test_everything_public_says_what_it_is() -> None:
    for name in pgdumpcore.__all__:
        one = getattr(pgdumpcore, name)
        if not (inspect.isclass(one) or inspect.isfunction(one)):
            continue
        assert one.__doc__ and not one.__doc__.startswith(f"{name}("), name
        if inspect.isclass(one) and not dataclasses.is_dataclass(one):
            for method, member in vars(one).items():
                assert method.startswith("_") or not callable(member) or member.__doc__, f"{name}.{method}"
    assert pgdumpcore.__version__.count(".") == 2
