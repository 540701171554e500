"""The training step: the kernel and NumPy's `per-unit` against np.dot, `blas` against a step by hand."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from benchmarks.table import Row
from symgui.data.dataset import Dataset
from symgui.experiment import (
    DataSpec,
    Experiment,
    InitializationSpec,
    LayerSpec,
    NetworkSpec,
    TrainingSpec,
    WeightInit,
)
from symgui.experiment.parts import ActivationName
from symgui.nn.kernel import Kernel, kernel, using
from symgui.nn.kernel.compile import HERE, NAMES, suffix
from symgui.training.trainer import Trainer

ROUNDS = 15
SECONDS = 0.06
"""Seconds of each side of a round; the sides take turns: what slows the machine slows both alike."""

MANY_TANH = "2-8-8-8-1 tanh, m 400"
TEACHING: dict[str, tuple[Sequence[int], ActivationName, DataSpec]] = {
    "2-4-1 tanh, m 400": ((4,), "tanh", DataSpec(kind="flower", samples=400)),
    "2-10-5-1 relu, m 300": ((10, 5), "relu", DataSpec(kind="circles", samples=300)),
    "2-8-8-8-1 relu, m 400": ((8, 8, 8), "relu", DataSpec(kind="moons", samples=400)),
    MANY_TANH: ((8, 8, 8), "tanh", DataSpec(kind="moons", samples=400)),
}
LEAST, WIDER = 2.0, 4.0
"""Budgets of the kernel's least build, and of those for wider registers."""
TANH_SHARE = 0.5
"""Its share of those budgets: most of its step is tanh, for which NumPy uses the widest registers of the
processor at hand, whichever build of the kernel is measured."""
BATCH, IN_BATCHES = 32, 15.0
"""Examples of a mini-batch, and the budget with such."""


def step_rows() -> Iterator[Row]:
    yield from (teaching_row(name) for name in TEACHING)
    yield wide_row()
    compiled = kernel()
    if compiled is None:
        return
    least = Kernel(HERE / (NAMES[""] + suffix()))
    wider = [Kernel(HERE / (NAMES[build] + suffix())) for build in least.wider_builds]
    for build, budget in [(least, LEAST), *((build, WIDER) for build in wider)]:
        for name in TEACHING:
            yield kernel_row(build, name, None, budget * (TANH_SHARE if name == MANY_TANH else 1))
    yield from (kernel_row(compiled, name, BATCH, IN_BATCHES) for name in TEACHING)
    yield kernel_wide_row()
    yield kernel_pictures_row()


def kernel_row(build: Kernel, name: str, batch: int | None, budget: float) -> Row:
    """Speed of the kernel's step, as a share of NumPy's with np.dot, in place."""
    spec = teaching_experiment(name).with_(training={"batch_size": batch})
    with using(build):
        ours = Trainer(spec)
    ratio, microseconds = compare(ours.advance, Trainer(spec.with_(arithmetic="blas")).advance)
    which = f"{name}, batches of {batch}" if batch else name
    return Row(
        f"kernel's step ({build.lanes} at once) against np.dot, {which}", ratio, budget, at_most=False,
        note=f"{microseconds[0]:.1f} µs against {microseconds[1]:.1f} µs",
    )  # fmt: skip


def teaching_experiment(name: str) -> Experiment:
    hidden, activation, data = TEACHING[name]
    return experiment(hidden, data, activation, 0.1 if activation == "tanh" else 0.01)


def kernel_wide_row() -> Row:
    """Speed of the kernel's step of 2-64-64-1, as a share of np.dot's."""
    spec = experiment((64, 64), DataSpec(kind="moons", samples=1000), "relu", 0.01)
    ratio, microseconds = compare(Trainer(spec).advance, Trainer(spec.with_(arithmetic="blas")).advance)
    return Row(
        "kernel's step against np.dot, 2-64-64-1, m 1000", ratio, 0.8, at_most=False,
        note=f"{microseconds[0]:.0f} µs against {microseconds[1]:.0f} µs",
    )  # fmt: skip


def kernel_pictures_row() -> Row:
    """Speed of the kernel's step of 784-128-64-10, as a share of a step by hand with np.dot."""
    data = pictures(256)
    spec = experiment((128, 64), DataSpec(kind="blobs", samples=256, classes=10), "relu", 0.01)
    ours = Trainer(spec, data)
    ratio, microseconds = compare(ours.advance, ByHand(ours, data).advance)
    return Row(
        "kernel's step against np.dot, 784-128-64-10, m 256", ratio, 0.45, at_most=False,
        note=f"{microseconds[0]:.0f} µs against {microseconds[1]:.0f} µs",
    )  # fmt: skip


