"""Draw the pictures of the README: the window itself, on the course's data, with true numbers.

``make screenshot`` writes into ``docs``: ``screenshot.png`` (it learned), ``frozen.png`` (it cannot),
``race.png`` (four starts side by side), ``lesson.png`` (a step before an audience).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from app import create_window
from app.main_window import MainWindow
from app.runtime.selection import Selection
from app.stage.presenter import Presenter
from symgui.experiment import Experiment, WeightInit, opening_experiment
from symgui.lessons import find_lesson
from symgui.training.states import State

FOLDER = Path(__file__).resolve().parent
SIZE = (1440, 900)
PROJECTOR = (1280, 720)
SETTLED = 2.0
"""Seconds until nothing in the window moves any more."""
PATIENCE = 60.0

ZEROS = opening_experiment()
LEARNED = ZEROS.with_(
    title="Flower, small random weights", initialization={"weights": WeightInit("normal", scale=0.01)}
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
    if not widget.grab().save(str(FOLDER / name)):
        raise OSError(f"{FOLDER / name} cannot be written")


def draw(experiment: Experiment, name: str) -> None:
    """Run `experiment` to its end in a window, select W1[0,0], and keep the picture."""
    window = opened(experiment)
    workspace = window.workspace
    workspace.finish()
    spin_until(lambda: workspace.state is State.PAUSED)
    workspace.pointing.select(Selection(layer=1, row=0, column=0))
    settle()
    keep(window, name)
    window.close()


def draw_race(name: str) -> None:
    """Four starts of the opening case after 1000 iterations."""
    window = opened(ZEROS)
    workspace = window.workspace
    window.compare.enter()
    spin_until(lambda: workspace.race_frame is not None)
    workspace.run_to(1000, at_once=True)
    spin_until(lambda: workspace.state is State.PAUSED and workspace.race_frame is not None)
    settle()
    keep(window, name)
    window.close()


def draw_lesson(name: str) -> None:
    """The third step of lesson 2, as an audience sees it; it shows a run that has been made."""
    window = opened(ZEROS)
    window.lessons.begin(find_lesson("hidden-layer"), 2)
    lecture = window.lessons.lecture
    presenter = Presenter(window, window.workspace, lecture, window)
    presenter.stage.resize(*PROJECTOR)
    presenter.start(full_screen=False)
    spin_until(lambda: lecture.decided)
    settle()
    keep(presenter.stage, name)
    presenter.close()
    window.close()


def main() -> None:
    """Draw all four."""
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    draw(LEARNED, "screenshot.png")
    draw(ZEROS, "frozen.png")
    draw_race("race.png")
    draw_lesson("lesson.png")


if __name__ == "__main__":
    main()
