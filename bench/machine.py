"""What the figures were measured on."""

import contextlib
import os
import pathlib
import platform
import re
import subprocess

from servers import root


def first(file, pattern):
    with contextlib.suppress(OSError):
        if found := re.search(pattern, pathlib.Path(file).read_text(), re.MULTILINE):
            return found.group(1)
    return None


def machine():
    memory = first("/proc/meminfo", r"^MemTotal:\s+(\d+)")
    return {
        "cpu": first("/proc/cpuinfo", r"^model name\s*:\s*(.+)$") or platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mib": int(memory) // 1024 if memory else None,
        "system": f"{platform.system()} {platform.release()}",
    }


def commit():
    """Of the sources that were measured."""
    result = subprocess.run(["git", "-C", root, "describe", "--always", "--dirty"], capture_output=True, text=True)
    return result.stdout.strip() or "unknown"
