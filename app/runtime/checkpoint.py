"""What a person can take back: a changed setting, an edited parameter, other lanes of a race."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtGui import QUndoCommand

from symgui.experiment import Experiment


class Checkpoint(msgspec.Struct, frozen=True):
    """An experiment and where its run stood."""

    experiment: Experiment
    iteration: int


class ChangeCommand(QUndoCommand):
    """A change that is put on the stack when it has been done.

    Parameters
    ----------
    text : str
        What was done, for the menu.
    take_back, do_again : callable
    """

    def __init__(self, text: str, take_back: Callable[[], None], do_again: Callable[[], None]) -> None:
        super().__init__(text)
        self._take_back, self._do_again = take_back, do_again
        self._on_the_stack = False

    def redo(self) -> None:
        """Do it again; nothing the first time, when it is put on the stack."""
        if self._on_the_stack:
            self._do_again()
        self._on_the_stack = True

    def undo(self) -> None:
        """Take it back."""
        self._take_back()
