"""The lessons that come with the program: what makes one fit to be given as a lecture.

Short, in words for the class and notes for the lecturer, one prediction each. Whether their claims hold, and
exactly one answer of each question is right, is what `symgui verify` finds out.
"""

import pytest

from symgui.lessons.lesson import Lesson
from symgui.lessons.shipped import find_lesson, shipped_lessons

LESSONS = shipped_lessons()
MOST_STEPS = 8
MOST_CLAIMS = 4
LONGEST_RUN = 15_000
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)


def test_they_are_numbered_from_one_without_a_gap() -> None:
    assert [lesson.number for lesson in LESSONS] == list(range(1, len(LESSONS) + 1))


@each_lesson
def test_a_lesson_is_found_by_its_id_and_by_its_number(lesson: Lesson) -> None:
    assert find_lesson(lesson.id).title == lesson.title == find_lesson(str(lesson.number)).title
    assert lesson.path is not None
    assert lesson.path.name == f"{lesson.number:02}-{lesson.id}.lesson.md"


@each_lesson
def test_a_lesson_says_what_it_answers_and_which_lecture_it_belongs_to(lesson: Lesson) -> None:
    assert lesson.question.endswith("?")
    assert lesson.part in ("core", "second", "appendix")


@each_lesson
def test_a_lesson_is_short(lesson: Lesson) -> None:
    assert 3 <= len(lesson.steps) <= MOST_STEPS
    for step in lesson.steps:
        assert step.goal.iteration <= LONGEST_RUN, step.title


@each_lesson
def test_every_step_has_words_for_the_class_notes_for_the_lecturer_and_claims(lesson: Lesson) -> None:
    for step in lesson.steps:
        assert step.text, step.title
        assert step.notes, step.title
        assert 1 <= len(step.claims) <= MOST_CLAIMS, step.title


@each_lesson
def test_the_class_predicts_once_and_early(lesson: Lesson) -> None:
    asking = [number for number, step in enumerate(lesson.steps) if step.question]
    assert len(asking) == 1
    assert asking[0] <= 2
    question = lesson.steps[asking[0]].question
    assert question is not None
    assert question.text.endswith(("?", "…"))
    assert 2 <= len(question.choices) <= 4
