"""Weights of one's own: opened or dropped, looked at in a dialog, and taken as the network's start."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot

from app.controllers.one_dialog import OneDialog
from app.panels.weights_dialog import WeightsDialog
from symgui.experiment import Experiment
from symgui.weights import SUFFIXES


class WeightsOpening(OneDialog[WeightsDialog]):
    """Opens the dialog for weights, and gives the workspace what comes of it."""

    title = "Open weights"
    kinds = f"Weights ({' '.join(f'*{suffix}' for suffix in SUFFIXES)});;All files (*)"

    @Slot(object)
    def show_file(self, path: Path) -> None:
        """Show the weights in a file."""
        if self._lock.refuses():
            return
        dialog = WeightsDialog(path, self._workspace.experiment, self._window)
        dialog.wanted.connect(self._take)
        self._open(dialog)

    @Slot(object)
    def _take(self, experiment: Experiment) -> None:
        """Let the open experiment start from them; undo brings the former start back."""
        dialog = self.dialog
        assert dialog is not None
        dialog.accept()
        self._workspace.document.change(experiment, f"weights {dialog.path.name}")
