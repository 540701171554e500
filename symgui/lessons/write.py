"""What is on screen as a step of a lesson file."""

from __future__ import annotations

import json
import math
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from symgui.experiment import Experiment
from symgui.experiment.spec import shown, to_fields
from symgui.files import read_file, reason, replace_file
from symgui.lessons.claim import Claim
from symgui.lessons.compose import FULL_BATCH, PARTS
from symgui.lessons.error import LessonError
from symgui.lessons.lesson import Lesson
from symgui.lessons.lesson_document import MAX_FILE_BYTES, markdown
from symgui.lessons.read import parse_lesson
from symgui.lessons.schema import FORMAT, LONGEST_RUN
from symgui.resources import SHIPPED, is_shipped
from symgui.training.frame import Frame

DIGITS = 6
"""Of a cost that is claimed."""


def step_text(
    experiment: Experiment,
    title: str,
    text: str = "",
    *,
    notes: str = "",
    iteration: int = 0,
    views: Sequence[str] = (),
    claims: Sequence[Claim] = (),
    lanes: Sequence[Experiment] = (),
) -> str:
    """A step that shows an experiment, or a race, at an iteration; read back, it is the same.

    Parameters
    ----------
    experiment : Experiment
        With its recorded changes; of a race, what the lanes are compared with.
    title, text, notes : str
        As in a lesson file, marks included.
    iteration : int
        What is shown when the step begins; Run goes on from there to the experiment's last.
    views : sequence of str
        Left out, the step has those of any step.
    claims : sequence of Claim
    lanes : sequence of Experiment

    Raises
    ------
    LessonError
        If no lesson can have such a step (a text that is too long, or would be no text in Markdown).
    """
    _check_words(title, text)
    settings: dict[str, Any] = {}
    if iteration:
        settings["start"] = iteration
    if iteration < experiment.training.iterations <= LONGEST_RUN:
        settings["run"] = experiment.training.iterations
    if views:
        settings["views"] = list(views)
    if lanes:
        settings["race"] = [_difference(experiment, lane) for lane in lanes]
    parts = [f"## {title}"] + [part for part in (text.strip(), _quoted(notes)) if part]
    block = _settings(settings) + _experiment(experiment) + "".join(map(_claim, claims))
    written = "\n\n".join([*parts, f"```toml\n{block}```"]) + "\n"
    _read_back(written, experiment, title, text, lanes)
    return written


def lesson_text(title: str, steps: Sequence[str]) -> str:
    """A lecturer's own lesson.

    Parameters
    ----------
    title : str
    steps : sequence of str
        What `step_text` gives.

    Raises
    ------
    LessonError
        If it would be none.
    """
    head = {"format": FORMAT, "id": id_of(title), "title": title}
    fields = "".join(f"{key} = {_value(value)}\n" for key, value in head.items())
    written = "\n".join([f"+++\n{fields}+++\n\n# {title}\n", *steps])
    parse_lesson(written)
    return written


def save_lesson(path: str | os.PathLike[str], title: str, steps: Sequence[str]) -> Lesson:
    """Write a new lesson file; one that is there is replaced, or stays as it is if that fails.

    Raises
    ------
    LessonError
        If it would be no lesson, or cannot be written.
    """
    return _save(Path(path), lesson_text(title, steps))


def add_step(path: str | os.PathLike[str], step: str) -> Lesson:
    """Append a step to a lesson file, whose other lines stay as they are.

    Raises
    ------
    LessonError
        If the file is no lesson, or cannot be written.
    """
    path = Path(path)
    try:
        data = read_file(path, MAX_FILE_BYTES)
    except (OSError, ValueError) as error:
        raise LessonError(f"cannot be read: {reason(error)}", source=path.name) from None
    parse_lesson(data, path)  # it must be one before anything is added
    text = data.decode("utf-8-sig")
    ending = "\r\n" if "\r\n" in text else "\n"
    gap = ending if text.endswith("\n") else ending * 2
    return _save(path, text + gap + step.replace("\n", ending))


def claims_of(frame: Frame) -> tuple[Claim, ...]:
    """What a state says of itself: its verdict, and its cost to six digits."""
    at = frame.iteration
    verdict = Claim("verdict", "equals", frame.verdict.name, at=at)
    if not math.isfinite(frame.cost):
        return (verdict,)
    cost = float(f"{frame.cost:.{DIGITS}g}")
    exponent = math.floor(math.log10(abs(cost))) if cost else 0
    within = float(f"5e{exponent - DIGITS}")
    return verdict, Claim("cost", "equals", cost, within=within, at=at)


