"""Runs the micro-benchmarks, which CMake builds with PGDUMP_BENCH."""

import datetime
import json

from machine import commit, machine
from servers import output_of, root

program = root / "build/release/bench/micro_benchmarks"


def run():
    measured = json.loads(output_of(program, "--benchmark_format=json", "--benchmark_min_time=0.1",
                                    "--benchmark_repetitions=7", "--benchmark_report_aggregates_only=true"))
    at = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M")
    return {"machine": machine(), "commit": commit(), "at": at,
            "benchmarks": [one for one in measured["benchmarks"] if one["aggregate_name"] == "median"]}
