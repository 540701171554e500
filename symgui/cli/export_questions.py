"""``symgui export LESSON --what moodle``: the questions of a lesson."""

from __future__ import annotations

import argparse
from pathlib import Path

from symgui.cli.console import complain
from symgui.cli.export_out import check_free, checked_suffix, put
from symgui.experiment import ExperimentError
from symgui.export.kinds import QUESTIONS


def export_questions(arguments: argparse.Namespace) -> int:
    """Write the questions of a lesson: its id, its number or its file."""
    from symgui.export.question_files import written  # other commands need no lessons
    from symgui.export.questions import Asked, asked
    from symgui.lessons import LessonError, find_lesson, load_lesson

    name, out, (_, suffix) = arguments.file, arguments.out, QUESTIONS[arguments.what]
    if out is None and suffix == ".zip":
        raise ExperimentError("is missing: this is no text, say which file is to hold it", "--out")
    if out is not None:
        checked_suffix(arguments.what, [suffix], out)
        check_free(out, arguments.force)
    try:
        lesson = load_lesson(Path(name)) if Path(name).suffix else find_lesson(name)
        questions = [each for each in asked(lesson) if isinstance(each, Asked)]
    except LessonError as error:
        return complain(str(error))
    if not questions:
        return complain(f"{name}: the lesson asks nothing")
    put(out, written(arguments.what, lesson.title, questions))
    return 0
