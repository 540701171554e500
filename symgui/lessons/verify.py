"""Everything that the program claims, checked: published numbers, and the lessons' claims and questions."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from symgui.files import is_file
from symgui.lessons.checking import answers, check
from symgui.lessons.claim import Checked
from symgui.lessons.comparison_line import claimed
from symgui.lessons.lesson import Lesson, Question
from symgui.lessons.published import CARDS, PublishedCard, PublishedRow
from symgui.lessons.read import load_lesson
from symgui.lessons.shipped import SUFFIX, shipped_lessons
from symgui.lessons.text import plain
from symgui.training.studies import Progress

ONE_RIGHT = "exactly one right answer"


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one check.

    Attributes
    ----------
    kind : str
        ``"published"`` for a row of a card, ``"claim"`` or ``"question"`` of a lesson's step.
    name : str
        Of the card; the id of the lesson.
    what : str
        What was checked.
    claimed, ours : str
        The figure that was published or claimed, and the one computed now.
    tolerance : str
        How far they may differ, and why; empty for a claim, which says so itself.
    passed : bool
    """

    kind: str
    name: str
    what: str
    claimed: str
    ours: str
    tolerance: str
    passed: bool


class UnknownNameError(ValueError):
    """An error: there is nothing of a name to check. It says so in one sentence."""


@dataclass(frozen=True, slots=True)
class Check:
    """A lesson or a published card, checked as a whole.

    Attributes
    ----------
    name : str
        Of the card or lesson.
    findings : callable
        Does it: an iterator over what is found, and how far it is between.
    """

    name: str
    findings: Callable[[], Iterator[Finding | Progress]]


def checks(names: Sequence[str] = ()) -> list[Check]:
    """What there is to check of some names, in that order; everything if none is named.

    Parameters
    ----------
    names : sequence of str
        Cards, ids of lessons, paths of lesson files.

    Raises
    ------
    UnknownNameError
        If there is nothing of a name.
    LessonError
        If a lesson file cannot be read or holds no lesson.
    """
    known = {lesson.id: _lesson_check(lesson) for lesson in shipped_lessons()}
    known |= {card.name: Check(card.name, partial(card_findings, card)) for card in CARDS}
    chosen = {name: known.get(name) or _of_file(name, known) for name in names}
    return list((chosen if names else known).values())


def _lesson_check(lesson: Lesson) -> Check:
    return Check(lesson.id, partial(lesson_findings, lesson))


def _of_file(name: str, known: dict[str, Check]) -> Check:
    """The lesson in the file `name`."""
    if name.endswith(SUFFIX) or is_file(Path(name)):
        return _lesson_check(load_lesson(name))
    alike = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {alike[0]}?" if alike else f"there are {', '.join(known)}"
    raise UnknownNameError(f"there is nothing named {name!r} to verify: {hint}")


def card_findings(card: PublishedCard) -> Iterator[Finding | Progress]:
    """Check a card, row by row."""
    for found in card.compute():
        yield of_row(card, found) if isinstance(found, PublishedRow) else found


def of_row(card: PublishedCard, row: PublishedRow) -> Finding:
    """A row of a card as a finding."""
    return Finding("published", card.name, row.label, row.published, row.ours, row.tolerance, row.passed)


def lesson_findings(lesson: Lesson) -> Iterator[Finding | Progress]:
    """Check a lesson, step by step: its claims, and that exactly one answer to a question turns out right."""
    for number, step in enumerate(lesson.steps, start=1):
        for found in check(step):
            yield found if isinstance(found, Progress) else of_claim(lesson.id, number, found)
        if step.question is not None:
            right = []
            for answer in answers(step):
                if isinstance(answer, Progress):
                    yield answer
                elif all(held.passed for held in answer[1]):
                    right.append(plain(answer[0].text))
            yield of_question(lesson.id, number, step.question, right)


def of_claim(name: str, step: int, checked: Checked) -> Finding:
    """A checked claim as a finding."""
    what = f"step {step}: {plain(checked.statement)}"
    return Finding("claim", name, what, claimed(checked), checked.found, "", checked.passed)


def of_question(name: str, step: int, question: Question, right: Sequence[str]) -> Finding:
    """A question as a finding: which of its choices have turned out right."""
    ours = (
        right[0] if len(right) == 1 else f"{len(right)} are right: {'; '.join(right)}" if right else "none is"
    )
    what = f"step {step}: {plain(question.text)}"
    return Finding("question", name, what, ONE_RIGHT, ours, "", len(right) == 1)
