"""What is large, with the window open: ``python tests/soak/large.py``.

Ten million iterations: what the record takes, and how long it takes to show one of them. Twelve layers of 512
units, and a table of a million rows: what is said before it begins, and how long a pause and a close take
meanwhile. Exit status 1 above a budget. The times mean something on a quiet machine only.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QLabel

from app import create_window
from app.main_window import MainWindow
from symgui.experiment import DataSpec, Experiment, LayerSpec, NetworkSpec
from symgui.experiment.parts import DataKind
from symgui.training.states import State
from tests.soak.window import Person, held

SEEK_MS, ANSWER_MS = 50.0, 200.0
RECORD_MB = 64.0 + 40.0
"""The kept states, and what the curves and the allocator take."""
SEEKS = 60
ROWS = 1_000_000


class Figures:
    """What was measured, against what it may be."""

    def __init__(self) -> None:
        self.over = 0

    def tell(self, what: str, value: float, unit: str, most: float) -> None:
        """A line; `most` is the budget."""
        self.over += value > most
        over = "  OVER" if value > most else ""
        print(f"{what:58} {value:9.1f} {unit:3} (at most {most:g}){over}", flush=True)


def shown(experiment: Experiment) -> tuple[MainWindow, Person]:
    """A window on an experiment, at rest."""
    window = create_window(experiment)
    window.resize(1280, 800)
    window.show()
    person = Person(window)
    person.until(lambda: window.workspace.current_frame is not None, "the window")
    return window, person


def closed(window: MainWindow) -> float:
    """Milliseconds until it is closed, its thread ended."""
    began = time.perf_counter()
    window.close()
    return (time.perf_counter() - began) * 1e3


def far(figures: Figures, kind: DataKind, iterations: int) -> None:
    """The record of a long run, and the way back on it."""
    experiment = Experiment(
        data=DataSpec(kind=kind), network=NetworkSpec(hidden=(LayerSpec(units=4, activation="tanh"),))
    ).with_(initialization={"weights": {"scheme": "he"}}, training={"learning_rate": 0.01})
    print(f"{kind}, {experiment.data.samples} examples, 2-4-1:", flush=True)
    window, person = shown(experiment)
    workspace = window.workspace
    memory = {}
    for goal in (iterations // 10, iterations):
        workspace.run_to(goal, at_once=True)
        began = time.perf_counter()
        while workspace.iteration < goal:
            if time.perf_counter() - began > 900:
                raise TimeoutError(f"only {workspace.iteration} iterations")
            person.wait(0.02)
        person.at_rest()
        memory[goal] = held(window, began).memory
        seconds = time.perf_counter() - began
        print(f"{goal} iterations in {seconds:.1f} s, {memory[goal]:.0f} MB in all", flush=True)
    figures.tell("memory from a tenth of the iterations to all",
                 memory[iterations] - memory[iterations // 10], "MB", RECORD_MB)  # fmt: skip
    source, times = Random(1), []
    for k in range(SEEKS):
        at = source.randrange(iterations) if k % 2 else round(iterations ** source.random())
        began = time.perf_counter()
        window.rewind.seek(at)
        while workspace.iteration != at:
            QApplication.processEvents()
        QApplication.processEvents()  # drawn
        times.append((time.perf_counter() - began) * 1e3)
    times.sort()
    figures.tell(f"seek on the record, median of {SEEKS}", times[SEEKS // 2], "ms", SEEK_MS)
    figures.tell(f"seek on the record, 95 % of {SEEKS}", times[SEEKS * 95 // 100], "ms", SEEK_MS)
    figures.tell(f"seek on the record, slowest of {SEEKS}", times[-1], "ms", 2 * SEEK_MS)
    workspace.run()
    person.wait(0.3)
    figures.tell("close while it runs", closed(window), "ms", ANSWER_MS)


def wide(figures: Figures) -> None:
    """Twelve layers of 512 units."""
    window, person = shown(Experiment())
    layers = tuple(LayerSpec(units=512, activation="tanh") for _ in range(12))
    spec = Experiment(data=DataSpec(samples=2_000), network=NetworkSpec(hidden=layers)).with_(
        initialization={"weights": {"scheme": "xavier"}}
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wide.symgui.json"
        spec.save(path)
        window.files.open(path)
        person.until(lambda: bool(window.message.choices), "the question")
        print(f"12 × 512: {window.message.text()}", flush=True)
        window.workspace.document.open(spec)
    workspace = window.workspace
    person.until(lambda: workspace.current_frame is not None, "the start")
    pauses = []
    for _ in range(5):
        workspace.run()
        person.until(lambda: workspace.state is State.RUNNING, "run")
        person.wait(0.7)
        began = time.perf_counter()
        workspace.pause()
        while workspace.state is State.RUNNING:
            QApplication.processEvents()
        pauses.append((time.perf_counter() - began) * 1e3)
    figures.tell("12 × 512, 2000 examples: pause, slowest of 5", max(pauses), "ms", ANSWER_MS)
    workspace.run()
    person.wait(0.7)
    figures.tell("12 × 512, 2000 examples: close while it runs", closed(window), "ms", ANSWER_MS)


def million_rows(figures: Figures) -> None:
    """A table of a million rows: what is said of it, and closed while it is read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "million.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write("a,b,c,y\n")
            file.writelines(f"{k % 997 / 7:.4f},{k % 89},{k % 13 / 3:.3f},{k % 3}\n" for k in range(ROWS))
        window, person = shown(Experiment())
        for left in (False, True):
            began = time.perf_counter()
            window.importing.show_file(path)
            dialog = window.importing.dialog
            assert dialog is not None
            person.wait(0.3)
            if left:
                began = time.perf_counter()
                dialog.reject()
                took = (time.perf_counter() - began) * 1e3
                figures.tell("a table of 10⁶ rows: left while it is read", took, "ms", ANSWER_MS)
                window.importing.show_file(path)
                person.wait(0.3)
                figures.tell("a table of 10⁶ rows: close while it is read", closed(window), "ms", ANSWER_MS)
            else:
                said = [each.text() for each in dialog.findChildren(QLabel) if " MB" in each.text()]
                print(f"a table of 10⁶ rows: {', '.join(said)}", flush=True)
                person.until(dialog.take.isEnabled, "the table")
                print(f"a table of 10⁶ rows, read in {time.perf_counter() - began:.1f} s", flush=True)
                dialog.reject()


def main() -> int:
    """All of it, or parts; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--iterations", type=int, default=10_000_000)
    parser.add_argument("--only", choices=("iterations", "wide", "table"), action="append")
    arguments = parser.parse_args()
    application = QApplication([])
    application.setStyle("Fusion")
    figures = Figures()
    parts = arguments.only or ["iterations", "wide", "table"]
    if "iterations" in parts:
        far(figures, "and", arguments.iterations)
        far(figures, "flower", arguments.iterations // 10)
    if "wide" in parts:
        wide(figures)
    if "table" in parts:
        million_rows(figures)
    return 1 if figures.over else 0


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)
