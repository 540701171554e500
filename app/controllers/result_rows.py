"""The results sheet: the lanes of the race, or the run as it stands and the pinned moments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.controllers.kept_sheet import KeptSheet
from app.controllers.pins import Pins
from app.runtime.workspace import Workspace
from symgui.plain_text.numbers import iteration
from symgui.training.race import RaceFrame
from symgui.training.withholding import WITHHELD

if TYPE_CHECKING:  # it is made when somebody asks for it
    from app.panels.results_sheet import ResultsSheet

NOW = "as it stands"


class Results(KeptSheet["ResultsSheet"]):
    """Shows a row for each lane, or for the run and each moment."""

    def __init__(self, workspace: Workspace, pins: Pins, window: QWidget) -> None:
        super().__init__(workspace, window)
        self._pins = pins

    def _make(self) -> ResultsSheet:
        from app.panels.results_sheet import ResultsSheet

        self._pins.changed.connect(self._follow)
        return ResultsSheet(self._window)

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
