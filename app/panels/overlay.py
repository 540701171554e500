"""Things that lie over the window for a moment: Escape or a press beside them puts them away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget
from shiboken6 import isValid

MARGIN = 8


class Watcher(QObject):
    """Tells when a person is done with something that lies over the window.

    It sees the application's events only between `start` and `stop`, and only while what it watches for is
    visible: in a window that is hidden, closed or on its way out nobody is watched. (A filter of the whole
    application that outlives its window is asked about the very events of its destruction, and crashes.)

    Parameters
    ----------
    parts : tuple of QWidget
        Where a press does not put it away; the first is what lies over the window.
    dismiss : callable
        Called on Escape, and on a press elsewhere in the same window.
    """

    def __init__(self, parts: tuple[QWidget, ...], dismiss: Callable[[], None]) -> None:
        super().__init__(parts[0])
        self._parts = parts
        self._dismiss = dismiss
        self._wanted = self._watches = False
        parts[0].installEventFilter(self)

    def start(self) -> None:
        """Watch from now on, whenever it is visible."""
        self._wanted = True
        self._set_watching(self._parts[0].isVisible())

    def stop(self) -> None:
        """Watch no more."""
        self._wanted = False
        self._set_watching(False)

    def _set_watching(self, watching: bool) -> None:
        if watching != self._watches:
            self._watches = watching
            application = _application()
            (application.installEventFilter if watching else application.removeEventFilter)(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See presses and keys before the widgets they are meant for."""
        kind = event.type()
        if watched is self._parts[0] and kind in (QEvent.Type.Show, QEvent.Type.Hide):
            self._set_watching(self._wanted and kind == QEvent.Type.Show)
        if not self._watches or not isinstance(watched, QWidget):
            return False
        here = watched.window() is self._parts[0].window()
        if here and kind == QEvent.Type.MouseButtonPress and not self._covers(watched):
            self._dismiss()
        pressed = event.key() if isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress else None
        if here and pressed == Qt.Key.Key_Escape:
            self._dismiss()
            return True
        return False

    def _covers(self, widget: QWidget) -> bool:
        return any(part is widget or part.isAncestorOf(widget) for part in self._parts)


class Popover(QFrame):
    """A small card over the window, near what it belongs to.

    Parameters
    ----------
    window : QWidget
        The window it lies over.
    opener : QWidget or None
        What opens and closes it: a press there does not put it away by itself.
    """

    def __init__(self, window: QWidget, opener: QWidget | None = None) -> None:
        super().__init__(window)
        self.setObjectName("popover")
        self._window = window
        self._before: QWidget | None = None  # what had the focus
        self._watcher = Watcher((self, opener) if opener else (self,), self.dismiss)
        self.hide()

    def show_at(self, corner: QPoint) -> None:
        """Show it with its top left corner at `corner` of the window, or as near as there is room.

        Over a window that cannot be seen, behind the stage for instance, nothing opens.
        """
        if not self._window.isVisible():
            return
        self.ensurePolished()
        self.adjustSize()
        width = min(max(self.sizeHint().width(), self.minimumWidth()), self.maximumWidth())
        height = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        room = self._window.size()
        self.setGeometry(
            max(MARGIN, min(corner.x(), room.width() - width - MARGIN)),
            max(MARGIN, min(corner.y(), room.height() - height - MARGIN)),
            width,
            height,
        )
        if not self._has_focus:
            self._before = self._window.focusWidget()
        self.raise_()
        self.show()
        self._watcher.start()

    def dismiss(self) -> None:
        """Put it away; the focus, if it is inside, goes back to where it came from."""
        self._watcher.stop()
        before, self._before = self._before, None
        if self._has_focus:
            taker = before if before is not None and isValid(before) and before.isVisible() else self._window
            taker.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()

    @property
    def _has_focus(self) -> bool:
        focused = self._window.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop watching for presses beside it."""
        super().hideEvent(event)
        self.dismiss()


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application
