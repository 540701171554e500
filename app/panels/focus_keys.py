"""The keys that belong to what has the focus, before they are the run's: Space, Enter, the arrows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QTabBar, QWidget
from shiboken6 import isValid

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_SPACE = Qt.Key.Key_Space
_ALONG = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
_KEYS: dict[type[QWidget], tuple[Qt.Key, ...]] = {
    QAbstractButton: (_SPACE,),
    QTabBar: (_SPACE, *_ALONG),
    QAbstractItemView: (*_ALONG, Qt.Key.Key_Up, Qt.Key.Key_Down),
}
"""What each kind of widget keeps for itself while it has the focus; others name theirs as `own_keys`."""


class FocusKeys(QObject):
    """Watches the one widget of a window that has the focus, and no other.

    Space and Enter press a button and the current tab; in tabs and tables the arrows, Home and End move.
    A window's shortcuts would come first otherwise.

    Parameters
    ----------
    window : QWidget
        Whose widgets are looked after.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watched: QWidget | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    @Slot(QWidget, QWidget)
    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = None
        if now is not None and self._window.isAncestorOf(now) and _own_keys(now):
            self._watched = now
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim the widget's own keys, and press what Enter or Space is meant for."""
        kind = event.type()
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if not isinstance(event, QKeyEvent) or event.modifiers() not in _PLAIN:
            return False
        key = Qt.Key(event.key())
        if kind == QEvent.Type.ShortcutOverride:
            claimed = watched is self._watched and key in _own_keys(self._watched)
            if claimed:
                event.accept()
            return claimed
        if isinstance(watched, QAbstractButton) and key in _ENTER:
            if not event.isAutoRepeat():
                watched.click()
            return True
        return isinstance(watched, QTabBar) and _moved(watched, key, event.isAutoRepeat())


def _moved(bar: QTabBar, key: Qt.Key, repeated: bool) -> bool:
    """Do in `bar` what it does not by itself: Home, End, and a press on the current tab."""
    if key in (*_ENTER, _SPACE):
        if not repeated:
            bar.tabBarClicked.emit(bar.currentIndex())
        return True
    if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        bar.setCurrentIndex(0 if key == Qt.Key.Key_Home else bar.count() - 1)
        return True
    return False


def _own_keys(widget: QWidget) -> tuple[Qt.Key, ...]:
    own: tuple[Qt.Key, ...] = getattr(widget, "own_keys", ())
    for kind, keys in _KEYS.items():
        if isinstance(widget, kind):
            own = keys
    if isinstance(widget, QAbstractItemView) and _edits(widget):
        own = (*own, Qt.Key.Key_F2)
    return own


def _edits(table: QAbstractItemView) -> bool:
    """Whether F2 begins to edit the current cell there."""
    asked = bool(table.editTriggers() & QAbstractItemView.EditTrigger.EditKeyPressed)
    return asked and bool(table.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable)
