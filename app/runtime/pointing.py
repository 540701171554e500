"""What a person points at in the network: one selection and one place under the mouse, for every view."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.runtime.selection import Selection


class Pointing(QObject):
    """The selection and the place under the mouse.

    Attributes
    ----------
    selection : Selection or None
    hovered : Selection or None

    Signals
    -------
    selectionChanged(Selection or None), hoverChanged(Selection or None)
    """

    selectionChanged = Signal(object)
    hoverChanged = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.selection: Selection | None = None
        self.hovered: Selection | None = None

    def select(self, selection: Selection | None) -> None:
        """Select a place in the network."""
        if selection != self.selection:
            self.selection = selection
            self.selectionChanged.emit(selection)

    def hover(self, hovered: Selection | None) -> None:
        """Point at a place in the network."""
        if hovered != self.hovered:
            self.hovered = hovered
            self.hoverChanged.emit(hovered)
