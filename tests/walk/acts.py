"""All that a person can do to a window, each as a function of the scene and of what is drawn."""

from __future__ import annotations

import gc
from collections.abc import Callable

from draws import Draws
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QTabBar,
    QWidget,
)
from scene import DAMAGED, MOST_WINDOWS, Scene
from shiboken6 import isValid

from symgui.resources import example_files
from symgui.training.lanes import LETTERS
from symgui.training.pace import PACES
from symgui.training.presets import PRESETS

Act = Callable[[Scene, Draws], None]
ACTS: dict[str, tuple[int, Act]] = {}
"""By name: how often it is done, beside the others, and what it does."""

LARGEST = {"units": 40, "samples": 500, "iterations": 20_000, "layer-count": 5}
"""Bounds of fields, by the end of their names, so that a walk is not one long wait."""
HUGE = 64
"""One in so many numbers may be as large as the field allows, up to `HUGE_UNITS` units."""
HUGE_UNITS = 300
LONGEST = 0.3
"""Seconds that are waited at most, between two acts."""

BAD_TEXTS = (
    "", " ", "-", "abc", "1e999", "-1e999", "nan", "inf", "1,5", "1.234,5", "0x10", "١٢٣", "1/0", "½",
    "9" * 400, "1 2 3", "\x00", "--1", "1e-400", "$(rm)", "<b>1</b>", "🙂",
)  # fmt: skip
KEYS = (
    Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home,
    Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Escape,
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F5, Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace, Qt.Key.Key_A, Qt.Key.Key_B, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Period,
)  # fmt: skip
CONTROL_KEYS = (
    Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_P, Qt.Key.Key_K, Qt.Key.Key_L, Qt.Key.Key_G, Qt.Key.Key_C,
    Qt.Key.Key_V, Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return,
    Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_S,
)  # fmt: skip
PASTED = ("0.5\t-0.25\n1\t2", "1 2 3", "0,5 0,25", "[1 2; 3 4]", "nan inf", "x", "1e308 1e308", "")
SIZES = (
    (1024, 768),
    (1280, 800),
    (1440, 900),
    (1920, 1080),
    (960, 640),
    (1366, 700),
    (640, 400),
    (3000, 500),
)


def act(often: int) -> Callable[[Act], Act]:
    """Register an act that is done so often, beside the others."""

    def register(do: Act) -> Act:
        ACTS[do.__name__] = (often, do)
        return do

    return register


# ---- controls ------------------------------------------------------------------------------------


@act(14)
def trigger(scene: Scene, draws: Draws) -> None:
    """A command of the menu."""
    actions = {
        action.objectName(): action
        for action in scene.window.findChildren(QAction)
        if action.objectName().startswith("action-") and action.isEnabled()
    }
    actions[draws.name(sorted(actions))].trigger()


@act(12)
def set_number(scene: Scene, draws: Draws) -> None:
    """A number, as the arrows of a field set it."""
    fields = {
        field.objectName(): field
        for field in scene.window.findChildren(QDoubleSpinBox)
        if field.objectName() and field.isEnabled()
    }
    if not fields:
        return
    name = draws.name(sorted(fields))
    field, largest = fields[name], 1e4
    for end, most in LARGEST.items():
        if name.endswith(end):
            largest = float(most)
    if draws.whole(1, HUGE) == 1:
        largest = min(HUGE_UNITS, field.maximum()) if name.endswith("units") else largest * 3
    least, most = max(field.minimum(), -1e4), min(field.maximum(), largest)
    field.setValue(draws.real(least, max(least, most)))


@act(10)
def choose(scene: Scene, draws: Draws) -> None:
    """An item of a list."""
    boxes = {
        box.objectName(): box
        for box in scene.window.findChildren(QComboBox)
        if box.objectName() and box.isEnabled() and box.count()
    }
    box = boxes[draws.name(sorted(boxes))]
    box.setCurrentIndex(draws.whole(0, box.count() - 1))


@act(6)
def type_text(scene: Scene, draws: Draws) -> None:
    """A text that may be no number into a field."""
    fields = [field for field in scene.widgets(QDoubleSpinBox) if field.isEnabled()]
    if not fields:
        return
    field, text = draws.one_of(fields), draws.one_of(BAD_TEXTS)
    assert isinstance(field, QDoubleSpinBox)
    field.setFocus(Qt.FocusReason.MouseFocusReason)
    field.selectAll()
    if text.isascii() and text.isprintable():
        QTest.keyClicks(field, text)
    else:  # no key of a keyboard that a test has
        committed = QInputMethodEvent()
        committed.setCommitString(text)
        QApplication.sendEvent(field, committed)
    if isValid(field):
        QTest.keyClick(field, draws.one_of((Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab)))


