"""The gradients' row: their spread, their size, and zero said as it is."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from score_runs import run_frame, shown_score
from stage_cases import settle, shown_stage
from view_runs import small_normal
from windows import find

from app.views.base import heavy_work
from app.views.score.spread_view import GradientsView
from symgui.experiment import WeightInit
from symgui.lessons import shipped_lessons
from symgui.plain_text.numbers import number
from symgui.training.run import RecordedRun

TALL = (804, 700)


def test_a_frozen_net_has_gradients_exactly_zero(qtbot: QtBot) -> None:
    score = shown_score(qtbot, run_frame(20), TALL)
    assert score.gradients.text("remark", 1) == "dW[1] = 0, exactly"
    assert score.gradients.text("remark", 2) == "dW[2] = 0, exactly"
    assert score.gradients.text("zeros", 1) == "all 0, exactly"


def test_the_size_is_the_root_mean_square(qtbot: QtBot) -> None:
    frame = run_frame(100, weights=small_normal())
    score = shown_score(qtbot, frame, TALL)
    for layer in frame.network.layers:
        rms = float(np.sqrt(np.mean(layer.dW**2)))
        text = score.gradients.text("remark", layer.number)
        assert text == f"RMS dW[{layer.number}] = {number(rms, 3)}"
        bars = score.gradients.bars[layer.number]
        assert bars.histogram is not None
        assert bars.histogram.total == layer.dW.size + layer.db.size


def test_a_residue_of_rounding_is_not_shown_as_learning(qtbot: QtBot) -> None:
    # logistic regression at its minimum: the terms cancel, what is left is rounding
    frame = run_frame(3_000, hidden=())
    gradient = frame.network.layers[0].dW
    assert gradient.any()
    assert np.abs(gradient).max() < 1e-15
    score = shown_score(qtbot, frame, TALL)
    assert score.gradients.text("remark", 1) == "dW[1] = 0 up to rounding"


@pytest.mark.parametrize("updates", [4, 400])
def test_before_an_audience_every_histogram_names_its_layer(qtbot: QtBot, updates: int) -> None:
    # five columns without a diagram above: ticks such as −2e−42 leave no room for a name between them
    step = next(lesson for lesson in shipped_lessons() if lesson.id == "any-difference").steps[3]
    run = RecordedRun(step.experiment)
    run.advance(updates)
    stage = shown_stage(qtbot, (1920, 1080), step.views)
    stage.show_frame(run.frame())
    settle()
    view = find(stage, GradientsView, "gradients-view")
    assert view.bars
    for layer in view.bars:
        assert f"dW[{layer}]" in view.text("name", layer) + view.text("remark", layer)


def test_of_a_large_network_only_the_size_is_told(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heavy_work, "MOST_PRODUCTS", -1)
    score = shown_score(qtbot, run_frame(3_000, hidden=()), TALL)
    assert score.gradients.text("remark", 1).startswith("RMS dW[1] = ")


def test_narrow_columns_show_the_size_as_a_dot(qtbot: QtBot) -> None:
    frame = run_frame(hidden=((4, "tanh"),) * 12, weights=WeightInit(scheme="xavier"))
    score = shown_score(qtbot, frame, TALL)
    dots = score.gradients.dots
    for layer, value in dots.values.items():
        dW = frame.network.layers[layer - 1].dW
        assert value == pytest.approx(float(np.sqrt(np.mean(dW**2))))
    assert score.gradients.text("name", 0) == "RMS of dW[l]"


def test_no_bar_stands_in_what_is_said_of_the_zeros(qtbot: QtBot) -> None:
    frame = run_frame(data={"kind": "and", "samples": 4, "noise": 0.0, "balance": 0.25})
    score = shown_score(qtbot, frame)
    view = score.gradients
    score.set_gradients_shown(True)
    score.show_frame(frame)
    assert view.text("zeros", 2) == "80.0\u2009% exactly 0"
    assert not view.bars[2].reach(view.texts["zeros", 2].rect)
