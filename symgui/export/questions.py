"""A lesson's questions, the right answers as computed."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from symgui.lessons.checking import answers
from symgui.lessons.error import LessonError
from symgui.lessons.lesson import Lesson, Step
from symgui.lessons.text import plain
from symgui.training.studies import Progress


class Answer(msgspec.Struct, frozen=True):
    """A choice of a question.

    Attributes
    ----------
    text : str
    right : bool
        What it says has turned out to hold.
    why : str
        The figures that it was checked with.
    """

    text: str
    right: bool
    why: str


class Asked(msgspec.Struct, frozen=True):
    """A question with its answers.

    Attributes
    ----------
    name : str
        The lesson and the step.
    text : str
        What the step says, and what it asks.
    answers : tuple of Answer
        Exactly one is right.
    """

    name: str
    text: str
    answers: tuple[Answer, ...]


def asked(lesson: Lesson) -> Iterator[Asked | Progress]:
    """The questions of a lesson, each answered by the run of its step; how far it is in between.

    Raises
    ------
    LessonError
        If a question has not exactly one right answer.
    """
    for number, step in enumerate(lesson.steps, start=1):
        if step.question is None:
            continue
        found: list[Answer] = []
        for answer in answers(step):
            if isinstance(answer, Progress):
                yield answer
            else:
                choice, checked = answer
                why = "; ".join(f"{plain(each.statement)}: {each.found}" for each in checked)
                found.append(Answer(plain(choice.text), all(each.passed for each in checked), why))
        right = sum(each.right for each in found)
        if right != 1:
            place = f"the question of step {number}"
            raise LessonError(f"has {right} right answers, where 1 is wanted", place, source=lesson.id)
        yield Asked(f"{lesson.title}, step {number}: {step.title}", _text(step), tuple(found))


def _text(step: Step) -> str:
    assert step.question is not None
    return f"{plain(step.text)}\n\n{plain(step.question.text)}"
