"""What pgdump is meant to reach, and whether it was reached."""

import dataclasses

from figures import busy_share, median_of, ratio_of

base_mib, job_mib = 48, 24


@dataclasses.dataclass(frozen=True)
class Target:
    text: str
    key: str  # The work that shows it.
    wall: float  # The largest ratio of times on the clock.
    client: float = None  # ... of the client's processor time.
    busy: float = None  # The smallest share of the cores that are at work.


targets = [
    Target("one big table, defaults on both sides (`-Fc`)", "facts-custom-defaults", 0.28),
    Target("the same, rows filled up with blanks", "big-custom-defaults", 0.28),
    Target("one big table, zstd:3 both, `-j 1`", "facts-custom", 1.0, client=0.75),
    Target("the same, rows filled up with blanks", "big-custom", 1.0, client=0.75),
    Target("one big table, zstd:3 both, `-j 2`, 2 cores", "big-custom-j2", 0.8, busy=0.95),
    Target("the same, rows without padding", "facts-custom-j2", 0.8, busy=0.95),
    Target("ten tables of unequal size, `-j 2`", "unequal-directory-j2", 0.9),
    Target("a plain dump to a pipe with `-j 2`, one big table", "big-pipe-j2", 0.8),
    Target("50,000 large objects", "objects-plain", 0.1),
    Target("20,000 empty tables, schema and data", "tables-plain", 0.4),
    Target("20,000 empty tables, schema and data, `-j 2`", "tables-plain-j2", 0.4),
    Target("schema of 500 tables over 20 ms round trips", "distant-schema", 0.2),
    Target("restore of one big table, `-j 2`", "big-restore-j2", 0.8),
]


@dataclasses.dataclass(frozen=True)
class Verdict:
    text: str
    target: str
    measured: dict  # Per opponent, as text.
    met: bool  # None: not measured.

    def word(self):
        return {True: "met", False: "**missed**", None: "not measured"}[self.met]


def verdicts(report):
    opponents = opponents_of(report["results"])
    by_key = {result["key"]: result for result in report["results"]}
    return [verdict(target, by_key.get(target.key), opponents) for target in targets] + [
        memory_verdict(report["results"], opponents)]


def opponents_of(results):
    """The sides called pg_dump, the server's own first."""
    sides = {side: None for result in results for side in result.get("sides", {}) if side.startswith("pg_dump")}
    return list(sides)


def verdict(target, result, opponents):
    wanted = f"≤ {target.wall} time"
    wanted += f", ≤ {target.client} client CPU" if target.client else ""
    wanted += f", ≥ {target.busy} of the cores busy" if target.busy else ""
    if result is None or "failed" in result:
        return Verdict(target.text, wanted, {}, None)
    measured, met = {}, True
    busy = busy_share(result, "pgdump", result["machine"]["cores"])
    for opponent in opponents:
        wall, client = (ratio_of(result, "pgdump", what, opponent) for what in ("wall_seconds", "client_seconds"))
        measured[opponent] = f"{wall:.2f}" + (f", CPU {client:.2f}" if target.client else "")
        met = met and wall <= target.wall and (not target.client or client <= target.client)
    if target.busy:
        measured[opponents[0]] += f", busy {busy:.2f}" if busy is not None else ", busy unknown"
        met = met and busy is not None and busy >= target.busy
    return Verdict(target.text, wanted, measured, met)


def limit_kib(jobs):
    return (base_mib + job_mib * jobs) * 1024


def memory_verdict(results, opponents):
    """Over all works; the one that comes nearest to its limit, or goes farthest beyond, is told."""
    measured = [(median_of(result["sides"]["pgdump"], "peak_kib") / limit_kib(result["jobs"]), result)
                for result in results if "sides" in result]
    text, wanted = "peak memory, whatever the table's size", f"≤ {base_mib} MiB + {job_mib} MiB per job"
    if not measured:
        return Verdict(text, wanted, {}, None)
    share, worst = max(measured, key=lambda pair: pair[0])
    peak = median_of(worst["sides"]["pgdump"], "peak_kib") / 1024
    told = f"at most {peak:.0f} MiB of {limit_kib(worst['jobs']) / 1024:.0f} ({worst['work']})"
    return Verdict(text, wanted, {opponents[0]: told}, share <= 1)
