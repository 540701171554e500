"""Compile the kernel: ``python symgui/nn/kernel/compile.py``, if a C file is newer than the library.

Uses nothing but Python's own library: the build hook of the package runs it before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
FLAGS = ("-std=gnu11", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math", "-fvisibility=hidden")
"""Without contraction each operation is rounded by itself, as the C files say it."""
NAMES = {"": "kernel.base", "avx2": "kernel.avx2", "avx512": "kernel.avx512"}
"""Libraries by what they ask of the processor beyond the least that all have, the widest registers last; no
names of Python modules."""
ASK: dict[str, tuple[str, ...]] = {
    "": (),
    "avx2": ("-mavx2",),
    "avx512": ("-mavx2", "-mavx512f", "-mavx512dq", "-mavx512bw", "-mavx512vl"),
}
"""A compiler's options for each."""
SECONDS = 1800
"""A compiler's first run for another system compiles that system's libraries, too."""


class CompileError(Exception):
    """An error: there is no compiler, or it failed; the message is one sentence."""


def suffix(system: str = sys.platform) -> str:
    """How a library's name ends on a system, named as ``sys.platform`` names it."""
    return {"win32": ".dll", "darwin": ".dylib"}.get(system, ".so")


def builds(machine: str | None = None) -> tuple[str, ...]:
    """What is compiled for a machine: on x86-64 also for processors with AVX2, and for those with AVX-512."""
    machine = (machine or platform.machine()).lower()
    return tuple(NAMES) if machine in ("x86_64", "amd64") else ("",)


def sources() -> list[Path]:
    """The C files."""
    return sorted([*HERE.glob("*.c"), *HERE.glob("*.h")])


def compiler() -> list[str] | None:
    """The command of a C compiler: ``$CC``, the system's, or that of the package `ziglang`; None if none."""
    if os.environ.get("CC"):
        return shlex.split(os.environ["CC"])
    for name in () if sys.platform == "win32" else ("cc", "gcc", "clang"):
        if shutil.which(name):
            return [name]
    return zig()


def zig() -> list[str] | None:
    """The command of zig's C compiler, if the package `ziglang` is there."""
    try:
        import ziglang  # type: ignore[import-not-found, unused-ignore]  # noqa: F401
    except ImportError:
        return None
    return [sys.executable, "-m", "ziglang", "cc"]


def commands(cc: Sequence[str], build: str, out: Path, *options: str) -> list[list[str]]:
    """What compiles one library, and what links it; `options` come last and win.

    Only the first asks more of the processor than the least: what zig compiles of another system to link
    with, which takes minutes, is the same for all builds.
    """
    position = () if out.suffix == ".dll" else ("-fPIC",)
    # else the library's name in itself is that of the folder in which it was linked
    name = (f"-Wl,-install_name,@rpath/{out.name}",) if out.suffix == ".dylib" else ()
    made = str(out.with_suffix(".o"))
    return [
        [*cc, *FLAGS, "-O3", *position, *ASK[build], *options, "-c", str(HERE / "kernel.c"), "-o", made],
        [*cc, "-O3", *position, "-shared", *name, *options, made, "-o", str(out)],
    ]


def compile_one(cc: Sequence[str], build: str, out: Path, *options: str) -> None:
    """Compile one library, in place only when it is whole.

    Raises
    ------
    CompileError
    """
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:  # zig leaves more than the library
        made = Path(folder) / out.name
        try:
            for command in commands(cc, build, made, *options):
                subprocess.run(
                    command,
                    check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=SECONDS,
                )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            raise CompileError(f"{cc[0]}: {error}") from None
        except subprocess.CalledProcessError as error:
            lines = [line for line in str(error.stderr).splitlines() if "error" in line]
            raise CompileError(f"{cc[0]}: {lines[0] if lines else 'failed'}") from None
        made.replace(out)
    seal_of(out).write_text(digest(out))


def seal_of(library: Path) -> Path:
    """The file that holds a library's digest: loading one that is cut short would end the program."""
    return library.with_name(library.name + ".sha256")


def digest(library: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(library.read_bytes()).hexdigest()


def compile_all(cc: Sequence[str]) -> list[Path]:
    """Compile what this machine can use."""
    made = []
    for build in builds():
        out = HERE / (NAMES[build] + suffix())
        options = ("-target", native_target()) if "ziglang" in cc else ()
        compile_one(cc, build, out, *options)
        made.append(out)
    return made


class Target(NamedTuple):
    """A kind of machine that zig compiles for.

    Attributes
    ----------
    zig : str
        Its name for zig.
    wheel : str
        Its name in a wheel's.
    system, machine : str
        As ``sys.platform`` and ``platform.machine`` name them there.
    """

    zig: str
    wheel: str
    system: str
    machine: str


TARGETS = {
    "linux-x86_64": Target("x86_64-linux-gnu.2.17", "manylinux2014_x86_64", "linux", "x86_64"),
    "linux-aarch64": Target("aarch64-linux-gnu.2.17", "manylinux2014_aarch64", "linux", "aarch64"),
    "windows-x86_64": Target("x86_64-windows-gnu", "win_amd64", "win32", "x86_64"),
    "windows-aarch64": Target("aarch64-windows-gnu", "win_arm64", "win32", "aarch64"),
    "macos-x86_64": Target("x86_64-macos.13.0", "macosx_13_0_x86_64", "darwin", "x86_64"),
    "macos-aarch64": Target("aarch64-macos.13.0", "macosx_13_0_arm64", "darwin", "aarch64"),
}
"""What `make wheels` makes."""


def compile_target(name: str) -> list[Path]:
    """Compile for another kind of machine with zig, into a folder of its own under ``build``.

    Raises
    ------
    CompileError
    """
    target, cc = TARGETS[name], zig()
    if cc is None:
        raise CompileError("the package ziglang is not installed")
    folder = HERE.parents[2] / "build" / "kernel" / name
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for build in builds(target.machine):
        out = folder / (NAMES[build] + suffix(target.system))
        compile_one(cc, build, out, "-target", target.zig)
        made.append(out)
    return made


def libraries() -> list[Path]:
    """Where the libraries for this machine are or will be."""
    return [HERE / (NAMES[build] + suffix()) for build in builds()]


def native_target() -> str:
    """Zig's name of the least machine of this kind; without it zig compiles for this very processor."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    systems = {"linux": "linux-gnu.2.17", "darwin": "macos", "win32": "windows-gnu"}
    return f"{machine}-{systems.get(sys.platform, sys.platform)}"


def is_stale() -> bool:
    """Whether a library is missing or older than a C file."""
    made = libraries()
    if not all(library.exists() for library in made):
        return True
    newest = max(source.stat().st_mtime for source in sources())
    return min(library.stat().st_mtime for library in made) < newest


def main() -> None:
    """Compile if need be; without a compiler say so, and leave it."""
    if not is_stale():
        return
    cc = compiler()
    try:
        if cc is None:
            raise CompileError("no C compiler was found")
        compile_all(cc)
    except CompileError as error:
        print(f"The kernel is not compiled ({error}): NumPy computes instead, slower.", file=sys.stderr)


if __name__ == "__main__":
    main()
