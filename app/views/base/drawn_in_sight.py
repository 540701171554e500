"""A widget that draws only while it can be seen, and says so in its place where drawing fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.look.text_scale import TEXT
from app.look.theme import COLOURS
from app.views.base.failure_notice import Attempts
from symgui.training.frame import Frame
from symgui.training.race import RaceFrame


class DrawnInSight(QWidget):
    """Base of views. A subclass draws its parts one by one, in `draw_part`.

    What is out of date while the widget is hidden is drawn once when it appears. A part that raises keeps
    nobody else from a frame: the failure is told of, and stands in the widget's place until it can draw
    again, instead of what it drew before.

    Attributes
    ----------
    parts : tuple of str
        What is drawn, in this order.
    frame : Frame or RaceFrame or None
        The latest frame, drawn or waiting to be.
    """

    parts: ClassVar[tuple[str, ...]]
    frame: Frame | RaceFrame | None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._late = set(self.parts)
        self._attempts = Attempts(self)
        COLOURS.changed.connect(self.draw_anew)
        TEXT.settled.connect(self.draw_anew)

    @property
    def failure(self) -> str:
        """What is said in the place of a picture that could not be drawn; empty while all goes well."""
        return self._attempts.failure

    def draw_part(self, part: str) -> None:
        """Draw one of the `parts`; a hook."""
        raise NotImplementedError

    def invalidate(self, *parts: str) -> None:
        """Have these parts drawn anew by the next `refresh`; without any, everything."""
        self._late.update(parts or self.parts)

    def refresh(self) -> None:
        """Draw what is out of date, if the widget can be seen; else it is drawn when it appears."""
        if self.isVisible():
            self.attempt(self.draw_late)

    @Slot()
    def draw_anew(self) -> None:
        """Draw everything again, in other colours or another font."""
        self.invalidate()
        self.refresh()

    def draw_late(self) -> None:
        """Draw what is out of date."""
        for part in self.parts:
            if part in self._late:
                self._late.discard(part)
                self.draw_part(part)

    def attempt(self, draw: Callable[[], object]) -> None:
        """Draw; after a failure everything is drawn anew the next time."""
        if not self._attempts.draw(draw, self.frame.iteration if self.frame is not None else None):
            self.invalidate()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while hidden."""
        super().showEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Draw everything anew in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_attempts"):
            self.draw_anew()
