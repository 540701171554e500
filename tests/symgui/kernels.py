"""Kernels for tests: those compiled for this machine, and others made of the same C files another way."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from symgui.nn.kernel import Kernel, KernelError, kernel
from symgui.nn.kernel.compile import compile_one, native_target, suffix, zig

needs_kernel = pytest.mark.skipif(kernel() is None, reason="no compiled kernel on this machine")


def compilers() -> dict[str, list[str]]:
    """Commands of the compilers that are here, by name."""
    found = {name: [name] for name in ("gcc", "clang") if shutil.which(name)}
    command = zig()
    return found if command is None else {**found, "zig": [*command, "-target", native_target()]}


def compiled(folder: Path, compiler: str, build: str, *options: str) -> Kernel:
    """A kernel of this machine's; skips the test where that cannot be made or run."""
    if compiler not in compilers():
        pytest.skip(f"{compiler} is not installed")
    usual = kernel()
    if build and usual is not None and build not in usual.wider_builds:
        pytest.skip(f"this processor has no {build}")
    out = folder / f"kernel{suffix()}"
    compile_one(compilers()[compiler], build, out, *options)
    try:
        return Kernel(out)
    except KernelError as error:
        pytest.skip(str(error))


def runs(command: list[str]) -> bool:
    """Whether a command is there and succeeds."""
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=600).returncode == 0
    except OSError:
        return False
