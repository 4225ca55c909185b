"""The server that is measured, and the client programs that are measured beside pgdump."""

import contextlib
import dataclasses
import os
import pathlib
import re
import shlex
import shutil
import subprocess

from messages import Failure, fail

root = pathlib.Path(__file__).resolve().parent.parent
support = root / "tests/support/servers"
# No dump is to run beside a vacuum or a checkpoint that another one has left to be done.
quiet_settings = {"autovacuum": "off", "max_wal_size": "'32GB'", "checkpoint_timeout": "'1h'"}


def output_of(*command, environment=None):
    words = [str(word) for word in command]
    result = subprocess.run(words, capture_output=True, text=True, env=environment)
    if result.returncode != 0:
        raise Failure(f"{shlex.join(words)} ended with status {result.returncode}: {result.stderr.strip()}")
    return result.stdout.strip()


def major_of(version):
    return int(re.search(r"\d+", version).group())


@dataclasses.dataclass(frozen=True)
class Clients:
    """The programs of one major."""

    directory: str

    def path(self, program):
        return f"{self.directory}/{program}"

    def version(self):
        return output_of(self.path("pg_dump"), "--version")


class Server:
    """A running server, and its own major's clients."""

    def __init__(self, directory):
        version_psql = shutil.which("psql", path=directory) if directory else "psql"
        self.version = output_of(version_psql or "psql", "-XAtqd", "postgres", "-c", "SHOW server_version")
        self.major = major_of(self.version)
        self.clients = Clients(clients_directory(self.major, directory))
        found = major_of(self.clients.version())
        if found != self.major:
            fail(f"the pg_dump in {self.clients.directory} is of major {found}, the server of {self.major}")
        self.postmaster = self.local_postmaster()

    def sql(self, database, *arguments):
        quiet = ["-c", "SET client_min_messages = warning"]
        return output_of(self.clients.path("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, *quiet, *arguments)

    def local_postmaster(self):
        """Its process, if it runs on this machine, so that its processor time can be read."""
        if not re.match(r"127\.|localhost$|/", os.environ["PGHOST"]):
            return None
        process = int(self.sql("postgres", "-c", "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"))
        with contextlib.suppress(OSError):
            if "postgres" in pathlib.Path(f"/proc/{process}/cmdline").read_text():
                return process
        return None


def clients_directory(major, directory):
    """Debian's /usr/bin/pg_dump is a wrapper in Perl, whose start would be measured too."""
    for candidate in [directory, f"/usr/lib/postgresql/{major}/bin"]:
        if candidate and os.access(f"{candidate}/pg_dump", os.X_OK):
            return candidate
    found = shutil.which("pg_dump") or fail("there is no pg_dump here")
    return os.path.dirname(found)


@contextlib.contextmanager
def running_server(major):
    """A throwaway server of this major, or with None the one that PG* names."""
    if major is None:
        yield Server(os.environ.get("PGDUMP_TEST_BIN"))
        return
    output_of(support, "provide", major)
    facts = dict(word.split("=", 1) for word in shlex.split(output_of(support, "start", major)))
    try:
        os.environ.update(PGHOST=facts["HOST"], PGPORT=facts["PORT"], PGUSER="postgres")
        server = Server(facts["BIN"])
        for name, value in quiet_settings.items():
            server.sql("postgres", "-c", f"ALTER SYSTEM SET {name} = {value}")
        server.sql("postgres", "-c", "SELECT pg_reload_conf()")
        yield server
    finally:
        for name in ("PGHOST", "PGPORT", "PGUSER"):
            os.environ.pop(name, None)
        subprocess.run([support, "stop", facts["STATE"]], check=False)


def installed_major():
    return output_of(support, "majors", "installed")


def clients_of(major):
    """The client programs of any major, made available if need be."""
    output_of(support, "provide", major)
    return Clients(output_of(support, "programs", major))
