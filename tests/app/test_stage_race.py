"""A race before an audience: lanes that are read from the last row, also while a question is asked."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QFontMetricsF
from pytestqt.qtbot import QtBot
from stage_cases import settle

from app.look.type_sizes import small_font
from app.stage.sizes import TICKS
from app.stage.stage import Stage
from app.stage.step_rows import rows_said
from app.views.race.layout import BRIEF
from app.views.race.race_stage import LEAST_PLANE
from app.views.race.race_view import RaceView
from symgui.lessons import Lesson, Step, find_lesson, shipped_lessons
from symgui.plain_text.numbers import iteration
from symgui.training.race import Race

PROJECTORS = [(1024, 768), (1920, 1080)]
WITH_RACES = [
    pytest.param(lesson, step, id=f"{lesson.id}-{number}")
    for lesson in shipped_lessons()
    for number, step in enumerate(lesson.steps, start=1)
    if step.views == ("race",)
]


@dataclass
class Shown:
    """A stage with a race, and the race's picture."""

    stage: Stage
    race: RaceView


def shown(qtbot: QtBot, lesson: Lesson, step: Step, size: tuple[int, int]) -> Shown:
    """The step as it is when it has just come: its question asked, its race at the start."""
    stage = Stage()
    qtbot.addWidget(stage)
    stage.resize(*size)
    stage.show()
    show(stage, lesson, step)
    return Shown(stage, stage.views[0].findChild(RaceView))


def show(stage: Stage, lesson: Lesson, step: Step) -> None:
    """Compose the step, and let it settle."""
    stage.compose(step.title, 0, len(lesson.steps), step.views)
    question = step.question.text if step.question is not None else ""
    said, *briefer = rows_said(step, 0, [None] * len(step.claims), (), revealed=False)
    stage.say(step.text, question, said, "", briefer)
    stage.show_race(Race(step.lanes, 1).frame())
    settle()


@pytest.mark.parametrize("size", PROJECTORS)
@pytest.mark.parametrize(("lesson", "step"), WITH_RACES)
def test_lanes_are_whole_and_large(qtbot: QtBot, lesson: Lesson, step: Step, size: tuple[int, int]) -> None:
    seen = shown(qtbot, lesson, step, size)
    race, layout = seen.race, seen.race.layout_
    assert layout is not None
    assert tuple(layout.rows) == BRIEF
    assert layout.side >= LEAST_PLANE * layout.line
    assert QFontMetricsF(small_font(race)).capHeight() >= TICKS * size[1] - 0.5
    for head, box in zip(race.heads, layout.lanes, strict=True):
        text = head.difference
        metrics = QFontMetrics(text.font())
        assert metrics.capHeight() >= TICKS * size[1] - 1
        needed = metrics.boundingRect(QRect(0, 0, text.width(), 10_000), 0x1000, text.text())
        assert needed.height() <= text.height()
        assert head.geometry().bottom() < race.canvas.y() + layout.rows[BRIEF[0]][0]
        assert head.pill.geometry().right() < head.width()
        assert not head.pill.geometry().intersects(head.letter_button.geometry())
        assert not head.pill.geometry().intersects(text.geometry())
        assert head.least_pill <= head.pill.width()
        assert box.top + box.height <= race.height()
    number = seen.stage.foot.iteration.value
    last = iteration(step.lanes[0].experiment.training.iterations)
    assert QFontMetrics(number.font()).horizontalAdvance(last) <= number.width()


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_costs_are_beside_two_lanes_on_every_screen_and_stay(qtbot: QtBot, size: tuple[int, int]) -> None:
    """The same step shows the same on a narrow screen as on a wide one."""
    for parameter in WITH_RACES:
        lesson, step = parameter.values
        seen = shown(qtbot, lesson, step, size)
        assert seen.race.layout_ is not None
        assert tuple(seen.race.layout_.rows) == BRIEF, step.title
        assert seen.race.cost.isVisible() == (len(step.lanes) == 2), step.title
        seen.stage.say(step.text, "", (), "")  # more room
        settle()
        assert seen.race.cost.isVisible() == (len(step.lanes) == 2), step.title


def test_captions_are_as_on_a_new_stage_after_other_steps_and_another_screen(qtbot: QtBot) -> None:
    one = Stage()
    qtbot.addWidget(one)
    one.resize(1024, 768)
    one.show()
    for parameter in WITH_RACES[::2]:
        lesson, step = parameter.values
        show(one, lesson, step)
        for size in ((1920, 1080), (1024, 768)):
            one.resize(*size)
            settle()
        new = shown(qtbot, lesson, step, (1024, 768))
        assert captions(one) == captions(new.stage), step.title
        new.stage.close()


def captions(stage: Stage) -> list[tuple[int, QRect]]:
    """Type and place of what sets the lanes apart."""
    heads = stage.views[0].findChild(RaceView).heads
    return [(head.difference.font().pixelSize(), head.difference.geometry()) for head in heads]


def test_axes_of_the_costs_fit_their_room_after_a_race_without_them(qtbot: QtBot) -> None:
    lesson = find_lesson("hair")
    four, two = (next(s for s in lesson.steps if len(s.lanes) == n) for n in (4, 2))
    seen = shown(qtbot, lesson, four, (1024, 768))
    assert not seen.race.cost.isVisible()
    seen.stage.show_race(Race(two.lanes, 2).frame())
    settle()
    cost = seen.race.cost
    low, high = cost.costs.ends
    (bottom, top) = cost.view_box.viewRange()[1]
    assert (high - low) / (top - bottom) > 0.8
