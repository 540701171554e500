"""A sheet beside the window: made when it is first asked for, and kept true as long as it is open."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QWidget

from app.runtime.workspace import Workspace

Sheet = TypeVar("Sheet", bound=QDialog)


class KeptSheet(QObject, Generic[Sheet]):
    """Shows a sheet and fills it anew with each frame.

    Attributes
    ----------
    sheet : QDialog or None
        Once it was asked for.
    """

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._window = workspace, window
        self.sheet: Sheet | None = None

    @Slot()
    def show(self) -> None:
        """Open the sheet."""
        if self.sheet is None:
            self.sheet = self._make()
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

    @abstractmethod
    def _make(self) -> Sheet:
        """An empty sheet."""

    @abstractmethod
    def _fill(self, sheet: Sheet) -> None:
        """Write what is true now."""
