"""A person's work, set aside while something else is shown."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtGui import QUndoStack

from app.runtime.checkpoint import Checkpoint
from app.runtime.selection import Selection
from symgui.experiment import Experiment
from symgui.training.frame import Curve
from symgui.training.lanes import Lane


class SavedWork(msgspec.Struct, frozen=True):
    """Everything that is brought back; the run itself is kept by the training loop, under its id.

    Attributes
    ----------
    place : Place
        The experiment, and where its run stood.
    run : int
        The run's id.
    saved : Experiment
        What its file holds.
    path : Path or None
    undo_stack : QUndoStack
    ghost : Curve or None
    selection : Selection or None
    pace : str
    step_size : int
    lanes : tuple of Lane
        Of the race that stood in the place of the run; none without one.
    race_iteration : int
    """

    place: Checkpoint
    run: int
    saved: Experiment
    path: Path | None
    undo_stack: QUndoStack
    ghost: Curve | None
    selection: Selection | None
    pace: str
    step_size: int
    lanes: tuple[Lane, ...]
    race_iteration: int
