"""Runs the micro-benchmarks, which CMake builds with PGDUMP_BENCH."""

import json

from servers import output_of, root

program = root / "build/release/bench/micro_benchmarks"


def run():
    return json.loads(output_of(program, "--benchmark_format=json", "--benchmark_min_time=0.3"))
