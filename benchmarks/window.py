"""The window while a network trains: what training keeps, what a frame costs, how soon it answers."""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from app import create_window
from app.main_window import MainWindow
from symgui.experiment import Experiment, WeightInit, opening_experiment
from symgui.training.frame import Frame
from symgui.training.lanes import lanes_from
from symgui.training.race import RaceFrame
from symgui.training.run import RecordedRun
from symgui.training.states import State

ROUNDS, SECONDS = 6, 1.5
"""Of each measurement."""
ANSWERS = 12
"""How often each command is given."""
PATIENCE = 20.0
"""Seconds until an answer is no longer expected."""


def spec() -> Experiment:
    """The flower from small random weights, without end."""
    return opening_experiment().with_(
        initialization={"weights": WeightInit("normal", scale=0.01)}, training={"iterations": 10**9}
    )


class Bench(QObject):
    """A window that trains as fast as it can, and clocks beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.window: MainWindow = create_window(spec())
        self.workspace = self.window.workspace
        self.workspace.speed.set_pace("max")
        self.frames: list[tuple[float, float, int]] = []
        self.ticks: list[float] = []
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=2)
        self._timer.timeout.connect(self._tick)
        self.workspace.frameReady.connect(self._framed)
        self.window.show()
        self.wait(lambda: self.workspace.frame is not None)
        spin(1.0)

    @Slot(object)
    def _framed(self, frame: Frame) -> None:
        self.frames.append((time.perf_counter(), time.thread_time(), frame.iteration))

    @Slot()
    def _tick(self) -> None:
        self.ticks.append(time.perf_counter())

    def wait(self, condition: Callable[[], bool]) -> float:
        """Handle events until it is so; seconds that took."""
        begin = time.perf_counter()
        while not condition():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
            if time.perf_counter() - begin > PATIENCE:
                raise TimeoutError("the window did not answer")
        return time.perf_counter() - begin

    def run(self) -> None:
        """Train, and forget what was measured before."""
        self.workspace.run()
        self.wait(lambda: self.workspace.state is State.RUNNING and self.workspace.iteration > 100)
        spin(0.5)
        self.frames.clear()
        self.ticks.clear()

    def pause(self) -> float:
        """Pause; seconds until the window says so."""
        begin = time.perf_counter()
        self.workspace.pause()
        self.wait(lambda: self.workspace.state is State.PAUSED)
        return time.perf_counter() - begin

    def smoothness(self) -> dict[str, float]:
        """Iterations a second beside those without a window, and milliseconds of the window's thread a frame.

        Both take turns, so that what else the machine does slows both alike.
        """
        alone, beside, rates, cost = [], [], [], []
        headless = Headless()
        for _ in range(ROUNDS):
            self.run()
            spin(SECONDS)
            frames = self.frames.copy()
            seconds = frames[-1][0] - frames[0][0]
            beside.append((frames[-1][2] - frames[0][2]) / seconds)
            rates.append((len(frames) - 1) / seconds)
            cost += [(b[1] - a[1]) * 1e3 for a, b in pairwise(frames)]
            self.pause()
            alone.append(headless.speed())
        return {
            "kept": statistics.median(b / a for a, b in zip(alone, beside, strict=True)),
            "iterations a second": statistics.median(beside),
            "headless iterations a second": statistics.median(alone),
            "frames a second": statistics.median(rates),
            "frame ms": statistics.median(cost),
        }

    def gaps(self) -> dict[str, float]:
        """How long the event loop is away, in milliseconds: a timer of 2 ms tells."""
        self.run()
        self._timer.start()
        spin(ROUNDS * SECONDS)
        self._timer.stop()
        gaps = sorted((b - a) * 1e3 for a, b in pairwise(self.ticks))
        return {"gap p99 ms": gaps[int(len(gaps) * 0.99)], "gap worst ms": gaps[-1]}

    def answers(self) -> dict[str, float]:
        """The slowest of several answers, in milliseconds, of a network that trains at full speed."""
        workspace = self.workspace
        pauses, resets = [], []
        for _ in range(ANSWERS):
            self.run()
            pauses.append(self.pause())
        for _ in range(ANSWERS):
            self.run()
            begin = time.perf_counter()
            workspace.document.start_over()
            self.wait(lambda: workspace.state is State.READY and workspace.iteration == 0)
            resets.append(time.perf_counter() - begin)
        return {"pause ms": max(pauses) * 1e3, "reset ms": max(resets) * 1e3}

    def race(self) -> dict[str, float]:
        """Frames a second of a race of six at full speed, in a window of 1440 × 900."""
        workspace, frames = self.workspace, []
        base = workspace.experiment
        lanes = lanes_from([base.with_(initialization={"seed": seed}) for seed in range(6)])

        def framed(race: RaceFrame) -> None:
            frames.append((time.perf_counter(), time.thread_time(), race.iteration))

        self.window.resize(1440, 900)
        workspace.racing.begin(lanes)
        workspace.raceFrameReady.connect(framed)
        self.wait(lambda: workspace.race_frame is not None and workspace.state is State.READY)
        workspace.run()
        self.wait(lambda: workspace.state is State.RUNNING and workspace.iteration > 1000)
        frames.clear()
        spin(ROUNDS * SECONDS)
        self.wait(lambda: len(frames) > 1)
        seconds = frames[-1][0] - frames[0][0]
        figures = {
            "race lanes": len(lanes),
            "race frames a second": (len(frames) - 1) / seconds,
            "race iterations a second": (frames[-1][2] - frames[0][2]) / seconds,
            "race frame ms": statistics.median((b[1] - a[1]) * 1e3 for a, b in pairwise(frames)),
        }
        self.pause()
        workspace.raceFrameReady.disconnect(framed)
        workspace.racing.leave()
        self.wait(lambda: not workspace.lanes and workspace.state is not State.RUNNING)
        return figures

    def memory(self, iterations: int) -> dict[str, float]:
        """Growth of resident memory from a fifth of so many iterations to their end, in MB."""
        self.workspace.document.start_over()
        self.wait(lambda: self.workspace.state is State.READY and self.workspace.iteration == 0)
        self.workspace.run()
        while self.workspace.iteration < iterations // 5:
            spin(0.2)
        gc.collect()
        begin = resident_mb()
        while self.workspace.iteration < iterations:
            spin(0.2)
        gc.collect()
        return {"iterations": iterations, "from MB": begin, "growth MB": resident_mb() - begin}

    def close(self) -> dict[str, float]:
        """Milliseconds until a window that trains is closed, its thread ended."""
        self.run()
        begin = time.perf_counter()
        self.window.close()
        return {"close ms": (time.perf_counter() - begin) * 1e3}


def spin(seconds: float) -> None:
    """Let the event loop run, as it does in the program."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


class Headless:
    """The same run without a window."""

    def __init__(self) -> None:
        self._run = RecordedRun(spec())
        self._run.advance(2000)

    def speed(self) -> float:
        """Iterations a second."""
        begin, start = time.perf_counter(), self._run.iteration
        while time.perf_counter() - begin < SECONDS:
            self._run.advance(100)
        return (self._run.iteration - start) / (time.perf_counter() - begin)


def resident_mb() -> float:
    """Memory in use now; only Linux tells it this way."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * 4096 / 2**20 if statm.exists() else float("nan")


def main() -> None:
    """Measure, and print a JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--iterations", type=int, default=200_000)
    iterations = parser.parse_args().iterations
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    bench = Bench()
    figures: dict[str, object] = {"platform": application.platformName()}
    figures |= bench.smoothness() | bench.gaps() | bench.answers() | bench.race()
    figures |= bench.memory(iterations) | bench.close()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
