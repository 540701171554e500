"""The same bits from every compiler, at every level of optimization, for every processor."""

from __future__ import annotations

import json
import math
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from symgui.data import load_data
from symgui.experiment import DataSpec
from symgui.experiment.parts import DataKind
from symgui.nn.kernel import kernel, using
from symgui.nn.kernel.compile import ASK, FLAGS, HERE, NAMES, compile_target, seal_of, zig
from symgui.training.bits import UPDATES, digest, experiments, published
from tests.symgui.kernels import compiled, compilers, needs_kernel

EXPERIMENTS = experiments()
HARNESS = Path(__file__).parent / "kernel_harness.c"
QUIET = ("-Wno-psabi",)
NETWORKS = "1500"
"""Random ones in the harness, a second's work."""
RACES = "400"
"""Likewise; a tenth as many are races of six. Under the sanitizer for threads that is a few seconds' work."""


def digests(updates: int) -> dict[str, str]:
    return {name: digest(experiment, updates) for name, experiment in EXPERIMENTS.items()}


def test_every_experiment_has_its_digest() -> None:
    assert list(published()) == list(EXPERIMENTS)
    assert len(EXPERIMENTS) == 40


@needs_kernel
def test_the_usual_kernel_gives_the_bits_of_every_machine() -> None:
    assert digests(UPDATES) == published()


@needs_kernel
@pytest.mark.parametrize("build", NAMES)
@pytest.mark.parametrize("compiler", ["gcc", "clang", "zig"])
@pytest.mark.parametrize("level", ["-O0", "-O3"])
def test_other_kernels_give_the_same(tmp_path: Path, compiler: str, build: str, level: str) -> None:
    """As the usual one, whose digests after all updates are those of every machine."""
    other = compiled(tmp_path, compiler, build, level)
    updates = UPDATES if level == "-O3" else 200
    expected = published() if level == "-O3" else digests(updates)
    with using(other):
        assert digests(updates) == expected


def harness(folder: Path, command: list[str], *options: str) -> Path:
    program = folder / "harness"
    subprocess.run(
        [*command, *FLAGS, *QUIET, *options, str(HARNESS), "-o", str(program), "-pthread"], check=True
    )
    return program


def compiler_with_sanitizers() -> str:
    name = next((name for name in ("gcc", "clang") if name in compilers()), None)
    if name is None:
        pytest.skip("no compiler with sanitizers")
    return name


def watched_harness(folder: Path, compiler: str, sanitizers: str, *options: str) -> Path:
    watch = (f"-fsanitize={sanitizers}", "-fno-sanitize-recover=all", "-O1", "-g")
    try:
        return harness(folder, [compiler], *watch, *options)
    except subprocess.CalledProcessError:
        pytest.skip(f"{compiler} has no sanitizers here")


def output(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=250)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("build", NAMES)
def test_random_networks_leave_no_array(tmp_path: Path, build: str) -> None:
    """Under the sanitizers for addresses and for undefined behaviour, and with the same hash as without."""
    name, usual = compiler_with_sanitizers(), kernel()
    if build and not (usual and build in usual.wider_builds):
        pytest.skip(f"this processor has no {build}")
    plain = harness(tmp_path, [name], "-O2", *ASK[build])
    expected = output(str(plain), NETWORKS)
    watched = watched_harness(tmp_path, name, "address,undefined", *ASK[build])
    assert output(str(watched), NETWORKS) == expected


def test_threads_of_a_race_share_nothing_unawares(tmp_path: Path) -> None:
    """Under the sanitizer for threads, where it runs: nothing is written that another thread touches."""
    name = compiler_with_sanitizers()
    watched = watched_harness(tmp_path, name, "thread")
    done = subprocess.run([watched, RACES], capture_output=True, text=True, check=False, timeout=250)
    if "unexpected memory mapping" in done.stderr:
        pytest.skip("the sanitizer for threads does not know this system's memory")
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout == output(str(harness(tmp_path, [name], "-O2")), RACES)


