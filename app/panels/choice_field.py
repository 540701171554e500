"""A choice among several, taken when a person chooses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from app.look.text_scale import follow_text, text_px
from app.look.theme import colours
from app.views.base.bubble import say_under
from app.views.base.number_field import FIELD_HEIGHT

_CHOICE_LEFT, _CHOICE_ARROW = 7, 18
"""Pixels left of the text of a choice, and those of its arrow with the air around it."""


class ChoiceField(QComboBox):
    """One of several; every item's data is its name in the experiment file.

    `chosen` is emitted when the choice changes, by a person or by a test that sets it.
    """

    chosen = Signal(object)
    refused = Signal(str)

    follows_text = True
    """Whether it is as high as a field, and grows with the text."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if self.follows_text:
            follow_text(self, QWidget.setFixedHeight, FIELD_HEIGHT)
        self.setMaxVisibleItems(16)
        self.label = label
        self.setToolTip("")
        self.currentIndexChanged.connect(self._changed)

    def setToolTip(self, tip: str) -> None:
        """Say it to screen readers too, after the label: on Linux they call a combo box by its value."""
        super().setToolTip(tip)
        self.setAccessibleDescription(f"{self.label}: {tip}" if tip else self.label)

    def set_items(self, items: Sequence[tuple[object, str, str]]) -> None:
        """Offer `items`: data, text, what it is (a tooltip)."""
        self.blockSignals(True)
        self.clear()
        for data, text, tip in items:
            self.addItem(text, data)
            self.setItemData(self.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.blockSignals(False)

    def show_choice(self, data: object) -> None:
        """Show the item of `data` without telling anybody."""
        self.blockSignals(True)
        self.setCurrentIndex(self.findData(data))
        self.blockSignals(False)
        self.update()

    def refuse(self, sentence: str) -> None:
        """Say under the field why a choice was not taken."""
        say_under(self, sentence)
        self.refused.emit(sentence)

    def _changed(self, index: int) -> None:
        if index >= 0:
            self.chosen.emit(self.itemData(index))

    def sizeHint(self) -> QSize:
        """Wide enough for the longest item and the arrow."""
        widest = max(
            (self.fontMetrics().horizontalAdvance(self.itemText(k)) for k in range(self.count())), default=30
        )
        return QSize(widest + _CHOICE_LEFT + _CHOICE_ARROW, text_px(FIELD_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Keep Space and the arrows for the choice while it has the focus: they are the run's elsewhere."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            and event.key() in _CHOICE_KEYS
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right choose like Up and Down."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step:
            self.setCurrentIndex(min(max(self.currentIndex() + step, 0), self.count() - 1))
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only a field that has the focus; otherwise the page scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style's field, and an arrow in the theme's ink."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours().muted), 1.6, c=Qt.PenCapStyle.RoundCap))
        x, y = self.width() - 11.0, self.height() / 2 - 1.5
        painter.drawPolyline([QPointF(x - 3.5, y), QPointF(x, y + 3.5), QPointF(x + 3.5, y)])
        painter.end()


_CHOICE_KEYS = (
    Qt.Key.Key_Space,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


class WideChoice(ChoiceField):
    """A choice in a dialog, whose style sheet gives fields more air at both sides."""

    def sizeHint(self) -> QSize:
        """Wide enough for that, too."""
        size = super().sizeHint()
        return QSize(size.width() + _CHOICE_ARROW, size.height())
