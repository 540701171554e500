"""What a person can take back: a changed setting, an edited parameter. Both bring their run back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QUndoCommand

from symgui.experiment import Experiment


@dataclass(frozen=True, slots=True)
class Place:
    """An experiment and where its run stood."""

    experiment: Experiment
    iteration: int


class ChangeCommand(QUndoCommand):
    """A step from one place to another.

    Parameters
    ----------
    text : str
        What was done, for the menu.
    before, after : Place
    do : callable
        Does it the first time, when the run is still there to be changed.
    go : callable
        Goes to a place by running its experiment anew up to there.
    """

    def __init__(
        self, text: str, before: Place, after: Place, do: Callable[[], None], go: Callable[[Place], None]
    ) -> None:
        super().__init__(text)
        self._before, self._after = before, after
        self._do, self._go = do, go
        self._done = False

    def redo(self) -> None:
        """Do it, or do it again."""
        if self._done:
            self._go(self._after)
        else:
            self._done = True
            self._do()

    def undo(self) -> None:
        """Take it back."""
        self._go(self._before)
