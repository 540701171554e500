"""Draw the pictures of README and guide: the window itself, with true numbers.

``make docs`` writes all of them into ``docs/pictures``; with names (``python docs/draw_pictures.py race``)
only these.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from app import create_window
from app.__main__ import main as symgui
from app.main_window import MainWindow
from app.runtime.selection import Selection
from app.stage.presenter import Presenter
from symgui.experiment import Experiment, LayerInit, LayerSpec, WeightInit, opening_experiment
from symgui.lessons import find_lesson
from symgui.training.presets import PRESETS
from symgui.training.race_file import RaceFile
from symgui.training.states import State

FOLDER = Path(__file__).resolve().parent / "pictures"
SIZE = (1440, 900)
PROJECTOR = (1280, 720)
SHEET = (1200, 260)
SETTLED = 2.0
"""Seconds until nothing in the window moves any more."""
PATIENCE = 60.0

ZEROS = opening_experiment()
LEARNED = ZEROS.with_(
    title="Flower, small random weights", initialization={"weights": WeightInit("normal", scale=0.01)}
)
LAYERS = ZEROS.with_(
    title="",
    network={"hidden": (LayerSpec(units=4, activation="tanh"), LayerSpec(units=4, activation="relu"))},
    initialization={
        "weights": WeightInit("xavier"),
        "layers": {"2": LayerInit(weights=WeightInit("constant", value=0.5))},
    },
)
PEOPLE = [(150 + 3 * k % 41, 48 + 7 * k % 53) for k in range(40)]
TABLE = "height\tweight\till\n" + "".join(
    f"{height}\t{weight}\t{'yes' if height - 150 < weight - 48 else 'no'}\n" for height, weight in PEOPLE
)


def spin_until(condition: Callable[[], bool]) -> None:
    """Handle events until it is so."""
    begin = time.monotonic()
    while not condition():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        if time.monotonic() - begin > PATIENCE:
            raise TimeoutError("the window did not come to rest")


def opened(experiment: Experiment) -> MainWindow:
    """A window that shows it."""
    window = create_window(experiment)
    window.theme.choose("light")
    window.resize(*SIZE)
    window.show()
    spin_until(lambda: window.workspace.frame is not None)
    return window


def settle() -> None:
    """Until nothing moves."""
    end = time.monotonic() + SETTLED
    spin_until(lambda: time.monotonic() > end)


def keep(widget: QWidget, name: str) -> None:
    """Write the picture of `widget`."""
    path = FOLDER / f"{name}.png"
    if not widget.grab().save(str(path)):
        raise OSError(f"{path} cannot be written")


def at_rest(window: MainWindow, iteration: int) -> MainWindow:
    """Run there, and wait until nothing moves."""
    workspace = window.workspace
    workspace.run_to(iteration, at_once=True)
    spin_until(lambda: workspace.state is State.PAUSED and workspace.iteration == iteration)
    settle()
    return window


def raced() -> MainWindow:
    """Four starts of the opening case after 1000 iterations."""
    window = opened(ZEROS)
    window.compare.enter()
    spin_until(lambda: window.workspace.race_frame is not None)
    return at_rest(window, 1000)


# ---- a picture each ------------------------------------------------------------------------------


def screenshot() -> None:
    """It learned."""
    run_to_the_end(LEARNED, "screenshot")


def frozen() -> None:
    """It cannot learn."""
    run_to_the_end(ZEROS, "frozen")


def run_to_the_end(experiment: Experiment, name: str) -> None:
    """The window after the last iteration, with W1[0,0] selected."""
    window = opened(experiment)
    workspace = window.workspace
    workspace.finish()
    spin_until(lambda: workspace.state is State.PAUSED)
    workspace.pointing.select(Selection(layer=1, row=0, column=0))
    settle()
    keep(window, name)
    window.close()


def race() -> None:
    """Four starts side by side."""
    window = raced()
    keep(window, "race")
    window.close()


def results() -> None:
    """What the four starts come to, as a table."""
    window = raced()
    window.results.show()
    sheet = window.results.sheet
    assert sheet is not None
    sheet.resize(*SHEET)
    settle()
    keep(sheet, "results")
    window.close()


def lesson() -> None:
    """The third step of lesson 2, as an audience sees it; it shows a run that has been made."""
    window = opened(ZEROS)
    window.lessons.begin(find_lesson("hidden-layer"), 2)
    lecture = window.lessons.lecture
    presenter = Presenter(window, window.workspace, lecture, window)
    presenter.stage.resize(*PROJECTOR)
    presenter.start(full_screen=False)
    spin_until(lambda: lecture.decided)
    settle()
    keep(presenter.stage, "lesson")
    presenter.close()
    window.close()


def layers() -> None:
    """A layer that starts otherwise than the rest, in the left column and in the score."""
    window = opened(LAYERS)
    opener = window.findChild(QToolButton, "start-layers")
    assert opener is not None
    opener.click()
    settle()
    keep(window, "layers")
    window.close()


def table() -> None:
    """The Import dialog, before a table is taken."""
    window = opened(ZEROS)
    QApplication.clipboard().setText(TABLE)
    window.importing.paste()
    dialog = window.importing.dialog
    assert dialog is not None
    spin_until(dialog.take.isEnabled)
    settle()
    keep(dialog, "table")
    window.close()


def drawing() -> None:
    """Points drawn in the place of the boundary, over what a trained network answers."""
    window = at_rest(opened(LEARNED), 2000)
    window.drawing.begin()
    drawn = window.drawing.board.drawn
    for k in range(12):
        drawn.add(2.2 + 0.15 * (k % 4), 2.6 + 0.15 * (k // 4), 1)
    window.drawing.board.canvas.show_points()
    window.drawing.board.canvas.changed.emit()
    settle()
    keep(window, "drawing")
    window.close()


def digits() -> None:
    """Lesson 17's network: the weights of layer 1 as pictures."""
    step = find_lesson("digits").steps[1]
    window = opened(step.experiment)
    at_rest(window, max(step.goal.iteration, 1))
    keep(window, "digits")
    window.close()


