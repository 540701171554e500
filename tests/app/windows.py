"""The real window, opened for a test and closed after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QDoubleSpinBox, QWidget
from pytestqt.qtbot import QtBot

from app.main_window import MainWindow
from app.runtime.settings import Settings
from app.views.base.frame_view import FrameView
from app.views.base.plot import Plot
from symgui.experiment import Experiment, opening_experiment
from symgui.training.frame import Frame
from symgui.training.states import State

Part = TypeVar("Part", bound=QWidget)


@contextmanager
def shown_window(
    qtbot: QtBot, experiment: Experiment | None = None, settings: Settings | None = None
) -> Iterator[MainWindow]:
    window = MainWindow(experiment or opening_experiment(), settings)
    try:
        with qtbot.waitExposed(window):
            window.show()
        settle(qtbot, window)
        yield window
    finally:
        window.close()
        window.deleteLater()


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the frame of what is open has come."""
    workspace = window.workspace
    qtbot.waitUntil(
        lambda: (
            workspace.current_frame is not None and workspace.current_frame.experiment == workspace.experiment
        )
    )


def all_done(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the training thread has done all that it was asked for, and the window knows."""
    qtbot.waitUntil(lambda: window.workspace.pump.loop.wait_for_commands(0.0))
    QApplication.processEvents()


def find(window: QWidget, kind: type[Part], name: str) -> Part:
    part = window.findChild(kind, name)
    assert part is not None, f"there is no {kind.__name__} named {name}"
    return part


def tab_view(window: MainWindow, name: str) -> FrameView:
    """What lies under a tab, which makes its view when it is first shown."""
    return next(view for tab, view in window.tab_views.items() if tab.name == name)


def pixel_of(plot: Plot, x: float, y: float) -> QPoint:
    """Where a place of a plot lies in its viewport."""
    return plot.mapFromScene(plot.view_box.mapViewToScene(QPointF(x, y)))


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert found is not None, f"there is no action named {name}"
    return found


def number(window: QWidget, name: str) -> QDoubleSpinBox:
    return find(window, QDoubleSpinBox, name)


def choice(window: QWidget, name: str) -> QComboBox:
    return find(window, QComboBox, name)


def choose(window: QWidget, name: str, data: object) -> None:
    box = choice(window, name)
    index = box.findData(data)
    assert index >= 0, f"{name} does not offer {data!r}"
    box.setCurrentIndex(index)


def at_rest(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.workspace.state is not State.RUNNING)


def run_to(qtbot: QtBot, window: MainWindow, iteration: int) -> Frame:
    window.workspace.run_to(iteration, at_once=True)
    qtbot.waitUntil(lambda: window.workspace.iteration == iteration)
    at_rest(qtbot, window)
    frame = window.workspace.frame
    assert frame is not None
    return frame
