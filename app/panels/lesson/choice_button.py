"""An answer to choose: a letter in a ring, the answer beside it on as many lines as it takes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.look.icons import pixmap
from app.look.others_words import literal
from app.look.style_sheet import bold
from app.look.theme import colours
from app.panels.lesson.wrapped_button import WrappedButton
from app.views.base.lesson_text import one_line
from app.views.base.typeset_label import TypesetLabel
from symgui.lessons.lesson import LETTERS

RADIUS = 7


class ChoiceButton(WrappedButton):
    """One choice of a question.

    Attributes
    ----------
    chosen : bool
        Whether the class has committed to it.
    verdict : bool or None
        Whether it holds in the run; None is not to be seen yet.
    words : TypesetLabel
        The answer as it is set; `text()` is as it was written.
    """

    def __init__(self, index: int, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName(f"lesson-choice-{index + 1}")
        self.words = TypesetLabel(self, scale=1.0)
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.letter = LETTERS[index]
        self.chosen = False
        self.verdict: bool | None = None
        self._how = f"Commit to this answer (key {self.letter} or {index + 1})"
        self.setToolTip(self._how)
        self._describe()
        self._write()

    def show_state(self, chosen: bool, verdict: bool | None, can_choose: bool, answer: str = "") -> None:
        """Whether it is chosen, whether it holds, can still be chosen, and what the run says to it."""
        self.chosen, self.verdict = chosen, verdict
        self.setToolTip(literal(answer) if answer else self._how if can_choose else "")
        self.setAccessibleDescription(answer)
        self.setEnabled(can_choose)
        self._describe()
        self._write()
        self.update()

    def _write(self) -> None:
        """The answer, bold where it is chosen or right."""
        self.words.set_lines((one_line(self.text(), bold=self.chosen or self.verdict is True),))
        self._place()

    def _place(self) -> None:
        room = self._text_rect(self.width())
        high = self.words.heightForWidth(room.width())
        self.words.setGeometry(room.x(), (self.height() - high) // 2, room.width(), high)

    def _describe(self) -> None:
        said = {None: "", True: ", right", False: ", wrong"}[self.verdict]
        self.setAccessibleName(f"{self.letter}: {self.text()}{', chosen' if self.chosen else ''}{said}")

    # ---- geometry --------------------------------------------------------------------------------

    def _text_rect(self, width: int) -> QRect:
        return self.room(width, 2.2 * self.em, 1.7 * self.em)

    def heightForWidth(self, width: int) -> int:
        """The lines of the text in bold, so that nothing moves when it is chosen, and air around them."""
        lines = (one_line(self.text(), bold=True),)
        high = self.words.height_of(lines, self._text_rect(width).width())
        return max(high, self.em) + round(0.9 * self.em)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the text elsewhere."""
        super().resizeEvent(event)
        self._place()

    # ---- painting --------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rounded frame, ink where it is chosen; the letter; what the run says. The words are a label."""
        p, em = colours(), self.em
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.chosen or self.hasFocus()
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        over = self.underMouse() and self.isEnabled()
        painter.setBrush(QColor(p.neutral if over or self.chosen else p.field))
        painter.setPen(QPen(QColor(p.ink if strong else p.edge), 2.0 if self.chosen else 1.0))
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        self._paint_letter(painter, em)
        if self.verdict is not None:
            faint = self.verdict is False and not self.chosen
            mark = pixmap("check" if self.verdict else "close", p.muted if faint else p.ink, em,
                          self.devicePixelRatioF())  # fmt: skip
            painter.drawPixmap(self.width() - round(1.45 * em), (self.height() - em) // 2, mark)
        painter.end()

    def _paint_letter(self, painter: QPainter, em: int) -> None:
        p = colours()
        center, radius = QPointF(1.2 * em, self.height() / 2), 0.68 * em
        painter.setPen(QPen(QColor(p.ink if self.chosen else p.edge), 1.0))
        painter.setBrush(QColor(p.ink if self.chosen else p.paper))
        painter.drawEllipse(center, radius, radius)
        painter.setPen(QColor(p.paper if self.chosen else p.ink))
        painter.setFont(bold(self.font()))
        circle = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, self.letter)
