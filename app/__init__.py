"""SymGUI's desktop application: `create_window` gives its window, ready to show."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.main_window import MainWindow
    from symgui.experiment import Experiment

__all__ = ["create_window"]


def create_window(experiment: Experiment | None = None) -> MainWindow:
    """The main window, under a QApplication that exists already.

    Parameters
    ----------
    experiment : Experiment or None
        What to open; the opening case if left out, whatever was open last. The window remembers nothing.
    """
    collects = gc.isenabled()
    gc.disable()  # what is imported stays: there is nothing to collect
    try:
        from app.main_window import MainWindow
        from symgui.experiment import opening_experiment
    finally:
        if collects:
            gc.enable()
    return MainWindow(opening_experiment() if experiment is None else experiment)
