"""What a person does on pages that compute: two weights as a plane, a smaller net, deep networks, theory."""

from __future__ import annotations

from acts import BAD_TEXTS, LONGEST, act
from dialog_acts import MOST_CHANGES, change, on_one_thread, press
from draws import Draws
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QDoubleSpinBox, QTabBar, QWidget
from scene import DEEP, Scene
from shiboken6 import isValid

from symgui.plain_text.numbers import typed

PLOT_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home)
OFF = 30
"""Pixels that a drag may leave a plot by."""
MAP_STEPS, MAP_SEEDS, MAP_UPDATES = 4, 2, 30
"""At most, of a small map."""


def turn_to(dialog: QDialog, tabs: str, page: QWidget) -> None:
    """Show the page of a dialog."""
    bar = dialog.findChild(QTabBar, tabs)
    assert bar is not None
    for index in range(bar.count()):
        if bar.tabText(index) == page.title:  # type: ignore[attr-defined]
            bar.setCurrentIndex(index)


def type_extreme(page: QWidget, draws: Draws) -> None:
    """The least or the largest number that a field takes, one beyond it, or what is no number."""
    fields = [each for each in page.findChildren(QDoubleSpinBox) if each.isVisible() and each.isEnabled()]
    if not fields:
        return
    field = draws.one_of(fields)
    texts = [each for each in BAD_TEXTS if each.isascii() and each.isprintable()]
    low, high = getattr(field, "low", field.minimum()), getattr(field, "high", field.maximum())
    text = draws.one_of((typed(low), typed(high), typed(low - 1), typed(2 * high), "0", "1e-300", *texts))
    field.setFocus(Qt.FocusReason.MouseFocusReason)
    field.selectAll()
    QTest.keyClicks(field, text)
    if isValid(field):
        QTest.keyClick(field, draws.one_of((Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab)))


def drag_on(plot: QWidget, draws: Draws) -> None:
    """Press somewhere on a plot, and drag to somewhere on it or beyond its edge."""
    if not plot.isVisible():
        return
    where = plot.viewport()  # type: ignore[attr-defined]
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    def at() -> QPoint:
        return QPoint(draws.whole(-OFF, where.width() + OFF), draws.whole(-OFF, where.height() + OFF))

    QTest.mousePress(where, left, none, at())
    for _ in range(draws.whole(1, 5)):
        QTest.mouseMove(where, at())
    QTest.mouseRelease(where, left, none, at())


def leave(scene: Scene, draws: Draws, dialog: QDialog) -> None:
    """Close the dialog while it computes, turn to another page, or let it compute on."""
    what = draws.name(["close", "turn", "wait", "leave"])
    if what == "close" and isValid(dialog):
        dialog.close()
    elif what == "turn":
        bars = [bar for bar in dialog.findChildren(QTabBar) if bar.count()]
        if bars:
            bars[0].setCurrentIndex(draws.whole(0, bars[0].count() - 1))
    elif what == "wait":
        scene.look_on(draws.real(0.0, 2 * LONGEST))


@act(4)
def walk_through_a_plane(scene: Scene, draws: Draws) -> None:
    """The phase portrait: other weights, extreme numbers, a start that is dragged or moved by keys."""
    scene.window.symmetries.show()
    dialog = scene.window.symmetries.dialog
    page = dialog.portrait
    turn_to(dialog, "symmetries-tabs", page)
    for _ in range(draws.whole(1, 2 * MOST_CHANGES)):
        what = draws.name(["drag", "drag", "keys", "choose", "type", "look", "run"])
        if what == "drag":
            drag_on(page.plot, draws)
        elif what == "keys":
            shift = draws.one_of((Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier))
            for _ in range(draws.whole(1, 8)):
                QTest.keyClick(page.plot, draws.one_of(PLOT_KEYS), shift)
        elif what == "choose":
            change(page, draws)
        elif what == "type":
            type_extreme(page, draws)
        elif what == "look":
            scene.look_on(draws.real(0.0, LONGEST))
        elif scene.window.workspace.can("run"):
            scene.window.workspace.run()
    leave(scene, draws, dialog)