@act(8)
def click_button(scene: Scene, draws: Draws) -> None:
    """A button that is in sight."""
    buttons = [button for button in scene.widgets(QAbstractButton) if button.isEnabled()]
    if buttons:
        button = draws.one_of(buttons)
        scene.press(button, button.rect().center(), Qt.MouseButton.LeftButton)


@act(5)
def change_tab(scene: Scene, draws: Draws) -> None:
    """Another tab."""
    bars = [bar for bar in scene.widgets(QTabBar) if isinstance(bar, QTabBar) and bar.count()]
    if bars:
        bar = draws.one_of(bars)
        bar.setCurrentIndex(draws.whole(0, bar.count() - 1))


# ---- keys and mouse ------------------------------------------------------------------------------


@act(12)
def press_key(scene: Scene, draws: Draws) -> None:
    """A key, where the focus is or on the whole window."""
    top = scene.top()
    target = top if draws.whole(0, 2) == 0 else (top.focusWidget() or top)
    if draws.whole(0, 2) == 0:
        QTest.keyClick(target, draws.one_of(CONTROL_KEYS), Qt.KeyboardModifier.ControlModifier)
    else:
        QTest.keyClick(target, draws.one_of(KEYS))


@act(12)
def move_mouse(scene: Scene, draws: Draws) -> None:
    """The mouse over anything, where it stays at rest."""
    widget, at = somewhere(scene, draws)
    if widget is not None:
        QTest.mouseMove(widget, at)


@act(10)
def click(scene: Scene, draws: Draws) -> None:
    """A click anywhere, with any button."""
    widget, at = somewhere(scene, draws)
    if widget is not None:
        buttons = (Qt.MouseButton.LeftButton,) * 3 + (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton)
        scene.press(widget, at, draws.one_of(buttons))
        close_menus()


@act(3)
def double_click(scene: Scene, draws: Draws) -> None:
    """A double click anywhere."""
    widget, at = somewhere(scene, draws)
    if widget is not None:
        QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


@act(3)
def drag(scene: Scene, draws: Draws) -> None:
    """A drag anywhere."""
    widget, start = somewhere(scene, draws)
    if widget is None:
        return
    end = QPoint(draws.whole(-20, widget.width() + 20), draws.whole(-20, widget.height() + 20))
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for at in (start + (end - start) / 2, end):
        if isValid(widget):
            QTest.mouseMove(widget, at)
    if isValid(widget):
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


@act(3)
def turn_wheel(scene: Scene, draws: Draws) -> None:
    """The wheel anywhere."""
    widget, at = somewhere(scene, draws)
    if widget is not None:
        turn = QPoint(0, draws.one_of((-120, 120)))
        where, everywhere = QPointF(at), QPointF(widget.mapToGlobal(at))
        event = QWheelEvent(
            where, everywhere, QPoint(), turn, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)


def somewhere(scene: Scene, draws: Draws) -> tuple[QWidget | None, QPoint]:
    """A widget in sight and a place on it; a view more often than the small things around."""
    widgets = [widget for widget in scene.widgets() if not widget.rect().isEmpty()]
    large = [widget for widget in widgets if widget.width() * widget.height() > 20_000]
    pool = large if large and draws.whole(0, 1) else widgets
    if not pool:
        return None, QPoint()
    widget = draws.one_of(pool)
    return widget, QPoint(draws.whole(0, widget.width() - 1), draws.whole(0, widget.height() - 1))


