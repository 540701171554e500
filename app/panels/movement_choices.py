"""What an animation shows: which picture, from which iteration to which, in how many frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.panels.choice_field import ChoiceField
from app.views.base.number_field import NumberField
from symgui.export.animation import MOST_FRAMES, Plan

FRAMES = 60
LARGEST = 10**9
WIDTH = 62
"""Pixels of a field at least."""


def _number(name: str, label: str, *, low: int = 0, high: int = LARGEST, **more: Any) -> NumberField:
    """A field for a whole number between bounds."""
    return NumberField(f"export-{name}", label, whole=True, low=low, high=high, bounded=True, **more)


class Movement(msgspec.Struct, frozen=True):
    """The choices of an animation."""

    picture: str = ""
    plan: Plan = Plan(0, 0)


class MovementChoices(QWidget):
    """A row of fields.

    Attributes
    ----------
    picture : ChoiceField
        ``export-picture``.
    first, last, frames, step : NumberField
        ``export-first``, ``export-last``, ``export-frames``, ``export-step``; a step of 0 spaces the frames
        by themselves, closer together at the start.

    Signals
    -------
    pictureChosen
    """

    pictureChosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = ChoiceField("export-picture", "picture")
        self.picture.currentIndexChanged.connect(self.pictureChosen)
        self.first = _number("first", "from iteration", step=None)
        self.last = _number("last", "to iteration", step=None)
        self.frames = _number("frames", "frames", low=1, high=MOST_FRAMES)
        self.step = _number("step", "updates a frame", step=None, zero="even")
        self.step.setToolTip("Updates from one frame to the next; even: closer together at the start")
        self.frames.show_value(FRAMES)
        self.step.show_value(0, "even")
        self.step.valueChanged.connect(lambda step: self.frames.setEnabled(not step))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 3)  # the fields' rims
        for words, field in (
            ("picture", self.picture), ("from", self.first), ("to", self.last), ("frames", self.frames),
            ("step", self.step),
        ):  # fmt: skip
            row.addWidget(QLabel(words))
            field.setMinimumWidth(WIDTH)
            row.addWidget(field)
        row.addStretch(1)

    def offer(self, pictures: Sequence[tuple[str, str]], last: int) -> None:
        """Let one of these be chosen, up to an iteration."""
        self.picture.blockSignals(True)
        self.picture.clear()
        for name, label in pictures:
            self.picture.addItem(label, name)
        self.picture.blockSignals(False)
        self.first.show_value(0)
        self.last.show_value(last)

    @property
    def movement(self) -> Movement:
        """What is chosen."""
        step = int(self.step.value())
        plan = Plan(int(self.first.value()), int(self.last.value()), int(self.frames.value()), step or None)
        return Movement(self.picture.currentData() or "", plan)
