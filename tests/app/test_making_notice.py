"""A network that takes long to make: that it is being made is said, and that it will run."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from windows import action

from app.controllers.making_notice import MakingNotice
from app.main_window import MainWindow
from symgui.experiment import opening_experiment
from symgui.plain_text.numbers import number
from symgui.training import frame_maker, loop
from symgui.training.run import RecordedRun
from symgui.training.states import State

OTHER = opening_experiment().with_(initialization={"seed": 9})
SHOWN = "The network is being made: until it is there, pictures show what was open before."


def made_notice(window: MainWindow) -> MakingNotice:
    notice = window.findChild(MakingNotice)
    assert notice is not None
    return notice


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """No network is made before this is set."""
    event = threading.Event()

    class Slow(RecordedRun):
        def __init__(self, *given: object, **named: object) -> None:
            assert event.wait(20)
            super().__init__(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(loop, "RecordedRun", Slow)
    yield event
    event.set()


def test_that_it_is_being_made_is_said_until_it_is_there(
    qtbot: QtBot, window: MainWindow, made: threading.Event
) -> None:
    window.workspace.document.open(OTHER)
    qtbot.waitUntil(lambda: window.message.text() == SHOWN)
    made.set()
    qtbot.waitUntil(lambda: window.message.text() == "")
    assert window.workspace.frame is not None
    assert window.workspace.frame.experiment == OTHER
    assert window.workspace.state is State.READY


@pytest.mark.parametrize("at_once", [True, False])
def test_run_is_obeyed_later_and_that_is_said(
    qtbot: QtBot, window: MainWindow, made: threading.Event, at_once: bool
) -> None:
    workspace = window.workspace
    workspace.document.open(OTHER)
    if not at_once:
        qtbot.waitUntil(lambda: window.message.text() == SHOWN)
    action(window, "action-run").trigger()
    qtbot.waitUntil(lambda: window.message.text() == f"{SHOWN} Then it will run.")
    made.set()
    qtbot.waitUntil(lambda: workspace.current_frame is not None and workspace.iteration > 0)
    assert not window.message.text().startswith("The network is being made")


def test_a_question_stays(qtbot: QtBot, window: MainWindow, made: threading.Event) -> None:
    window.workspace.document.open(OTHER)
    window.message.ask("Which?", [("This", lambda: None)])
    action(window, "action-run").trigger()
    notice = made_notice(window)
    qtbot.waitUntil(lambda: not notice.waiting)
    assert window.message.text() == "Which?"
    made.set()
    qtbot.waitUntil(lambda: window.workspace.current_frame is not None)
    assert window.message.text() == "Which?"


def test_a_network_that_takes_long_is_spoken_of_at_once(
    qtbot: QtBot, window: MainWindow, made: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No figure of the run before stands above; its pictures stay, and that is said."""
    monkeypatch.setattr(frame_maker, "SLOW", 0.0)
    workspace, toolbar = window.workspace, window.toolbar
    workspace.step(3)
    qtbot.waitUntil(lambda: workspace.iteration == 3 and workspace.state is State.PAUSED)
    workspace.document.start_over()
    assert window.message.text() == SHOWN
    assert not made_notice(window).waiting

    def figures() -> list[str]:
        readouts = (toolbar.iteration, toolbar.cost, toolbar.train, toolbar.effective)
        return [each.value.text() for each in readouts]

    assert figures() == ["0", "–", "–", "–"]
    assert toolbar.verdict.text() == "Being made · its verdict follows"
    qtbot.waitUntil(lambda: workspace.state is State.READY)
    workspace.withhold(frozenset({"verdict"}))  # the picture of the run before is shown anew
    assert figures()[:2] == ["0", "–"]
    assert window.message.text() == SHOWN
    workspace.withhold(frozenset())
    made.set()
    qtbot.waitUntil(lambda: workspace.current_frame is not None)
    frame = workspace.frame
    assert frame is not None
    assert figures()[:2] == ["0", number(frame.cost)]
    assert toolbar.verdict.verdict == frame.verdict
    assert window.message.text() == ""


def test_a_lane_is_said_to_be_made_at_its_iteration(
    qtbot: QtBot, window: MainWindow, made: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_maker, "SLOW", 0.0)
    window.workspace.document.visit(OTHER, 7, "open lane A")
    assert window.toolbar.iteration.value.text() == "7"


def test_what_is_there_soon_is_not_spoken_of(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.document.open(OTHER)
    assert made_notice(window).waiting
    qtbot.waitUntil(lambda: window.workspace.current_frame is not None)
    assert not made_notice(window).waiting
