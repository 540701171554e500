"""What both views of a step's grid have in common: the grid over the experiment that is shown."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from app.views.study.study_page import StudyPage, StudyPicture, row_of
from symgui.experiment import ExperimentError
from symgui.plain_text.numbers import iteration
from symgui.sweep import RunGrid

REDRAW = 0.2
"""Seconds between two pictures, at least."""
SHARE = 4.0
"""So many times as long as a picture has taken, in addition."""
NO_GRID = "Only a lesson's step says which runs are shown here."


class GridPage(StudyPage):
    """A page about the runs of the step's grid.

    Attributes
    ----------
    done, of : int
        Runs that are made, and those of the grid.
    """

    goes_first: ClassVar[bool] = True
    start_text: ClassVar[str] = "Make the runs"

    def __init__(self, plot: StudyPicture, picture: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(plot, picture, parent)
        self.done = self.of = 0
        self._drawn_until = 0.0
        self.form.addLayout(row_of(self.start_button))

    @property
    def grid(self) -> RunGrid | None:
        """The runs, of the experiment that is shown; None where there are none."""
        step, frame = self.step, self.frame
        if step is None or step.grid is None or frame is None:
            return None
        try:
            return step.grid.over(frame.experiment)
        except ExperimentError:  # of an experiment that a person has changed
            return None

    @property
    def waiting(self) -> str:
        """How many runs are made."""
        return f"The runs come first: {iteration(self.done)} of {iteration(self.of)} are made."

    def take(self, points: tuple[object, ...]) -> None:
        """Keep what has come; it is drawn now and then, and when all is there."""
        self.keep(points)
        if self.done == self.of or monotonic() > self._drawn_until:
            began = monotonic()
            self.show_kept()
            self._drawn_until = monotonic() + REDRAW + SHARE * (monotonic() - began)

    def keep(self, points: tuple[object, ...]) -> None:
        """Keep what has come, and count `done`."""
        raise NotImplementedError

    def show_kept(self) -> None:
        """Draw what is there."""
        raise NotImplementedError

    def impossible(self) -> str:
        """Why not: there is no step, or its experiment cannot be varied so."""
        if self.step is None or self.step.grid is None:
            return NO_GRID
        return "" if self.grid is not None else "This experiment cannot be varied as the step says."
