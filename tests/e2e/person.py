"""Someone at the window: finds things by their object names, presses, types and reads."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QThread, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app import create_window
from app.main_window import MainWindow
from symgui.experiment import Experiment
from symgui.training.frame import Frame
from symgui.training.run import RecordedRun
from symgui.training.states import Outcome, State

ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts"

Part = TypeVar("Part", bound=QObject)


class Person:
    """What a person can do at a window, and what there is to read."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self.workspace = window.workspace
        self.wait(lambda: self.settled)

    # ---- looking ---------------------------------------------------------------------------------

    def part(self, kind: type[Part], name: str) -> Part:
        part = self.window.findChild(kind, name)
        assert part is not None, f"the window has no {kind.__name__} named {name!r}"
        return part

    def read(self, name: str) -> str:
        """What a number says."""
        return self.part(QLabel, name).text().replace("\N{THIN SPACE}", " ")

    @property
    def frame(self) -> Frame:
        frame = self.workspace.frame
        assert frame is not None
        return frame

    @property
    def iteration(self) -> int:
        return int(self.part(QLabel, "iteration").text())

    @property
    def settled(self) -> bool:
        """Whether the window shows what is open, and rests."""
        frame, state = self.workspace.frame, self.workspace.state
        return (
            frame is not None and frame.experiment == self.workspace.experiment and state is not State.RUNNING
        )

    def wait(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))

    def running(self, beyond: int = 0) -> None:
        self.wait(lambda: self.workspace.state is State.RUNNING and self.iteration > beyond)

    def rests(self, outcome: Outcome | None = None) -> Frame:
        self.wait(lambda: self.settled and outcome in (None, self.workspace.outcome))
        self.wait(lambda: self.iteration == self.frame.iteration)
        return self.frame

    def picture(self, name: str) -> None:
        """Keep a picture of the window."""
        ARTIFACTS.mkdir(exist_ok=True)
        assert self.window.grab().save(str(ARTIFACTS / f"{name}.png"))

    # ---- acting ----------------------------------------------------------------------------------

    def press(self, name: str) -> None:
        """Press a button."""
        button = self.part(QWidget, name)
        assert button.isVisible(), f"{name} is not in sight"
        assert button.isEnabled(), f"{name} cannot be pressed"
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def command(self, name: str) -> None:
        """Choose a command from the menu."""
        action = self.part(QAction, name)
        assert action.isEnabled(), f"{name} cannot be chosen"
        action.trigger()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is, else in the window."""
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)

    def leave_fields(self) -> None:
        """Press beside all fields."""
        self.window.centralWidget().setFocus(Qt.FocusReason.MouseFocusReason)

    def type_into(self, name: str, text: str) -> None:
        """Type over what a field says, and Enter."""
        field = self.part(QAbstractSpinBox, name)
        field.setFocus(Qt.FocusReason.MouseFocusReason)
        field.selectAll()
        self.qtbot.keyClicks(field, text)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)
        self.leave_fields()

    def choose(self, name: str, data: object) -> None:
        """Choose from a list."""
        box = self.part(QComboBox, name)
        index = box.findData(data)
        assert index >= 0, f"{name} does not offer {data!r}"
        box.setCurrentIndex(index)

    def close(self) -> None:
        self.window.close()


@contextmanager
def at_the_window(
    qtbot: QtBot, experiment: Experiment | None = None, size: tuple[int, int] = (1440, 900)
) -> Iterator[Person]:
    """A person at a new window, which is gone without a trace in the end."""
    threads = python_threads()
    window = create_window(experiment)
    try:
        window.resize(*size)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        yield Person(window, qtbot)
    finally:
        window.close()
    left = leftovers(window) + [str(thread) for thread in python_threads() - threads]
    assert not left, f"left behind by the window: {left}"
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def python_threads() -> set[threading.Thread]:
    """Those that Python started; of every other it keeps a dummy for ever."""
    return {thread for thread in threading.enumerate() if not thread.name.startswith("Dummy-")}


def leftovers(window: QWidget) -> list[str]:
    """Threads that run and timers that tick on under a window."""
    threads = [f"thread {t.objectName()}" for t in window.findChildren(QThread) if t.isRunning()]
    ticking = [t for t in window.findChildren(QTimer) if t.isActive() and not t.isSingleShot()]
    timers = [f"timer of {t.parent()!r}, every {t.interval()} ms" for t in ticking]
    return threads + timers


def parameters(frame: Frame) -> bytes:
    return b"".join(layer.W.tobytes() + layer.b.tobytes() for layer in frame.network.layers)


def replayed(frame: Frame) -> Frame:
    """The frame that the experiment on screen leads to without a window."""
    run = RecordedRun(Experiment.loads(frame.experiment.dumps()))
    run.advance(frame.iteration)
    return run.frame()
