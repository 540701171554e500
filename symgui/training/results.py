"""The results of several runs as one table: a row a lane of a race, or a pinned moment."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from symgui.symmetry.verdict import VERDICTS
from symgui.training.frame import Frame
from symgui.training.moments import Moment
from symgui.training.race import RaceFrame
from symgui.training.withholding import WITHHELD

COLUMNS: dict[str, str] = {
    "name": "the lane of a race and what sets it apart, or what a pinned moment is called",
    "iteration": "updates done; a lane that has diverged stands where it did",
    "cost": "mean cross-entropy over all training examples, without the L2 penalty",
    "train accuracy": "the share of training examples whose class is right",
    "test accuracy": "the same of the test examples, which it was never trained on; empty without any",
    "effective units": "of every hidden layer, how many groups of units that act as one it has",
    "units": "of every hidden layer, how many units it has",
    "verdict": "what is wrong with the network, if anything",
    "evidence": "the sentence that proves the verdict",
}
"""Columns and what they mean, in the words of docs/glossary.md."""
NOT_COMPUTED = "not computed today: go to the moment"


class ResultRow(msgspec.Struct, frozen=True):
    """How one network fares.

    Attributes
    ----------
    name : str
    iteration : int
    cost, train_accuracy : float or None
        None of a moment that has not been computed today.
    test_accuracy : float or None
        None without test data, too.
    effective_units, units : tuple of int
        Of every hidden layer.
    verdict, evidence : str
    """

    name: str
    iteration: int
    cost: float | None = None
    train_accuracy: float | None = None
    test_accuracy: float | None = None
    effective_units: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    verdict: str = ""
    evidence: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns as texts with all digits, as a table that is copied has them; shares are of 1."""
        return (
            self.name,
            str(self.iteration),
            _digits(self.cost),
            _digits(self.train_accuracy),
            _digits(self.test_accuracy),
            ", ".join(map(str, self.effective_units)),
            ", ".join(map(str, self.units)),
            self.verdict,
            self.evidence,
        )


def result(name: str, frame: Frame) -> ResultRow:
    """How the network of a frame fares."""
    hidden = frame.symmetry.layers
    return ResultRow(
        name=name,
        iteration=frame.iteration,
        cost=frame.cost,
        train_accuracy=frame.train_accuracy,
        test_accuracy=frame.test_accuracy,
        effective_units=tuple(layer.effective_units for layer in hidden),
        units=tuple(layer.units for layer in hidden),
        verdict=_label(frame.verdict.name),
        evidence=frame.verdict.evidence,
    )


def race_results(race: RaceFrame) -> tuple[ResultRow, ...]:
    """A row a lane."""
    lanes = zip(race.lanes, race.frames, strict=True)
    return tuple(result(f"{lane.letter}: {lane.text}", frame) for lane, frame in lanes)


def moment_results(moments: Iterable[Moment]) -> tuple[ResultRow, ...]:
    """A row a pinned moment."""
    return tuple(_of_moment(moment) for moment in moments)


def without_verdict(row: ResultRow) -> ResultRow:
    """A row that does not say what would answer an open question, as `symgui.training.withholding` has it."""
    return replace(row, verdict=_label(WITHHELD.name), evidence=WITHHELD.evidence)


def as_table(rows: Iterable[ResultRow]) -> list[list[str]]:
    """The columns' names, and a row of cells each."""
    return [list(COLUMNS), *([_one_cell(cell) for cell in row.cells] for row in rows)]


def as_tsv(rows: Iterable[ResultRow]) -> str:
    """The table as text, a tab between two cells, with the columns' names above."""
    return "".join("\t".join(cells) + "\n" for cells in as_table(rows))


def _of_moment(moment: Moment) -> ResultRow:
    if not moment.computed:
        return ResultRow(moment.name, moment.iteration, evidence=NOT_COMPUTED)
    return ResultRow(
        name=moment.name,
        iteration=moment.iteration,
        cost=moment.cost,
        train_accuracy=moment.train_accuracy,
        test_accuracy=moment.test_accuracy,
        effective_units=moment.effective_units,
        units=moment.sizes[1:-1],
        verdict=_label(moment.verdict),
        evidence=moment.evidence,
    )


def _label(verdict: str) -> str:
    return VERDICTS[verdict].label if verdict in VERDICTS else verdict


def _digits(value: float | None) -> str:
    return "" if value is None else repr(value)


def _one_cell(text: str) -> str:
    """A text that stays in its cell."""
    return " ".join(text.split())
