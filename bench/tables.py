"""Markdown tables of what was measured."""

import re

from figures import busy_share, median_of, ratio_of, ratio_range, spread_of
from targets import opponents_of, targets, verdicts

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
    busy = busy_share(result, side, result["machine"]["cores"])
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


def seconds_table(report):
    """Of the works that have targets: what each program took, in seconds."""
    sides = ["pgdump", *opponents_of(report["results"])]
    by_key = {result["key"]: result for result in report["results"]}
    rows = [[target.text, *(seconds(by_key[target.key]["sides"][side], "wall_seconds") for side in sides)]
            for target in targets if "sides" in by_key.get(target.key, {})]
    return table(["work", *(f"{side_name(side, report['versions'])}, s" for side in sides)],
                 ["---", *["--:"] * len(sides)], rows)


def environment(report, keys=None):
    """What these works, or all, were measured with and on: kept results may come from several runs and machines."""
    versions = report["versions"]
    programs = ", ".join(side_name(side, versions) for side in versions if side not in ("pgdump", "server"))
    machines = {}
    for result in report["results"]:
        if keys is None or result["key"] in keys:
            machines.setdefault(machine_name(result["machine"]), []).append(result)
    if not machines:
        return "Nothing of it was measured."
    first, *others = sorted(machines.items(), key=lambda item: len(item[1]), reverse=True)
    told = [f"{first[0]}. {versions['pgdump']}, server {versions['server']}, {programs}. {circumstances(first[1])}"]
    told += [f"On {name}: {'; '.join(result['work'] for result in results)}. {circumstances(results)}"
             for name, results in others]
    return "\n\n".join(told)


def machine_name(facts):
    return f"{facts['cpu']}, {facts['cores']} cores, {facts['memory_mib']:,} MiB, {facts['system']}"


def circumstances(results):
    """When, of what and beside what load."""
    times = sorted(result["at"] for result in results)
    loads = [result["load_at_start"] for result in results]
    commits = sorted({result["commit"] for result in results})
    return (f"Measured from {times[0]} to {times[-1]} UTC, at commit {', '.join(commits)}; the load when a piece of work "
            f"began was {min(loads)} to {max(loads)}, this suite's own share included.")


def micro_table(report):
    """Of what Google Benchmark writes as JSON."""
    rows = []
    for benchmark in report["benchmarks"]:
        rate = benchmark.get("bytes_per_second")
        rows.append([f"`{benchmark['run_name']}`", f"{benchmark['cpu_time']:,.0f} {benchmark['time_unit']}",
                     f"{rate / 1e6:,.0f} MB/s" if rate else ""])
    told = f"{machine_name(report['machine'])}. Measured at {report['at']} UTC, at commit {report['commit']}; medians of seven."
    return told + "\n\n" + table(["what", "CPU time, one turn", "throughput"], ["---", "--:", "--:"], rows)
