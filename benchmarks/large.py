"""How soon the window answers where one update takes seconds: 12 hidden layers of 512 units, 3,200 examples.

*Answered* is what a person sees. Pause: the run rests, and the button says Run again. Start over: iteration 0
stands above, and over the work that the network is being made; both are painted, and the run rests, so that
the next command is obeyed at once. The picture follows; how long that takes is said beside. Both are asked
for at moments spread over the update and the frame under way, which may be anywhere in their work.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app import create_window
from symgui.experiment import Experiment, LayerSpec, WeightInit, opening_experiment
from symgui.training.states import State

ANSWERS = 20
"""How often each command is given."""
MOMENTS = 0.37, 4.0
"""Seconds from one moment to the next, and those after which it begins anew."""
PATIENCE = 120.0


def spec() -> Experiment:
    """The largest network that there may be."""
    return opening_experiment().with_(
        data={"kind": "circles", "samples": 3200},
        network={"hidden": tuple(LayerSpec(512, "relu") for _ in range(12))},
        initialization={"weights": WeightInit("he")},
    )


class Large:
    """A window with the large network."""

    def __init__(self) -> None:
        self.window = create_window()
        self.window.resize(1440, 900)
        self.workspace = self.window.workspace
        self.workspace.document.agrees = lambda _, __: True  # it would ask first
        self.window.show()
        self.wait(lambda: self.workspace.current_frame is not None)
        self.workspace.document.open(spec())
        self.wait(lambda: self.workspace.current_frame is not None)

    def wait(self, condition: Callable[[], bool]) -> float:
        """Handle events until it is so; milliseconds that took."""
        begin = time.perf_counter()
        while not condition():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
            if time.perf_counter() - begin > PATIENCE:
                raise TimeoutError("the window did not answer")
        return (time.perf_counter() - begin) * 1e3

    def run(self, k: int) -> None:
        """Run, up to the k-th moment."""
        self.workspace.run()
        self.wait(lambda: self.workspace.state is State.RUNNING)
        end = time.perf_counter() + MOMENTS[0] * k % MOMENTS[1]
        self.wait(lambda: time.perf_counter() > end)

    def pauses(self) -> list[float]:
        """Milliseconds of each pause."""
        found = []
        for k in range(ANSWERS):
            self.run(k)
            self.workspace.pause()
            found.append(self.wait(lambda: self.workspace.state is not State.RUNNING))
        return found

    def starts_over(self) -> list[float]:
        """Milliseconds until it is seen that it starts over, and the run rests."""
        found, workspace, figure = [], self.workspace, self.window.toolbar.iteration.value
        for k in range(ANSWERS):
            self.run(k)
            begin = time.perf_counter()
            workspace.document.start_over()
            QApplication.processEvents()  # it is painted
            if figure.text() != "0" or not self.window.message.text():
                raise RuntimeError("the window does not say that it starts over")
            self.wait(lambda: workspace.state is State.READY)
            found.append((time.perf_counter() - begin) * 1e3)
        return found

    def pictures(self) -> list[float]:
        """Seconds from starting over to the picture of iteration 0."""
        found = []
        for _ in range(2):
            self.run(1)
            self.workspace.document.start_over()
            found.append(self.wait(lambda: self.workspace.current_frame is not None) / 1e3)
        return found

    def close(self) -> float:
        """Milliseconds until a window that trains is closed, its thread ended."""
        self.run(1)
        begin = time.perf_counter()
        self.window.close()
        return (time.perf_counter() - begin) * 1e3


def main() -> None:
    """Measure, and print a JSON object."""
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    large = Large()
    pauses, starts, pictures = large.pauses(), large.starts_over(), large.pictures()
    figures = {
        "pause ms": max(pauses),
        "reset ms": max(starts),
        "reset median ms": statistics.median(starts),
        "picture s": statistics.median(pictures),
        "close ms": large.close(),
        "pauses ms": [round(each) for each in pauses],
        "resets ms": [round(each) for each in starts],
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
