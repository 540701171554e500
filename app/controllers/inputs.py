"""The sheet of the inputs: of the data that are open, as long as it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.runtime.workspace import Workspace
from symgui.data import data_label
from symgui.training.race import RaceFrame

if TYPE_CHECKING:  # it is made when somebody asks for it
    from app.panels.inputs_sheet import InputsSheet


class Inputs(QObject):
    """Shows the sheet, and keeps it true.

    Parameters
    ----------
    workspace : Workspace
    window : QWidget

    Attributes
    ----------
    sheet : InputsSheet or None
        Once it was asked for.
    """

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._window = workspace, window
        self.sheet: InputsSheet | None = None

    @Slot()
    def show(self) -> None:
        """Open the sheet."""
        if self.sheet is None:
            from app.panels.inputs_sheet import InputsSheet

            self.sheet = InputsSheet(self._window)
            for changed in (self._workspace.frameReady, self._workspace.raceFrameReady):
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

    def _fill(self, sheet: InputsSheet) -> None:
        shown = self._workspace.shown
        frame = shown.frames[0] if isinstance(shown, RaceFrame) else shown
        if frame is not None:
            spec = frame.experiment.data
            sheet.show_data(frame.data, data_label(spec), standardized=spec.standardize)
