"""What a person can take back: a changed setting, an edited parameter. Both bring their run back."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtGui import QUndoCommand

from symgui.experiment import Experiment


class Place(msgspec.Struct, frozen=True):
    """An experiment and where its run stood."""

    experiment: Experiment
    iteration: int


class ChangeCommand(QUndoCommand):
    """A step from one place to another, put on the stack when it has been done.

    Parameters
    ----------
    text : str
        What was done, for the menu.
    before, after : Place
    go : callable
        Goes to a place by running its experiment anew up to there.
    """

    def __init__(self, text: str, before: Place, after: Place, go: Callable[[Place], None]) -> None:
        super().__init__(text)
        self._before, self._after, self._go = before, after, go
        self._on_the_stack = False

    def redo(self) -> None:
        """Do it again; nothing the first time, when it is put on the stack."""
        if self._on_the_stack:
            self._go(self._after)
        self._on_the_stack = True

    def undo(self) -> None:
        """Take it back."""
        self._go(self._before)
