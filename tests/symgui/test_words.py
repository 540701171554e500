"""One thing has one word: what the glossary says is what lessons, lanes and menus say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from symgui.experiment import InitializationSpec, WeightInit, opening_experiment
from symgui.lessons.lesson import Lesson
from symgui.lessons.shipped import shipped_lessons
from symgui.nn.initializers import WEIGHTS
from symgui.symmetry.verdict import VERDICTS
from symgui.training.lanes import set_apart
from symgui.training.pace import PACES

RULES = (Path(__file__).parents[2] / "docs" / "verdicts.md").read_text(encoding="utf-8")
OTHER_WORDS = re.compile(r"\b(points|cells|samples|iterations|epochs)\b")
"""Examples, entries or groups, examples again, and updates are what the glossary calls them."""
each_lesson = pytest.mark.parametrize("lesson", shipped_lessons(), ids=lambda lesson: lesson.id)


def on_screen(lesson: Lesson) -> Iterator[str]:
    """What an audience reads of a lesson."""
    yield lesson.title
    yield lesson.question
    for step in lesson.steps:
        yield step.title
        yield step.text
        yield from (claim.says for claim in step.claims)
        if step.question is not None:
            yield step.question.text
            yield from (choice.text for choice in step.question.choices)


@each_lesson
def test_an_audience_reads_the_words_of_the_glossary(lesson: Lesson) -> None:
    assert [text for text in on_screen(lesson) if OTHER_WORDS.search(text)] == []


@each_lesson
def test_a_lesson_refers_to_lessons_that_there_are(lesson: Lesson) -> None:
    numbers = {each.number for each in shipped_lessons()}
    for step in lesson.steps:
        for found in re.findall(r"[Ll]essons? (\d+)", step.notes + step.text):
            assert int(found) in numbers
            assert int(found) != lesson.number, f"{step.title}: a lesson does not refer to itself by number"


def test_every_verdict_is_explained_in_the_order_in_which_they_are_tried() -> None:
    assert re.findall(r"^\| `([a-z-]+)` \|", RULES, re.M) == list(VERDICTS)


@pytest.mark.parametrize("name", [name for name in WEIGHTS if name != "explicit"])
def test_a_lane_calls_an_initializer_what_the_menu_calls_it(name: str) -> None:
    base = opening_experiment()
    other = base.with_(initialization=InitializationSpec(weights=WeightInit(scheme=name)))
    alike = base.with_(initialization=InitializationSpec(weights=WeightInit(scheme="constant", value=0.25)))
    text = set_apart([other, alike])[0]
    assert text.startswith(f"weights {WEIGHTS[name].label}")


def test_the_pace_is_not_called_as_the_axis_is() -> None:
    assert not any("log" in words for words in PACES.values())
