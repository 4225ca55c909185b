"""The results that are kept in the tree, and the page made of them."""

import json
import shutil

from plots import draw_all
from servers import root
from tables import environment, measurements, micro_table, seconds_table, targets_table
from targets import targets

page, kept, plots = root / "bench/RESULTS.md", root / "bench/results", root / "bench/plots"
with_targets = {target.key for target in targets}
explanations = root / "bench/explanations.md"
readme, readme_begin, readme_end = root / "README.md", "<!-- written by ./dev bench --publish -->", "<!-- up to here -->"

introduction = """# Results

`./dev bench --publish` writes this page from its own runs; what is below "Why targets are missed" is kept by hand in
`explanations.md`. [README.md](README.md) tells what is measured, how, and how to read it. Every single run is in
`results/`. Ratios are pgdump's time divided by that of the server's own pg_dump (pg_restore for restores): below 1,
pgdump is faster.
"""


def keep(report):
    """Replaces what was measured before; with a selection of works, only those."""
    kept.mkdir(exist_ok=True)
    file = kept / f"{report['major']}.json"
    if file.exists() and report["only"]:
        before = json.loads(file.read_text())
        fresh = {result["key"]: result for result in report["results"]}
        merged = [fresh.pop(result["key"], result) for result in before["results"]] + list(fresh.values())
        report = {**report, "results": merged}
    file.write_text(json.dumps(report, indent=1) + "\n")


def keep_micro(report):
    kept.mkdir(exist_ok=True)
    (kept / "micro.json").write_text(json.dumps(report, indent=1) + "\n")


def write_page():
    reports = [json.loads(file.read_text()) for file in kept.glob("[0-9]*.json")]
    reports.sort(key=lambda report: report["major"], reverse=True)
    shutil.rmtree(plots, ignore_errors=True)
    parts = [introduction]
    if reports:
        # The rows with zstd and pg_dump's own defaults need a pg_dump of 16 or later: the newest major has one.
        parts += ["## Targets", environment(reports[0], with_targets), targets_table(reports[0])]
        parts += ["## Why targets are missed", explanations.read_text().strip()]
    for report in reports:
        parts += section(report)
    micro = kept / "micro.json"
    if micro.exists():
        parts += ["## Micro-benchmarks", micro_table(json.loads(micro.read_text()))]
    page.write_text("\n\n".join(part.rstrip("\n") for part in parts) + "\n")
    if reports:
        write_readme(reports[0])


def write_readme(report):
    """README.md shows the works that have targets, in seconds."""
    text = readme.read_text()
    before, rest = text.split(readme_begin)
    after = rest.split(readme_end)[1]
    parts = [before.rstrip("\n"), readme_begin, seconds_table(report), environment(report, with_targets), readme_end + after]
    readme.write_text("\n\n".join(parts))


def section(report):
    yield f"## Server {report['major']}"
    yield environment(report)
    for name, caption in draw_all(report, plots).items():
        yield f"![{caption}](plots/{name})"
    yield measurements(report)
