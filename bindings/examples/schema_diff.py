"""Shows how the schemas of two databases differ: schema_diff.py CONNINFO CONNINFO, such as
schema_diff.py dbname=shop 'host=staging dbname=shop'. Of objects that both have, their lines are shown as diff -u does.

The exit status is diff's: 0 if they are equal, 1 if they differ, 2 if something went wrong."""

from __future__ import annotations

import difflib
import sys

from pgdumpcore import Catalog, CatalogObject, Error, compare


def title(of: CatalogObject) -> str:
    """How a message names an object."""
    return f"{of.kind} {of.schema + '.' if of.schema else ''}{of.name}"


def main(words: list[str]) -> int:
    """Compares what two connection strings lead to."""
    if len(words) != 2:
        print("usage: schema_diff.py CONNINFO CONNINFO", file=sys.stderr)
        return 2
    try:
        before, after = (Catalog(word) for word in words)
    except Error as error:
        print(error, file=sys.stderr)
        return 2
    differences = compare(before, after)
    for difference in differences:
        print(difference.change, title(difference.object))
        if difference.before and difference.after:
            old, new = before.ddl(difference.before).splitlines(), after.ddl(difference.after).splitlines()
            for line in list(difflib.unified_diff(old, new, lineterm="", n=1))[2:]:
                print(f"  {line}")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
