"""A part that fails keeps no other from its work, and a person is told once."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from windows import action, find, settle, shown_window

from app.main_window import MainWindow
from app.panels.dialogs import FailureDialog
from app.views.base.frame_view import FrameView
from app.views.boundary.boundary_view import BoundaryView
from app.views.cost.cost_view import CostView
from symgui.training.frame import Frame


@pytest.fixture
def told(qtbot: QtBot) -> Iterator[list[type[BaseException]]]:
    """What the hook is told that was there before the window's."""
    before, kinds = sys.excepthook, []
    sys.excepthook = lambda kind, error, trace: kinds.append(kind)
    yield kinds
    sys.excepthook = before


@pytest.fixture
def window(qtbot: QtBot, told: list[type[BaseException]]) -> Iterator[MainWindow]:
    with shown_window(qtbot) as window:
        yield window


def failing(self: FrameView, frame: Frame | None) -> None:
    raise IndexError(f"index 7 is out of bounds in {self.objectName()}")


def report(window: MainWindow) -> str:
    dialog = window.findChild(FailureDialog)
    return dialog.report.toPlainText() if dialog is not None and dialog.isVisible() else ""


def shown(view: FrameView) -> int:
    assert view.frame is not None
    return view.frame.iteration


@pytest.mark.parametrize("name", ["boundary", "cost", "timeline", "why", "score"])
def test_a_view_that_fails_says_so_and_the_others_have_their_frame(
    qtbot: QtBot,
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    told: list[type[BaseException]],
    name: str,
) -> None:
    broken = getattr(window, name)
    monkeypatch.setattr(type(broken), "draw_frame", failing)
    window.workspace.step(3)
    qtbot.waitUntil(lambda: window.workspace.iteration == 3 and broken.failure != "")
    qtbot.waitUntil(lambda: report(window) != "")
    assert {*told} == {IndexError}  # who was told before is told as well
    assert broken.failure == "This view failed at iteration 3; the others go on."
    assert find(window, QLabel, "iteration").text() == "3"
    others = [
        view for view in (window.boundary, window.cost, window.timeline, window.why) if view is not broken
    ]
    assert {shown(view) for view in others} == {3}
    assert [view.failure for view in others] == [""] * len(others)
    assert "IndexError: index 7" in report(window)
    assert f"{broken.objectName()} at iteration 3" in report(window)
    assert "Kept in " in report(window)


def test_a_view_that_can_draw_again_does(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(BoundaryView, "draw_frame", failing)
        window.workspace.step(1)
        qtbot.waitUntil(lambda: window.boundary.failure != "")
    window.workspace.step(1)
    qtbot.waitUntil(lambda: window.boundary.failure == "")
    assert shown(window.boundary) == 2


def test_the_same_failure_is_told_once(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, told: list[type[BaseException]]
) -> None:
    monkeypatch.setattr(CostView, "draw_frame", failing)
    for k in range(1, 6):
        window.workspace.step(1)
        qtbot.waitUntil(lambda k=k: window.workspace.iteration == k)
    qtbot.waitUntil(lambda: report(window) != "")
    assert len(told) == len(window.failures.told) == 1
    assert window.cost.failure == "This view failed at iteration 5; the others go on."


def test_what_a_slot_raises_is_told(
    qtbot: QtBot, window: MainWindow, told: list[type[BaseException]]
) -> None:
    def fail() -> None:
        raise KeyError("nobody")

    command = action(window, "action-log-axis")
    command.triggered.connect(fail)
    command.trigger()
    qtbot.waitUntil(lambda: "KeyError: 'nobody'" in report(window))
    assert told == [KeyError]


def test_without_memory_nothing_is_lost_and_it_is_said(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(self: FrameView, frame: Frame | None) -> None:
        raise MemoryError

    monkeypatch.setattr(BoundaryView, "draw_frame", exhausted)
    window.workspace.step(1)
    qtbot.waitUntil(lambda: report(window) != "")
    dialog = window.findChild(FailureDialog)
    assert dialog is not None
    assert dialog.head.text() == "There was not enough memory for this. What you have open is still here."
    assert window.workspace.iteration == 1


def test_a_failure_behind_the_stage_waits_for_the_window(qtbot: QtBot, window: MainWindow) -> None:
    window.present()
    sys.excepthook(ValueError, ValueError("behind"), None)
    QApplication.processEvents()
    assert report(window) == ""
    assert window.presenter is not None
    window.presenter.end()
    qtbot.waitUntil(lambda: "ValueError: behind" in report(window))


def test_the_hooks_of_others_are_told_and_come_back(qtbot: QtBot) -> None:
    before = sys.excepthook, sys.unraisablehook
    with shown_window(qtbot) as window:
        assert sys.excepthook is not before[0]
        settle(qtbot, window)
    assert (sys.excepthook, sys.unraisablehook) == before
