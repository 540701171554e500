"""Lessons: steps that set up experiments, run them, and claims that are checked against the run."""

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
