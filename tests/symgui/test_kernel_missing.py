"""Without a kernel that can be used NumPy computes, and one sentence says so."""

from __future__ import annotations

import _ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from symgui.experiment import Experiment, LayerSpec, opening_experiment
from symgui.nn.activations import ACTIVATIONS, Activation
from symgui.nn.build import why_numpy
from symgui.nn.kernel import Kernel, KernelError, binding, kernel, missing, shared_library, using
from symgui.nn.kernel.compile import FLAGS, HERE, builds, compiler, digest, seal_of
from symgui.training.lanes import lanes_from
from symgui.training.race import Race
from symgui.training.trainer import Trainer
from tests.symgui.kernels import needs_kernel

pytestmark = needs_kernel

OWN_DIGITS = "NumPy computes, slower, and the last digits are this machine's own."
LEAST = shared_library.NAMES[""] + shared_library.suffix()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this process looks for its kernel, as if it had not looked yet; what is there may be spoilt."""
    for build in builds():
        path = HERE / (shared_library.NAMES[build] + shared_library.suffix())
        shutil.copy(path, tmp_path)
        shutil.copy(seal_of(path), tmp_path)
    monkeypatch.setattr(shared_library, "HERE", tmp_path)
    for name, value in (("tried", False), ("kernel", None), ("why_not", "")):
        monkeypatch.setattr(shared_library.Loaded, name, value)
    return tmp_path


def put(path: Path, content: bytes, *, sealed: bool = True) -> None:
    """Another file in the place of a library, of which its seal knows or not."""
    path.unlink()  # this process may have it in memory
    path.write_bytes(content)
    if sealed:
        seal_of(path).write_text(digest(path))


def assert_numpy_computes(why: str) -> None:
    assert kernel() is None
    assert missing().startswith("No compiled kernel (kernel.base")
    assert why in missing()
    assert missing().endswith(OWN_DIGITS)
    assert missing().count(". ") == 0, "one sentence"
    trainer = Trainer(opening_experiment())
    assert trainer.network.bound is None
    assert trainer.advance(5) == 5
    assert np.isfinite(trainer.cost())


def test_a_kernel_that_was_not_compiled(folder: Path) -> None:
    (folder / LEAST).unlink()
    assert_numpy_computes("was not compiled")


@pytest.mark.parametrize("length", [0, 64, 4000, -1])
def test_a_kernel_that_was_cut_short(folder: Path, length: int) -> None:
    """The loader itself would crash on some of them."""
    put(folder / LEAST, (folder / LEAST).read_bytes()[:length], sealed=False)
    assert_numpy_computes("is damaged")


def test_a_kernel_of_which_one_bit_was_turned(folder: Path) -> None:
    content = bytearray((folder / LEAST).read_bytes())
    content[len(content) // 2] ^= 1
    put(folder / LEAST, bytes(content), sealed=False)
    assert_numpy_computes("is damaged")


@pytest.mark.parametrize("seal", [None, "", "\xff", "no digest"])
def test_a_kernel_without_its_seal(folder: Path, seal: str | None) -> None:
    path = seal_of(folder / LEAST)
    path.unlink() if seal is None else path.write_bytes(seal.encode("latin-1"))
    assert_numpy_computes("cannot be loaded" if seal is None else "is damaged")


def test_what_is_no_library(folder: Path) -> None:
    put(folder / LEAST, b"no library")
    assert_numpy_computes("cannot be loaded")


def test_a_kernel_for_another_processor(folder: Path) -> None:
    content = bytearray((folder / LEAST).read_bytes())
    if content[:4] != b"\x7fELF":
        pytest.skip("only ELF says its processor where this test writes it")
    content[18:20] = (8).to_bytes(2, sys.byteorder)  # e_machine: MIPS
    put(folder / LEAST, bytes(content))
    assert_numpy_computes("cannot be loaded")


def test_a_library_without_our_functions(folder: Path) -> None:
    put(folder / LEAST, Path(_ctypes.__file__).read_bytes())
    assert_numpy_computes("cannot be loaded")
    assert "symgui_" in missing()


def test_a_kernel_that_lacks_one_function(folder: Path, tmp_path: Path) -> None:
    cc = compiler()
    if cc is None:
        pytest.skip("no compiler")
    source = tmp_path / "kernel.c"
    for path in HERE.glob("*.[ch]"):
        shutil.copy(path, tmp_path)
    source.write_text(
        source.read_text(encoding="utf-8").replace("symgui_cost(", "symgui_price("), encoding="utf-8"
    )
    (folder / LEAST).unlink()
    shape = ("-shared",) if os.name == "nt" else ("-shared", "-fPIC")
    subprocess.run([*cc, *FLAGS, *shape, str(source), "-o", str(folder / LEAST)], check=True)
    seal_of(folder / LEAST).write_text(digest(folder / LEAST))
    assert_numpy_computes("symgui_cost")


@pytest.mark.usefixtures("folder")
def test_a_kernel_of_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binding, "INTERFACE", binding.INTERFACE + 1)
    assert_numpy_computes("is of another version")


@pytest.mark.parametrize("damaged", [1, 2])
def test_damaged_wider_builds_leave_the_narrower_ones(folder: Path, damaged: int) -> None:
    usable = ["", *Kernel(HERE / LEAST).wider_builds]
    if len(usable) <= damaged:
        pytest.skip("this processor has no registers so wide")
    for build in usable[-damaged:]:
        put(folder / (shared_library.NAMES[build] + shared_library.suffix()), b"", sealed=False)
    found = kernel()
    assert found is not None
    assert found.path.name == shared_library.NAMES[usable[-damaged - 1]] + shared_library.suffix()
    assert missing() == ""


def test_a_path_that_is_a_folder(folder: Path) -> None:
    (folder / LEAST).unlink()
    (folder / LEAST).mkdir()
    with pytest.raises(KernelError):
        Kernel(folder / LEAST)
    assert_numpy_computes("cannot be loaded")


# ---- what Python has and the kernel has not ----------------------------------------------------------


def with_swish() -> Experiment:
    return opening_experiment().with_(network={"hidden": (LayerSpec(4, "tanh"), LayerSpec(3, "swish"))})


@pytest.fixture
def no_swish(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if somebody had added swish in Python and not in C; it has the last code."""
    assert binding.ACTIVATION_CODES[-1] == "swish"
    monkeypatch.setattr(binding, "ACTIVATION_CODES", binding.ACTIVATION_CODES[:-1])


