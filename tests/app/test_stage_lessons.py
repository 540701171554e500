"""Every step of every lesson finds its room on the stage, before it runs and while it asks."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from stage_cases import cut_off, settle
from windows import find

from app.lecture.places import selection_of
from app.stage.stage import Stage
from app.stage.step_rows import rows_said
from app.views.catalogue import VIEWS
from symgui.lessons import Lesson, shipped_lessons
from symgui.training.run import RecordedRun

LEAST_VIEWS = 0.295
"""Of the height, for the views."""


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
@pytest.mark.parametrize("lesson", shipped_lessons(), ids=lambda lesson: lesson.id)
def test_every_step_finds_its_room(qtbot: QtBot, lesson: Lesson, size: tuple[int, int]) -> None:
    stage = Stage()
    qtbot.addWidget(stage)
    stage.resize(*size)
    stage.show()
    for index, step in enumerate(lesson.steps):
        stage.compose(step.title, index, len(lesson.steps), step.views, step)
        said, *briefer = rows_said(step, 0, [None] * len(step.claims), (), revealed=False)
        question = step.question.text if step.question is not None else ""
        stage.say(step.text, question, said, "", briefer)
        if not step.lanes:
            stage.show_frame(RecordedRun(step.experiment, index).frame())
            stage.show_selection(selection_of(step.select, step.experiment), None)
        settle()
        first = find(stage, QWidget, "stage-view-1")
        assert cut_off(stage) == [], step.title
        assert stage.title.geometry().bottom() < first.y(), step.title
        assert stage.words.geometry().bottom() < stage.foot.y(), step.title
        assert first.height() >= LEAST_VIEWS * stage.height(), step.title
        for name, view in zip(step.views, stage.views, strict=True):
            if VIEWS[name].read:  # from the last row, as the text is
                assert view.font().pixelSize() == stage.type_size, (step.title, name)
