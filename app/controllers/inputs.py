"""The sheet of the inputs: of the data that are open, as long as it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.controllers.kept_sheet import KeptSheet
from symgui.data import data_label
from symgui.training.race import RaceFrame

if TYPE_CHECKING:  # it is made when somebody asks for it
    from app.panels.inputs_sheet import InputsSheet


class Inputs(KeptSheet["InputsSheet"]):
    """Shows the inputs of the run, or of the first lane of a race."""

    def _make(self) -> InputsSheet:
        from app.panels.inputs_sheet import InputsSheet

        return InputsSheet(self._window)

    def _fill(self, sheet: InputsSheet) -> None:
        shown = self._workspace.shown
        frame = shown.frames[0] if isinstance(shown, RaceFrame) else shown
        if frame is not None:
            spec = frame.experiment.data
            sheet.show_data(frame.data, data_label(spec), standardized=spec.standardize)
