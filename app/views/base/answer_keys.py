"""Keys of a question that stands in the window: its answers' own, before they are the window's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AnswerKeys(QFrame):
    """A frame with answers to press: Enter gives the one that has the focus, Escape gives none."""

    def give_none(self) -> None:
        """Leave everything as it is."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Escape and Enter are for the answer that has the focus, not for the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Escape, *ENTER)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves everything as it is; Enter gives the answer that has the focus."""
        focus = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.give_none()
        elif event.key() in ENTER and isinstance(focus, QPushButton):
            focus.click()
        else:
            super().keyPressEvent(event)
