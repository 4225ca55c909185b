"""Makes the data, runs all sides of every piece of work in turns, and keeps what was measured."""

import contextlib
import datetime
import os
import pathlib
import re
import tempfile
import time

from data_sets import data_sets, database, drop, recreate
from measure import measure, remove
from messages import Failure, say
from servers import root
from sides import (check_dumps, check_restores, dump_commands, far_away, floor_commands, make_archive, restore_commands,
                   restored)
from works import codec_for, works

build_directory = root / "build/bench"
fewest_runs = 3


def selected(only, quick):
    return [work for work in works
            if (work.quick or not quick) and (not only or re.search(only, work.key) or re.search(only, work.name))]


class Budget:
    """With --quick, a machine that is slow or busy gets fewer runs rather than more time."""

    quick_seconds, full_seconds_each = 170, 20

    def __init__(self, quick, number_of_works):
        self.most_runs = 5 if quick else 9
        self.quick, self.works, self.begun, self.started = quick, number_of_works, 0, time.monotonic()

    def next(self):
        self.begun += 1
        if self.quick:
            self.deadline = self.started + self.quick_seconds * self.begun / self.works
        else:
            self.deadline = time.monotonic() + self.full_seconds_each

    def spent(self, runs):
        return runs >= self.most_runs or (runs >= fewest_runs and time.monotonic() > self.deadline)


def in_turns(commands, files, budget, postmaster, check, prepare):
    """Every side once to warm the caches up and to show that all did the same; then all in turns."""
    for side, command in commands.items():
        prepare(side)
        measure(command, files[side], postmaster, keep_pipe=True)
    check()
    for file in files.values():
        remove(file)
    measured = {side: [] for side in commands}
    runs = 0
    while not budget.spent(runs):
        # Who goes first changes from turn to turn.
        for side in list(commands)[::1 if runs % 2 == 0 else -1]:
            prepare(side)
            measured[side].append(measure(commands[side], files[side], postmaster))
            # What is removed at once need not reach the disk, where it would slow down who comes next.
            remove(files[side])
        runs += 1
    return measured


def measure_dump(work, context, database_name, budget):
    with far_away() if work.distant else contextlib.nullcontext({}) as environment:
        commands = dump_commands(work, context, database_name, environment)
        dumped = {side: context.directory / side for side in commands}
        if work.floors and context.floors:
            commands |= floor_commands(context, database_name)
        files = {side: context.directory / side for side in commands}
        return in_turns(commands, files, budget, context.server.postmaster,
                        lambda: check_dumps(work, context, dumped), lambda side: None)


def measure_restore(work, context, database_name, budget):
    archive = make_archive(work, context, database_name)
    commands = restore_commands(work, context, archive)
    files = {side: context.directory / side for side in commands}

    def prepare(side):
        context.server.sql("postgres", *recreate(restored(side)), "-c", "CHECKPOINT")

    try:
        return in_turns(commands, files, budget, context.server.postmaster,
                        lambda: check_restores(context, database_name), prepare)
    finally:
        for side in commands:
            context.server.sql("postgres", "-c", drop(restored(side)))
        remove(archive)


def data_bytes(work, context, database_name):
    where = "relkind = 'r' AND relnamespace = 'public'::regnamespace" + (f" AND relname = '{work.table}'" if work.table else "")
    return int(context.server.sql(database_name, "-c", f"SELECT coalesce(sum(pg_table_size(oid)), 0) FROM pg_class WHERE {where}"))


def measure_work(work, context, database_name, amount, budget):
    name = work.name.format(codec=codec_for(context.server), amount=f"{amount:,}")
    say(f"measuring: {name}")
    result = {"key": work.key, "work": name, "jobs": work.jobs, "bound": work.bound,
              "load_at_start": round(os.getloadavg()[0], 1), "data_bytes": data_bytes(work, context, database_name)}
    budget.next()
    try:
        run = measure_restore if work.output == "restore" else measure_dump
        result["sides"] = run(work, context, database_name, budget)
    except Failure as failure:
        say("  failed")
        result["failed"] = str(failure)
    finally:
        for leftover in context.directory.iterdir():
            remove(leftover)
    result["at"] = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M")
    return result


def measure_all(chosen, quick, context_for):
    """Results in the order of the list. `context_for` gets the directory for outputs."""
    os.makedirs(build_directory, exist_ok=True)
    budget, results = Budget(quick, len(chosen)), []
    with tempfile.TemporaryDirectory(dir=build_directory) as directory:
        context = context_for(pathlib.Path(directory))
        for data_set in data_sets:
            of_this = [work for work in chosen if work.data == data_set.name]
            if not of_this:
                continue
            with database(context.server, data_set, quick) as database_name:
                amount = data_set.quick if quick else data_set.full
                results += [measure_work(work, context, database_name, amount, budget) for work in of_this]
    return results
