"""One window for half an hour: ``python tests/soak/window.py --minutes 30``.

Rounds of edit, run, pause, seek, start over, race, map, lesson. After each round garbage is collected and it
is counted what the process holds. Exit status 1 if, after a warm-up, its memory grows, or it has more
threads, widgets or open files than after the warm-up.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QTabBar, QWidget

from app.main_window import MainWindow
from app.runtime.settings import Settings
from symgui.experiment import opening_experiment
from symgui.sweep import compute
from symgui.training.states import State

WARM_UP = 0.3
"""Share of the time after which nothing may grow: caches are full then, and the undo stack is at its end."""
MOST_SLOPE = 0.5
"""MB a minute that count as no growth: what the allocator's pages alone make."""
LONGEST = 60.0
"""Seconds after which something that should have happened will not."""


class Held(NamedTuple):
    """What the process holds.

    Attributes
    ----------
    minutes : float
        Since the window was opened.
    memory : float
        MB that are in the machine's memory.
    threads, files, widgets, objects : int
        `objects` are those of Qt that the window owns.
    """

    minutes: float
    memory: float
    threads: int
    files: int
    widgets: int
    objects: int


class Person:
    """Does one thing after the other, and waits until it has happened."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.round = 0

    def wait(self, seconds: float) -> None:
        """Let events happen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            time.sleep(0.003)

    def until(self, true: Callable[[], bool], what: str) -> None:
        """Wait until it is so."""
        end = time.monotonic() + LONGEST
        while not true():
            if time.monotonic() > end:
                raise TimeoutError(what)
            self.wait(0.005)

    def at_rest(self) -> None:
        """Wait until the training thread has done what it was asked for."""
        workspace = self.window.workspace
        self.until(lambda: workspace.pump.loop.wait_for_commands(0.0) and not workspace.awaited, "at rest")

    def number(self, owner: QWidget, name: str, value: float) -> None:
        """A number into a field."""
        field = owner.findChild(QDoubleSpinBox, name)
        assert field is not None, name
        field.setValue(value)

    # ---- a round -------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Units, and the seed."""
        self.number(self.window, "layer-1-units", 2 + self.round % 7)
        self.number(self.window, "init-seed", self.round % 11)
        self.at_rest()

    def run(self) -> None:
        """Run at a pace and pause, go back on the record, do some updates more, and start over."""
        workspace = self.window.workspace
        workspace.speed.set_pace(("max", "log", "100")[self.round % 3])
        workspace.run()
        self.wait(0.8)
        workspace.pause()
        self.until(lambda: workspace.state is not State.RUNNING, "pause")
        furthest = self.window.timeline.furthest
        for share in (0.5, 0.1, 0.9, 1.0):
            self.window.rewind.seek(round(share * furthest))
            self.at_rest()
        workspace.step(100)
        self.at_rest()
        workspace.document.start_over()
        self.at_rest()

    def tabs(self) -> None:
        """Every tab once."""
        for bar in self.window.findChildren(QTabBar):
            for k in range(bar.count()):
                if bar.isVisible():
                    bar.setCurrentIndex(k)
                    self.wait(0.03)
            bar.setCurrentIndex(0)

    def race(self) -> None:
        """A race of the open experiment, for a moment."""
        window, workspace = self.window, self.window.workspace
        window.compare.enter()
        self.until(lambda: workspace.race_frame is not None, "race")
        workspace.run()
        self.wait(0.5)
        workspace.pause()
        self.at_rest()
        window.compare.leave()
        self.at_rest()

    def map(self) -> None:
        """A small map, looked at while it is computed, and closed."""
        maps = self.window.maps
        maps.show()
        sheet = maps.sheet
        for name, value in (("map-x-steps", 3), ("map-y-steps", 2), ("map-seeds", 2), ("map-updates", 20)):
            self.number(sheet, name, value)
        sheet.start.click()
        self.until(lambda: maps.found is not None and maps.found.done == maps.found.grid.runs, "map")
        self.until(lambda: not maps.busy, "map")
        sheet.close()
        self.wait(0.02)

    def lesson(self) -> None:
        """A lesson, from its beginning to its second step."""
        lessons = self.window.lessons
        all_of_them = lessons.library.lessons
        lessons.begin(all_of_them[self.round % len(all_of_them)], 0)
        self.at_rest()
        lessons.lecture.next()
        self.wait(0.3)
        lessons.lecture.next()
        self.wait(0.1)
        lessons.leave()
        self.at_rest()

    def every_lesson(self) -> None:
        """Every lesson that is shipped, and every step of it: what is made at first use is made now."""
        lessons = self.window.lessons
        for lesson in lessons.library.lessons:
            for k in range(len(lesson.steps)):
                lessons.begin(lesson, k)
                self.at_rest()
                self.wait(0.02)
        lessons.leave()
        self.at_rest()

    def go_round(self) -> None:
        """All of it once."""
        for act in (self.edit, self.run, self.tabs, self.race, self.map, self.lesson):
            act()
        if self.round % 5 == 4:
            self.window.theme.toggle()
        self.round += 1


