"""SymGUI's desktop application: `create_window` gives its window, ready to show."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.main_window import MainWindow
    from symgui.experiment import Experiment

__all__ = ["create_window", "importing"]


@contextmanager
def importing() -> Iterator[None]:
    """Import without looking for garbage: what is imported stays, and is never looked through later."""
    collects, before = gc.isenabled(), len(sys.modules)
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > before:
            gc.freeze()
        if collects:
            gc.enable()


def create_window(experiment: Experiment | None = None) -> MainWindow:
    """The main window, under a QApplication that exists already.

    Parameters
    ----------
    experiment : Experiment or None
        What to open; the opening case if left out, whatever was open last. The window remembers nothing.
    """
    with importing():
        from app.main_window import MainWindow
        from symgui.experiment import opening_experiment
    return MainWindow(opening_experiment() if experiment is None else experiment)