@pytest.mark.usefixtures("no_swish")
def test_an_activation_that_the_kernel_has_not_is_computed_by_numpy() -> None:
    said = why_numpy(with_swish())
    assert said == f"The compiled kernel has no activation 'swish': {OWN_DIGITS}"
    trainer = Trainer(with_swish())
    assert trainer.network.bound is None
    with using(None):
        numpys = Trainer(with_swish(), trainer.data)
    numpys.network.parameters[:] = trainer.network.parameters
    for each in (trainer, numpys):
        each.advance(50)
    np.testing.assert_array_equal(trainer.network.parameters, numpys.network.parameters)
    assert trainer.network_state().layers[1].activation == "swish"


@pytest.mark.usefixtures("no_swish")
def test_all_else_goes_on_in_the_kernel() -> None:
    assert why_numpy(opening_experiment()) == ""
    assert Trainer(opening_experiment()).network.bound is not None
    assert why_numpy(with_swish().with_(arithmetic="blas")) == ""


@pytest.mark.usefixtures("no_swish")
def test_a_race_may_have_lanes_of_both() -> None:
    experiments = [with_swish(), opening_experiment(), with_swish().with_(initialization={"seed": 2})]
    race = Race(lanes_from(experiments))
    race.advance(20)
    for run, spec in zip(race.runs, experiments, strict=True):
        alone = Trainer(spec)
        alone.advance(20)
        np.testing.assert_array_equal(run.trainer.network.parameters, alone.network.parameters)


def test_an_optimizer_that_the_kernel_has_not_is_computed_by_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binding, "RULE_CODES", binding.RULE_CODES[:-1])
    spec = opening_experiment().with_(training={"optimizer": "adam", "learning_rate": 0.01})
    assert why_numpy(spec) == f"The compiled kernel has no optimizer 'adam': {OWN_DIGITS}"
    trainer = Trainer(spec)
    assert trainer.network.bound is None
    assert trainer.advance(5) == 5


def test_a_new_activation_needs_no_c() -> None:
    """One record is enough for its values and slopes, and for whoever asks the record."""
    swish = ACTIVATIONS["swish"]
    toy = Activation(
        "toy", "toy", "z σ(z)", "…", swish.function, swish.slope, -1.0, np.inf, "he",
        swish.in_numpy, swish.slope_in_numpy, swish.in_torch, swish.worked_out,
    )  # fmt: skip
    z = np.linspace(-3.0, 3.0, 7)
    np.testing.assert_allclose(toy(z), swish(z), rtol=1e-14)
    np.testing.assert_allclose(toy.derivative(z), swish.derivative(z), rtol=1e-14)
    assert toy.at_zero == 0.0
