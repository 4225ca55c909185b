"""One run of one program: its time, its and the server's processor time, its memory, the bytes it wrote."""

import contextlib
import dataclasses
import os
import pathlib
import resource
import shlex
import shutil
import subprocess
import threading
import time

from messages import Failure

page_kib = os.sysconf("SC_PAGE_SIZE") // 1024
ticks_per_second = os.sysconf("SC_CLK_TCK")


@dataclasses.dataclass(frozen=True)
class Command:
    words: tuple
    # file, directory: named with -f. pipe, slow pipe: standard output is read. none: nothing comes out.
    output: str = "file"
    environment: dict = dataclasses.field(default_factory=dict)

    def __str__(self):
        return shlex.join(self.words)


# --- memory


def children_of(process):
    with contextlib.suppress(OSError):
        return [int(word) for word in pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []


def status_kib(process, field):
    with contextlib.suppress(OSError), open(f"/proc/{process}/status", encoding="ascii", errors="replace") as status:
        for line in status:
            if line.startswith(field):
                return int(line.split()[1])
    return 0


class PeakMemory(threading.Thread):
    """Looks at a process' own high-water mark while it runs, and at what it and its workers have together.

    What wait4() reports includes the moment between fork and exec, when the process was a copy of this one."""

    def __init__(self, process):
        super().__init__(daemon=True)
        self.process, self.kib, self.over = process, 0, threading.Event()

    def run(self):
        while not self.over.wait(0.02):
            self.kib = max(self.kib, status_kib(self.process, "VmHWM:"))
            if workers := children_of(self.process):
                # Pages that forked workers share with the leader and never wrote to would count twice: RssAnon only.
                together = sum(status_kib(worker, "RssAnon:") for worker in workers)
                self.kib = max(self.kib, status_kib(self.process, "VmRSS:") + together)

    def result(self, reported):
        self.over.set()
        self.join()
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return max(self.kib, reported) if reported > own else self.kib


# --- the server's processor time


class ServerTime:
    """What the server spends on a run: all of its backends are children of the postmaster and end with the run,
    upon which the kernel adds their time to the postmaster's sum of its children's."""

    def __init__(self, postmaster):
        self.postmaster = postmaster
        if postmaster:
            self.before, self.ticks = set(children_of(postmaster)), self.children_ticks()

    def children_ticks(self):
        # Behind the program's name in parentheses; cutime and cstime are fields 16 and 17 of proc(5).
        fields = pathlib.Path(f"/proc/{self.postmaster}/stat").read_text().rpartition(")")[2].split()
        return int(fields[13]) + int(fields[14])

    def seconds(self):
        if not self.postmaster:
            return None
        deadline = time.monotonic() + 5
        while set(children_of(self.postmaster)) - self.before:
            if time.monotonic() > deadline:
                raise Failure("a backend is still there 5 seconds after its client has ended")
            time.sleep(0.005)
        return (self.children_ticks() - self.ticks) / ticks_per_second


# --- output


class PipeReader(threading.Thread):
    """Takes what comes out of a pipe without looking at it, and counts it; a slow one takes at most 32 MB a second."""

    def __init__(self, pipe, file, slow):
        super().__init__(daemon=True)
        self.pipe, self.file, self.pause, self.bytes = pipe, file, 0.002 if slow else 0, 0

    def run(self):
        with open(self.file or os.devnull, "wb") as target:
            while moved := os.splice(self.pipe, target.fileno(), 1 << 16):
                self.bytes += moved
                if self.pause:
                    time.sleep(self.pause)


def size_of(path):
    if path.is_dir():
        return sum(file.stat().st_size for file in path.iterdir())
    return path.stat().st_size


def remove(path):
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


# --- a run


def start(command, output):
    words = [*command.words, "-f", str(output)] if command.output in ("file", "directory") else list(command.words)
    stdout = subprocess.PIPE if command.output.endswith("pipe") else subprocess.DEVNULL
    return subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE,
                            env={**os.environ, **command.environment})


def measure(command, output, postmaster, keep_pipe=False):
    """Runs it once. What was at `output` is removed first; a pipe's content is kept there only on request."""
    remove(output)
    server = ServerTime(postmaster)
    started = time.monotonic()
    process = start(command, output)
    peak = PeakMemory(process.pid)
    peak.start()
    reader = None
    if command.output.endswith("pipe"):
        reader = PipeReader(process.stdout.fileno(), output if keep_pipe else None, command.output == "slow pipe")
        reader.start()
    try:
        complaint = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        process.kill()
        raise
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    memory = peak.result(usage.ru_maxrss)
    if reader:
        reader.join()
        process.stdout.close()
    process.stderr.close()
    if process.returncode != 0:
        raise Failure(f"{command} ended with status {process.returncode}: {complaint.decode(errors='replace').strip()}")
    return {
        "wall_seconds": wall,
        "client_seconds": usage.ru_utime + usage.ru_stime,
        "server_seconds": server.seconds(),
        "peak_kib": memory,
        "bytes": reader.bytes if reader else size_of(output) if command.output != "none" else 0,
    }
