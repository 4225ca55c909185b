"""SVG plots, made with gnuplot from the results of one server."""

import subprocess

from figures import median_of
from messages import fail
from tables import side_name
from targets import limit_kib

colours = {"pgdump": "#1b6ca8", "pg_dump": "#c8553d"}
other_colours = ["#8a8a8a", "#588157", "#e09f3e"]


def draw(file, settings, curves):
    """`curves`: of each, what follows `plot`, and its rows of fields."""
    blocks = "".join(f"$data{number} << END\n{rows_text(rows)}END\n"
                     for number, (_, rows) in enumerate(curves))
    plot = "plot " + ", \\\n  ".join(f"$data{number} {style}" for number, (style, _) in enumerate(curves))
    script = f"""set terminal svg size 900,480 dynamic noenhanced font 'sans,13' background '#ffffff'
set output '{file}'
set border 3 linecolor '#666666'
set tics nomirror textcolor '#333333'
set grid ytics linecolor '#dddddd' linetype 1
set key outside top horizontal
{settings}
{blocks}{plot}
"""
    result = subprocess.run(["gnuplot", "-"], input=script, capture_output=True, text=True)
    if result.returncode != 0:
        fail(f"gnuplot does not draw {file}: {result.stderr.strip()}")


def rows_text(rows):
    return "".join(" ".join(str(field) for field in row) + "\n" for row in rows)


def quoted(text):
    return '"' + text.replace('"', "'") + '"'


def programs_in(results):
    return list({side: None for result in results for side in result["sides"] if side.startswith("pg")})


def colour_of(side, sides):
    others = [name for name in sides if name not in colours]
    return colours.get(side) or other_colours[others.index(side) % len(other_colours)]


def time_by_work(results, versions, file):
    """Relative to the server's pg_dump, so that works of seconds and of minutes fit into one picture."""
    chosen = [result for result in results if not result["key"].startswith("size-")]
    sides = programs_in(chosen)
    curves = []
    for side in sides:
        rows = []
        for result in chosen:
            wall = median_of(result["sides"].get(side, []), "wall_seconds")
            own = median_of(result["sides"]["pg_dump"], "wall_seconds")
            rows.append((quoted(result["key"]), wall / own if wall is not None else "NaN"))
        curves.append((f"using 2:xtic(1) linecolor '{colour_of(side, sides)}' title {quoted(side_name(side, versions))}", rows))
    draw(file, """set style data histogram
set style histogram clustered gap 1
set style fill solid
set boxwidth 0.9
set xtics rotate by 45 right font ',10'
set ylabel "time, the server's pg_dump = 1"
set yrange [0:*]""", curves)


def throughput_by_jobs(results, versions, file):
    chosen = [result for result in results if result["key"].startswith("big-directory-j")]
    sides = programs_in(chosen)
    curves = []
    for side in sides:
        rows = [(result["jobs"], result["data_bytes"] / median_of(result["sides"][side], "wall_seconds") / 1e6)
                for result in chosen if side in result["sides"]]
        curves.append((f"using 1:2 with linespoints linewidth 2 pointtype 7 linecolor '{colour_of(side, sides)}' "
                       f"title {quoted(side_name(side, versions))}", sorted(rows)))
    draw(file, """set xlabel 'jobs'
set ylabel 'MB of table in a second'
set logscale x 2
set xtics (1, 2, 4, 8)
set yrange [0:*]""", curves)


def memory_by_size(results, versions, file):
    chosen = [result for result in results if result["key"].startswith("size-")]
    curves = []
    for jobs, dash in ((1, 1), (2, 2)):
        of_jobs = [result for result in chosen if result["jobs"] == jobs]
        rows = [(result["data_bytes"] / 1e6, median_of(result["sides"]["pgdump"], "peak_kib") / 1024) for result in of_jobs]
        curves.append((f"using 1:2 with linespoints linewidth 2 pointtype 7 dashtype {dash} linecolor '{colours['pgdump']}' "
                       f"title {quoted(f'pgdump -j {jobs}')}", rows))
        limit = limit_kib(jobs) / 1024
        curves.append((f"using 1:2 with lines dashtype 3 linecolor '#999999' title {quoted(f'target, -j {jobs}')}",
                       [(row[0], limit) for row in rows]))
    single = [result for result in chosen if result["jobs"] == 1]
    rows = [(result["data_bytes"] / 1e6, median_of(result["sides"]["pg_dump"], "peak_kib") / 1024) for result in single]
    curves.append((f"using 1:2 with linespoints linewidth 2 pointtype 7 linecolor '{colours['pg_dump']}' "
                   f"title {quoted(side_name('pg_dump', versions))}", rows))
    draw(file, """set xlabel 'MB of table'
set ylabel 'peak memory, MiB'
set logscale x 2
set yrange [0:*]""", curves)


plots = {"time": time_by_work, "throughput": throughput_by_jobs, "memory": memory_by_size}
captions = {"time": "Time of each piece of work, relative to the server's own pg_dump",
            "throughput": "Throughput of one big table against the number of jobs (directory format)",
            "memory": "Peak memory against the table's size (custom format)"}


def draw_all(report, directory):
    """Of what was measured; returns the files' names with their captions."""
    directory.mkdir(parents=True, exist_ok=True)
    measured = [result for result in report["results"] if "sides" in result]
    drawn = {}
    needed = {"time": "", "throughput": "big-directory-j", "memory": "size-"}
    for name, plot in plots.items():
        if any(result["key"].startswith(needed[name]) for result in measured):
            file = directory / f"{name}-{report['major']}.svg"
            plot(measured, report["versions"], file)
            drawn[file.name] = captions[name]
    return drawn