def on_this_computer(grid: object, results: object, *, told: object, stopped: object) -> None:
    """Compute a map on one thread: processes would come and go, and are no part of this one."""
    compute(grid, results, workers=1, told=told, stopped=stopped)  # type: ignore[arg-type]


def held(window: MainWindow, began: float) -> Held:
    """What the process holds now, without garbage."""
    for _ in range(2):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return Held(
        (time.monotonic() - began) / 60,
        pages * os.sysconf("SC_PAGE_SIZE") / 1e6,
        len(list(Path("/proc/self/task").iterdir())),
        len(list(Path("/proc/self/fd").iterdir())),
        len(QApplication.allWidgets()),
        len(window.findChildren(QObject)),
    )


def slope(found: list[Held]) -> float:
    """MB a minute, by least squares."""
    if len(found) < 3:
        return 0.0
    minutes, memory = [each.minutes for each in found], [each.memory for each in found]
    return statistics.linear_regression(minutes, memory).slope


def judged(found: list[Held], warm_up: float) -> list[str]:
    """What has grown after the warm-up (in minutes)."""
    after = [each for each in found if each.minutes >= warm_up]
    quarter = max(1, len(after) // 4)
    grown = []
    if slope(after) > MOST_SLOPE:
        grown.append(f"memory grows by {slope(after):.2f} MB a minute")
    for name in ("threads", "files", "widgets", "objects"):
        first = max(getattr(each, name) for each in after[:quarter])
        last = min(getattr(each, name) for each in after[-quarter:])
        if last > first:
            grown.append(f"{name}: {first} at first, {last} in the end")
    return grown


def main() -> int:
    """Go round and round; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    arguments = parser.parse_args()
    application = QApplication([])
    application.setStyle("Fusion")
    failures: list[object] = []
    sys.excepthook = lambda *what: failures.append(what)
    threading.excepthook = failures.append
    with tempfile.TemporaryDirectory() as folder:
        window = MainWindow(opening_experiment(), Settings(Path(folder)))
        window.maps.computing = on_this_computer
        window.resize(1280, 800)
        window.show()
        person, began, found = Person(window), time.monotonic(), []
        person.every_lesson()
        while (time.monotonic() - began) / 60 < arguments.minutes and not failures:
            person.go_round()
            found.append(held(window, began))
            if person.round % 10 == 1:
                print(person.round, *(f"{name} {value:.6g}" for name, value in found[-1]._asdict().items()),
                      flush=True)  # fmt: skip
        window.close()
    warm_up = WARM_UP * arguments.minutes
    after = [each for each in found if each.minutes >= warm_up]
    grown = judged(found, warm_up) + [f"failed: {each}" for each in failures]
    first, last = after[0], after[-1]
    print(f"{person.round} rounds in {last.minutes:.1f} minutes; after {warm_up:.1f} minutes of warm-up")
    print(f"memory {first.memory:.0f} MB, in the end {last.memory:.0f} MB: {slope(after):+.3f} MB a minute")
    for name in ("threads", "files", "widgets", "objects"):
        values = [getattr(each, name) for each in after]
        print(f"{name} {values[0]}, in the end {values[-1]} (from {min(values)} to {max(values)})")
    for each in grown:
        print(each)
    return 1 if grown else 0


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)
