"""One sentence over the work when something did not go: it waits to be dismissed, and blocks nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from app.look.icons import icon
from app.look.theme import Palette

WIDEST = 640
MARGIN = 14


class MessageBar(QFrame):
    """A dark bar at the top of `host`, above everything in it; hidden while there is nothing to say."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.setObjectName("message")
        self.setAccessibleName("message")
        self._text = QLabel()
        self._text.setObjectName("message-text")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._dismiss = QToolButton()
        self._dismiss.setObjectName("message-dismiss")
        self._dismiss.setToolTip("Dismiss")
        self._dismiss.setAccessibleName("dismiss the message")
        self._dismiss.setIconSize(QSize(14, 14))
        self._dismiss.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._dismiss.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.addWidget(self._text, 1)
        row.addWidget(self._dismiss, 0, Qt.AlignmentFlag.AlignTop)
        host.installEventFilter(self)
        self.hide()

    def text(self) -> str:
        """The sentence; empty if there is none."""
        return "" if self.isHidden() else self._text.text()

    def say(self, sentence: str) -> None:
        """Show `sentence` until it is dismissed or another one comes."""
        self._text.setText(sentence)
        self._place()
        self.raise_()
        self.show()

    def apply_palette(self, palette: Palette) -> None:
        """Redraw the cross."""
        self._dismiss.setIcon(icon("close", palette.paper, size=14))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the host."""
        if event.type() == QEvent.Type.Resize and watched is self._host:
            self._place()
        return False

    def _place(self) -> None:
        host = self._host
        width = min(WIDEST, host.width() - 2 * MARGIN)
        self.setGeometry((host.width() - width) // 2, MARGIN, width, self.heightForWidth(width))
