"""An answer to choose: a letter in a ring, the answer beside it on as many lines as it takes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.look.icons import pixmap
from app.look.others_words import literal
from app.look.style_sheet import bold
from app.look.theme import colours
from app.views.base.lesson_text import one_line
from app.views.base.typeset_label import TypesetLabel
from symgui.lessons.lesson import LETTERS

RADIUS = 7


class ChoiceButton(QAbstractButton):
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
        super().__init__(parent)
        self.setObjectName(f"lesson-choice-{index + 1}")
        self.setText(text)
        self.words = TypesetLabel(self, scale=1.0)
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._bold = TypesetLabel(
            self, scale=1.0
        )  # never seen: measured, so that nothing moves when it is chosen
        self._bold.hide()
        self._bold.set_lines((one_line(text, bold=True),))
        self.letter = LETTERS[index]
        self.chosen = False
        self.verdict: bool | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._how = f"Commit to this answer (key {self.letter} or {index + 1})"
        self.setToolTip(self._how)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
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

    @property
    def _em(self) -> int:
        return self.fontMetrics().height()

    def _text_rect(self, width: int) -> QRect:
        left, right = round(2.2 * self._em), round(1.7 * self._em)
        return QRect(left, 0, max(40, width - left - right), 10_000)

    def heightForWidth(self, width: int) -> int:
        """The lines of the text, and air above and below."""
        high = self._bold.heightForWidth(self._text_rect(width).width())
        return max(high, self._em) + round(0.9 * self._em)

    def sizeHint(self) -> QSize:
        """As high as the present width needs."""
        width = self.width() if self.width() > 100 else 220
        return QSize(220, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow, and as high as it is."""
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the text elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
        self._place()

    # ---- painting --------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rounded frame, ink where it is chosen; the letter; what the run says. The words are a label."""
        p, em = colours(), self._em
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
