"""What a person does in a dialog: it is opened, something in it is changed, and it is applied or left."""

from __future__ import annotations

from acts import LONGEST, act, undo
from draws import Draws
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QMenu,
    QSpinBox,
    QTabBar,
    QWidget,
)
from scene import TABLES, WEIGHTS, WIDE, Scene
from shiboken6 import isValid

from symgui.experiment.table_spec import MAX_CLASSES
from symgui.export.kinds import QUESTIONS
from symgui.sweep import compute

MOST_CHANGES = 4
"""Of the controls of a dialog, between opening it and applying it."""
CONTROLS = (QComboBox, QAbstractSpinBox, QAbstractSlider, QCheckBox, QTabBar)
LARGEST_NUMBER = 60
"""In a dialog's fields: rates, seeds, steps, test examples."""
SYMMETRY_LESSONS = (18, 19)


def change(dialog: QWidget, draws: Draws) -> None:
    """Some of the controls that are in sight."""
    for _ in range(draws.whole(0, MOST_CHANGES)):
        if not isValid(dialog):
            return
        controls = [
            each
            for kind in CONTROLS
            for each in dialog.findChildren(kind)
            if each.isVisible() and each.isEnabled()
        ]
        if controls:
            change_one(draws.one_of(controls), draws)


def change_one(control: QWidget, draws: Draws) -> None:
    """Another item, number, place or tab."""
    if isinstance(control, QComboBox):
        if control.count():
            control.setCurrentIndex(draws.whole(0, control.count() - 1))
            control.activated.emit(control.currentIndex())  # as from a person
    elif isinstance(control, QDoubleSpinBox):
        least = max(control.minimum(), -LARGEST_NUMBER)
        control.setValue(draws.real(least, max(least, min(control.maximum(), LARGEST_NUMBER))))
    elif isinstance(control, QSpinBox | QAbstractSlider):
        least = max(control.minimum(), -LARGEST_NUMBER)
        control.setValue(draws.whole(least, max(least, min(control.maximum(), LARGEST_NUMBER))))
    elif isinstance(control, QCheckBox):
        control.toggle()
    elif isinstance(control, QTabBar) and control.count():
        control.setCurrentIndex(draws.whole(0, control.count() - 1))


def press(scene: Scene, dialog: QWidget | None, name: str) -> None:
    """The button of this name, if it can be pressed."""
    button = dialog.findChild(QAbstractButton, name) if dialog is not None and isValid(dialog) else None
    if button is not None and button.isEnabled():
        scene.press(button, button.rect().center(), Qt.MouseButton.LeftButton)


def apply_or_leave(scene: Scene, draws: Draws, dialog: QWidget | None, name: str) -> None:
    """Press its button, close it, or leave it open; sometimes take back what came of it."""
    what = draws.name(["apply", "apply", "apply and undo", "close", "leave"])
    if what.startswith("apply"):
        press(scene, dialog, name)
        scene.look_on(draws.real(0.0, LONGEST))
    if what == "apply and undo":
        undo(scene, draws)
    if what != "leave" and dialog is not None and isValid(dialog):
        dialog.close()


# ---- data and weights of one's own ---------------------------------------------------------------


@act(2)
def open_weights(scene: Scene, draws: Draws) -> None:
    """Weights of a file, which fit, do not fit, or are none."""
    scene.window.weights.show_file(scene.folder / draws.name(sorted(WEIGHTS)))
    dialog = scene.window.weights.dialog
    if dialog is not None:
        change(dialog, draws)
        apply_or_leave(scene, draws, dialog, "weights-take")


@act(2)
def import_table(scene: Scene, draws: Draws) -> None:
    """A table of a file: of two and of more features, of numbers and of names, or damaged."""
    scene.window.importing.show_file(scene.folder / draws.name(sorted(TABLES)))
    dialog = scene.window.importing.dialog
    if dialog is not None:
        scene.look_on(draws.real(0.0, LONGEST))
        change(dialog, draws)
        apply_or_leave(scene, draws, dialog, "import-take")


@act(2)
def draw_points(scene: Scene, draws: Draws) -> None:
    """Strokes, classes, erasing, undo; used, left, or left open while something else is done."""
    drawing = scene.window.drawing
    if not drawing.on:
        drawing.begin()
    if not drawing.on:
        return
    board, canvas = drawing.board, drawing.board.canvas
    for _ in range(draws.whole(0, 6)):
        what = draws.name(
            ["stroke", "stroke", "class", "erase", "undo", "redo", "clear", "key", "class-more"]
        )
        if what == "stroke":
            ends = [
                QPoint(draws.whole(-5, canvas.width()), draws.whole(-5, canvas.height())) for _ in range(2)
            ]
            QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, ends[0])
            QTest.mouseMove(canvas, ends[1])
            QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, ends[1])
        elif what == "class":
            QTest.keyClick(canvas, Qt.Key(Qt.Key.Key_0.value + draws.whole(0, MAX_CLASSES)))
        elif what == "key":
            QTest.keyClick(
                canvas, draws.one_of((Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Space, Qt.Key.Key_Delete))
            )
        else:
            press(scene, board, f"draw-{what}")
    what = draws.name(["take", "take and undo", "leave", "go on"])
    if what.startswith("take"):
        press(scene, board, "draw-take")
        scene.look_on(draws.real(0.0, LONGEST))
    if what == "take and undo":
        undo(scene, draws)
    if what == "leave":
        press(scene, board, "draw-leave")


