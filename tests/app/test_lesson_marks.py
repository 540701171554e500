"""What a lesson points at is found on the stage in whatever views a step has."""

from __future__ import annotations

import pytest
from lesson_cases import NORMAL, ZEROS
from PySide6.QtCore import QPointF, QRectF
from pytestqt.qtbot import QtBot
from stage_cases import settle

from app.lecture.places import selection_of
from app.lecture.target_areas import spots
from app.stage.stage import Stage
from app.views.base.spot import Spot
from symgui.experiment import Experiment
from symgui.lessons import Lesson, shipped_lessons
from symgui.training.frame import Frame
from symgui.training.run import RecordedRun

NOT_TO_BE_SEEN = {("any-difference", 4, "effective-units")}
"""Lesson, step from 0, name: nothing in its views says it; the window's toolbar does."""


def stage_with(qtbot: QtBot, views: tuple[str, ...], spec: Experiment, select: str = "") -> Stage:
    stage = Stage()
    qtbot.addWidget(stage)
    stage.resize(1024, 768)
    stage.show()
    show(stage, views, RecordedRun(spec).frame(), select)
    return stage


def show(stage: Stage, views: tuple[str, ...], frame: Frame, select: str) -> None:
    stage.compose("A title", 0, 1, views)
    stage.say("A sentence.", "", (), "")
    stage.show_frame(frame)
    stage.show_selection(selection_of(select, frame.experiment), None)
    settle()


def on_stage(stage: Stage, spot: Spot) -> QRectF:
    widget, rect = spot
    return QRectF(QPointF(widget.mapTo(stage, rect.topLeft().toPoint())), rect.size())


@pytest.mark.parametrize("lesson", shipped_lessons(), ids=lambda lesson: lesson.id)
def test_every_mark_of_every_lesson_is_to_be_seen(qtbot: QtBot, lesson: Lesson) -> None:
    stage = stage_with(qtbot, ("cost",), ZEROS)
    for index, step in enumerate(lesson.steps):
        if step.lanes or not step.highlight:
            continue
        run = RecordedRun(step.experiment, index)
        run.advance(step.start)
        show(stage, step.views, run.frame(), step.select)
        for name in step.highlight:
            if (lesson.id, index, name) in NOT_TO_BE_SEEN:
                continue
            found = spots(name, step.experiment, stage.spots())
            assert found, (step.title, name)
            for spot in found:
                assert stage.rect().contains(on_stage(stage, spot).toAlignedRect()), (step.title, name)


def test_a_gradient_is_marked_in_its_formula(qtbot: QtBot) -> None:
    stage = stage_with(qtbot, ("why", "cost"), ZEROS, "W1[0,0]")
    why = stage.views[0]
    ((label, rect),) = spots("dW1", ZEROS, stage.spots())
    assert label is why.first
    assert rect.left() < 6
    assert rect.width() < 0.3 * label.width()
    ((_, error),) = spots("dZ2", ZEROS, stage.spots())
    assert error.top() > rect.top(), "it stands in the second line"
    ((beside, _),) = spots("dW2", ZEROS, stage.spots())
    assert beside is why.second
    assert spots("dW3", ZEROS, stage.spots()) == []
    ((_, inputs),) = spots("A0", ZEROS, stage.spots())
    assert inputs.left() > rect.right(), "x, behind the sum"


def test_a_zero_factor_is_marked_inside_its_ring(qtbot: QtBot) -> None:
    stage = stage_with(qtbot, ("why", "cost"), ZEROS, "W2[0,0]")
    why = stage.views[0]
    ((label, silent),) = spots("A1", ZEROS, stage.spots())
    assert label is why.first
    assert "[a₁ = 0]" in why.first.text()
    ((_, gradient),) = spots("dW2", ZEROS, stage.spots())
    assert silent.left() > gradient.right()


def test_a_line_of_the_induction_is_marked_at_its_matrix(qtbot: QtBot) -> None:
    stage = stage_with(qtbot, ("induction",), NORMAL, "W1[0,0]")
    tops = [spots(name, NORMAL, stage.spots())[0][1].top() for name in ("W1", "W2")]
    assert tops == sorted(tops)
    assert tops[0] != tops[1]


def test_one_weight_is_marked_on_its_line_where_no_other_runs(qtbot: QtBot) -> None:
    stage = stage_with(qtbot, ("network", "boundary"), NORMAL)
    network = stage.spots()["network"]
    edges = network.edges.by_layer[1]
    for name, row, column in (("W1[0,1]", 0, 1), ("W1[3,0]", 3, 0)):
        ((canvas, rect),) = spots(name, NORMAL, stage.spots())
        middle = rect.center() / canvas.unit
        assert edges.nearest(middle) == edges.find(row, column)
        assert rect.width() < 0.1 * stage.width()


def test_a_bias_is_marked_below_its_tile(qtbot: QtBot) -> None:
    stage = stage_with(qtbot, ("network", "boundary"), NORMAL)
    network = stage.spots()["network"]
    ((canvas, rect),) = spots("b2", NORMAL, stage.spots())
    tile = network.tiles[2, 0].rect
    assert rect.top() >= tile.bottom() * canvas.unit
    assert rect.left() == pytest.approx(tile.left() * canvas.unit)
    assert len(spots("b1", NORMAL, stage.spots())) == 4
    assert len(spots("b1[2]", NORMAL, stage.spots())) == 1


def test_effective_units_are_marked_where_the_layers_say_them(qtbot: QtBot) -> None:
    stage = stage_with(qtbot, ("network", "boundary"), ZEROS)
    found = spots("effective-units", ZEROS, stage.spots())
    assert len(found) == len(ZEROS.network.hidden)
    network = stage.spots()["network"]
    assert "1 of 4" in network.text("subtitle", 1)
    assert found[0][1].top() < network.marked_rect(1).top() * network.canvas.unit
