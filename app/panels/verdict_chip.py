"""The verdict: one pill in the toolbar, its evidence one click away."""

from __future__ import annotations

import time

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QVBoxLayout, QWidget

from app.icons import pixmap
from app.panels.overlay import Popover
from app.panels.verdict_words import ChipWords, chip_words, longest_words
from app.style import bold, sized
from app.theme import LIGHT, Palette
from symgui.symmetry.verdict import Verdict
from symgui.training.frame import Frame

HOLD_SECONDS = 1.0
"""A verdict stays at least so long, so that it can be read."""

HEIGHT = 30
HEADING_SIZE = 15
_ICON = 15
_PADDING = 13
_GAP = 7


class VerdictChip(QAbstractButton):
    """What is wrong with the network, in a few words: filled ink for a problem, outlined when healthy.

    Attributes
    ----------
    words : ChipWords or None
        What is shown.
    verdict : Verdict or None
        The verdict shown, with its evidence.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verdict")
        self.setAccessibleName("verdict")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(HEIGHT)
        self.words: ChipWords | None = None
        self.verdict: Verdict | None = None
        self.palette_ = LIGHT
        self._since = 0.0
        self._waiting: Frame | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show_waiting)
        self._popover: EvidencePopover | None = None
        self.clicked.connect(self._open)

    def show_frame(self, frame: Frame) -> None:
        """Show the verdict of `frame`; another verdict waits until this one could be read."""
        remaining = self._since + HOLD_SECONDS - time.monotonic()
        if self.verdict is not None and frame.verdict.name != self.verdict.name and remaining > 0:
            self._waiting = frame
            if not self._timer.isActive():
                self._timer.start(round(remaining * 1000) + 1)
            return
        self._waiting = None
        self._timer.stop()
        self._show(frame)

    def apply_palette(self, palette: Palette) -> None:
        """Repaint in other colours."""
        self.palette_ = palette
        self.update()

    def _show_waiting(self) -> None:
        if self._waiting is not None:
            self._show(self._waiting)
            self._waiting = None

    def _show(self, frame: Frame) -> None:
        if self.verdict is None or frame.verdict.name != self.verdict.name:
            self._since = time.monotonic()
        words = chip_words(frame)
        if words != self.words:
            self.words = words
            self.setText(words.text)
            self.updateGeometry()
            self.update()
        if frame.verdict != self.verdict:
            self.verdict = frame.verdict
            self.setToolTip("\n".join((frame.verdict.evidence, *frame.verdict.notes)))
            self.setAccessibleDescription(frame.verdict.evidence)
            if self._popover is not None and self._popover.isVisible():
                self._popover.show_verdict(words, frame.verdict)

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

    def sizeHint(self) -> QSize:
        """Room for what is usually said, or for what is said if that is longer."""
        metrics = QFontMetrics(bold(self.font()))
        text = max(metrics.horizontalAdvance(longest_words()), metrics.horizontalAdvance(self.text()))
        return QSize(text + 2 * _PADDING + _ICON + _GAP, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A pill around what there is to say; the rest of its place stays empty."""
        if self.words is None:
            return
        colours = self.palette_
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(bold(self.font()) if self.words.problem else self.font())
        text_width = painter.fontMetrics().horizontalAdvance(self.words.text)
        pill = QRectF(0.75, 0.75, text_width + 2 * _PADDING + _ICON + _GAP - 1.5, HEIGHT - 1.5)
        ink = colours.paper if self.words.problem else colours.ink
        painter.setPen(
            QPen(QColor(colours.ink if self.words.problem or self.hasFocus() else colours.edge), 1.2)
        )
        painter.setBrush(QColor(colours.ink) if self.words.problem else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        picture = pixmap(self.words.icon, ink, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(_PADDING, (HEIGHT - _ICON) // 2), picture)
        painter.setPen(QColor(ink))
        left = _PADDING + _ICON + _GAP
        painter.drawText(
            QRectF(left, 0, text_width + 2, HEIGHT), Qt.AlignmentFlag.AlignVCenter, self.words.text
        )
        painter.end()


class EvidencePopover(Popover):
    """The verdict in full: its evidence, and what else was noticed."""

    WIDTH = 380

    def __init__(self, chip: QWidget) -> None:
        super().__init__(chip.window(), chip)
        self.heading = QLabel()
        self.heading.setFont(sized(chip.font(), HEADING_SIZE, bold=True))
        self.evidence = QLabel()
        self.evidence.setObjectName("verdict-evidence")
        self.evidence.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        for label in (self.heading, self.evidence):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        self.setFixedWidth(self.WIDTH)

    def show_verdict(self, words: ChipWords, verdict: Verdict) -> None:
        """Show `verdict` under the chip's words."""
        self.heading.setText(words.text)
        self.evidence.setText("\n\n".join((verdict.evidence, *verdict.notes)))
