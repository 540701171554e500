"""The field of a number, which takes it when a person is done: on Enter, on leaving, or by a step."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QToolButton, QWidget

from app.look.icons import icon
from app.look.text_scale import follow_text, text_px
from app.look.typed_numbers import parsed
from app.views.base.bubble import hide_bubble, say_under
from symgui.plain_text import why_no_number
from symgui.plain_text.numbers import typed

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
        Where stepping ends, and, if `bounded`, typing too.
    step : float or None
        What a step adds; None steps through 1, 2, 5 × powers of ten.
    zero : str
        What 0 is called, if it has a meaning of its own.
    bounded : bool
        Whether a number below `low` or above `high` is refused. Where the experiment decides, it is not.
    bubble : bool
        Whether what is refused is said under the field; if not, `refused` is all that tells of it.

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
        bounded: bool = False,
        bubble: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self._zero = zero
        self._whole = whole
        self._bounded, self._bubble = bounded, bubble
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
        self.setRange(*((self.low, self.high) if bounded else (-LARGEST, LARGEST)))  # whoever sets it
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

    def end_at(self, high: float) -> None:
        """Let stepping end there, and typing too if the field is `bounded`."""
        self.high = high
        if self._bounded:
            self.setMaximum(high)

    @property
    def typing(self) -> bool:
        """Whether a person has typed something that is not taken yet."""
        return self.lineEdit().isModified()

    def take(self) -> bool:
        """Take what is typed, as Enter does; False if it is refused."""
        acceptable = self._acceptable(self.text())
        self.interpretText()
        return acceptable

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
        """The number as short as it can be typed."""
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
        if self._bounded:
            wanted += f" from {typed(self.low)} to {typed(self.high)}"
        self.refuse(f"{self.label} {why_no_number(text, wanted)}")
        return text

    def stepBy(self, steps: int) -> None:
        """Step up or down by `steps`, never past `low` and `high`."""
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
        if value is None or (self._whole and not value.is_integer()):
            return False
        return self.low <= value <= self.high if self._bounded else abs(value) <= LARGEST

    def _means_zero(self, text: str) -> bool:
        """Whether it is the word for 0, or its beginning: "all" will do for "all 400"."""
        return bool(self._zero) and text.strip().lower() in (
            self._zero.lower(),
            self._zero.split()[0].lower(),
        )

    # ---- what is wrong ---------------------------------------------------------------------------

    def refuse(self, sentence: str) -> None:
        """Say under the field why a value was not taken."""
        if self._bubble:
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
        """Turn only a field that has the focus; otherwise the page scrolls."""
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


def _next_nice(value: float, sign: int) -> float:
    """The next of …, 0.1, 0.2, 0.5, 1, 2, 5, … above (`sign` 1) or below `value`; 0 goes to 0.001."""
    if value <= 0:
        return 0.001 if sign > 0 else 0.0
    power = math.floor(math.log10(value) + 1e-9)
    candidates = [float(f"{m}e{p}") for p in (power - 1, power, power + 1) for m in (1, 2, 5)]
    if sign > 0:
        return min(c for c in candidates if c > value * (1 + 1e-9))
    return max(c for c in candidates if c < value * (1 - 1e-9))
