"""Markdown tables of what was measured."""

import re

from figures import busy_share, median_of, ratio_of, ratio_range, spread_of
from targets import opponents_of, verdicts

names = {"server_copy": "floor: COPY … TO '/dev/null'", "read_copy": "floor: bare PQgetCopyData"}


def side_name(side, versions):
    """pg_dump with its major; pg_restore where that was measured is told by the work's name."""
    if side in names:
        return names[side]
    return re.sub(r" \(.*?\)", "", versions[side])


def table(head, alignment, rows):
    return "\n".join([f"| {' | '.join(head)} |", f"|{'|'.join(alignment)}|", *(f"| {' | '.join(row)} |" for row in rows)])


def seconds(runs, what):
    middle = median_of(runs, what)
    return "" if middle is None else f"{middle:.2f}"


def side_row(result, side, report):
    runs = result["sides"][side]
    ratio = ratio_of(result, side, "wall_seconds")
    told = "1" if side == "pg_dump" else f"{ratio:.2f}"
    if side == "pgdump":
        low, high = ratio_range(result, side, "wall_seconds")
        told = f"**{ratio:.2f}** ({low:.2f} to {high:.2f})"
    busy = busy_share(result, side, report["machine"]["cores"])
    written = median_of(runs, "bytes")
    return [
        result["work"] if side == "pgdump" else "", side_name(side, report["versions"]), str(len(runs)),
        f"{median_of(runs, 'wall_seconds'):.3f} ± {spread_of(runs, 'wall_seconds'):.0%}", told,
        seconds(runs, "client_seconds"), seconds(runs, "server_seconds"), "" if busy is None else f"{busy:.0%}",
        f"{median_of(runs, 'peak_kib') / 1024:.1f}", f"{written:,.0f}" if written else "",
    ]


def measurements(report):
    head = ["work", "program", "runs", "time, s", "ratio", "client CPU, s", "server CPU, s", "cores busy", "peak, MiB",
            "bytes out"]
    rows = []
    for result in report["results"]:
        if "failed" in result:
            rows.append([result["work"], "**failed**", *[""] * 8])
        else:
            rows += [side_row(result, side, report) for side in result["sides"]]
    return table(head, ["---", "---", *["--:"] * 8], rows)


def targets_table(report):
    opponents = opponents_of(report["results"]) or ["pg_dump"]
    head = ["work", "target", *(f"beside {side_name(side, report['versions'])}" for side in opponents), ""]
    rows = [[verdict.text, verdict.target, *(verdict.measured.get(side, "") for side in opponents), verdict.word()]
            for verdict in verdicts(report)]
    return table(head, ["---"] * len(head), rows)


def environment(report):
    facts, versions = report["machine"], report["versions"]
    programs = ", ".join(side_name(side, versions) for side in versions if side not in ("pgdump", "server"))
    return (f"{facts['cpu']}, {facts['cores']} cores, {facts['memory_mib']:,} MiB, {facts['system']}; "
            f"load {facts['load_average_at_start']} at start. {versions['pgdump']} ({report['commit']}), server "
            f"{versions['server']}, {programs}.")


def micro_table(report):
    """Of what Google Benchmark writes as JSON."""
    rows = []
    for benchmark in report["benchmarks"]:
        rate = benchmark.get("bytes_per_second")
        rows.append([f"`{benchmark['name']}`", f"{benchmark['cpu_time']:,.0f} {benchmark['time_unit']}",
                     f"{rate / 1e6:,.0f} MB/s" if rate else ""])
    return table(["what", "CPU time, one turn", "throughput"], ["---", "--:", "--:"], rows)
