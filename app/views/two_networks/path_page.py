"""The view of a path: a second run of this experiment is made, matched, and walked to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from app.views.study.figures import DASHED, SOLID
from app.views.study.origin import Origin
from app.views.study.study_page import StudyPage, row_of
from app.views.two_networks.path_plot import PathPlot
from symgui.plain_text.numbers import MINUS, iteration, number
from symgui.symmetry.unit_matching import UnitPairs
from symgui.training.frame import Frame
from symgui.training.studies import Progress
from symgui.training.studies.symmetry_studies import MatchedNetworks
from symgui.training.studies.two_starts import two_starts

MOST_UNITS = 8
"""Units whose partners are named, and …"""
IN_A_ROW = 4
"""… how many of them in one row."""
NO_SECOND = "Only a lesson's step names a second network."


class PathPage(StudyPage):
    """Both paths, their barriers, and which unit is which.

    Attributes
    ----------
    plot : PathPlot
        ``path-plot``.
    result : MatchedNetworks or None
    """

    name = "path"
    title = "From one network to the other"
    sentence = "The cost on the straight path from this network to a second one, before and after matching."
    more = "A barrier is how far the cost on the path rises above the line between the costs of its ends."
    goes_first: ClassVar[bool] = True
    start_text: ClassVar[str] = "Walk the path"

    def __init__(self, parent: QWidget | None = None) -> None:
        plot = PathPlot("path-plot")
        super().__init__(plot, plot, parent)
        self.plot = plot
        self.result: MatchedNetworks | None = None
        self._trained = Progress(0, 0)
        self.form.addLayout(row_of(self.start_button))

    @property
    def waiting(self) -> str:
        """How far the training of both networks is."""
        done = self._trained
        if not done.iteration:
            return "The path to the second network comes first."
        return (
            "The second network comes first: "
            f"{iteration(done.iteration)} of {iteration(done.of)} updates are done."
        )

    def impossible(self) -> str:
        """Why not: the step names no second network."""
        return "" if self.step is not None and self.step.second is not None else NO_SECOND

    def make(self, frame: Frame) -> tuple[Iterator[object], Origin]:
        """The study of both runs up to the iteration that is shown, from the experiment's start."""
        step = self.step
        assert step is not None
        assert step.second is not None
        return two_starts(frame.experiment, frame.iteration, step.second), Origin.here(frame)

    def receive(self, points: tuple[object, ...], done: bool, failure: str) -> None:
        """Note how far the training is, too."""
        self._trained = next((p for p in reversed(points) if isinstance(p, Progress)), self._trained)
        super().receive(points, done, failure)

    def clear(self) -> None:
        """Show no path."""
        self.result, self._trained = None, Progress(0, 0)
        self.plot.show_paths(None)
        self.figures.show_rows([])

    def take(self, points: tuple[object, ...]) -> None:
        """Show both paths, which come at once."""
        for point in points:
            if isinstance(point, MatchedNetworks):
                self.result = point
        self._draw()
        self._write()

    def _draw(self) -> None:
        self.plot.show_paths(self.result)

    def _write(self) -> None:
        result = self.result
        if result is None:
            return
        before, after = result.barriers
        rows = [
            (f"{DASHED} barrier, before", number(before, 3)),
            (f"{SOLID} barrier, after", number(after, 3)),
            ("distance before", number(result.distance_straight, 3)),
            ("distance after", number(result.distance_matched, 3)),
        ]
        if len(result.pairs) == 1 and len(result.pairs[0].partners) <= MOST_UNITS:
            rows += self._partner_rows(result.pairs[0])
        self.figures.show_rows(rows)

    def _partner_rows(self, pairs: UnitPairs) -> list[tuple[str, str]]:
        """Rows of a few units each; − is a mirrored one."""
        partners = [
            (MINUS if sign < 0 else "") + str(partner + 1)
            for partner, sign in zip(pairs.partners, pairs.signs, strict=True)
        ]
        rows = []
        for first in range(0, len(partners), IN_A_ROW):
            few = partners[first : first + IN_A_ROW]
            rows.append((f"units {first + 1}–{first + len(few)}", ", ".join(few)))
        return rows
