"""The map of 40 × 40 cells and five seeds each, in the real window: 8,000 runs of 2-4-1, 300 updates each.

Spread of W by learning rate is the grid that takes longest. ``python -m benchmarks.map`` prints, as a JSON
object: seconds from Start to the last run, and to the first colour; how long the window's thread was away at
most; the seconds of a processor that the window's process took; and the seconds of `symgui sweep`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from symgui.experiment import Experiment
from symgui.sweep import GridAxis, RunGrid

CELLS, SEEDS, UPDATES, EXAMPLES = 40, 5, 300, 400
"""Cells of a side of the map, seeds a cell, updates a run, and training examples."""
PATIENCE = 120.0
"""Seconds until an answer is no longer expected."""
SETTLE = 1.0
"""Seconds that the window is given before anything is measured."""


def grid() -> RunGrid:
    """The grid that is measured."""
    experiment = Experiment().with_(
        data={"kind": "moons", "samples": EXAMPLES},
        network={"hidden": [{"units": 4, "activation": "tanh"}]},
    )
    axes = (
        GridAxis(setting="weight-scale", low=1e-3, high=10.0, steps=CELLS, spacing="log"),
        GridAxis(setting="learning-rate", low=0.01, high=10.0, steps=CELLS, spacing="log"),
    )
    return RunGrid(experiment=experiment, axes=axes, seeds=SEEDS, updates=UPDATES)


def in_the_window() -> dict[str, float]:
    """Press Start in the page of the map, and look on until all runs are there."""
    from PySide6.QtCore import QTimer  # not above: the processes that compute import this module

    from app import create_window

    window = create_window(grid().experiment)
    window.show()
    wait(lambda: window.workspace.frame is not None)
    maps = window.maps
    maps.show()
    maps.sheet.form.show_grid(grid())
    spin(SETTLE)
    turns: list[float] = []
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: turns.append(time.perf_counter()))
    drawn: list[float] = []

    def note() -> None:
        if maps.found is not None and maps.found.done:
            drawn.append(time.perf_counter())

    maps.sheet.view.picture.image.sigImageChanged.connect(note)
    timer.start()
    began, before = time.perf_counter(), time.process_time()
    maps.sheet.start.click()
    wait(lambda: maps.found is not None and maps.found.done == maps.found.grid.runs)
    seconds, used = time.perf_counter() - began, time.process_time() - before
    wait(lambda: not maps.busy)
    timer.stop()
    away = max(b - a for a, b in pairwise([began, *turns]))
    window.close()
    return {
        "window s": seconds,
        "first picture s": drawn[0] - began,
        "pictures": len(drawn),
        "away ms": 1e3 * away,
        "window processor s": used,
    }


def headless() -> dict[str, float]:
    """The same grid by `symgui sweep`, the start of the program included."""
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "grid.json", Path(folder) / "out"
        grid().save(file)
        command = [sys.executable, "-m", "symgui", "sweep", str(file), "--out", str(out)]
        began = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        return {"headless s": time.perf_counter() - began}


def wait(condition: Callable[[], bool]) -> None:
    """Handle events until it is so."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    begin = time.perf_counter()
    while not condition():
        if time.perf_counter() - begin > PATIENCE:
            raise TimeoutError("the map is not finished")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def spin(seconds: float) -> None:
    """Let the event loop run, as it does in the program."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def main() -> None:
    """Measure, and print a JSON object."""
    from PySide6.QtWidgets import QApplication

    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    figures = in_the_window() | headless()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
