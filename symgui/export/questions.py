"""A lesson's questions for a learning platform, in Moodle XML and GIFT, the right answers as computed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

import msgspec

from symgui.figures.svg import printable
from symgui.lessons.check import answers
from symgui.lessons.error import LessonError
from symgui.lessons.lesson import Lesson, Step
from symgui.lessons.text import plain
from symgui.training.studies import Progress

SPECIAL = re.compile(r"([~=#{}:\\])")
"""Signs that mean something in GIFT."""


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


def written(name: str, questions: Sequence[Asked]) -> str:
    """The questions as ``"moodle"`` or ``"gift"``."""
    return moodle_xml(questions) if name == "moodle" else gift(questions)


def moodle_xml(questions: Sequence[Asked]) -> str:
    """Multiple choice questions in Moodle's XML; the figures are the answers' feedback."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    for question in questions:
        lines += [
            '  <question type="multichoice">',
            f"    <name>{_xml(question.name)}</name>",
            f'    <questiontext format="plain_text">{_xml(question.text)}</questiontext>',
            "    <single>true</single>",
            "    <shuffleanswers>true</shuffleanswers>",
            "    <answernumbering>abc</answernumbering>",
        ]
        for answer in question.answers:
            share = 100 if answer.right else 0
            lines += [
                f'    <answer fraction="{share}" format="plain_text">{_xml(answer.text)}',
                f'      <feedback format="plain_text">{_xml(answer.why)}</feedback>',
                "    </answer>",
            ]
        lines.append("  </question>")
    return "\n".join([*lines, "</quiz>", ""])


def gift(questions: Sequence[Asked]) -> str:
    """Multiple choice questions in GIFT, which most platforms read."""
    blocks = []
    for question in questions:
        choices = [
            f"\t{'=' if answer.right else '~'}{_gift(answer.text)}#{_gift(answer.why)}"
            for answer in question.answers
        ]
        body = "\n".join(choices)
        blocks.append(f"::{_gift(question.name)}::[plain]{_gift(question.text)} {{\n{body}\n}}\n")
    return "\n".join(blocks)


def _xml(words: str) -> str:
    parts = words.split("\n")  # a new line is part of the text, other control signs are not
    return "<text>" + escape("\n".join(printable(part) for part in parts)) + "</text>"


def _gift(words: str) -> str:
    """Words on one line, their special signs as they are meant."""
    escaped = SPECIAL.sub(r"\\\1", words)
    return "\\n".join(printable(part) for part in escaped.split("\n"))
