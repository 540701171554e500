"""Points that a person draws: added, erased, undone; a table like any other in the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.random import RandomState

from symgui.data.load import load_data
from symgui.experiment import DataSpec, ExperimentError
from symgui.experiment.table_spec import MAX_CLASSES, MAX_HELD, TableSpec

NAME = "drawn"
"""What the table is called."""
MOST = MAX_HELD // 3
"""Points, of three numbers each, that an experiment holds."""


class Point(NamedTuple):
    """A point, its class, from 0, and whether it is a test example."""

    x1: float
    x2: float
    label: int
    test: bool = False


class DrawnPoints:
    """Points of two inputs, and what was done to them.

    Parameters
    ----------
    points : sequence of Point
        To begin with.
    features, classes : sequence of str
        Names; of classes at least two.

    Attributes
    ----------
    points : tuple of Point
        In the order in which they were drawn.
    """

    def __init__(
        self,
        points: Sequence[Point] = (),
        features: Sequence[str] = ("x1", "x2"),
        classes: Sequence[str] = ("0", "1"),
    ) -> None:
        self.points = tuple(points)
        self.features, self.classes = tuple(features), tuple(classes)
        self._before: list[tuple[Point, ...]] = []
        self._after: list[tuple[Point, ...]] = []
        self._stroke: tuple[Point, ...] | None = None

    @classmethod
    def of(cls, data: DataSpec) -> DrawnPoints:
        """The examples of data with two features, not standardized; no points if there are too many of them.

        Raises
        ------
        symgui.data.data_file_error.DataFileError
            If they lie in a file that is gone, or has changed.
        """
        features = len(data.table.features) if data.table is not None else 2
        if features != 2 or data.kind == "digits" or data.samples + data.test_samples > MOST:
            return cls()
        held = load_data(replace(data, standardize=False))
        points = [
            Point(x1, x2, label, test)
            for X, labels, test in ((held.X, held.labels, False), (held.X_test, held.labels_test, True))
            for x1, x2, label in zip(*X.tolist(), labels.tolist(), strict=True)
        ]
        return cls(points, held.features, held.class_names)

    # ---- drawing ---------------------------------------------------------------------------------

    def begin_stroke(self) -> None:
        """What is added and erased from here on is undone at once, up to `end_stroke`."""
        self._stroke = self.points

    def end_stroke(self) -> None:
        """The end of what is undone at once."""
        before, self._stroke = self._stroke, None
        if before is not None and before != self.points:
            self._note(before)

    def add(self, x1: float, x2: float, label: int, *, test: bool = False) -> bool:
        """Add a point; returns whether there was room for it."""
        if len(self.points) >= MOST:
            return False
        self._change((*self.points, Point(x1, x2, label, test)))
        return True

    def erase(self, point: Point) -> None:
        """Take a point away, of equal ones the last."""
        at = len(self.points) - 1 - self.points[::-1].index(point)
        self._change(self.points[:at] + self.points[at + 1 :])

    def clear(self) -> None:
        """Take all away."""
        if self.points:
            self._change(())

    def undo(self) -> None:
        """Take the last step back."""
        if self._before:
            self._after.append(self.points)
            self.points = self._before.pop()

    def redo(self) -> None:
        """Do it again."""
        if self._after:
            self._before.append(self.points)
            self.points = self._after.pop()

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._after)

    def _change(self, points: tuple[Point, ...]) -> None:
        before, self.points = self.points, points
        if self._stroke is None:
            self._note(before)

    def _note(self, before: tuple[Point, ...]) -> None:
        self._before.append(before)
        self._after.clear()

    # ---- classes, and what comes of it -------------------------------------------------------------

    @property
    def fewest_classes(self) -> int:
        """As many classes as the points need, at least two."""
        return max(2, max((point.label for point in self.points), default=0) + 1)

    def set_classes(self, count: int) -> None:
        """Let there be so many classes; new ones are called by their numbers.

        Raises
        ------
        ValueError
            If points need more of them, or there are too many.
        """
        if not self.fewest_classes <= count <= MAX_CLASSES:
            raise ValueError(f"expected {self.fewest_classes} to {MAX_CLASSES} classes, got {count}")
        names = list(self.classes[:count])
        for k in range(len(names), count):
            names.append(str(k) if str(k) not in names else f"class {k}")
        self.classes = tuple(names)

    def counts(self) -> list[int]:
        """Points of each class."""
        return [sum(point.label == k for point in self.points) for k in range(len(self.classes))]

    @property
    def tests(self) -> int:
        """How many points are test examples."""
        return sum(point.test for point in self.points)

    def data(self, seed: int, *, standardize: bool = False) -> DataSpec:
        """The points as data, in such an order that `seed` chooses the test examples as they were drawn.

        Raises
        ------
        ExperimentError
            If there is none to train on.
        """
        count, tests = len(self.points), self.tests
        if count == tests:
            raise ExperimentError("needs a point to train on", "the drawing")
        order = RandomState(seed).permutation(count)
        places = np.concatenate([np.sort(order[: count - tests]), np.sort(order[count - tests :])])
        rows: list[tuple[float, ...]] = [()] * count
        for place, point in zip(places.tolist(), sorted(self.points, key=lambda p: p.test), strict=True):
            rows[place] = (point.x1, point.x2, float(point.label))
        table = TableSpec(name=NAME, features=self.features, classes=self.classes, rows=tuple(rows))
        return DataSpec(
            kind="file", table=table, samples=count - tests, test_samples=tests, seed=seed,
            standardize=standardize,
        )  # fmt: skip
