"""The lock on the settings while a lesson is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:  # only where something is remembered
    from app.runtime.settings import Settings

LOCKED = "Settings and weights are locked while the lesson is open (in the menu: Lessons, Lock the settings)."


class Lock(QObject):
    """A choice that is remembered, and in force only during lessons.

    Parameters
    ----------
    settings : Settings or None
        Where it is remembered.

    Attributes
    ----------
    wanted : bool
        What the person has chosen.
    on : bool
        Whether it is in force: it is wanted, and a lesson is open.

    Signals
    -------
    turned(bool)
        It came into force, or ended.
    refused(str)
        Somebody has tried to change something: a sentence that says why nothing happened.
    """

    turned = Signal(bool)
    refused = Signal(str)

    def __init__(self, settings: Settings | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.wanted = settings is not None and settings.lock
        self._in_lesson = self.on = False

    def choose(self, wanted: bool) -> None:
        """Want it, or not."""
        self.wanted = wanted
        self._turn()
        if self._settings is not None:
            self._settings.lock = wanted

    @Slot(bool)
    def set_in_lesson(self, in_lesson: bool) -> None:
        """Say whether a lesson is open."""
        self._in_lesson = in_lesson
        self._turn()

    def refuses(self) -> bool:
        """Whether a change may not be; then says why."""
        if self.on:
            self.refused.emit(LOCKED)
        return self.on

    def _turn(self) -> None:
        on = self.wanted and self._in_lesson
        if on != self.on:
            self.on = on
            self.turned.emit(on)