def id_of(title: str) -> str:
    """The id that a title gives: its small letters, digits and hyphens."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].strip("-") or "lesson"


def _save(path: Path, text: str) -> Lesson:
    data = text.encode()
    lesson = parse_lesson(data, path)
    if is_shipped(path):
        raise LessonError(SHIPPED, source=path.name)
    try:
        replace_file(path, data)
    except (OSError, ValueError) as error:
        raise LessonError(f"cannot be written: {reason(error)}", source=path.name) from None
    return lesson


def _check_words(title: str, text: str) -> None:
    """Refuse what Markdown would read as something else."""
    if title.split("\n") != [title.strip()]:
        raise LessonError("cannot be a step's title: it must be one line", shown(title))
    for token in markdown().parse(text):
        if token.level == 0 and not token.type.startswith("paragraph"):
            line = text.split("\n")[token.map[0] if token.map else 0]
            raise LessonError("cannot be in a step's text, which has paragraphs alone", shown(line))


def _read_back(
    written: str, experiment: Experiment, title: str, text: str, lanes: Sequence[Experiment]
) -> None:
    """Make sure that it is read as it is meant."""
    head = f'+++\nformat = "{FORMAT}"\nid = "x"\ntitle = "x"\n+++\n'
    try:
        steps = parse_lesson(head + written).steps
    except LessonError as error:
        raise LessonError(error.problem, error.place or f"the step {shown(title)}") from None
    step = steps[-1]
    if step.title != title or step.text.split() != text.split():
        raise LessonError("cannot be written: Markdown reads it otherwise", f"the step {shown(title)}")
    found = [lane.experiment.with_(title="") for lane in step.lanes]  # a lesson's lanes have no titles
    if step.experiment != experiment or found != [lane.with_(title="") for lane in lanes]:
        raise LessonError("cannot be written: read back it is another experiment", f"the step {shown(title)}")


def _difference(base: Experiment, lane: Experiment) -> dict[str, Any]:
    """The parts in which a lane is another than what it started from."""
    parts = {name: getattr(lane, name) for name in PARTS if getattr(lane, name) != getattr(base, name)}
    return {name: _fields(part) for name, part in parts.items()}


def _fields(part: object) -> Any:
    fields = to_fields(part)
    if isinstance(fields, dict) and fields.get("batch_size", 0) is None:
        fields["batch_size"] = FULL_BATCH
    return fields


def _experiment(experiment: Experiment) -> str:
    """The whole experiment as TOML tables."""
    fields = {name: value for name, value in to_fields(experiment).items() if name != "format"}
    tables = {name: value for name, value in fields.items() if isinstance(value, dict)}
    plain = {name: value for name, value in fields.items() if name not in tables and value not in ("", [])}
    text = "\n[experiment]\n" + _settings(plain)
    for name, table in tables.items():
        text += f"\n[experiment.{name}]\n" + _settings(table)
    return text


def _claim(claim: Claim) -> str:
    return "\n[[claims]]\n" + _settings(claim_fields(claim))


def claim_fields(claim: Claim) -> dict[str, Any]:
    """A claim as the fields of a lesson file."""
    other = claim.expected
    fields: dict[str, Any] = {"quantity": claim.quantity, **claim.arguments}
    if claim.lane:
        fields["lane"] = claim.lane
    if claim.at is not None:
        fields["until" if claim.throughout else "at"] = claim.at
    if claim.times != 1.0:
        fields["times"] = claim.times
    if claim.relation:
        expected = claim_fields(other) if isinstance(other, Claim) else other
        fields[claim.relation.replace(" ", "_")] = expected
    if claim.within:
        fields["within"] = claim.within
    if claim.says:
        fields["says"] = claim.says
    return fields


def _settings(fields: Mapping[str, Any]) -> str:
    return "".join(f"{_key(name)} = {_value(value)}\n" for name, value in fields.items() if value is not None)


def _value(value: Any) -> str:
    """A value as TOML, on one line; what is null is left out."""
    if isinstance(value, Mapping):
        inner = ", ".join(
            f"{_key(name)} = {_value(item)}" for name, item in value.items() if item is not None
        )
        return f"{{{inner}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _value(name)


def _quoted(notes: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in notes.strip().split("\n")) if notes.strip() else ""