def test_arm64_gives_the_same(tmp_path: Path) -> None:
    """In an emulator, where there is one (Debian: qemu-user, qemu-user-static), compiled by zig."""
    command, emulator = zig(), shutil.which("qemu-aarch64") or shutil.which("qemu-aarch64-static")
    if command is None or emulator is None:
        pytest.skip("needs ziglang and qemu-aarch64")
    here = next(iter(compilers().values()))
    expected = output(str(harness(tmp_path, here, "-O2")), "40")
    arm = harness(tmp_path, [*command, "-target", "aarch64-linux-musl"], "-O2")
    assert output(emulator, str(arm), "40") == expected


PRINT_DIGESTS = """
import json, platform
from symgui.nn.kernel import kernel
from symgui.training.bits import digest, experiments
assert kernel() is not None and platform.machine() == "aarch64"
print(json.dumps({name: digest(each) for name, each in experiments().items()}))
"""


@pytest.mark.timeout(1800)
def test_arm64_gives_the_digests(tmp_path: Path) -> None:
    """All forty, where `ARM64_PYTHON` is a command for such a Python, emulated if need be.

    It finds NumPy and msgspec in the folder `ARM64_PACKAGES`.
    """
    python = os.environ.get("ARM64_PYTHON")
    if python is None or zig() is None:
        pytest.skip("needs ziglang, and ARM64_PYTHON in the environment")
    package = HERE.parents[1]
    shutil.copytree(package, tmp_path / "symgui", ignore=shutil.ignore_patterns("kernel.*.*"))
    shutil.copytree(package.parent / "resources", tmp_path / "resources")
    shutil.copy(HERE / "kernel.c", tmp_path / "symgui" / "nn" / "kernel")
    for library in compile_target("linux-aarch64"):
        for file in (library, seal_of(library)):
            shutil.copy(file, tmp_path / "symgui" / "nn" / "kernel")
    folders = os.pathsep.join([str(tmp_path), os.environ.get("ARM64_PACKAGES", "")])
    done = subprocess.run(
        [*shlex.split(python), "-c", PRINT_DIGESTS],
        env={**os.environ, "PYTHONPATH": folders}, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == published()


def test_the_kernel_calls_nothing_of_the_system() -> None:
    """No mathematical function of the system's library is even named."""
    text = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("*.[ch]"))
    assert "math.h" not in text
    assert "fma" not in text


# ---- what a run starts from --------------------------------------------------------------------------


def plain_standardized(points: list[list[float]], by: list[list[float]]) -> list[list[float]]:
    """With mean and spread of `by`, in Python's floats, summed in the examples' order: IEEE 754 alone."""
    found = [list(point) for point in points]
    for k in range(2):
        total = 0.0
        for point in by:
            total += point[k]
        mean = total / len(by)
        squares = 0.0
        for point in by:
            squares += (point[k] - mean) * (point[k] - mean)
        spread = math.sqrt(squares / len(by))
        for point in found:
            point[k] = (point[k] - mean) / spread
    return found


@pytest.mark.parametrize("kind", ["flower", "circles", "moons", "blobs", "spiral", "xor", "linear"])
@pytest.mark.parametrize("samples", [33, 400])
def test_standardizing_has_the_same_bits_on_every_machine(kind: DataKind, samples: int) -> None:
    """Each bit is that of plain sums in one order: no width of NumPy's registers has a part in it."""
    spec = DataSpec(kind=kind, samples=samples, test_samples=21, noise=0.1, seed=3)
    raw, data = load_data(spec), load_data(replace(spec, standardize=True))
    train, test = raw.X.T.tolist(), raw.X_test.T.tolist()
    np.testing.assert_array_equal(data.X.T, plain_standardized(train, train))
    np.testing.assert_array_equal(data.X_test.T, plain_standardized(test, train))
