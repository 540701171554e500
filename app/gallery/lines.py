"""Lines and cells that say FAIL in an ink chip: by the word, never by a colour alone."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.look.style_sheet import FIELD_RADIUS
from app.look.theme import colours

FAILED = Qt.ItemDataRole.UserRole
"""Role of an item: whether its text belongs into a chip."""
STATE = Qt.ItemDataRole.UserRole + 1
"""Role of an item of `CardLines`: its second line."""
PADDING = 8
LINES = 2
"""Text is broken into lines where there is room for so many."""

Index = QModelIndex | QPersistentModelIndex


class Lines(QStyledItemDelegate):
    """Paints an item's text, in a chip of ink if it is of a failure."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The tint of the selected line, then the text."""
        painter.save()
        self.paint_ground(painter, option)
        rect = QRectF(option.rect).adjusted(PADDING, 0, -PADDING, 0)
        font = QFont(option.font)
        align = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft)
        self.paint_text(painter, rect, font, index.data() or "", bool(index.data(FAILED)), align)
        painter.restore()

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Behind the text."""
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colours().neutral))

    def paint_text(
        self, painter: QPainter, rect: QRectF, font: QFont, text: str, failed: bool, align: Qt.AlignmentFlag,
        colour: str = "",
    ) -> None:  # fmt: skip
        """Text, broken or elided where it finds no room; of a failure in a chip."""
        font.setBold(failed)
        metrics = QFontMetrics(font)
        flags, shown = int(align | Qt.AlignmentFlag.AlignVCenter), text
        if metrics.horizontalAdvance(text) > rect.width():
            if rect.height() >= LINES * metrics.height():
                flags |= int(Qt.TextFlag.TextWrapAnywhere)
            else:
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
        colour = colour or colours().ink
        if failed:
            chip = metrics.boundingRect(rect.toRect(), flags, shown)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours().ink))
            painter.drawRoundedRect(QRectF(chip).adjusted(-6, -2, 6, 2), FIELD_RADIUS, FIELD_RADIUS)
            colour = colours().paper
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(rect, flags, shown)


class CardLines(Lines):
    """A card in the list: its title, and under it how it stands."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines of text, and some air."""
        return QSize(200, 2 * QFontMetrics(option.font).height() + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Title and state."""
        painter.save()
        self.paint_ground(painter, option)
        rect = QRectF(option.rect).adjusted(PADDING + 4, 5, -PADDING, -5)
        half = rect.height() / 2
        upper, lower = rect.adjusted(0, 0, 0, -half), rect.adjusted(0, half, 0, 0)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        title = QFont(option.font)
        left = Qt.AlignmentFlag.AlignLeft
        self.paint_text(painter, upper, title, index.data() or "", False, left)
        if selected:
            painter.fillRect(QRectF(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                             QColor(colours().ink))  # fmt: skip
        failed = bool(index.data(FAILED))
        indent = lower.adjusted(6 if failed else 0, 0, 0, 0)
        state = index.data(STATE) or ""
        self.paint_text(painter, indent, QFont(option.font), state, failed, left, colours().muted)
        painter.restore()
