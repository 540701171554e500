"""How often frames are asked for: when one is due, and rarer where they take long."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.runtime.frame_timer import INTERVAL, RACE_INTERVAL, RACE_SHARE, TRAINING_SHARE, FrameTimer
from app.runtime.workspace import Workspace
from symgui.experiment import opening_experiment
from symgui.training.loop import TrainingLoop


def rest_after_painting(timer: FrameTimer, *, race: bool) -> int:
    """Milliseconds until the next frame, right after one that took hardly any time to paint."""
    timer.hold()
    timer.painted(race=race)
    return timer.interval()


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize(("race", "period"), [(False, INTERVAL), (True, RACE_INTERVAL)])
def test_what_painting_took_is_part_of_the_time_between_two_frames(race: bool, period: int) -> None:
    timer = FrameTimer(TrainingLoop())
    assert 1 <= rest_after_painting(timer, race=race) <= period


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize(("race", "share"), [(False, TRAINING_SHARE), (True, RACE_SHARE)])
def test_training_keeps_its_share_where_frames_take_long_to_make(
    race: bool, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TrainingLoop, "frame_time", 0.2)
    timer = FrameTimer(TrainingLoop())
    assert rest_after_painting(timer, race=race) >= (1 + share) * 200 - RACE_INTERVAL


def test_the_loop_knows_what_a_frame_takes(qtbot: QtBot) -> None:
    workspace = Workspace(opening_experiment())
    loop = workspace.pump.loop
    qtbot.waitUntil(lambda: workspace.frame is not None)
    assert 0.0 < loop.frame_time < 5.0
    workspace.close()
