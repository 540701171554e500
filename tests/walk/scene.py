"""What a walk acts on: one or two windows, some files, and the places to press."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from shiboken6 import isValid

from app.main_window import MainWindow
from app.runtime.session import sight_of
from app.runtime.settings import Settings
from symgui.experiment import (
    BiasInit,
    DataSpec,
    Experiment,
    InitializationSpec,
    LayerSpec,
    NetworkSpec,
    WeightInit,
    opening_experiment,
)
from symgui.experiment.table_spec import TableSpec
from symgui.resources import resource_folder

MOST_WINDOWS = 2
KEPT_BUSY = 0.05
"""Seconds that windows which come and go are given for their events."""


class Scene:
    """The windows and files of a walk.

    Parameters
    ----------
    folder : Path
    gone : callable
        Called whenever no window is open any more.

    Attributes
    ----------
    windows : list of MainWindow
        Those that are open; the last one is acted on.
    folder : Path
        Files of the walk; `mine` in it is never opened, nor saved to. Settings and what was open are kept
        beside it, so that each window goes on where one before it was closed.
    answer : Path or None
        What a person chooses in a file dialog; without one it is shown, and dismissed.
    looking_on : bool
        Whether dialogs are left alone for a while.
    """

    def __init__(self, folder: Path, gone: Callable[[], None]) -> None:
        self.folder, self._settings = folder / "files", folder / "settings"
        self._gone = gone
        self.windows: list[MainWindow] = []
        self.folder.mkdir()
        self.mine = self.folder / "mine.symgui.json"
        self.mine.write_text("nobody has opened this", encoding="utf-8")
        for name, content in {**DAMAGED, **TABLES, **WEIGHTS}.items():
            (self.folder / name).write_bytes(content)
        wide_experiment().save(self.folder / WIDE)
        deep_experiment().save(self.folder / DEEP)
        self.answer: Path | None = None
        self.looking_on = False
        for name in ("getSaveFileName", "getOpenFileName", "getExistingDirectory"):
            self._answer_for(name)
        self._shipped = fingerprints(resource_folder())
        self.open()

    def _answer_for(self, name: str) -> None:
        """Let a file dialog give `answer` where there is one."""
        ask = getattr(QFileDialog, name)

        def answered(*arguments: object, **more: object) -> object:
            if self.answer is None:
                return ask(*arguments, **more)
            return str(self.answer) if name == "getExistingDirectory" else (str(self.answer), "")

        setattr(QFileDialog, name, staticmethod(answered))

    # ---- windows ---------------------------------------------------------------------------------

    @property
    def window(self) -> MainWindow:
        """The one that is acted on."""
        return self.windows[-1]

    def open(self) -> None:
        """One window more."""
        settings = Settings(self._settings)
        found = settings.sessions.take()
        if found.session is None:
            window = MainWindow(opening_experiment(), settings)
        else:
            sight, _ = sight_of(found.session.now)
            window = MainWindow(sight.place.experiment, settings, document=sight.document)
        self.windows.append(window)
        window.show()
        assert window.keeper is not None
        window.keeper.take(found)
        self.pump(KEPT_BUSY)

    def close(self) -> None:
        """Close the window that is acted on, delete it, and make another where it was the last."""
        self._delete([self.windows[-1]])
        if not self.windows:
            self.open()

    def tidy(self) -> None:
        """Make a window where a person has closed the last one."""
        self._delete([each for each in self.windows if not shown(each)])
        if not self.windows:
            self.open()

    def end(self) -> None:
        """Close all."""
        self._delete(list(self.windows))

    def _delete(self, windows: list[MainWindow]) -> None:
        while windows:
            window = windows.pop()
            self.windows.remove(window)
            window.close()
            window.deleteLater()
            del window
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            if not self.windows:
                self.pump(KEPT_BUSY)
                self._gone()

    # ---- what there is to act on -----------------------------------------------------------------

    def top(self) -> QWidget:
        """What a person would act on now: a dialog, the stage, or the window."""
        dialogs = [
            each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()
        ]
        if dialogs:
            return dialogs[-1]
        presenter = self.window.presenter
        return presenter.stage if presenter is not None and presenter.active else self.window

    def widgets(self, kind: type[QWidget] = QWidget) -> list[QWidget]:
        """Those of a kind that are in sight, in a fixed order."""
        return [widget for widget in self.top().findChildren(kind) if widget.isVisible()]

    # ---- time ------------------------------------------------------------------------------------

    def pump(self, seconds: float) -> None:
        """Let events happen."""
        end = time.monotonic() + seconds
        while True:
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            if time.monotonic() >= end:
                return
            time.sleep(0.002)

    def look_on(self, seconds: float) -> None:
        """The same, while dialogs stay open."""
        self.looking_on = True
        self.pump(seconds)
        self.looking_on = False

    def press(self, widget: QWidget, at: QPoint, button: Qt.MouseButton) -> None:
        """A click, as long as the widget is there."""
        if isValid(widget) and widget.isVisible():
            QTest.mouseClick(widget, button, Qt.KeyboardModifier.NoModifier, at)

    # ---- what must be so -------------------------------------------------------------------------

    def faults(self) -> list[str]:
        """What is not as it must be, whatever a person does."""
        found = []
        for window in self.windows:
            found += [f"{view.objectName()}: {view.failure}" for view in window.views if view.failure]
            found += window.failures.told
        if self.mine.read_text(encoding="utf-8") != "nobody has opened this":
            found.append(f"{self.mine} was written over")
        return found

    def shipped_faults(self) -> list[str]:
        """Files of the program that the walk has changed."""
        now = fingerprints(resource_folder())
        return [f"{path} was changed" for path in self._shipped if now.get(path) != self._shipped[path]]


def arrays(**named: object) -> bytes:
    """A file of arrays."""
    file = io.BytesIO()
    np.savez(file, **{name: np.asarray(values, dtype=float) for name, values in named.items()})
    return file.getvalue()


def wide_experiment() -> Experiment:
    """Three inputs of a table."""
    rows = tuple((k / 7, (k * k) % 5 / 3, (k * 3) % 4 / 2, k % 2) for k in range(12))
    table = TableSpec(name="three", features=("a", "b", "c"), classes=("0", "1"), rows=rows)
    data = DataSpec(kind="file", table=table, samples=12)
    return Experiment(data=data, network=NetworkSpec(hidden=(LayerSpec(units=3),)))


def deep_experiment() -> Experiment:
    """Wide and deep enough for theory to speak of it, and small enough not to be waited for."""
    start = InitializationSpec(weights=WeightInit(scheme="normal"), biases=BiasInit(scheme="normal"))
    network = NetworkSpec(hidden=(LayerSpec(units=10, activation="tanh"),) * 4)
    return Experiment(data=DataSpec(samples=40), network=network, initialization=start)


WIDE, DEEP = "wide.symgui.json", "deep.symgui.json"
TABLES = {
    "two.csv": b"x,y,class\n" + b"".join(b"%d,%d,%d\n" % (k % 5, k * k % 7, k % 2) for k in range(20)),
    "four.csv": b"a,b,c,d,kind\n"
    + b"".join(
        b"%d,%d,%d,0.5,%s\n" % (k, k * k % 7, 3 * k % 5, (b"u", b"v", b"w")[k % 3]) for k in range(30)
    ),
    "comma.csv": "a;b;k\n0,5;1,25;ja\n−0,25;2;nein\n1.234,5;3;ja\n".encode(),
    "words.csv": b"a,b\nx,y\n",
    "none.csv": b"",
}
WEIGHTS = {
    "fits.npz": arrays(W1=np.ones((4, 2)) / 3, b1=[0] * 4, W2=[[1, -1, 0.5, 2]], b2=[0]),
    "softmax.npz": arrays(W1=np.ones((3, 2)), b1=[1] * 3, W2=np.eye(2, 3), b2=[0, 0]),
    "square.npz": arrays(W1=np.eye(2), b1=[0, 0], W2=np.eye(2), b2=[0, 0], W3=[[1, 2]], b3=[0]),
    "wide.npz": arrays(W1=np.ones((2, 5)), b1=[0, 0], W2=[[1, 1]], b2=[0]),
    "nan.npz": arrays(W1=[[np.nan, 1]], b1=[0], W2=[[1]], b2=[0]),
    "cut.npz": b"PK\x03\x04",
}
DAMAGED = {
    "empty.symgui.json": b"",
    "cut.symgui.json": b'{"format": "symgui/1", "data": {"kind": "circ',
    "bytes.symgui.json": b"\x00\xff\xfe",
    "wrong.symgui.json": b'{"format": "symgui/1", "network": {"hidden": [{"units": -3}]}}',
    "empty.lesson.md": b"",
    "cut.lesson.md": b'+++\ntitle = "cut',
}


def shown(window: QWidget) -> bool:
    """Whether it is there, or behind its stage."""
    if not isValid(window):
        return False
    presenter = getattr(window, "presenter", None)
    return window.isVisible() or (presenter is not None and presenter.active)


def fingerprints(folder: Path) -> dict[Path, str]:
    """A hash for each file."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
