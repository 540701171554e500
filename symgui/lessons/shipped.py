"""The lessons that come with the program."""

from __future__ import annotations

from pathlib import Path

from symgui.experiment.spec import shown
from symgui.lessons.error import LessonError
from symgui.lessons.lesson import Lesson
from symgui.lessons.read import load_lesson
from symgui.resources import resource_folder

SUFFIX = ".lesson.md"
MISSING = "files that come with the program are missing; install it again"


def shipped_files() -> list[Path]:
    """The files of all of them, by name."""
    return sorted((resource_folder() / "lessons").glob(f"*{SUFFIX}"))


def shipped_lessons() -> tuple[Lesson, ...]:
    """The lessons that come with the program, by number.

    Raises
    ------
    LessonError
        If there are none, a file is none, or two have one id.
    """
    files = shipped_files()
    if not files:
        raise LessonError(MISSING)
    lessons = sorted(map(load_lesson, files), key=lambda lesson: lesson.number)
    seen: dict[str, Lesson] = {}
    for lesson in lessons:
        other = seen.setdefault(lesson.id, lesson)
        if other is not lesson and lesson.path and other.path:
            raise LessonError(
                f"is that of {other.path.name}, too: {shown(lesson.id)}", "id", None, lesson.path.name
            )
    return tuple(lessons)


def find_lesson(name: str) -> Lesson:
    """The shipped lesson of an id, or of a number.

    Raises
    ------
    LessonError
        If there is none; the sentence lists the ids.
    """
    found: list[Lesson] = []
    for path in shipped_files():
        lesson = load_lesson(path)
        if name in (lesson.id, str(lesson.number)):
            return lesson  # the rest need not be read
        found.append(lesson)
    ids = ", ".join(lesson.id for lesson in found)
    known = f"the lessons are {ids}" if ids else f"the lesson {MISSING}"
    raise LessonError(f"is not there: {known}", f"lesson {shown(name)}")
