"""What stands in the place of a view that could not be drawn."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.look.theme import colours
from app.runtime.attempt import attempt


class FailureNotice(QLabel):
    """A sentence that covers `host`, so that no former picture passes for what is so now."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("view-failure")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setMargin(8)
        self._host = host
        host.installEventFilter(self)

    def say(self, sentence: str) -> None:
        """Cover the host with `sentence`."""
        self.setStyleSheet(f"background: {colours().paper}; color: {colours().ink};")
        self.setText(sentence)
        self.setGeometry(self._host.rect())
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the host."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        return False


class Attempts:
    """Draws a view, as far as it goes: a failure is told of and said in its place."""

    def __init__(self, view: QWidget) -> None:
        self._view = view
        self._notice: FailureNotice | None = None

    @property
    def failure(self) -> str:
        """What is said in the place of the picture; empty while all goes well."""
        return self._notice.text() if self._notice is not None and not self._notice.isHidden() else ""

    def draw(self, act: Callable[[], object], iteration: int | None) -> bool:
        """Draw; returns whether it went well. If not, the view has to draw everything anew the next time.

        Parameters
        ----------
        act : callable
        iteration : int or None
            Of what is drawn, if anything is.
        """
        at = f" at iteration {iteration}" if iteration is not None else ""
        if attempt(act, f"{self._view.objectName()}{at}"):
            if self._notice is not None:
                self._notice.hide()
            return True
        if self._notice is None:
            self._notice = FailureNotice(self._view)
        self._notice.say(f"This view failed{at}; the others go on.")
        return False
