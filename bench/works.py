"""What is measured: one line for each piece of work."""

import dataclasses

# Stands for the compression that both sides have: zstd since 16, gzip before.
COMPRESSED = "{compressed}"
round_trip_milliseconds = 20


@dataclasses.dataclass(frozen=True)
class Work:
    key: str
    name: str  # {codec} and {amount} are filled in.
    data: str
    ours: tuple
    theirs: tuple = None  # None: the same options.
    output: str = "file"  # file, directory, pipe, slow pipe; restore: an archive goes in, and nothing comes out.
    jobs: int = 1
    table: str = None  # Only this one.
    distant: bool = False
    floors: bool = False  # Also measure how fast any dump could be.
    bound: float = 2.0  # The largest ratio of times on the clock that --quick lets pass.
    quick: bool = True


custom, directory = ("-Fc",), ("-Fd",)
two = ("-j", "2")


def with_jobs(number):
    return Work(f"big-directory-j{number}", f"one big table, directory, {{codec}}, -j {number} both", "narrow",
                (*directory, COMPRESSED, "-j", str(number)), output="directory", jobs=number, quick=number == 2)


def of_size(factor, jobs):
    return Work(f"size-{factor}-j{jobs}", f"table of size {factor}, custom, {{codec}}, -j {jobs}", "sizes",
                (*custom, COMPRESSED, "-t", f"size_{factor}", "-j", str(jobs)),
                (*custom, COMPRESSED, "-t", f"size_{factor}"), jobs=jobs, table=f"size_{factor}", quick=False)


works = [
    Work("big-plain", "one big table, plain", "narrow", (), floors=True),
    Work("big-plain-compressed", "one big table, plain, {codec}", "narrow", (COMPRESSED,)),
    Work("big-custom-defaults", "one big table, custom, defaults", "narrow", custom),
    Work("big-custom", "one big table, custom, {codec}", "narrow", (*custom, COMPRESSED)),
    Work("big-custom-j2", "one big table, custom, {codec}, -j 2", "narrow", (*custom, COMPRESSED, *two),
         (*custom, COMPRESSED), jobs=2),
    Work("big-pipe-j2", "one big table, plain to a pipe, -j 2", "narrow", two, (), output="pipe", jobs=2),
    *(with_jobs(number) for number in (1, 2, 4, 8)),
    Work("big-restore-j2", "restore of one big table, custom, {codec}, -j 2 both", "narrow", (COMPRESSED, *two),
         output="restore", jobs=2, quick=False),
    Work("facts-plain", "{amount} rows without padding, plain", "facts", (), floors=True, quick=False),
    Work("facts-custom-defaults", "{amount} rows without padding, custom, defaults", "facts", custom),
    Work("facts-custom", "{amount} rows without padding, custom, {codec}", "facts", (*custom, COMPRESSED), quick=False),
    Work("facts-custom-j2", "{amount} rows without padding, custom, {codec}, -j 2", "facts", (*custom, COMPRESSED, *two),
         (*custom, COMPRESSED), jobs=2, quick=False),
    Work("wide-plain", "wide rows, plain", "wide", (), floors=True),
    Work("wide-custom", "wide rows, custom, {codec}", "wide", (*custom, COMPRESSED)),
    Work("wide-custom-j2", "wide rows, custom, {codec}, -j 2", "wide", (*custom, COMPRESSED, *two),
         (*custom, COMPRESSED), jobs=2, quick=False),
    Work("documents-plain", "documents in TOAST, plain", "documents", (), floors=True),
    Work("documents-custom", "documents in TOAST, custom, {codec}", "documents", (*custom, COMPRESSED), quick=False),
    Work("documents-custom-j2", "documents in TOAST, custom, {codec}, -j 2", "documents", (*custom, COMPRESSED, *two),
         (*custom, COMPRESSED), jobs=2),
    Work("unequal-directory-j2", "ten tables of unequal size, directory, {codec}, -j 2 both", "unequal",
         (*directory, COMPRESSED, *two), output="directory", jobs=2),
    Work("unequal-pipe-j2", "ten tables of unequal size, plain to a pipe, -j 2", "unequal", two, (), output="pipe", jobs=2,
         quick=False),
    Work("partitions-plain", "{amount} partitions, plain", "partitions", ()),
    Work("partitions-directory-j2", "{amount} partitions, directory, {codec}, -j 2 both", "partitions",
         (*directory, COMPRESSED, *two), output="directory", jobs=2, quick=False),
    Work("tables-plain", "{amount} empty tables, schema and data, plain", "tables", ()),
    Work("tables-plain-j2", "{amount} empty tables, schema and data, plain, -j 2", "tables", two, (), jobs=2, quick=False),
    Work("tables-custom", "{amount} empty tables, schema and data, custom", "tables", custom, quick=False),
    Work("tables-directory", "{amount} empty tables, schema and data, directory", "tables", directory,
         output="directory", quick=False),
    Work("objects-plain", "{amount} large objects, plain", "large_objects", (), bound=0.7),
    Work("objects-custom", "{amount} large objects, custom, {codec}", "large_objects", (*custom, COMPRESSED), quick=False),
    Work("distant-schema", f"schema of {{amount}} tables over {round_trip_milliseconds} ms round trips", "distant",
         ("--schema-only",), distant=True, bound=1.5),
    Work("slow-pipe-j2", "table of size 2, plain to a pipe with a slow reader, -j 2", "sizes", (*two, "-t", "size_2"),
         ("-t", "size_2"), output="slow pipe", jobs=2, table="size_2", quick=False),
    *(of_size(factor, jobs) for factor in (1, 2, 4, 8, 16) for jobs in (1, 2)),
]


def codec_for(server):
    return "zstd:3" if server.major >= 16 else "gzip:6"


def options_of(words, server):
    # Before 16, pg_dump's -Z takes a number only.
    level = "zstd:3" if server.major >= 16 else "6"
    return [f"--compress={level}" if word == COMPRESSED else word for word in words]

