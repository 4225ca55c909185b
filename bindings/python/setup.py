"""Builds the wheel against an installed libpgdumpcore, which pkg-config finds and whose version it has. The library
becomes a part of the extension, which then needs libpq and the codecs only; PGDUMPCORE_SHARED=1 leaves it outside."""

import os
import pathlib
import subprocess

from pybind11.setup_helpers import ParallelCompile, Pybind11Extension
from setuptools import setup


def pkg_config(*arguments: str) -> list[str]:
    """What pkg-config says of the library, in words."""
    return subprocess.run(
        [os.environ.get("PKG_CONFIG", "pkg-config"), *arguments, "pgdumpcore"], check=True, stdout=subprocess.PIPE, text=True
    ).stdout.split()


def linking() -> list[str]:
    """The linker's arguments."""
    if os.environ.get("PGDUMPCORE_SHARED") == "1":
        return pkg_config("--libs")
    archive = pathlib.Path(*pkg_config("--variable=libdir")) / "libpgdumpcore.a"
    others = [word for word in pkg_config("--libs", "--static") if word != "-lpgdumpcore"]
    return [str(archive), *others, "-Wl,--exclude-libs,libpgdumpcore.a"]


# As many compilers at once as there are processors.
ParallelCompile(default=0).install()
extension = Pybind11Extension(
    "pgdumpcore._pgdumpcore",
    sorted(str(path) for path in pathlib.Path("src").glob("*.cpp")),
    cxx_std=20,
    extra_compile_args=pkg_config("--cflags"),
    extra_link_args=linking(),
)
setup(version=pkg_config("--modversion")[0], ext_modules=[extension])
