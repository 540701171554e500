"""The foot of the stage: how far the lesson is, and what never leaves: iteration, cost, verdict."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.look.layouts import filled
from app.look.style_sheet import bold, sized, tabular
from app.look.theme import colours
from app.look.type_sizes import pixel_size, scaled, small_font
from app.look.verdict_pill import VerdictPill
from app.look.verdict_words import ChipWords, chip_words
from app.panels.lesson.progress_dots import ProgressDots
from app.stage.sizes import CAPITALS, CLAIMS, TICKS
from symgui.plain_text.numbers import iteration, number
from symgui.training.frame import Frame
from symgui.training.race import RaceFrame
from symgui.training.withholding import WITHHELD

WIDEST_COST = 0.001234
LEAST_PILL = TICKS / CAPITALS
"""Type of a verdict that has little room, as a share of the others'."""
SPACE = 0.5
"""Between two readouts, in sizes of the type."""


class FootReadout(QWidget):
    """A number behind its name, in a place that is wide enough for all it may become.

    Attributes
    ----------
    value : QLabel
    """

    def __init__(self, name: str, caption: str, widest: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widest = widest
        self._caption = QLabel(caption)
        self.value = QLabel()
        self.value.setObjectName(name)
        self.value.setAccessibleName(caption)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._row = filled(QHBoxLayout(self), self._caption, self.value, margins=0)

    def make_room_for(self, widest: str) -> None:
        """Be as wide as `widest` at all times, so that nothing beside it moves."""
        if widest != self._widest:
            self._widest = widest
            self._widen()

    def _widen(self) -> None:
        self.value.setFixedWidth(QFontMetrics(self.value.font()).horizontalAdvance(self._widest) + 2)

    def dress(self) -> None:
        """Take colours and type."""
        palette = colours()
        self._caption.setFont(small_font(self))
        self._caption.setStyleSheet(f"color: {palette.muted}; background: transparent;")
        self.value.setFont(tabular(bold(self.font())))
        self.value.setStyleSheet(f"color: {palette.ink}; background: transparent;")
        self._widen()
        self._row.setSpacing(scaled(self, 4))


class Foot(QWidget):
    """Dots, iteration, cost and verdict in one line; a message takes the verdict's place.

    Attributes
    ----------
    dots : ProgressDots
    iteration, cost : Readout
    verdict : VerdictPill
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage-foot")
        self.dots = ProgressDots("stage-dots", presented=True)
        self.iteration = FootReadout("stage-iteration", "iteration", iteration(0))
        self.cost = FootReadout("stage-cost", "cost", number(WIDEST_COST))
        self.verdict = VerdictPill(at_right=True, least=LEAST_PILL)
        self.verdict.setObjectName("stage-verdict")
        self.message = QLabel(self, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.message.setObjectName("stage-message")
        self.message.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.message.hide()
        self._message_sizes = (1, 1)  # of its type in pixels, at most and at least
        self._words: ChipWords | None = None
        self._row = filled(
            QHBoxLayout(self), self.dots, self.iteration, self.cost, (self.verdict, 1), margins=0
        )

    def dress(self) -> None:
        """Take colours and type."""
        self._row.setSpacing(round(SPACE * pixel_size(self.font())))
        for readout in (self.iteration, self.cost):
            readout.dress()
        size = pixel_size(self.font())
        self._message_sizes = round(CLAIMS / CAPITALS * size), round(TICKS / CAPITALS * size)
        self.message.setStyleSheet(f"color: {colours().ink}; background: transparent;")
        self._fit_message()
        self.update()

    def say(self, message: str) -> None:
        """Say something just now, in the place of the verdict; nothing without a message."""
        self.message.setText(message)
        self.message.setAccessibleName(message)
        self.message.setVisible(bool(message))
        self._say(self._words)
        self._fit_message()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write the message anew in the room there is."""
        super().resizeEvent(event)
        self._row.activate()
        self._fit_message()

    def _fit_message(self) -> None:
        """Write the message as large as the claims; in two smaller lines where it is long."""
        most, least = self._message_sizes
        last = self.iteration if self.cost.isHidden() else self.cost
        left = last.geometry().right() + 1 + self._row.spacing()
        room = QRect(left, 0, max(1, self.width() - left), self.height())
        self.message.setGeometry(room)
        for pixels in range(most, least - 1, -1):
            self.message.setFont(sized(self.font(), pixels))
            flags = int(Qt.TextFlag.TextWordWrap)
            need = QFontMetrics(self.message.font()).boundingRect(room, flags, self.message.text())
            if need.height() <= room.height() and need.width() <= room.width():
                return

    def show_frame(self, frame: Frame | None) -> None:
        """Show the numbers of `frame` and what it is judged to be."""
        if frame is not None:
            self._make_room_for(max(frame.experiment.training.iterations, frame.furthest))
        self.iteration.value.setText(iteration(frame.iteration) if frame is not None else "–")
        self.cost.value.setText(number(frame.cost) if frame is not None else "–")
        self.cost.show()
        self._say(None if frame is None or frame.verdict is WITHHELD else chip_words(frame))

    def show_race(self, frame: RaceFrame) -> None:
        """Show the one clock of a race; costs and verdicts are its lanes'."""
        planned = max(one.experiment.training.iterations for one in frame.frames)
        self._make_room_for(max(planned, frame.furthest))
        self.iteration.value.setText(iteration(frame.iteration))
        self.cost.hide()
        self._say(None)

    def _say(self, words: ChipWords | None) -> None:
        self._words = words
        self.verdict.show_words(None if self.message.text() else words)

    def _make_room_for(self, iterations: int) -> None:
        self.iteration.make_room_for(iteration(iterations))
        self._row.activate()  # now: what is pointed at is where it will be
