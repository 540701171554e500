"""The named data sets: one function each, and the registry that knows them.

Every generator is called as ``generate(random, counts, noise)``: the stream to draw from, the number of
examples of every class, the noise. It gives the points, one row each, and their classes. The order of the
draws is part of each formula, so a seed means the same points for ever, with the kernel on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.experiment.parts import KIND_DEFAULTS
from symgui.nn.draws import randn
from symgui.nn.maths import cos, sin

Counts: TypeAlias = tuple[int, ...]
Points: TypeAlias = tuple[FloatArray, NDArray[np.int64]]
"""Points, shape (m, 2), and classes, shape (m,)."""


class Generator(msgspec.Struct, frozen=True):
    """A named kind of data.

    Attributes
    ----------
    kind, label : str
        In the experiment file; for people.
    formula : str
        In one line.
    generate : callable
        ``generate(random, counts, noise)``.
    """

    kind: str
    label: str
    formula: str
    generate: Callable[[RandomState, Counts, float], Points]

    @property
    def many_classes(self) -> bool:
        """Whether it can have more than two classes."""
        return KIND_DEFAULTS[self.kind].many_classes

    def __repr__(self) -> str:
        return f"<{self.kind}: {self.formula}>"


def circles(random: RandomState, counts: Counts, noise: float) -> Points:
    """Two circles around the origin: class 0 of radius 1, class 1 inside it of radius 0.8.

    The angles are 2πi/n of each class's n points; the points are shuffled, then noise · randn moves them.
    Scikit-learn's ``make_circles((n_0, n_1), noise=noise, factor=0.8)``, as the course calls it after
    ``np.random.seed(seed)``, but for last bits.
    """
    outer, inner = (np.linspace(0, 2 * np.pi, count, endpoint=False) for count in counts)
    x1 = np.append(cos(outer), cos(inner) * 0.8)
    x2 = np.append(sin(outer), sin(inner) * 0.8)
    return _shuffled(random, x1, x2, counts, noise)


def moons(random: RandomState, counts: Counts, noise: float) -> Points:
    """Two interleaving half circles: class 0 (cos t, sin t), class 1 (1 − cos t, ½ − sin t), t from 0 to π.

    The points are shuffled, then noise · randn moves them. Scikit-learn's
    ``make_moons((n_0, n_1), noise=noise)`` after ``np.random.seed(seed)``, but for last bits.
    """
    upper, lower = (np.linspace(0, np.pi, count) for count in counts)
    x1 = np.append(cos(upper), 1 - cos(lower))
    x2 = np.append(sin(upper), 1 - sin(lower) - 0.5)
    return _shuffled(random, x1, x2, counts, noise)


def flower(random: RandomState, counts: Counts, noise: float) -> Points:
    """Petals of r = 4 sin 4t: class j has t from 3.12 j to 3.12 (j + 1), and the point (r sin t, r cos t).

    noise · randn is added to all t of a class, then to its r. The course's
    ``planar_utils.load_planar_dataset`` for 400 points, balance ½, noise 0.2 and seed 1, but for last bits.
    """
    classes = []
    for j, count in enumerate(counts):
        t = np.linspace(j * 3.12, (j + 1) * 3.12, count) + randn(random, count) * noise
        r = 4 * sin(4 * t) + randn(random, count) * noise
        classes.append(np.c_[r * sin(t), r * cos(t)])
    return np.concatenate(classes), _labels(counts)


def blobs(random: RandomState, counts: Counts, noise: float) -> Points:
    """Round clouds, class k around (2 cos φ, 2 sin φ) with φ = −3π/4 + 2πk/K, plus noise · randn.

    Of two classes, class 0 lies at the lower left and class 1 at the upper right.
    """
    angles = -0.75 * np.pi + 2 * np.pi * np.arange(len(counts)) / len(counts)
    centres = 2 * np.c_[cos(angles), sin(angles)]
    labels = _labels(counts)
    return centres[labels] + noise * randn(random, len(labels), 2), labels


def spiral(random: RandomState, counts: Counts, noise: float) -> Points:
    """Arms of one turn and a half: r = 3u, φ = 3πu + 2πk/K, with u = 1/n, 2/n, …, 1 of class k's n points.

    The point is (r cos φ, r sin φ) plus noise · randn.
    """
    arms = []
    for k, count in enumerate(counts):
        u = np.arange(1, count + 1) / max(count, 1)
        angle = 3 * np.pi * u + 2 * np.pi * k / len(counts)
        arms.append(3 * np.c_[u * cos(angle), u * sin(angle)])
    points = np.concatenate(arms)
    return points + noise * randn(random, *points.shape), _labels(counts)


def xor(random: RandomState, counts: Counts, noise: float) -> Points:
    """Standard normal points; class 1 where x₁·x₂ > 0, class 0 where exactly one of the two is positive.

    Points are drawn until every class has its number, and stand in the order of drawing; noise · randn moves
    them after they have their class.
    """
    return _normal_points(random, counts, noise, lambda points: points[:, 0] * points[:, 1] > 0)


def linear(random: RandomState, counts: Counts, noise: float) -> Points:
    """Standard normal points; class 1 where x₁ + x₂ > 0.

    Points are drawn until every class has its number, and stand in the order of drawing; noise · randn moves
    them after they have their class, so that with noise a few lie on the wrong side.
    """
    return _normal_points(random, counts, noise, lambda points: points[:, 0] + points[:, 1] > 0)


def gate(random: RandomState, counts: Counts, noise: float) -> Points:
    """The points (0, 0), (0, 1), (1, 0), (1, 1), of which the last n_1 are of class 1, plus noise · randn.

    One of them makes it the truth table of AND, three that of OR.
    """
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return corners + noise * randn(random, 4, 2), _labels(counts)


def xor_table(random: RandomState, counts: Counts, noise: float) -> Points:  # noqa: ARG001
    """The truth table of XOR: (0, 0), (0, 1), (1, 0), (1, 1) are of class 0, 1, 1, 0; plus noise · randn."""
    points, _ = gate(random, (2, 2), noise)
    return points, np.array([0, 1, 1, 0])


GENERATORS: dict[str, Generator] = {
    record.kind: record
    for record in (
        Generator("flower", "flower", "(r sin t, r cos t), r = 4 sin 4t", flower),
        Generator("circles", "circles", "radius 1 around radius 0.8", circles),
        Generator("xor", "xor", "standard normal, class 1 where x₁·x₂ > 0", xor),
        Generator("spiral", "spiral", "r = 3u, φ = 3πu + 2πk/K", spiral),
        Generator("moons", "moons", "two interleaving half circles", moons),
        Generator("blobs", "blobs", "normal around K centres on a circle of radius 2", blobs),
        Generator("linear", "linear", "standard normal, class 1 where x₁ + x₂ > 0", linear),
        Generator("and", "AND", "four points, class 1 where both are 1", gate),
        Generator("or", "OR", "four points, class 1 where at least one is 1", gate),
        Generator("xor-table", "XOR table", "four points, class 1 where exactly one is 1", xor_table),
    )
}
"""Every kind of data by its name in the experiment file."""


def _labels(counts: Counts) -> NDArray[np.int64]:
    return np.repeat(np.arange(len(counts), dtype=np.int64), counts)


def _shuffled(random: RandomState, x1: FloatArray, x2: FloatArray, counts: Counts, noise: float) -> Points:
    order = np.arange(sum(counts))
    random.shuffle(order)
    points = np.c_[x1, x2][order]
    points += noise * randn(random, *points.shape)
    return points, _labels(counts)[order]


def _normal_points(
    random: RandomState, counts: Counts, noise: float, is_one: Callable[[FloatArray], NDArray[np.bool_]]
) -> Points:
    points = np.empty((0, 2))
    ones = is_one(points)
    while np.sum(~ones) < counts[0] or np.sum(ones) < counts[1]:
        points = np.concatenate([points, randn(random, sum(counts), 2)])
        ones = is_one(points)
    first = [np.flatnonzero(ones == label)[:count] for label, count in enumerate(counts)]
    kept = np.sort(np.concatenate(first))
    return points[kept] + noise * randn(random, len(kept), 2), ones[kept].astype(np.int64)
