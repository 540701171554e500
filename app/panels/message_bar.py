"""A bar over the work that says one sentence until it is dismissed; it blocks nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.look.icons import icon
from app.look.layouts import filled, take_out
from app.look.named_widgets import push_button, tool_button, wrapped_label
from app.views.base.answer_keys import AnswerKeys
from symgui.plain_text.failure import begun

WIDEST = 640
MARGIN = 14


class MessageBar(AnswerKeys):
    """A dark bar in the lower right corner of `host`, where no title and hardly a button is, or hidden.

    What it asks stands with its answers below, buttons ``message-choice-1``, …; Escape answers nothing.
    """

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._before: QWidget | None = None  # what had the focus
        self.setObjectName("message")
        self.setAccessibleName("message")
        self._text = wrapped_label("message-text", copied=True)
        self._dismiss = tool_button("message-dismiss", "Dismiss", "dismiss the message")
        self._dismiss.setIconSize(QSize(14, 14))
        self._dismiss.setIcon(icon("close", "paper", size=14))
        self._dismiss.clicked.connect(self.hide)
        self._choices: list[QPushButton] = []
        self._buttons = filled(QHBoxLayout(), 1, gap=8)
        words = filled(QVBoxLayout(), self._text, self._buttons, gap=8)
        filled(
            QHBoxLayout(self),
            (words, 1),
            (self._dismiss, 0, Qt.AlignmentFlag.AlignTop),
            margins=(14, 8, 8, 8),
        )
        host.installEventFilter(self)
        self.hide()

    def text(self) -> str:
        """The sentence; empty if there is none."""
        return "" if self.isHidden() else self._text.text()

    def take_back(self, sentence: str) -> None:
        """Hide `sentence`, if it is still the one that is shown."""
        if self.text() == begun(sentence):
            self.hide()

    def say(self, sentence: str) -> None:
        """Show `sentence` until it is dismissed or another one comes; hide if it is empty."""
        if sentence:
            self._show(sentence, ())
        else:
            self.hide()

    def ask(self, sentence: str, choices: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """Show `sentence`, and what can be done: the label of each button, and what it does.

        The first one gets the focus, so that Enter means it: the one that loses nothing.
        """
        self._before = self.window().focusWidget()
        self._show(sentence, choices)
        self._choices[0].setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def choices(self) -> list[str]:
        """What can be answered; nothing if nothing is asked."""
        return [] if self.isHidden() else [button.text() for button in self._choices]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the host's corner."""
        if event.type() == QEvent.Type.Resize and watched is self._host:
            self._place()
        return False

    def give_none(self) -> None:
        """Escape leaves everything as it is."""
        self._leave()

    def _show(self, sentence: str, choices: Sequence[tuple[str, Callable[[], object]]]) -> None:
        self._text.setText(begun(sentence))
        take_out(self._buttons, *self._choices)
        self._choices = [self._button(k, text, act) for k, (text, act) in enumerate(choices, start=1)]
        for k, button in enumerate(self._choices):
            self._buttons.insertWidget(k, button)
            button.show()  # while the bar is in sight, one that comes new would be shown later
        self._place()
        self.raise_()
        self.show()

    def _button(self, number: int, text: str, act: Callable[[], object]) -> QPushButton:
        def answer() -> None:
            self._leave()
            act()

        button = push_button(f"message-choice-{number}", text)
        button.clicked.connect(answer)
        return button

    def _leave(self) -> None:
        before, self._before = self._before, None
        self.hide()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        host = self._host
        width = min(WIDEST, host.width() - 2 * MARGIN)
        layout = self.layout()
        if layout is not None:
            layout.activate()
            beside = layout.sizeHint().width() - self._text.sizeHint().width()
            line = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 2
            width = width if self._choices else min(width, beside + line)
        high = self.heightForWidth(width)
        self.setGeometry(host.width() - MARGIN - width, host.height() - MARGIN - high, width, high)