def moments() -> None:
    """Two pinned moments of one run, unit by unit."""
    window = at_rest(opened(LEARNED), 2000)
    window.pins.pin()
    window.rewind.seek(100)
    spin_until(lambda: window.workspace.iteration == 100)
    window.pins.pin()
    view = window.findChild(QWidget, "moments-view")
    assert view is not None
    window.tabs.show_page(view)
    settle()
    keep(window.tabs, "moments")
    window.close()


def export() -> None:
    """The Export dialog, where an animation is chosen."""
    window = at_rest(opened(LEARNED), 2000)
    dialog = window.exports.ask()
    assert dialog is not None
    names = [item.name for item in dialog.items]
    dialog.what.setCurrentRow(names.index("animation"))
    settle()
    keep(dialog, "export")
    window.close()


def animation() -> None:
    """The race from iteration 0 to 1000, as `symgui export` makes it."""
    file = FOLDER / "animation.symgui.json"
    RaceFile.of(PRESETS["start"].lanes(ZEROS)).save(file)
    try:
        where = ["--iterations", "0:1000", "--frames", "40", "--out", str(FOLDER / "animation.gif")]
        if symgui(["export", str(file), "--what", "gif", "--untitled", "--force", *where]):
            raise OSError("the animation cannot be made")
    finally:
        file.unlink()


PICTURES = {
    make.__name__: make
    for make in (
        screenshot, frozen, race, results, lesson, layers, table, drawing, digits, moments, export, animation
    )
}  # fmt: skip


def main() -> None:
    """Draw all of them, or those that are named."""
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:] or PICTURES:
        PICTURES[name]()
        print(name, flush=True)


if __name__ == "__main__":
    main()
