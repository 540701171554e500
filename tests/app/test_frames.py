"""How frames reach the parts of the window: in turns while it runs, all at rest."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from windows import find

from app import create_window
from app.controllers.frame_shares import FrameShares
from app.main_window import MainWindow
from app.runtime.frame_timer import FrameTimer
from symgui.experiment import LayerSpec, opening_experiment
from symgui.plain_text.numbers import number, percent
from symgui.training.frame import Frame
from symgui.training.states import State


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    experiment = opening_experiment().with_(
        initialization={"weights": {"scheme": "normal", "scale": 0.5}}, training={"iterations": 10**7}
    )
    window = create_window(experiment)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.workspace.frame is not None)
    window.workspace.speed.set_pace("max")
    yield window
    window.close()


def shown(window: MainWindow) -> dict[str, int]:
    """The iteration that each part in sight shows."""
    rows = {row.objectName(): row for row in window.score.rows}
    views = {view.objectName(): view for view in window.views[1:]}
    return {
        name: view.frame.iteration
        for name, view in (rows | views).items()
        if view.isVisible() and view.frame is not None
    }


def test_while_it_runs_fast_each_frame_reaches_one_part(qtbot: QtBot, window: MainWindow) -> None:
    apart: list[frozenset[str]] = []
    before = window.workspace.iteration

    def look(frame: Frame) -> None:
        nonlocal before
        reached = frozenset(name for name, at in shown(window).items() if at == frame.iteration)
        if frame.iteration - before >= 4 and window.workspace.state is State.RUNNING:
            apart.append(reached)
        elif frame.iteration > before:
            assert reached == frozenset(shown(window))  # nobody would have seen the updates between
        before = frame.iteration

    window.workspace.frameReady.connect(look)
    window.workspace.run()
    qtbot.waitUntil(lambda: len(apart) >= 9)
    window.workspace.pause()
    qtbot.waitUntil(lambda: window.workspace.state is State.PAUSED)
    diagram = frozenset({"network-view"})
    below = frozenset({"weights-view", "activations-view", "timeline"})
    parts = {*apart}
    cost = frozenset({"cost-view"})
    assert len(parts) == 4
    assert {diagram, below, cost} < parts
    (around,) = parts - {diagram, below, cost}
    assert "boundary-view" in around
    assert diagram | below | cost | around == shown(window).keys()
    assert [apart[k] == apart[k + 4] for k in range(4)] == [True] * 4  # in turns


def test_figures_and_timeline_are_of_one_frame_also_while_it_runs(qtbot: QtBot, window: MainWindow) -> None:
    """Iteration, cost and accuracy stand above the knob: they are those of the frame it stands at."""
    seen: list[int] = []

    def read(name: str) -> str:
        return find(window, QLabel, name).text()

    def look() -> None:
        frame = window.timeline.frame
        assert frame is not None
        assert read("iteration") == str(frame.iteration) == str(window.timeline.iteration)
        assert read("cost") == number(frame.cost)
        assert read("train-accuracy") == percent(frame.train_accuracy)
        if window.workspace.state is State.RUNNING:
            seen.append(frame.iteration)

    window.workspace.frameReady.connect(look)
    window.workspace.run()
    qtbot.waitUntil(lambda: len({*seen}) > 9)


def test_at_rest_all_parts_show_the_same_iteration(qtbot: QtBot, window: MainWindow) -> None:
    workspace = window.workspace
    for _ in range(4):
        workspace.run()
        qtbot.waitUntil(lambda: workspace.state is State.RUNNING)
        workspace.pause()
        qtbot.waitUntil(lambda: workspace.state is State.PAUSED)
        qtbot.waitUntil(lambda: len({*shown(window).values()}) == 1)
        assert {*shown(window).values()} == {workspace.iteration}


def test_another_network_is_shown_whole_while_it_runs_on(qtbot: QtBot, window: MainWindow) -> None:
    workspace = window.workspace
    workspace.run()
    qtbot.waitUntil(lambda: workspace.state is State.RUNNING and workspace.iteration > 10)
    wider = workspace.experiment.with_(network={"hidden": (LayerSpec(6, "relu"), LayerSpec(3, "tanh"))})
    seen: list[set[int]] = []

    def look() -> None:
        frame = workspace.frame
        if frame is not None and len(frame.network.layers) == 3 and not seen:
            rows = [row for row in window.score.rows if row.isVisible()]
            seen.append({len(row.frame.network.layers) for row in rows if row.frame is not None})

    workspace.frameReady.connect(look)
    workspace.document.change(wider, "wider")
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [{3}]
    assert workspace.state is State.RUNNING


def test_at_a_slow_pace_no_part_misses_an_update(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.speed.set_pace("10")
    seen: list[set[int]] = []
    before = 0

    def look(frame: Frame) -> None:
        nonlocal before
        if frame.iteration - before < 4:  # a machine that is busy elsewhere makes several updates at once
            seen.append({*shown(window).values()})
        before = frame.iteration

    window.workspace.frameReady.connect(look)
    window.workspace.run()
    qtbot.waitUntil(lambda: len(seen) > 4)
    assert all(len(iterations) == 1 for iterations in seen)


def test_a_frame_that_none_follows_is_drawn_in_all_parts(qtbot: QtBot, window: MainWindow) -> None:
    workspace = window.workspace
    workspace.run()
    qtbot.waitUntil(lambda: len({*shown(window).values()}) > 1)
    workspace.speed.set_pace("1")
    qtbot.waitUntil(lambda: len({*shown(window).values()}) == 1)
    assert workspace.state is State.RUNNING


def test_a_window_may_go_before_its_last_frame_is_painted(qtbot: QtBot) -> None:
    window = create_window(opening_experiment())
    qtbot.waitUntil(lambda: window.workspace.frame is not None)
    timer = window.findChild(FrameTimer)
    assert timer is not None
    timer.timeout.emit()
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    with qtbot.captureExceptions() as exceptions:
        QApplication.processEvents()
    assert exceptions == []


class Going(QObject):
    """A workspace, as far as it is asked which frames follow."""

    stateChanged = Signal()
    state = State.READY
    shown = None


def test_turns() -> None:
    workspace = Going()
    turns = FrameShares(3, SimpleNamespace, workspace)

    def turn(run: int, iteration: int, state: State) -> int | None:
        workspace.state, workspace.shown = state, SimpleNamespace(run=run, iteration=iteration)
        return turns.next(workspace.shown)

    assert turn(1, 0, State.READY) is None
    assert turn(1, 0, State.RUNNING) is None
    assert [turn(1, 10 * k, State.RUNNING) for k in range(1, 7)] == [1, 2, 0, 1, 2, 0]
    assert turns.incomplete
    assert turn(1, 62, State.RUNNING) is None  # two updates on: nobody would see them all
    assert not turns.incomplete
    assert turn(1, 70, State.RUNNING) == 1
    assert turn(2, 200, State.RUNNING) is None  # another run
    assert turn(2, 300, State.RUNNING) == 2
    assert turn(2, 300, State.PAUSED) is None
    assert turn(2, 100, State.RUNNING) is None  # back


def test_what_was_drawn_in_one_part_is_drawn_in_the_others_at_rest() -> None:
    workspace, due = Going(), []
    turns = FrameShares(3, SimpleNamespace, workspace)
    turns.alone.connect(due.append)
    workspace.state = State.RUNNING
    for iteration in (0, 10):
        workspace.shown = SimpleNamespace(run=1, iteration=iteration)
        turns.next(workspace.shown)
    workspace.stateChanged.emit()
    assert due == []
    workspace.state = State.PAUSED
    workspace.stateChanged.emit()
    assert due == [workspace.shown]
    workspace.shown = None  # a race has taken the place of the run
    workspace.stateChanged.emit()
    assert len(due) == 1
