"""A plane through inputs of more than two dimensions: where it lies, and where the examples lie in it."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.data.dataset import Dataset
from symgui.nn.interruption import look
from symgui.plain_text.numbers import whole_percent

PORTION = 500
"""Examples whose products are added up at a time."""


class InputSection(msgspec.Struct, frozen=True):
    """Which plane is wanted.

    Attributes
    ----------
    kind : {"principal", "features"}
        The plane through the mean along the first two principal directions of the training examples; or that
        of two features, with all others held.
    first, second : int
        The features, from 0.
    example : int or None
        The training example, from 0, at whose values the others are held; None: at their mean.
    """

    kind: Literal["principal", "features"] = "principal"
    first: int = 0
    second: int = 1
    example: int | None = None

    def fits(self, data: Dataset) -> bool:
        """Whether these data have such a plane, and not only one plane at all."""
        inputs = len(data.features)
        if inputs <= 2:
            return False
        if self.kind == "principal":
            return True
        there = self.example is None or 0 <= self.example < data.m
        return there and self.first != self.second and min(self.first, self.second) >= 0 and \
            max(self.first, self.second) < inputs  # fmt: skip


class SectionAxes(msgspec.Struct, frozen=True, eq=False):
    """Where a section lies among the inputs.

    Attributes
    ----------
    section : InputSection
    origin : ndarray, shape (n_x, 1)
    directions : ndarray, shape (n_x, 2)
        Orthonormal. A point (u, v) of the section is ``origin + directions @ [u, v]``.
    names : tuple of str
        Of the two coordinates.
    held : str
        What becomes of everything else: ``"others at their mean"``.
    points, test_points : ndarray, shape (2, m)
        Where the examples lie, seen along all other directions; they need not lie in the section.
    """

    section: InputSection
    origin: FloatArray
    directions: FloatArray
    names: tuple[str, str]
    held: str
    points: FloatArray
    test_points: FloatArray

    @property
    def words(self) -> str:
        """Which plane it is: ``"→ pixel 1, ↑ pixel 2, others at their mean"``."""
        return f"→ {self.names[0]}, ↑ {self.names[1]}, {self.held}"

    def lift(self, places: FloatArray) -> FloatArray:
        """The inputs at places of the section, shape (2, g)."""
        lifted: FloatArray = self.origin + self.directions @ places
        return lifted


def axes_of(section: InputSection, data: Dataset) -> SectionAxes:
    """Where a section that fits the data lies."""
    return _of_features(section, data) if section.kind == "features" else _principal(section, data)


def _of_features(section: InputSection, data: Dataset) -> SectionAxes:
    chosen = [section.first, section.second]
    if section.example is None:
        held, at = data.X.mean(axis=1, keepdims=True), "at their mean"
    else:
        held = data.X[:, section.example : section.example + 1].copy()
        at = f"as in example {section.example + 1}"
    held[chosen] = 0.0
    directions = np.zeros((len(data.features), 2))
    directions[chosen, [0, 1]] = 1.0
    names = data.features[section.first], data.features[section.second]
    return SectionAxes(
        section, held, directions, names, f"others {at}", data.X[chosen].copy(), data.X_test[chosen].copy()
    )


def _principal(section: InputSection, data: Dataset) -> SectionAxes:
    mean = data.X.mean(axis=1, keepdims=True)
    centred = data.X - mean
    # of the two Gram matrices the smaller: the other has the same eigenvalues, and zeros
    if centred.shape[0] <= centred.shape[1]:
        directions = np.linalg.eigh(_gram(centred))[1][:, [-1, -2]]
    elif data.m > 1:
        directions = _orthonormal(centred @ np.linalg.eigh(centred.T @ centred)[1][:, [-1, -2]])
    else:
        directions = np.eye(len(mean), 2)
    peaks = np.abs(directions).argmax(axis=0)
    directions = directions * np.sign(directions[peaks, [0, 1]])  # either sign is right; this one is fixed
    total = float((centred**2).sum())
    shares = [float((row**2).sum()) / total if total > 0 else 0.0 for row in directions.T @ centred]
    first, second = map(whole_percent, shares)
    return SectionAxes(
        section,
        mean,
        directions,
        ("principal direction 1", "principal direction 2"),
        f"through the mean; {first} and {second} of variance",
        directions.T @ centred,
        directions.T @ (data.X_test - mean),
    )


def _gram(X: FloatArray) -> FloatArray:
    """X Xᵀ, added up in portions between which it can be given up."""
    total = np.zeros((len(X), len(X)))
    for start in range(0, X.shape[1], PORTION):
        look()
        part = X[:, start : start + PORTION]
        total += part @ part.T
    look()
    return total


def _orthonormal(columns: FloatArray) -> FloatArray:
    """Two orthonormal columns: these, where they are independent, else any that complete them."""
    lengths = np.linalg.norm(columns, axis=0)
    kept = columns[:, lengths > 1e-9 * max(float(lengths.max()), 1e-300)]
    found: FloatArray = np.linalg.qr(np.c_[kept, np.eye(len(columns), 2)])[0][:, :2]
    return found
