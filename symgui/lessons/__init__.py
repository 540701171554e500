"""Lessons: steps that set up experiments, run them, and claims that are checked against the run.

What is asked for here is loaded then: the names of views are needed sooner than what reads a lesson.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symgui.lessons.checking import answers, check
    from symgui.lessons.claim import Checked, Claim
    from symgui.lessons.error import LessonError
    from symgui.lessons.lesson import Choice, Goal, Lesson, Question, Step
    from symgui.lessons.read import load_lesson, parse_lesson
    from symgui.lessons.shipped import find_lesson, shipped_lessons
    from symgui.lessons.write import add_step, claims_of, save_lesson, step_text

__all__ = [
    "Checked",
    "Choice",
    "Claim",
    "Goal",
    "Lesson",
    "LessonError",
    "Question",
    "Step",
    "add_step",
    "answers",
    "check",
    "claims_of",
    "find_lesson",
    "load_lesson",
    "parse_lesson",
    "save_lesson",
    "shipped_lessons",
    "step_text",
]

_PLACES = {
    "answers": "symgui.lessons.checking",
    "check": "symgui.lessons.checking",
    "Checked": "symgui.lessons.claim",
    "Claim": "symgui.lessons.claim",
    "LessonError": "symgui.lessons.error",
    "Choice": "symgui.lessons.lesson",
    "Goal": "symgui.lessons.lesson",
    "Lesson": "symgui.lessons.lesson",
    "Question": "symgui.lessons.lesson",
    "Step": "symgui.lessons.lesson",
    "load_lesson": "symgui.lessons.read",
    "parse_lesson": "symgui.lessons.read",
    "find_lesson": "symgui.lessons.shipped",
    "shipped_lessons": "symgui.lessons.shipped",
    "add_step": "symgui.lessons.write",
    "claims_of": "symgui.lessons.write",
    "save_lesson": "symgui.lessons.write",
    "step_text": "symgui.lessons.write",
}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module 'symgui.lessons' has no attribute {name!r}")
    found: object = getattr(import_module(_PLACES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
