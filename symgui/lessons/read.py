"""A lesson from its file: Markdown with a TOML head, and TOML in the steps."""

from __future__ import annotations

import os
import re
from pathlib import Path

from symgui.experiment.spec import from_fields, shown
from symgui.files import read_file, reason
from symgui.lessons.error import LessonError
from symgui.lessons.lesson import Lesson, Step
from symgui.lessons.lesson_document import MAX_FILE_BYTES, read_document
from symgui.lessons.schema import HeadFields
from symgui.lessons.steps import StepReader


def load_lesson(path: str | os.PathLike[str]) -> Lesson:
    """The lesson in a file.

    Raises
    ------
    LessonError
        If the file cannot be read or holds no lesson; the sentence names file, line, field and value.
    """
    try:
        data = read_file(Path(path), MAX_FILE_BYTES)
    except (OSError, ValueError) as error:
        raise LessonError(f"cannot be read: {reason(error)}", source=Path(path).name) from None
    return parse_lesson(data, path)


def parse_lesson(text: str | bytes, source: str | os.PathLike[str] = "") -> Lesson:
    """The lesson a text stands for.

    Parameters
    ----------
    text : str or bytes
    source : path, optional
        Its file: named in errors; experiments that the lesson names by path are looked for beside it.

    Raises
    ------
    LessonError
        If it stands for none.
    """
    path = Path(source) if str(source) else None
    try:
        return _lesson(text, path)
    except LessonError as error:
        raise error.from_source(path.name if path else "") from None


def _lesson(text: str | bytes, path: Path | None) -> Lesson:
    block, raw_steps = read_document(text)
    head: HeadFields = block.checked(lambda: from_fields(HeadFields, block.table))
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", head.id):
        problem = f"must be small letters, digits and hyphens, not {shown(head.id)}"
        raise LessonError(problem, "id", block.line(("id",)))
    steps: list[Step] = []
    for raw in raw_steps:
        before = steps[-1].experiment if steps else None
        steps.append(StepReader(raw, path.parent if path else None, before).step())
    return Lesson(
        id=head.id,
        title=head.title,
        question=head.question,
        steps=tuple(steps),
        part=head.part,
        number=head.number,
        path=path,
    )
