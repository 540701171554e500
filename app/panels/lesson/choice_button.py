"""An answer to choose: a letter in a ring, the answer beside it on as many lines as it takes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.icons import pixmap
from app.style import bold
from app.theme import LIGHT, Palette

LETTERS = "ABCDEFGHI"
RADIUS = 7


class ChoiceButton(QAbstractButton):
    """One choice of a question.

    Attributes
    ----------
    chosen : bool
        Whether the class has committed to it.
    verdict : bool or None
        Whether it holds in the run; None is not to be seen yet.
    """

    def __init__(self, index: int, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"lesson-choice-{index + 1}")
        self.setText(text)
        self.letter = LETTERS[index]
        self.chosen = False
        self.verdict: bool | None = None
        self._palette = LIGHT
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(f"Commit to this answer (key {self.letter} or {index + 1})")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._describe()

    def show_state(self, chosen: bool, verdict: bool | None, can_choose: bool) -> None:
        """Whether it is chosen, what the run says to it, and whether it can still be chosen."""
        self.chosen, self.verdict = chosen, verdict
        self.setEnabled(can_choose)
        self._describe()
        self.update()

    def apply_palette(self, palette: Palette) -> None:
        """Use the colours of `palette`."""
        self._palette = palette
        self.update()

    def _describe(self) -> None:
        said = {None: "", True: ", right", False: ", wrong"}[self.verdict]
        self.setAccessibleName(f"{self.letter}: {self.text()}{', chosen' if self.chosen else ''}{said}")

    # -- geometry -------------------------------------------------------------------------------------------

    @property
    def _em(self) -> int:
        return self.fontMetrics().height()

    def _text_rect(self, width: int) -> QRect:
        left, right = round(2.2 * self._em), round(1.7 * self._em)
        return QRect(left, 0, max(40, width - left - right), 10_000)

    def heightForWidth(self, width: int) -> int:
        """The lines of the text, and air above and below."""
        flags = Qt.TextFlag.TextWordWrap
        # measured bold, so that nothing moves when it is chosen
        metrics = QFontMetrics(bold(self.font()))
        text = metrics.boundingRect(self._text_rect(width), flags, self.text())
        return max(text.height(), self._em) + round(0.9 * self._em)

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

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rounded frame, ink where it is chosen; the letter; the text; what the run says."""
        p, em = self._palette, self._em
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.chosen or self.hasFocus()
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        over = self.underMouse() and self.isEnabled()
        painter.setBrush(QColor(p.neutral if over or self.chosen else p.field))
        painter.setPen(QPen(QColor(p.ink if strong else p.edge), 2.0 if self.chosen else 1.0))
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        self._paint_letter(painter, em)
        faint = self.verdict is False and not self.chosen
        painter.setPen(QColor(p.muted if faint else p.ink))
        painter.setFont(bold(self.font()) if self.chosen or self.verdict else self.font())
        room = self._text_rect(self.width())
        room.setHeight(self.height())
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(flags), self.text())
        if self.verdict is not None:
            mark = pixmap("check" if self.verdict else "close", p.muted if faint else p.ink, em,
                          self.devicePixelRatioF())  # fmt: skip
            painter.drawPixmap(self.width() - round(1.45 * em), (self.height() - em) // 2, mark)
        painter.end()

    def _paint_letter(self, painter: QPainter, em: int) -> None:
        p = self._palette
        center, radius = QPointF(1.2 * em, self.height() / 2), 0.68 * em
        painter.setPen(QPen(QColor(p.ink if self.chosen else p.edge), 1.0))
        painter.setBrush(QColor(p.ink if self.chosen else p.paper))
        painter.drawEllipse(center, radius, radius)
        painter.setPen(QColor(p.paper if self.chosen else p.ink))
        painter.setFont(bold(self.font()))
        circle = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, self.letter)
