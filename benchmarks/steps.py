"""The training step: `per-unit` against np.dot, and `blas` against a step written by hand."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

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
from symgui.training.trainer import Trainer

ROUNDS = 15
SECONDS = 0.06
"""Of each side of a round; the sides take turns, so that both meet the same weather."""

TEACHING = {
    "2-4-1, m 400": ((4,), DataSpec(kind="flower", samples=400)),
    "2-10-5-1, m 300": ((10, 5), DataSpec(kind="circles", samples=300)),
    "2-8-8-8-1, m 400": ((8, 8, 8), DataSpec(kind="moons", samples=400)),
}


def step_rows() -> list[Row]:
    return [*(teaching_row(name) for name in TEACHING), wide_row()]


def teaching_row(name: str) -> Row:
    """Speed of a `per-unit` step, as a share of the same step with np.dot; both work in place."""
    hidden, data = TEACHING[name]
    spec = experiment(hidden, data, "tanh", 0.1)
    ours, dot = Trainer(spec), Trainer(spec.with_(arithmetic="blas"))
    ratio, microseconds = compare(ours.advance, dot.advance)
    return Row(
        f"per-unit step against np.dot, {name}", ratio, 0.75, at_most=False,
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


def experiment(hidden: Sequence[int], data: DataSpec, activation: str, learning_rate: float) -> Experiment:
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
    ours: Callable[[int], object], other: Callable[[int], object]
) -> tuple[float, tuple[float, float]]:
    """Speed of `ours` as a share of `other`'s (median of the rounds), and microseconds a step of both."""
    updates = [calibrate(ours), calibrate(other)]
    ratios: list[float] = []
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
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
