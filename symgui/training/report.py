"""A run in rows: what is said of one iteration, as JSON for programs and as a table for people."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from symgui.symmetry.partition import measure
from symgui.symmetry.verdict import judge
from symgui.training.trainer import Trainer

WIDTHS = {
    "iteration": 10,
    "cost": 20,
    "train_accuracy": 14,
    "test_accuracy": 13,
    "effective_units": 15,
    "verdict": 16,
    "evidence": 0,
}
"""The columns, and their widths in the table."""

WORDS = ("verdict", "evidence")
"""Columns of words, which stand to the left."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What is said of one iteration.

    Attributes
    ----------
    iteration : int
        Updates done.
    cost : float
        Mean cross-entropy over the training set, the penalty excluded.
    train_accuracy : float
    test_accuracy : float or None
        Shares of 1; None without test data.
    effective_units : tuple of int
        Of every hidden layer.
    verdict, evidence : str
    """

    iteration: int
    cost: float
    train_accuracy: float
    test_accuracy: float | None
    effective_units: tuple[int, ...]
    verdict: str
    evidence: str

    @classmethod
    def of(cls, trainer: Trainer) -> ReportRow:
        """The row of the iteration the trainer stands at."""
        state = trainer.network_state()
        symmetry = measure(state)
        verdict = judge(state, symmetry)
        return cls(
            iteration=trainer.iteration,
            cost=state.cost,
            train_accuracy=trainer.train_accuracy(),
            test_accuracy=trainer.test_accuracy() if trainer.data.has_test else None,
            effective_units=symmetry.effective_units,
            verdict=verdict.name,
            evidence=verdict.evidence,
        )

    def json(self) -> str:
        """One JSON object on one line; numbers that are not finite are the strings inf, -inf and nan."""
        fields = {name: _finite_or_text(value) for name, value in asdict(self).items()}
        return json.dumps(fields, allow_nan=False)

    def text(self) -> str:
        """One line of the table."""
        cells = (
            str(self.iteration),
            repr(self.cost),
            f"{self.train_accuracy:.4f}",
            "-" if self.test_accuracy is None else f"{self.test_accuracy:.4f}",
            ", ".join(map(str, self.effective_units)) or "-",
            self.verdict,
            self.evidence,
        )
        return _aligned(cells)


def table_head() -> str:
    """The names of the columns."""
    return _aligned(tuple(WIDTHS))


def row_iterations(last: int, every: int) -> Iterator[int]:
    """The iterations that have a row: 0, every such one, and the last."""
    yield from range(0, last, every)
    yield last


def _aligned(cells: Sequence[str]) -> str:
    padded = [
        cell.ljust(width) if name in WORDS else cell.rjust(width)
        for cell, (name, width) in zip(cells, WIDTHS.items(), strict=True)
    ]
    return "  ".join(padded).rstrip()


def _finite_or_text(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    return value
