"""Draw the pictures of the README: the window itself, on the course's data, with true numbers.

``make screenshot`` writes ``docs/screenshot.png`` (it learned) and ``docs/frozen.png`` (it cannot).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app import create_window
from app.selection import Selection
from symgui.experiment import Experiment, WeightInit, opening_experiment
from symgui.training.states import State

FOLDER = Path(__file__).resolve().parent
SIZE = (1440, 900)
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


def draw(experiment: Experiment, path: Path) -> None:
    """Run `experiment` to its end in a window, select W1[0,0], and keep the picture."""
    window = create_window(experiment)
    workspace = window.workspace
    window.theme.choose("light")
    window.resize(*SIZE)
    window.show()
    spin_until(lambda: workspace.frame is not None)
    workspace.finish()
    spin_until(lambda: workspace.state is State.PAUSED)
    workspace.select(Selection(layer=1, row=0, column=0))
    end = time.monotonic() + SETTLED
    spin_until(lambda: time.monotonic() > end)
    if not window.grab().save(str(path)):
        raise OSError(f"{path} cannot be written")
    window.close()


def main() -> None:
    """Draw both."""
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    draw(LEARNED, FOLDER / "screenshot.png")
    draw(ZEROS, FOLDER / "frozen.png")


if __name__ == "__main__":
    main()