def close_menus() -> None:
    """Menus that a click has opened."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


@act(2)
def paste(scene: Scene, draws: Draws) -> None:
    """Text into the clipboard, and into whatever has the focus."""
    QApplication.clipboard().setText(draws.one_of(PASTED))
    target = scene.top().focusWidget() or scene.top()
    QTest.keyClick(target, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


# ---- the run -------------------------------------------------------------------------------------


@act(8)
def run(scene: Scene, draws: Draws) -> None:
    """Run, at any pace."""
    workspace = scene.window.workspace
    workspace.speed.set_pace(draws.name(list(PACES)))
    if workspace.can("run"):
        workspace.run()


@act(5)
def pause(scene: Scene, draws: Draws) -> None:
    """Pause."""
    scene.window.workspace.pause()


@act(6)
def step(scene: Scene, draws: Draws) -> None:
    """Some updates."""
    scene.window.workspace.step(draws.one_of((1, 1, 10, 100)))


@act(5)
def seek(scene: Scene, draws: Draws) -> None:
    """Somewhere along the timeline."""
    timeline = scene.window.timeline
    timeline.sought.emit(draws.whole(0, max(0, timeline.furthest)))


@act(10)
def wait(scene: Scene, draws: Draws) -> None:
    """Look on."""
    scene.pump(draws.real(0.0, LONGEST))


@act(5)
def undo(scene: Scene, draws: Draws) -> None:
    """Undo or redo, several times."""
    name = draws.name(["action-undo", "action-redo"])
    for _ in range(draws.whole(1, 5)):
        action = scene.window.findChild(QAction, name)
        if action is not None and action.isEnabled():
            action.trigger()


@act(4)
def pin(scene: Scene, draws: Draws) -> None:
    """Pin, go to a pin, rename or remove one."""
    pins = scene.window.pins
    what = draws.name(["pin", "go", "rename", "remove"])
    if what == "pin" or not pins.moments:
        pins.pin()
        return
    k = draws.whole(0, len(pins.moments) - 1)
    if what == "go":
        pins.go_to(k)
    elif what == "rename":
        pins.rename(k, draws.one_of(BAD_TEXTS))
    else:
        pins.remove(k)


# ---- files, lessons, races, the stage ------------------------------------------------------------


@act(3)
def open_file(scene: Scene, draws: Draws) -> None:
    """A shipped example, a damaged file, one that was saved, or a folder."""
    shipped = {f"shipped/{path.name}": path for path in example_files()}
    own = {f"own/{path.name}": path for path in scene.folder.iterdir() if path != scene.mine}
    files = shipped | own
    scene.window.files.open(files[draws.name(sorted(files))])


@act(2)
def save_file(scene: Scene, draws: Draws) -> None:
    """Under one of a few names."""
    scene.window.saving.save_as(scene.folder / f"saved-{draws.whole(1, 3)}.symgui.json")


@act(2)
def open_lesson_file(scene: Scene, draws: Draws) -> None:
    """A lesson that is damaged."""
    names = [name for name in DAMAGED if name.endswith(".lesson.md")]
    scene.window.lessons.open_file(scene.folder / draws.name(names))


@act(6)
def begin_lesson(scene: Scene, draws: Draws) -> None:
    """A lesson, at any step."""
    room = scene.window.lessons
    lessons = {lesson.id: lesson for lesson in room.library.lessons}
    lesson = lessons[draws.name(sorted(lessons))]
    room.begin(lesson, draws.whole(0, len(lesson.steps) - 1))


@act(12)
def go_on_with_lesson(scene: Scene, draws: Draws) -> None:
    """On, back, an answer, from the beginning, away."""
    lecture = scene.window.lessons.lecture
    if not lecture.active:
        return
    what = draws.name(["next", "next", "next", "previous", "choose", "restart", "leave"])
    if what == "choose":
        choices = lecture.step.question.choices if lecture.step and lecture.step.question else ()
        if choices:
            lecture.choose(draws.whole(0, len(choices) - 1))
    else:
        getattr(lecture, what)()


@act(5)
def race(scene: Scene, draws: Draws) -> None:
    """Into a race, out of it, another one, one of its lanes alone."""
    compare = scene.window.compare
    what = draws.name(["enter", "preset", "add", "remove", "open", "leave"])
    letter = draws.name(list(LETTERS))
    if what == "enter":
        compare.toggle()
    elif not compare.active:
        return
    elif what == "preset":
        compare.choose_preset(draws.name(sorted(PRESETS)))
    elif what == "add":
        compare.add_open()
    elif what == "leave":
        compare.leave()
    elif letter in [lane.letter for lane in scene.window.workspace.lanes]:
        (compare.remove_lane if what == "remove" else compare.open_lane)(letter)


@act(3)
def present(scene: Scene, draws: Draws) -> None:
    """Onto the stage, or off it."""
    presenter = scene.window.presenter
    if presenter is not None and presenter.active:
        presenter.end()
    else:
        scene.window.present()


# ---- windows -------------------------------------------------------------------------------------


@act(4)
def resize(scene: Scene, draws: Draws) -> None:
    """Another size."""
    scene.window.resize(*draws.one_of(SIZES))


@act(2)
def change_theme(scene: Scene, draws: Draws) -> None:
    """Light or dark."""
    scene.window.theme.toggle()


@act(2)
def close_dialogs(scene: Scene, draws: Draws) -> None:
    """Whatever lies over the window."""
    for dialog in [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog)]:
        if isValid(dialog) and dialog.isVisible():
            dialog.close()


@act(1)
def close_and_make_anew(scene: Scene, draws: Draws) -> None:
    """Close the window, whatever it does."""
    scene.close()


@act(1)
def open_second_window(scene: Scene, draws: Draws) -> None:
    """A second window, or the other one."""
    if len(scene.windows) < MOST_WINDOWS:
        scene.open()
    else:
        scene.windows.reverse()


@act(2)
def collect_garbage(scene: Scene, draws: Draws) -> None:
    """All of it, between two events."""
    gc.collect()
