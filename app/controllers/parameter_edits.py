"""Single weights and biases, set by hand."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from app.controllers.settings_lock import Lock
from app.controllers.slow_step import SlowStep
from app.panels.cell_editor import CellEditor
from app.runtime.selection import Selection
from app.runtime.workspace import Workspace
from app.views.score.weights_view import WeightsView
from symgui.experiment import parameter_name


class ParameterEdits(QObject):
    """Asks for another value where the weight is, and hands it to the workspace unless that is locked.

    Parameters
    ----------
    workspace : Workspace
    lock : Lock
    weights : WeightsView
        Under whose cells it asks.
    slow_stepping : SlowStep
        An edit ends it.
    window : QWidget
        Over which it asks.

    Attributes
    ----------
    editor : CellEditor
    """

    def __init__(
        self, workspace: Workspace, lock: Lock, weights: WeightsView, slow_stepping: SlowStep, window: QWidget
    ) -> None:
        super().__init__(window)
        self._workspace, self._lock, self._weights = workspace, lock, weights
        self._slow_stepping, self._window = slow_stepping, window
        self.editor = CellEditor(window)
        self.editor.applied.connect(self._apply_one)

    def ask_selected(self) -> None:
        """Edit the weight or bias that is selected."""
        if self._workspace.pointing.selection is not None:
            self.ask(self._workspace.pointing.selection)

    @Slot(object)
    def ask(self, selection: Selection) -> None:
        """Pause, and ask for another value of the weight or bias `selection`."""
        if self._lock.refuses():
            return
        self._slow_stepping.leave()
        frame = self._workspace.current_frame  # none for a moment after another experiment was opened
        if frame is None or not selection.is_parameter or not selection.is_in(frame.experiment.sizes):
            return
        self._workspace.pause()
        self._workspace.pointing.select(selection)
        layer = frame.network.layers[selection.layer - 1]
        row, column = selection.row or 0, selection.column or 0
        value = layer.b[row, 0] if column < 0 else layer.W[row, column]
        name = parameter_name("b" if column < 0 else "W", selection.layer, row, max(column, 0))
        self.editor.edit(name, selection.label, float(value), self._place_of(selection))

    @Slot(object)
    def apply(self, values: dict[str, float]) -> None:
        """Set parameters, by their names in the experiment file."""
        if not self._lock.refuses():
            self._workspace.document.edit(values)

    @Slot(str, float)
    def _apply_one(self, name: str, value: float) -> None:
        self.apply({name: value})

    def _place_of(self, selection: Selection) -> QPoint:
        """The field's place: under the cell of `selection`, or at the pointer if that is out of sight."""
        weights = self._weights
        row, column = selection.row or 0, selection.column or 0
        maps = weights.biases if column < 0 else weights.weights
        heatmap = maps.get(selection.layer)
        if heatmap is None:
            return self._window.mapFromGlobal(QCursor.pos())
        corner = weights.canvas.mapFromScene(heatmap.cell_rect(row, max(column, 0)).bottomLeft())
        below: QPoint = weights.canvas.mapTo(self._window, corner + QPoint(0, 4))
        return below
