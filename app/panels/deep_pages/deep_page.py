"""What the pages of deep random networks have in common: a study that computes, and texts beside pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.look.theme import Palette

TEXTS = 300
"""Pixels of width that form and texts have at least."""


class DeepPage(QWidget):
    """Base of the pages.

    Attributes
    ----------
    busy : bool
        Whether something is being computed.
    problem : QLabel
        ``<name>-problem``.

    Signals
    -------
    studyWanted(iterator), studyDropped
    """

    studyWanted = Signal(object)
    studyDropped = Signal()

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{self.name}-page")
        self.busy = False
        self.problem = self.label("problem")
        self.problem.hide()

    def lay_out(self, texts: QVBoxLayout, pictures: QVBoxLayout) -> None:
        """Texts that scroll, and pictures beside them."""
        texts.setContentsMargins(0, 0, 8, 0)
        texts.addStretch(1)
        inside = QWidget()
        inside.setObjectName("deep-texts")
        inside.setLayout(texts)
        area = QScrollArea()
        area.setObjectName(f"{self.name}-area")
        area.setAccessibleName(f"{self.title}: settings and words")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setMinimumWidth(TEXTS)
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.addWidget(area, 2)
        both.addLayout(pictures, 3)

    def show_first(self) -> None:
        """It comes into sight."""

    def take(self, point: object) -> None:
        """Show something that the study has found."""
        raise NotImplementedError

    def end(self, failure: str) -> None:
        """The study has ended; a failure says why early."""
        self.busy = False
        self.refuse(f"It was not computed: {failure}." if failure else "")

    def refuse(self, sentence: str) -> None:
        """Say why something is not possible; an empty sentence: nothing is in the way."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def recolour(self, palette: Palette) -> None:
        """Take the colours."""
        raise NotImplementedError

    def begin(self, points: Iterator[object]) -> None:
        """Ask for a study."""
        self.busy = True
        self.refuse("")
        self.studyWanted.emit(points)

    def drop(self) -> None:
        """Want nothing computed."""
        if self.busy:
            self.busy = False
            self.studyDropped.emit()

    def label(self, name: str, role: str = "") -> QLabel:
        """A text of the page, ``<page>-<name>``; it wraps and can be copied."""
        label = QLabel()
        label.setObjectName(f"{self.name}-{name}")
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if role:
            label.setProperty("role", role)
        return label
