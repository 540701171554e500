"""The results sheet: the lanes of the race, or the run as it stands and the pinned moments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.controllers.pins import Pins
from app.runtime.workspace import Workspace
from symgui.plain_text.numbers import iteration
from symgui.training.race import RaceFrame
from symgui.training.withholding import WITHHELD

if TYPE_CHECKING:  # it is made when somebody asks for it
    from app.panels.results_sheet import ResultsSheet

NOW = "as it stands"


class Results(QObject):
    """Shows the sheet, and keeps it true while it is open.

    Parameters
    ----------
    workspace : Workspace
    pins : Pins
    window : QWidget

    Attributes
    ----------
    sheet : ResultsSheet or None
        Once it was asked for.
    """

    def __init__(self, workspace: Workspace, pins: Pins, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._pins, self._window = workspace, pins, window
        self.sheet: ResultsSheet | None = None

    def show(self) -> None:
        """Open the sheet."""
        if self.sheet is None:
            from app.panels.results_sheet import ResultsSheet

            self.sheet = ResultsSheet(self._window)
            for changed in (self._workspace.frameReady, self._workspace.raceFrameReady, self._pins.changed):
                changed.connect(self._follow)
        self._fill(self.sheet)
        self.sheet.show()

    def close(self) -> None:
        """Close the sheet, which may outlive the window."""
        if self.sheet is not None:
            self.sheet.close()

    @Slot()
    def _follow(self) -> None:
        if self.sheet is not None and self.sheet.isVisible():
            self._fill(self.sheet)

    def _fill(self, sheet: ResultsSheet) -> None:
        from symgui.training.results import moment_results, race_results, result, without_verdict

        shown = self._workspace.shown
        if isinstance(shown, RaceFrame):
            at = iteration(shown.iteration)
            sheet.show_rows(
                race_results(shown), f"The {len(shown.lanes)} lanes of the race at iteration {at}"
            )
            return
        moments = moment_results(self._pins.moments)
        if shown is not None and shown.verdict is WITHHELD:
            moments = tuple(without_verdict(row) for row in moments)
        now = () if shown is None else (result(NOW, shown),)
        pinned = f"{len(moments)} pinned moment{'' if len(moments) == 1 else 's'}"
        besides = f", and {pinned}" if moments else "; no moment is pinned"
        sheet.show_rows((*now, *moments), f"The run as it stands{besides}")
