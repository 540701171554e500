"""Fields that take a value when a person is done with it: on Enter, on leaving, or by a step."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QValidator,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDoubleSpinBox, QToolButton, QWidget

from app.look.icons import icon
from app.look.text_scale import follow_text, text_px
from app.look.theme import colours
from app.look.typed_numbers import parsed, typed
from app.panels.bubble import hide_bubble, say_under
from symgui.plain_text import why_no_number

FIELD_HEIGHT = 26
LARGEST = sys.float_info.max
"""The largest number that a field accepts: what a setting allows, the experiment decides."""
DECIMALS = 323
"""Digits after the point, the most that Qt allows, so that no number is rounded."""

_BUTTON = 18
_STEP_BUTTON = 12
_LEFT, _RIGHT = 5, 3
"""Pixels between the rim and the text, and between the last button and the rim."""
_UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
_CHOICE_LEFT, _CHOICE_ARROW = 7, 18
"""Pixels left of the text of a choice, and those of its arrow with the air around it."""
_LINE_EDIT = 3
"""Pixels that a line edit keeps free on each side of its text, and for the cursor."""


class NumberField(QDoubleSpinBox):
    """A number. Typing changes nothing until Enter or leaving; what is no number is refused in a sentence.

    `valueChanged` is emitted once for every new value, `refused` for every text that is none. Up and Down
    step it, the wheel only while it has the focus.

    Parameters
    ----------
    name : str
        Object name.
    label : str
        What the number is, for people and screen readers.
    whole : bool
        Whether it is an integer.
    low, high : float or None
        Where stepping ends.
    step : float or None
        What a step adds; None steps through 1, 2, 5 × powers of ten.
    zero : str
        What 0 is called, if it has a meaning of its own.

    Attributes
    ----------
    keeps_space : bool
        Whether Space and Undo are its own also where nothing is being typed; else they are the window's.
    """

    refused = Signal(str)
    entered = Signal()
    """Enter was pressed on a text that is a number."""

    def __init__(
        self,
        name: str,
        label: str,
        *,
        whole: bool = False,
        low: float | None = None,
        high: float | None = None,
        step: float | None = 1.0,
        zero: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._zero = zero
        self._whole = whole
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.lineEdit().setAccessibleName(label)
        self.label = label
        self.keeps_space = False
        self.low = -LARGEST if low is None else low
        self.high = LARGEST if high is None else high
        self.step = step
        self._buttons: list[QToolButton] = []
        self._longest = ""  # what must fit
        self.setDecimals(0 if whole else DECIMALS)
        self.setRange(-LARGEST, LARGEST)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        follow_text(self, QWidget.setFixedHeight, FIELD_HEIGHT)
        self._keep_clear()
        self.editingFinished.connect(lambda: self.lineEdit().setModified(False))
        self.lineEdit().textEdited.connect(self._hide_if_right)

    def show_value(self, value: float, zero: str | None = None) -> None:
        """Show `value` without telling anybody; `zero` renames 0."""
        if zero is not None:
            self._zero = zero
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)
        self.lineEdit().setModified(False)

    @property
    def typing(self) -> bool:
        """Whether a person has typed something that is not taken yet."""
        return self.lineEdit().isModified()

    def add_button(
        self, glyph: str, name: str, tip: str, pressed: Callable[[], object], width: int = _BUTTON
    ) -> QToolButton:
        """A small button inside the field, right of the number."""
        button = QToolButton(self)
        button.setObjectName(name)
        button.setProperty("role", "in-field")
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setIconSize(QSize(min(14, width - 2), min(14, width - 2)))
        button.setFixedSize(width, _BUTTON)
        button.clicked.connect(pressed)
        button.setIcon(icon(glyph, "muted", size=14))
        self._buttons.append(button)
        self._keep_clear()
        return button

    def _keep_clear(self) -> None:
        """Keep the text off the rim and the buttons."""
        self.lineEdit().setTextMargins(_LEFT, 0, self._buttons_width + _RIGHT, 0)

    @property
    def _buttons_width(self) -> int:
        return sum(button.width() for button in self._buttons)

    def add_steps(self) -> None:
        """A − and a + inside the field."""
        name = self.objectName()
        for glyph, suffix, verb, by in (("minus", "less", "Fewer", -1), ("plus", "more", "More", 1)):
            self.add_button(
                glyph, f"{name}-{suffix}", f"{verb}: {self.label}", partial(self.stepBy, by), _STEP_BUTTON
            )
        self._longest = self.textFromValue(self.high)
        self.updateGeometry()

    # ---- text and value --------------------------------------------------------------------------

    def textFromValue(self, value: float) -> str:
        """As short as it can be typed."""
        return self._zero if self._zero and value == 0 else typed(value)

    def valueFromText(self, text: str) -> float:
        """The number typed; the old one if it is none."""
        if self._means_zero(text):
            return 0.0
        value = parsed(text)
        return self.value() if value is None else value

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Acceptable if the text is a number; what may be typed is not restricted."""
        states = QValidator.State
        return (states.Acceptable if self._acceptable(text) else states.Intermediate, text, position)

    def fixup(self, text: str) -> str:
        """Called on Enter or leaving with what is no number: say so, and go back to the old value."""
        wanted = "a whole number" if self._whole else "a number"
        self.refuse(f"{self.label} {why_no_number(text, wanted)}")
        return text

    def stepBy(self, steps: int) -> None:
        """Up or down by `steps`, never past `low` and `high`."""
        value = self.value()
        for _ in range(abs(steps)):
            sign = 1 if steps > 0 else -1
            value = _next_nice(value, sign) if self.step is None else value + sign * self.step
        decimals = 0 if self._whole else 12
        self.setValue(round(min(max(value, self.low), self.high), decimals))

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Down above `low`, up below `high`."""
        flags = QAbstractSpinBox.StepEnabledFlag.StepNone
        if self.value() > self.low:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        if self.value() < self.high:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        return flags

    def _acceptable(self, text: str) -> bool:
        if self._means_zero(text):
            return True
        value = parsed(text)
        return value is not None and abs(value) <= LARGEST and (not self._whole or value.is_integer())

    def _means_zero(self, text: str) -> bool:
        """Whether it is the word for 0, or its beginning: "all" will do for "all 400"."""
        return bool(self._zero) and text.strip().lower() in (
            self._zero.lower(),
            self._zero.split()[0].lower(),
        )

    # ---- what is wrong ---------------------------------------------------------------------------

    def refuse(self, sentence: str) -> None:
        """Say under the field why a value was not taken."""
        say_under(self, sentence)
        self.refused.emit(sentence)

    @Slot()
    def _hide_if_right(self) -> None:
        """Take the bubble away if the text is a number."""
        if self._acceptable(self.text()):
            hide_bubble(self)

    # ---- manners ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Width for the buttons, and for the largest number if there are steps to it."""
        text = self.fontMetrics().horizontalAdvance(self._longest) + 2 * _LINE_EDIT if self._longest else 17
        return QSize(_LEFT + text + self._buttons_width + _RIGHT, text_px(FIELD_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Leave Space and Undo to the window while nothing is being typed."""
        if (
            event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
            and isinstance(event, QKeyEvent)
            and not (self.typing or self.keeps_space)
            and (event.key() == Qt.Key.Key_Space or any(map(event.matches, _UNDO)))
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the value and Escape the old one back; both stay here."""
        if event.key() == Qt.Key.Key_Escape and self.typing:
            self.lineEdit().setText(self.textFromValue(self.value()))
            self.selectAll()
            hide_bubble(self)
            return
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        good = self._acceptable(self.text())
        if entered and good:
            hide_bubble(self)
        super().keyPressEvent(event)
        if entered:
            self.selectAll()
            event.accept()
            if good:
                self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the bubble away if the text is a number."""
        self._hide_if_right()
        super().focusOutEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select everything, so that typing replaces it."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            QTimer.singleShot(0, self, self.selectAll)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only a field that was chosen may be turned; otherwise the page scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons at the right end."""
        super().resizeEvent(event)
        x = self.width() - 3
        for button in reversed(self._buttons):
            x -= button.width()
            button.move(x, (self.height() - _BUTTON) // 2)


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
        """Only a field that was chosen may be turned; otherwise the page scrolls."""
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


def _next_nice(value: float, sign: int) -> float:
    """The next of …, 0.1, 0.2, 0.5, 1, 2, 5, … above (`sign` 1) or below `value`; 0 goes to 0.001."""
    if value <= 0:
        return 0.001 if sign > 0 else 0.0
    power = math.floor(math.log10(value) + 1e-9)
    candidates = [float(f"{m}e{p}") for p in (power - 1, power, power + 1) for m in (1, 2, 5)]
    if sign > 0:
        return min(c for c in candidates if c > value * (1 + 1e-9))
    return max(c for c in candidates if c < value * (1 - 1e-9))
