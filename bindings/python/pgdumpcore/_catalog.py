"""What a database is made of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from . import _arguments as arguments
from . import _pgdumpcore as core
from ._arguments import LogCallback
from ._pgdumpcore import CancelToken
from ._options import Connection, DumpOptions
from ._results import CatalogDifference, CatalogFacts, CatalogObject

_defaults = DumpOptions()


class Catalog:
    """The objects of one database at one moment: those that a dump with schema_only writes.

    Immutable once it was read, and without a connection. Iterating over it, and len(), have all of its objects.
    """

    def __init__(
        self,
        connect: Connection,
        options: DumpOptions = _defaults,
        *,
        cancel: CancelToken | None = None,
        on_log: LogCallback = arguments.log,
    ) -> None:
        """Reads the catalog of the database that ``connect`` names; the options choose the objects as in a dump."""
        self._read = core.read_catalog(connect, options, cancel, on_log)

    @cached_property
    def facts(self) -> CatalogFacts:
        """Where and how it was read."""
        return self._read.facts

    @cached_property
    def objects(self) -> tuple[CatalogObject, ...]:
        """All objects, each after everything that it depends on, and otherwise by kind, schema and name."""
        return self._read.objects

    @cached_property
    def by_kind(self) -> dict[str, tuple[CatalogObject, ...]]:
        """The objects of each kind that there is, such as ``TABLE``, in the order of their first ones."""
        kinds: dict[str, list[CatalogObject]] = {}
        for one in self.objects:
            kinds.setdefault(one.kind, []).append(one)
        return {kind: tuple(objects) for kind, objects in kinds.items()}

    def __iter__(self) -> Iterator[CatalogObject]:
        return iter(self.objects)

    def __len__(self) -> int:
        return len(self.objects)

    @cached_property
    def _by_name(self) -> dict[tuple[str, str | None, str], CatalogObject]:
        names: dict[tuple[str, str | None, str], CatalogObject] = {}
        for one in self.objects:
            names.setdefault((one.kind, one.schema, one.name), one)
        return names

    def find(self, kind: str, schema: str | None, name: str) -> CatalogObject | None:
        """The object with these, as they are stored; of several, as operators of one name, the first."""
        return self._by_name.get((kind, schema or None, name))

    def dependencies(self, of: CatalogObject) -> tuple[CatalogObject, ...]:
        """What an object itself depends on, as far as it was read."""
        return tuple(self.objects[at] for at in self._read.dependencies(self._position(of)))

    def dependents(self, of: CatalogObject) -> tuple[CatalogObject, ...]:
        """What itself depends on an object."""
        return tuple(self.objects[at] for at in self._read.dependents(self._position(of)))

    def ddl(self, of: CatalogObject | None = None) -> str:
        """What a script has of an object; or the script of all, to the byte as dump() writes it."""
        return self._read.ddl() if of is None else self._read.object_ddl(self._position(of))

    def _position(self, of: CatalogObject) -> int:
        if of.position >= len(self.objects) or self.objects[of.position] != of:
            raise ValueError(f"the {of.kind} {of.name} is not from this catalog")
        return of.position


def compare(before: Catalog, after: Catalog) -> tuple[CatalogDifference, ...]:
    """What has to change to make the first catalog the second: what is removed, in an order in which it can be dropped,
    then what is added or changed, in the order of the second one's objects.

    An object is the same in both if its kind, schema and name are. Both should have been read with the same options,
    from servers of the same major.
    """
    return tuple(
        CatalogDifference(
            change=change,
            before=None if old is None else before.objects[old],
            after=None if new is None else after.objects[new],
        )
        for change, old, new in core.compare(before._read, after._read)
    )