@act(2)
def look_at_inputs(scene: Scene, draws: Draws) -> None:
    """The sheet of the inputs, copied, left open or closed."""
    scene.window.inputs.show()
    sheet = scene.window.inputs.sheet
    if draws.whole(0, 1):
        press(scene, sheet, "inputs-copy")
    if draws.whole(0, 1):
        sheet.close()


@act(3)
def cut_inputs(scene: Scene, draws: Draws) -> None:
    """A section through more than two inputs, while the run goes on."""
    if scene.window.workspace.experiment.sizes[0] <= 2 and draws.whole(0, 1):
        scene.window.files.open(scene.folder / WIDE)
        scene.window.workspace.step(1)
        scene.look_on(LONGEST)
    change(scene.window.boundary.section_bar, draws)


# ---- taken home ----------------------------------------------------------------------------------


@act(2)
def export_animation(scene: Scene, draws: Draws) -> None:
    """A short animation, sometimes given up."""
    dialog = scene.window.exports.ask()
    if dialog is None:
        return
    names = [item.name for item in dialog.items]
    if "animation" in names and draws.whole(0, 3):
        dialog.what.setCurrentRow(names.index("animation"))
        for control in dialog.movement.findChildren(QDoubleSpinBox):
            control.setValue(draws.whole(1, 12))
    else:
        dialog.what.setCurrentRow(draws.whole(0, dialog.what.count() - 1))
    if dialog.format.count():
        dialog.format.setCurrentIndex(draws.whole(0, dialog.format.count() - 1))
    scene.answer = scene.folder / f"taken-home{dialog.format.currentData() or dialog.item.suffixes[0]}"
    press(scene, dialog, "export-save")
    scene.answer = None
    scene.look_on(draws.real(0.0, 2 * LONGEST))
    what = draws.name(["close", "cancel", "leave"])
    if what == "cancel":
        press(scene, dialog, "export-cancel")
    if what != "leave" and isValid(dialog):
        dialog.close()


@act(2)
def export_questions(scene: Scene, draws: Draws) -> None:
    """The questions of the lesson that is open, in any format."""
    suffixes = [suffix for _, suffix in QUESTIONS.values()]
    scene.answer = scene.folder / f"questions{draws.name(suffixes)}"
    scene.window.questions.ask()
    scene.answer = None
    scene.look_on(draws.real(0.0, LONGEST))


@act(3)
def copy_table(scene: Scene, draws: Draws) -> None:
    """One of the tables of what is in sight, or none."""
    scene.window.copy_menu.ask()
    for menu in scene.window.findChildren(QMenu, "copy-menu"):
        if menu.isVisible():
            entries = menu.actions()
            if draws.whole(0, 3):
                draws.one_of(entries).trigger()
            menu.close()


# ---- symmetries and maps -------------------------------------------------------------------------


@act(5)
def take_symmetries_apart(scene: Scene, draws: Draws) -> None:
    """Each of the three pages, with the run that goes on, an operation, and undo."""
    scene.window.symmetries.show()
    dialog = scene.window.symmetries.dialog
    dialog.tabs.setCurrentIndex(draws.whole(0, dialog.tabs.count() - 1))
    change(dialog.page, draws)
    scene.look_on(draws.real(0.0, LONGEST))
    apply_or_leave(scene, draws, dialog, "surgery-apply")


@act(2)
def map_many_runs(scene: Scene, draws: Draws) -> None:
    """A small map: begun, paused, cancelled, kept, a run of it opened."""
    maps = scene.window.maps
    maps.computing = on_one_thread
    maps.show()
    sheet = maps.sheet
    change(sheet.form, draws)
    for end, most in {"steps": 3, "seeds": 3, "updates": 40}.items():
        for field in sheet.findChildren(QDoubleSpinBox):
            if field.objectName().endswith(end) and field.value() > most:
                field.setValue(draws.whole(1, most))
    for _ in range(draws.whole(1, MOST_CHANGES)):
        what = draws.name(["start", "start", "pause", "cancel", "save", "open-saved", "csv", "mark", "open"])
        scene.answer = scene.folder / "map.csv" if what == "csv" else scene.folder / "map"
        if what == "mark":
            picture = sheet.view.picture
            at = QPoint(draws.whole(0, picture.width()), draws.whole(0, picture.height()))
            scene.press(picture, at, Qt.MouseButton.LeftButton)
            change(sheet.view, draws)
        else:
            press(scene, sheet, f"map-{what}")
        scene.answer = None
        scene.look_on(draws.real(0.0, LONGEST))
    if draws.whole(0, 3):
        sheet.close()


def on_one_thread(grid, results, *, told, stopped) -> None:  # type: ignore[no-untyped-def]
    """The runs of a map without processes of their own."""
    compute(grid, results, workers=1, told=told, stopped=stopped)


@act(3)
def begin_symmetry_lesson(scene: Scene, draws: Draws) -> None:
    """A lesson about swapping, mirroring, splitting and merging, at any step, with an answer."""
    room = scene.window.lessons
    lessons = [each for each in room.library.lessons if each.number in SYMMETRY_LESSONS]
    if not lessons:
        return
    lesson = draws.one_of(lessons)
    room.begin(lesson, draws.whole(0, len(lesson.steps) - 1))
    step = room.lecture.step
    if step is not None and step.question is not None:
        room.lecture.choose(draws.whole(0, len(step.question.choices) - 1))
    room.lecture.next()
