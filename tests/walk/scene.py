"""What a walk acts on: one or two windows, some files, and the places to press."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from app import create_window
from app.main_window import MainWindow
from symgui.resources import resource_folder

MOST_WINDOWS = 2
KEPT_BUSY = 0.05
"""Seconds that windows which come and go are given for their events."""


class Scene:
    """The windows and files of a walk.

    Attributes
    ----------
    windows : list of MainWindow
        Those that are open; the last one is acted on.
    folder : Path
        Files of the walk; `mine` in it is never opened, nor saved to.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.windows: list[MainWindow] = []
        self.mine = folder / "mine.symgui.json"
        self.mine.write_text("nobody has opened this", encoding="utf-8")
        for name, content in DAMAGED.items():
            (folder / name).write_bytes(content)
        self._shipped = fingerprints(resource_folder())
        self.open()

    # ---- windows ---------------------------------------------------------------------------------

    @property
    def window(self) -> MainWindow:
        """The one that is acted on."""
        return self.windows[-1]

    def open(self) -> None:
        """One window more."""
        window = create_window()
        self.windows.append(window)
        window.show()
        self.pump(KEPT_BUSY)

    def close(self) -> None:
        """Close the window that is acted on, delete it, and make another where it was the last."""
        window = self.windows.pop()
        window.close()
        window.deleteLater()
        del window
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if not self.windows:
            self.open()

    def tidy(self) -> None:
        """Make a window where a person has closed the last one."""
        for window in [each for each in self.windows if not shown(each)]:
            self.windows.remove(window)
            window.close()
            window.deleteLater()
        if not self.windows:
            self.open()

    def end(self) -> None:
        """Close all."""
        for window in self.windows:
            window.close()
            window.deleteLater()
        self.windows.clear()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

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