@act(3)
def split_a_smaller_net(scene: Scene, draws: Draws) -> None:
    """The smaller net's minimum: another unit or biases while it goes down, extreme counts, left half-way."""
    scene.window.symmetries.show()
    dialog = scene.window.symmetries.dialog
    page = dialog.split
    turn_to(dialog, "symmetries-tabs", page)
    for _ in range(draws.whole(1, MOST_CHANGES)):
        what = draws.name(["choose", "type", "look"])
        if what == "choose":
            change(page, draws)
        elif what == "type":
            type_extreme(page, draws)
        else:
            scene.look_on(draws.real(0.0, LONGEST))
    leave(scene, draws, dialog)


@act(4)
def draw_deep_networks(scene: Scene, draws: Draws) -> None:
    """Deep random networks and those dead at birth: chosen, drawn, stopped half-way, a place read, closed."""
    scene.window.deep_networks.show()
    dialog = scene.window.deep_networks.dialog
    turn_to(dialog, "deep-tabs", draws.one_of((dialog.signal, dialog.signal, dialog.dead)))
    page = dialog.page
    for _ in range(draws.whole(1, 2 * MOST_CHANGES)):
        what = draws.name(["preset", "choose", "type", "start", "start", "point", "look"])
        if what == "preset":
            preset = page.findChild(QComboBox, "deep-preset")
            if preset is not None:
                preset.setCurrentIndex(draws.whole(0, preset.count() - 1))
        elif what == "choose":
            change(page, draws)
        elif what == "type":
            type_extreme(page, draws)
        elif what == "start":
            press(scene, page, "deep-start")
        elif what == "point" and page is dialog.dead:
            drag_on(page.plot, draws)
        elif what == "look":
            scene.look_on(draws.real(0.0, LONGEST))
    leave(scene, draws, dialog)


@act(2)
def map_with_theory(scene: Scene, draws: Draws) -> None:
    """A small map of the spreads of W and b of a deep network, over which theory speaks; left half-way."""
    if draws.whole(0, 2):
        scene.window.files.open(scene.folder / DEEP)
        scene.look_on(LONGEST)
    maps = scene.window.maps
    maps.computing = on_one_thread
    maps.show()
    sheet, form = maps.sheet, maps.sheet.form
    settings = ["weight-scale", "bias-scale"]
    for fields in (form.first, form.second):
        setting = draws.name(settings) if draws.whole(0, 7) == 0 else settings.pop(0)
        fields.setting.setCurrentIndex(fields.setting.findData(setting))
        fields.steps.setValue(draws.whole(1, MAP_STEPS))
    form.seeds.setValue(draws.whole(1, MAP_SEEDS))
    form.updates.setValue(draws.whole(0, MAP_UPDATES))
    if draws.whole(0, 2) == 0:
        type_extreme(form, draws)
    press(scene, sheet, "map-start")
    for _ in range(draws.whole(1, MOST_CHANGES)):
        what = draws.name(["mark", "keys", "colour", "pause", "start", "theme", "look"])
        picture = sheet.view.picture
        if what == "mark":
            at = QPoint(draws.whole(0, picture.width()), draws.whole(0, picture.height()))
            scene.press(picture, at, Qt.MouseButton.LeftButton)
        elif what == "keys" and picture.isVisible():
            for _ in range(draws.whole(1, 6)):
                QTest.keyClick(picture, draws.one_of(PLOT_KEYS))
        elif what == "colour":
            change(sheet.view, draws)
        elif what == "theme":
            scene.window.theme.toggle()
        elif what == "look":
            scene.look_on(draws.real(0.0, LONGEST))
        else:
            press(scene, sheet, f"map-{what}")
    if draws.whole(0, 3):
        sheet.close()
