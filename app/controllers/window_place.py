"""Size and place of the window on its screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QMainWindow

from app.look.screen_room import fitted, frame_of, moved_inside, room

if TYPE_CHECKING:
    from app.runtime.settings import Settings

SMALLEST = (800, 440)
"""Least width and height of the window in pixels; less where the screen is smaller."""
FIRST_SIZE = (1440, 900)
"""Width and height of the first window in pixels, likewise."""


class WindowPlace(QObject):
    """Keeps a window inside its screen, and remembers where it was.

    Parameters
    ----------
    window : QMainWindow
    settings : Settings or None
        Where the place is remembered; without, the window is as large as `FIRST_SIZE` and is not moved.
    """

    def __init__(self, window: QMainWindow, settings: Settings | None) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._follow_screen()

    def restore(self) -> None:
        """Take the place that is remembered; the first time, one in the middle of the screen."""
        window = self._window
        window.resize(*FIRST_SIZE)
        if self._settings is None:
            return
        geometry = self._settings.geometry
        if geometry is None or not window.restoreGeometry(geometry):
            window.setGeometry(fitted(window.size(), self._room()))

    def remember(self) -> None:
        """Note the place in the settings."""
        if self._settings is not None:
            self._settings.geometry = self._window.saveGeometry()

    def window_shown(self, *, spontaneous: bool) -> None:
        """Follow the screen on which the window is shown, and move it inside once it has a frame.

        Parameters
        ----------
        spontaneous : bool
            Whether the window system shows it again, as after minimizing: then it stays where it is.
        """
        handle = self._window.windowHandle()
        if handle is not None:
            handle.screenChanged.connect(self._follow_screen, Qt.ConnectionType.UniqueConnection)
        if self._settings is not None and not spontaneous:
            QTimer.singleShot(0, self, self._keep_on_screen)

    def _room(self) -> QRect:
        """Where on its screen the inside of the window may lie."""
        return room(self._window.screen().availableGeometry(), frame_of(self._window))

    @Slot()
    def _follow_screen(self) -> None:
        """Set the least size of the window: `SMALLEST`, or the screen's if that is smaller."""
        self._window.setMinimumSize(QSize(*SMALLEST).boundedTo(self._room().size()))

    @Slot()
    def _keep_on_screen(self) -> None:
        """Move the window inside its screen, once the size of its frame is known."""
        self._follow_screen()
        window = self._window
        if not window.windowState() & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen):
            inside = moved_inside(window.geometry(), self._room())
            if inside != window.geometry():
                window.setGeometry(inside)
