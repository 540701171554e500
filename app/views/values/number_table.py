"""The table that a layer's numbers stand in."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from app.look.style_sheet import tabular


class NumberTable(QTableView):
    """A table that is one Tab stop, copies and pastes by the keys, and tells when editing begins."""

    copyWanted = Signal()
    pasteWanted = Signal()
    editingStarted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("values-table")
        self.setAccessibleName("Numbers of the layer")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFont(tabular(self.font()))
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.setCornerButtonEnabled(False)

    def edit(self, *how: Any) -> bool:  # type: ignore[override]
        """Start editing a cell, if `how` (index, trigger, event) does; then tell so."""
        began = bool(super().edit(*how))
        if began and self.is_editing:
            self.editingStarted.emit()
        return began

    @property
    def is_editing(self) -> bool:
        """Whether a number is being typed."""
        return bool(self.state() == QAbstractItemView.State.EditingState)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and paste; the rest as a table does it."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copyWanted.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasteWanted.emit()
        else:
            super().keyPressEvent(event)
