"""Where the time goes: one piece of work under perf, the server's part with it."""

import contextlib
import shutil
import subprocess

from data_sets import data_sets, database, drop, recreate
from measure import remove
from messages import fail, say
from sides import dump_commands, far_away, make_archive, ours, own, restore_commands, restored

frequency = 997


def profile(work, quick, context, report_directory):
    """Writes profile-WORK-PROGRAM.txt for pgdump and for the server's own program; returns the files."""
    if not shutil.which("perf"):
        fail("there is no perf here; the package is linux-perf")
    data_set = next(data_set for data_set in data_sets if data_set.name == work.data)
    files = []
    with database(context.server, data_set, quick) as name, (far_away() if work.distant else contextlib.nullcontext({})) as there:
        restoring = work.output == "restore"
        commands = (restore_commands(work, context, make_archive(work, context, name)) if restoring
                    else dump_commands(work, context, name, there))
        try:
            for side in (ours, own):
                if restoring:
                    context.server.sql("postgres", *recreate(restored(side)))
                files.append(profile_one(work, side, commands[side], context, report_directory))
        finally:
            if restoring:
                for side in (ours, own):
                    context.server.sql("postgres", "-c", drop(restored(side)))
    return files


def profile_one(work, side, command, context, report_directory):
    say(f"profiling: {command}")
    samples, output = context.directory / "perf.data", context.directory / side
    words = [*command.words, *(["-f", str(output)] if command.output in ("file", "directory") else [])]
    # The whole machine, since the backends are no children of the client.
    recording = ["perf", "record", "--quiet", "--all-cpus", "--event", "cpu-clock", "--freq", str(frequency),
                 "--output", str(samples), "--", "env", *(f"{name}={value}" for name, value in command.environment.items())]
    result = subprocess.run([*recording, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if result.returncode != 0:
        fail(f"{command} under perf ended with status {result.returncode}: {result.stderr.strip()}")
    remove(output)
    text = subprocess.run(["perf", "report", "--stdio", "--input", str(samples), "--fields", "overhead,comm,dso,symbol",
                           "--sort", "overhead",
                           "--percent-limit", "0.5"], capture_output=True, text=True, check=True).stdout
    file = report_directory / f"profile-{work.key}-{side}.txt"
    file.write_text("\n".join(line.rstrip() for line in text.splitlines() if line.strip()) + "\n")
    return file
