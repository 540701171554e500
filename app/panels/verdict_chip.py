"""The verdict: one pill in the toolbar, its evidence one click away."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.style_sheet import bold, sized
from app.look.theme import colours
from app.look.verdict_pill import (
    HEIGHT,
    TALL,
    paint_pill,
    paint_tall_pill,
    pill_font,
    pill_width,
    tall_pill_width,
)
from app.look.verdict_words import BEING_MADE, STANDSTILL, ChipWords, chip_words
from app.panels.overlay import Popover
from symgui.symmetry.finding import Verdict
from symgui.training.frame import Frame
from symgui.training.withholding import WITHHELD

HOLD_SECONDS = 1.0
"""A verdict of a run stays at least so long, so that it can be read."""

HEADING_SIZE = 15


class VerdictChip(QAbstractButton):
    """What is wrong with the network, in a few words: filled ink for a problem, outlined when healthy.

    Attributes
    ----------
    words : ChipWords or None
        What is shown.
    verdict : Verdict or None
        The verdict shown, with its evidence.
    """

    reworded = Signal()
    """It says something else now, which may need another width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verdict")
        self.setAccessibleName("verdict")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(HEIGHT)
        self.words: ChipWords | None = None
        self.verdict: Verdict | None = None
        self._brief = False
        self._frame: Frame | None = None
        self._since = 0.0
        self._waiting: Frame | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._show_waiting)
        self._popover: EvidencePopover | None = None
        self.clicked.connect(self._open)

    def show_frame(self, frame: Frame) -> None:
        """Show the verdict of `frame`; another one of the same run waits until this one could be read."""
        same_run = self._frame is not None and self._frame.run == frame.run
        self._frame = frame
        remaining = self._since + HOLD_SECONDS - time.monotonic()
        verdicts = {self.verdict, frame.verdict}
        other = len({each.name for each in verdicts if each is not None}) == 2 and WITHHELD not in verdicts
        if same_run and other and remaining > 0:
            self._waiting = frame
            if not self._timer.isActive():
                self._timer.start(round(remaining * 1000) + 1)
            return
        self._waiting = None
        self._timer.stop()
        self._show(frame)

    def show_being_made(self) -> None:
        """Say that another network is being made; what was said of the one before is not true of it."""
        self._frame = self._waiting = self.verdict = None
        self._timer.stop()
        if self._popover is not None and self._popover.isVisible():
            self._popover.dismiss()
        self.setToolTip("The network is being made")
        self.setAccessibleDescription("")
        self._say(BEING_MADE)

    def _show_waiting(self) -> None:
        if self._waiting is not None:
            self._show(self._waiting)
            self._waiting = None

    def _show(self, frame: Frame) -> None:
        if self.verdict is None or frame.verdict.name != self.verdict.name:
            self._since = time.monotonic()
        words = chip_words(frame)
        self._say(words)
        if frame.verdict != self.verdict:
            self.verdict = frame.verdict
            self.setToolTip("\n".join((self.verdict.evidence, *self.verdict.notes)))
            self.setAccessibleDescription(self.verdict.evidence)
            if self._popover is not None and self._popover.isVisible():
                self._popover.show_verdict(words, self.verdict)

    def _say(self, words: ChipWords) -> None:
        if words != self.words:
            self.words = words
            self.setText(words.text)
            self.setAccessibleName(f"verdict: {words.text}")
            self.updateGeometry()
            self.update()
            self.reworded.emit()

    def _open(self) -> None:
        """Show the evidence, or put it away."""
        if self.words is None or self.verdict is None:
            return
        if self._popover is None:
            self._popover = EvidencePopover(self)
        if self._popover.isVisible():
            self._popover.dismiss()
            return
        self._popover.show_verdict(self.words, self.verdict)
        self._popover.show_at(self.mapTo(self.window(), QPoint(0, self.height() + 6)))

    def set_brief(self, brief: bool) -> None:
        """Take two lines instead of one: a verdict's name alone would not be true."""
        if brief != self._brief:
            self._brief = brief
            self.setFixedHeight(TALL if brief else HEIGHT)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Room for what is usually said, or for what is said if that is longer."""
        return QSize(max(map(self._room, (STANDSTILL, self.words or STANDSTILL))), self.height())

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def _room(self, words: ChipWords) -> int:
        if self._brief:
            return math.ceil(tall_pill_width(words, self.font()))
        return math.ceil(pill_width(words.text, bold(self.font())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A pill around what there is to say; the rest of its place stays empty."""
        if self.words is None:
            return
        painter = QPainter(self)
        if self._brief:
            paint_tall_pill(painter, self.words, colours(), self.font(), focused=self.hasFocus())
        else:
            painter.setFont(pill_font(self.font(), self.words))
            paint_pill(painter, self.words, self.text(), colours(), focused=self.hasFocus())
        painter.end()


class EvidencePopover(Popover):
    """The verdict in full: its evidence, and what else was noticed."""

    WIDTH = 380

    def __init__(self, chip: QWidget) -> None:
        super().__init__(chip.window(), chip)
        self.heading = QLabel()
        self.heading.setFont(sized(chip.font(), HEADING_SIZE, bold=True))
        self.evidence = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.evidence.setObjectName("verdict-evidence")
        column = filled(QVBoxLayout(self), margins=(16, 12, 16, 14), gap=8)
        for label in (self.heading, self.evidence):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        self.setFixedWidth(self.WIDTH)

    def show_verdict(self, words: ChipWords, verdict: Verdict) -> None:
        """Show `verdict` under the chip's words."""
        self.heading.setText(words.text)
        self.evidence.setText("\n\n".join((verdict.evidence, *verdict.notes)))