def teaching_row(name: str) -> Row:
    """Speed of NumPy's `per-unit` step, as a share of the same step with np.dot; both work in place."""
    spec = teaching_experiment(name)
    with using(None):
        ours, dot = Trainer(spec), Trainer(spec.with_(arithmetic="blas"))
    ratio, microseconds = compare(ours.advance, dot.advance)
    return Row(
        f"NumPy's per-unit step against np.dot, {name}", ratio, 0.75, at_most=False,
        note=f"{microseconds[0]:.1f} µs against {microseconds[1]:.1f} µs",
    )  # fmt: skip


def wide_row() -> Row:
    """Speed of `blas` on 784-128-64-10, as a share of the same step written by hand with np.dot."""
    data = pictures(256)
    spec = experiment((128, 64), DataSpec(kind="blobs", samples=256, classes=10), "relu", 0.01)
    ours = Trainer(spec.with_(arithmetic="blas"), data)
    by_hand = ByHand(ours, data)
    ratio, microseconds = compare(ours.advance, by_hand.advance)
    return Row(
        "blas step against one by hand, 784-128-64-10, m 256", ratio, 0.9, at_most=False,
        note=f"{microseconds[0]:.0f} µs against {microseconds[1]:.0f} µs",
    )  # fmt: skip


def experiment(
    hidden: Sequence[int], data: DataSpec, activation: ActivationName, learning_rate: float
) -> Experiment:
    return Experiment(
        data=data,
        network=NetworkSpec(tuple(LayerSpec(units=n, activation=activation) for n in hidden)),
        initialization=InitializationSpec(weights=WeightInit("he")),
        training=TrainingSpec(learning_rate=learning_rate),
    )


def pictures(m: int) -> Dataset:
    """Random pictures of ten classes: their content does not matter for speed."""
    rng = np.random.RandomState(0)
    labels = rng.randint(0, 10, m)
    return Dataset(
        X=rng.rand(784, m),
        labels=labels,
        Y=(labels == np.arange(10)[:, None]).astype(float),
        X_test=np.empty((784, 0)),
        labels_test=np.empty(0, dtype=np.int64),
        classes=10,
        features=(),
        class_names=(),
        means=np.zeros(784),
        deviations=np.ones(784),
    )


class ByHand:
    """The course's step for [ReLU, ReLU, softmax] as one would write it for speed: np.dot, in place."""

    def __init__(self, like: Trainer, data: Dataset) -> None:
        self.X, self.Y, m = data.X.copy(), data.Y.copy(), data.m
        self.W = [np.ascontiguousarray(like.network.W[l]) for l in (1, 2, 3)]
        self.b = [like.network.b[l].copy() for l in (1, 2, 3)]
        self.dW = [np.empty_like(W) for W in self.W]
        self.Z = [np.empty((W.shape[0], m)) for W in self.W]
        self.A = [np.empty_like(Z) for Z in self.Z]
        self.D = [np.empty_like(Z) for Z in self.Z]
        self.rate = like.learning_rate

    def advance(self, updates: int) -> None:
        W, b, dW, Z, A, D, m = self.W, self.b, self.dW, self.Z, self.A, self.D, self.X.shape[1]
        for _ in range(updates):
            before = self.X
            for k in range(3):
                np.dot(W[k], before, out=Z[k])
                np.add(Z[k], b[k], out=Z[k])
                if k < 2:
                    np.maximum(Z[k], 0.0, out=A[k])
                before = A[k]
            np.subtract(Z[2], Z[2].max(axis=0), out=A[2])
            np.exp(A[2], out=A[2])
            np.divide(A[2], A[2].sum(axis=0), out=A[2])
            np.subtract(A[2], self.Y, out=D[2])
            for k in (2, 1, 0):
                np.dot(D[k], (A[k - 1] if k else self.X).T, out=dW[k])
                db = D[k].sum(axis=1, keepdims=True)
                if k:
                    np.dot(W[k].T, D[k], out=D[k - 1])
                    np.multiply(D[k - 1], Z[k - 1] > 0, out=D[k - 1])
                np.multiply(dW[k], self.rate / m, out=dW[k])
                np.subtract(W[k], dW[k], out=W[k])
                b[k] -= self.rate / m * db


def compare(
    ours: Callable[[int], object], other: Callable[[int], object], rounds: int = ROUNDS
) -> tuple[float, tuple[float, float]]:
    """Speed of `ours` as a share of `other`'s (median of the rounds), and microseconds a step of both."""
    updates = [calibrate(ours), calibrate(other)]
    ratios: list[float] = []
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for side, (advance, n) in enumerate(zip((ours, other), updates, strict=True)):
            begin = time.perf_counter()
            advance(n)
            times[side].append((time.perf_counter() - begin) / n)
        ratios.append(times[1][-1] / times[0][-1])
    return statistics.median(ratios), (
        statistics.median(times[0]) * 1e6,
        statistics.median(times[1]) * 1e6,
    )


def calibrate(advance: Callable[[int], object]) -> int:
    """How many updates take about `SECONDS`."""
    advance(20)
    begin = time.perf_counter()
    advance(50)
    return max(5, int(50 * SECONDS / (time.perf_counter() - begin)))
