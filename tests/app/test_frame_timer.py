"""How often frames are asked for: when one is due, and rarer where they take long."""

from __future__ import annotations

import time

import pytest
from pytestqt.qtbot import QtBot

from app.runtime.frame_timer import INTERVAL, NEWEST, SOON, TRAINING_SHARE, WINDOW_SHARE, FrameTimer
from app.runtime.workspace import Workspace
from symgui.experiment import opening_experiment
from symgui.training.loop import TrainingLoop


def rest_after_painting(timer: FrameTimer, seconds: float = 0.0) -> int:
    """Milliseconds until the next frame, right after one that took so long to paint."""
    timer.painted(time.perf_counter() - seconds)
    return timer.interval()


@pytest.mark.usefixtures("qtbot")
def test_what_painting_took_is_part_of_the_time_between_two_frames() -> None:
    timer = FrameTimer(TrainingLoop())
    assert 1 <= rest_after_painting(timer) <= INTERVAL
    assert rest_after_painting(timer, INTERVAL / 1000) == 1


@pytest.mark.usefixtures("qtbot")
def test_training_keeps_its_share_where_frames_take_long_to_make(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TrainingLoop, "frame_time", 0.2)
    timer = FrameTimer(TrainingLoop())
    assert rest_after_painting(timer) >= TRAINING_SHARE * 200 - INTERVAL


@pytest.mark.usefixtures("qtbot")
def test_a_window_rests_between_frames_that_take_long_to_paint() -> None:
    timer, slow = FrameTimer(TrainingLoop()), 2.0
    rest_after_painting(timer, slow)
    mean = (1 - NEWEST) * NEWEST * 1000 * slow
    assert rest_after_painting(timer) >= WINDOW_SHARE * mean - INTERVAL


@pytest.mark.usefixtures("qtbot")
def test_a_frame_that_was_late_puts_no_later_one_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """They come at one interval; one that is late is looked for soon, for a whole interval."""
    now = 100.0
    monkeypatch.setattr("app.runtime.frame_timer.time.perf_counter", lambda: now)
    timer, interval = FrameTimer(TrainingLoop()), INTERVAL / 1000
    timer.painted(now)
    now += interval + 0.005
    assert timer.look_again()
    assert timer.interval() == SOON
    timer.painted(now)
    assert timer.interval() == INTERVAL - 5
    now += 2.1 * interval
    assert not timer.look_again()
    timer.painted(now)
    assert timer.interval() == INTERVAL


def test_the_loop_knows_what_a_frame_takes(qtbot: QtBot) -> None:
    workspace = Workspace(opening_experiment())
    loop = workspace.pump.loop
    qtbot.waitUntil(lambda: workspace.frame is not None)
    assert 0.0 < loop.frame_time < 5.0
    workspace.close()
