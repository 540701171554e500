"""What a person does to lists, tables, sliders, lines of text and edges between panels, wherever they are."""

from __future__ import annotations

from acts import BAD_TEXTS, PASTED, act
from draws import Draws
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QListView,
    QMenu,
    QScrollBar,
    QSplitter,
    QWidget,
)
from scene import Scene
from shiboken6 import isValid

from app.look.motion import CHOICES, MOTION

KEYS_IN_TABLES = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Home,
    Qt.Key.Key_End, Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Escape,
)  # fmt: skip


@act(8)
def touch_a_list(scene: Scene, draws: Draws) -> None:
    """A cell of a list or table: chosen, typed over, pasted over, or left by a key."""
    lists = [each for each in scene.widgets(QAbstractItemView) if each.isEnabled() and rows_of(each)]
    if not lists:
        return
    view = draws.one_of(lists)
    assert isinstance(view, QAbstractItemView)
    model, root = view.model(), view.rootIndex()
    columns = 1 if isinstance(view, QListView) else model.columnCount(root)
    row, column = draws.whole(0, rows_of(view) - 1), draws.whole(0, max(0, columns - 1))
    index: QModelIndex = model.index(row, column, root)
    view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
    at = view.visualRect(index).center()
    what = draws.name(["click", "click", "double", "type", "paste", "key"])
    scene.press(view.viewport(), at, Qt.MouseButton.LeftButton)
    if not isValid(view) or not view.isVisible():
        return
    if what == "double":
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    elif what == "type":
        text = draws.one_of([each for each in BAD_TEXTS if each.isascii() and each.isprintable()])
        QTest.keyClicks(view.focusWidget() or view, text)
        if isValid(view):
            QTest.keyClick(view.focusWidget() or view, Qt.Key.Key_Return)
    elif what == "paste":
        QApplication.clipboard().setText(draws.one_of(PASTED))
        QTest.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    elif what == "key":
        QTest.keyClick(view, draws.one_of(KEYS_IN_TABLES))


def rows_of(view: QWidget) -> int:
    """How many rows a list has."""
    assert isinstance(view, QAbstractItemView)
    model = view.model()
    return 0 if model is None else model.rowCount(view.rootIndex())


@act(3)
def type_line(scene: Scene, draws: Draws) -> None:
    """A text into a line that takes any."""
    lines = [
        each
        for each in scene.widgets(QLineEdit)
        if each.isEnabled() and not isinstance(each.parent(), QAbstractSpinBox)
    ]
    if lines:
        line = draws.one_of(lines)
        assert isinstance(line, QLineEdit)
        line.setFocus(Qt.FocusReason.MouseFocusReason)
        QApplication.clipboard().setText(draws.one_of((*BAD_TEXTS, *PASTED)))
        QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        if isValid(line):
            QTest.keyClick(line, draws.one_of((Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape)))


@act(4)
def move_slider(scene: Scene, draws: Draws) -> None:
    """A slider, or a scroll bar."""
    sliders = [
        each
        for each in scene.widgets(QAbstractSlider)
        if each.isEnabled() and each.maximum() > each.minimum()
    ]
    own = [each for each in sliders if not isinstance(each, QScrollBar)]
    if sliders:
        slider = draws.one_of(own if own and draws.whole(0, 1) else sliders)
        assert isinstance(slider, QAbstractSlider)
        slider.setValue(draws.whole(slider.minimum(), slider.maximum()))


@act(2)
def move_edge(scene: Scene, draws: Draws) -> None:
    """The edge between two panels."""
    splitters = [each for each in scene.widgets(QSplitter) if each.count() > 1]
    if splitters:
        splitter = draws.one_of(splitters)
        assert isinstance(splitter, QSplitter)
        handle = splitter.handle(draws.whole(1, splitter.count() - 1))
        start = handle.rect().center()
        end = start + QPoint(draws.whole(-300, 300), draws.whole(-300, 300))
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mousePress(handle, left, none, start)
        QTest.mouseMove(handle, end)
        if isValid(handle):
            QTest.mouseRelease(handle, left, none, end)


@act(4)
def use_menu(scene: Scene, draws: Draws) -> None:
    """An entry of the main menu or of one of its own menus, those without an object name, too."""
    entries = [
        entry
        for menu in scene.window.menu.findChildren(QMenu)
        for entry in menu.actions()
        if entry.isEnabled() and not entry.isSeparator() and entry.menu() is None
    ]
    if entries:
        draws.one_of(entries).trigger()


@act(1)
def change_motion(scene: Scene, draws: Draws) -> None:
    """Movements on screen: as the system has it, all, or few."""
    MOTION.choose(draws.name(list(CHOICES)))
