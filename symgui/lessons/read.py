"""A lesson from its file: Markdown with a TOML head, and TOML in the steps."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from markdown_it import MarkdownIt
from markdown_it.token import Token

from symgui.experiment import Experiment, ExperimentError
from symgui.files import read_file, reason
from symgui.lessons.claims import claim_from, parse_parameter_at
from symgui.lessons.compose import PARTS, changed, whole
from symgui.lessons.error import LessonError
from symgui.lessons.fields import HeadFields, QuestionFields, StepFields, one_of
from symgui.lessons.lesson import DEFAULT_VIEWS, TEXT_LENGTH, VIEWS, Choice, Goal, Lesson, Question, Step
from symgui.lessons.text import length
from symgui.lessons.toml_lines import Path as FieldPath
from symgui.lessons.toml_lines import line_at, lines_of, path_of
from symgui.resources import resource_folder
from symgui.spec import from_fields, shown
from symgui.training.lanes import Lane, lanes_from
from symgui.training.presets import PRESETS

MAX_FILE_BYTES = 2**20
MAX_STEPS = 40
LONGEST_TITLE = 60

T = TypeVar("T")


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
        return _Reader(_lines(text), path).lesson()
    except LessonError as error:
        raise error.from_source(path.name if path else "") from None


@dataclass
class _Block:
    """A TOML text of the file, read, with the lines of its fields."""

    table: dict[str, Any]
    lines: Mapping[FieldPath, int]
    first: int

    def line(self, path: FieldPath) -> int:
        found = line_at(self.lines, path)
        return self.first if found is None else self.first + found - 1

    def error(self, error: ExperimentError, under: FieldPath = ()) -> LessonError:
        """What is wrong, with its line; `under` is where in the block it was."""
        path = under + path_of(error.place)
        problem = f"{error.source}: {error.problem}" if error.source else error.problem
        return LessonError(problem, _place(path), self.line(path))

    def checked(self, make: Callable[[], T], under: FieldPath = ()) -> T:
        """What `make` gives; its error gets the line."""
        try:
            return make()
        except ExperimentError as error:
            raise self.error(error, under) from None


@dataclass
class _Raw:
    """A step as it stands in the Markdown."""

    title: str
    line: int
    text: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    block: _Block | None = None


class _Reader:
    """Reads one lesson.

    Parameters
    ----------
    lines : list of str
    path : Path or None
    """

    def __init__(self, lines: list[str], path: Path | None) -> None:
        self._lines = lines
        self._path = path

    def lesson(self) -> Lesson:
        block, end = self._head()
        head: HeadFields = block.checked(lambda: from_fields(HeadFields, block.table))
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", head.id):
            problem = f"must be small letters, digits and hyphens, not {shown(head.id)}"
            raise LessonError(problem, "id", block.line(("id",)))
        steps: list[Step] = []
        for raw in self._steps(end):
            steps.append(self._step(raw, steps[-1].experiment if steps else None))
        return Lesson(
            id=head.id,
            title=head.title,
            question=head.question,
            steps=tuple(steps),
            part=head.part,
            number=head.number,
            path=self._path,
        )

    # ---- the parts of the file ---------------------------------------------------------------------

    def _head(self) -> tuple[_Block, int]:
        """The head, and the index of the line after it."""
        lines = self._lines
        if not lines or lines[0].rstrip() != "+++":
            received = shown(lines[0]) if lines and lines[0] else "nothing"
            raise LessonError(f'must begin with a line "+++", not {received}', "", 1)
        for index, line in enumerate(lines[1:], start=1):
            if line.rstrip() == "+++":
                return _block("\n".join(lines[1:index]), 2), index + 1
        raise LessonError('has no second line "+++" that ends the head', "", 1)

    def _steps(self, first: int) -> list[_Raw]:
        text = "\n" * first + "\n".join(self._lines[first:])
        steps: list[_Raw] = []
        tokens = [token for token in markdown().parse(text) if token.level == 0 or token.type == "inline"]
        for index, token in enumerate(tokens):
            if token.type == "heading_open":
                self._heading(token, tokens[index + 1], steps)
            elif token.level == 0 and token.nesting >= 0 and steps:
                self._part(token, steps[-1])
            elif token.type == "fence":
                raise LessonError("stands before the first step: a step begins with ## Title", "the block",
                                  _line(token))  # fmt: skip
        if not steps:
            raise LessonError("has no step: a step begins with ## Title")
        if len(steps) > MAX_STEPS:
            raise LessonError(f"has {len(steps)} steps, and {MAX_STEPS} are the most")
        return steps

    def _heading(self, token: Token, inline: Token, steps: list[_Raw]) -> None:
        title, line = inline.content.strip(), _line(token)
        if token.tag == "h2":
            if not 0 < len(title) <= LONGEST_TITLE:
                problem = f"must have 1 to {LONGEST_TITLE} characters, not {len(title)}: {shown(title)}"
                raise LessonError(problem, "a step's title", line)
            steps.append(_Raw(title, line))
        elif token.tag != "h1" or steps:
            problem = f"has no meaning here: a step begins with ## Title (received {shown(token.markup)})"
            raise LessonError(problem, "the heading", line)

    def _part(self, token: Token, step: _Raw) -> None:
        """What stands under a step's title."""
        assert token.map is not None
        source = self._lines[token.map[0] : token.map[1]]
        if token.type == "paragraph_open":
            step.text.append("\n".join(line.strip() for line in source))
        elif token.type == "blockquote_open":
            step.notes.append("\n".join(re.sub(r"^ {0,3}> ?", "", line) for line in source).strip())
        elif token.type == "fence" and token.info.strip() == "toml":
            if step.block is not None:
                problem = f"is the second one in this step; the first is on line {step.block.first - 1}"
                raise LessonError(problem, "the toml block", _line(token))
            step.block = _block(token.content, _line(token) + 1)
        elif token.type == "fence":
            problem = f'must be marked "toml", not {shown(token.info.strip())}'
            raise LessonError(problem, "the block", _line(token))
        elif not (token.type == "html_block" and _is_comment(token.content)):
            what = {"bullet_list_open": "a list", "ordered_list_open": "a list"}.get(token.type, "this")
            problem = (
                f"is nothing that a step can show ({shown(source[0].strip())}): it has paragraphs, notes "
            )
            raise LessonError(problem + "(>) and one toml block", what, _line(token))

    # ---- a step ------------------------------------------------------------------------------------

    def _step(self, raw: _Raw, before: Experiment | None) -> Step:
        block = raw.block or _Block({}, {}, raw.line)
        fields: StepFields = block.checked(lambda: from_fields(StepFields, block.table))
        text = "\n\n".join(raw.text)
        self._check_length(text, raw)
        experiment = self._experiment(raw, fields, block, before)
        lanes = self._lanes(fields, block, experiment)
        block.checked(lambda: _check_pointing(fields, experiment, len(lanes)))
        return Step(
            title=raw.title,
            text=text,
            experiment=experiment,
            notes="\n\n".join(raw.notes),
            lanes=lanes,
            goal=Goal(fields.run, fields.until),
            start=fields.start,
            pace=fields.pace,
            views=fields.views or (("race",) if lanes else DEFAULT_VIEWS),
            select=fields.select,
            highlight=fields.highlight,
            question=_question(fields, block, len(lanes)),
            claims=tuple(
                block.checked(
                    lambda i=i, claim=claim: claim_from(  # type: ignore[misc]
                        claim, fields.last, len(lanes), block.line(("claims", i))
                    ),
                    ("claims", i),
                )
                for i, claim in enumerate(fields.claims)
            ),
            line=raw.line,
        )

    def _check_length(self, text: str, raw: _Raw) -> None:
        for what, size in zip(("words", "formulas"), length(text), strict=True):
            if size > TEXT_LENGTH:
                problem = (
                    f"has {size} characters of {what}, and {TEXT_LENGTH} are what a projector shows; the "
                    "rest belongs in the notes (>)"
                )
                raise LessonError(problem, f"the text of {shown(raw.title)}", raw.line)

    def _experiment(
        self, raw: _Raw, fields: StepFields, block: _Block, before: Experiment | None
    ) -> Experiment:
        if fields.experiment is not None:
            before = self._named(fields.experiment, block)
        if before is None:
            names = ", ".join(map(shown, _shipped()))
            problem = f"is missing in the first step: {names}, a path beside the lesson, or a table"
            raise LessonError(problem, "experiment", block.first)
        changes = {name: getattr(fields, name) for name in PARTS if getattr(fields, name) is not None}
        experiment = block.checked(lambda: changed(before, changes)) if changes else before
        if changes:
            experiment = experiment.with_(title=raw.title)
        if fields.run:
            experiment = experiment.with_(training={"iterations": fields.run})
        return experiment

    def _named(self, value: object, block: _Block) -> Experiment:
        """A whole experiment: a table, a shipped one's name, or a path beside the lesson."""
        if isinstance(value, dict):
            return block.checked(lambda: whole(value), ("experiment",))
        if not isinstance(value, str):
            raise LessonError(
                f"must be a name, a path or a table, not {shown(value)}",
                "experiment",
                block.line(("experiment",)),
            )
        shipped = _shipped()
        path: Path | None = shipped.get(value)
        if (
            path is None
            and value.endswith(".json")
            and self._path is not None
            and not Path(value).is_absolute()
        ):
            path = self._path.parent / value
        if path is None:
            names = ", ".join(map(shown, shipped))
            problem = (
                f"must be {names}, or a path beside the lesson that ends in .symgui.json, not {shown(value)}"
            )
            raise LessonError(problem, "experiment", block.line(("experiment",)))
        try:
            return Experiment.load(path)
        except ExperimentError as error:
            problem = f"cannot be used: {error}"
            raise LessonError(problem, "experiment", block.line(("experiment",))) from None

    def _lanes(self, fields: StepFields, block: _Block, experiment: Experiment) -> tuple[Lane, ...]:
        if fields.preset is not None:
            preset = PRESETS[fields.preset]
            return block.checked(lambda: preset.lanes(experiment), ("preset",))
        if fields.race is None:
            return ()
        experiments = []
        for i, changes in enumerate(fields.race):
            where = ("race", i)
            if not isinstance(changes, dict) or not set(changes) <= set(PARTS):
                problem = f"must be a table with some of {', '.join(PARTS)}, not {shown(changes)}"
                raise LessonError(problem, f"race[{i}]", block.line(where))
            experiments.append(block.checked(lambda changes=changes: changed(experiment, changes), where))  # type: ignore[misc]
        try:
            return lanes_from(experiments)
        except ValueError as error:
            raise LessonError(f"is none: {error}", "race", block.line(("race",))) from None


def _question(fields: StepFields, block: _Block, lanes: int) -> Question | None:
    asked: QuestionFields | None = fields.question
    if asked is None:
        return None
    choices = []
    for i, choice in enumerate(asked.choices):
        holds = []
        for j, claim in enumerate(choice.holds):
            path: FieldPath = ("question", "choices", i, "holds", j)
            line = block.line(path)
            holds.append(
                block.checked(
                    lambda claim=claim, line=line: claim_from(claim, fields.last, lanes, line),  # type: ignore[misc]
                    path,
                )
            )
        if not holds:
            problem = "must have at least one claim: a choice is right because the run says so, not the file"
            raise LessonError(problem, f"question.choices[{i}].holds", block.line(("question", "choices", i)))
        choices.append(Choice(choice.text, tuple(holds)))
    return Question(asked.text, tuple(choices))


_POINTABLE = ("cost", "verdict", "effective-units", "boundary", "timeline", "accuracy")
_ARRAY = re.compile(r"(?:W|b|dW|db|A|Z|dZ|dA)([1-9][0-9]?)|A0")
_UNIT = re.compile(r"unit ([0-9]{1,2})\.([1-9][0-9]{0,2})")


def _check_pointing(fields: StepFields, experiment: Experiment, lanes: int) -> None:
    """Views, selection and highlights must be there."""
    for i, view in enumerate(fields.views or ()):
        one_of(view, VIEWS, f"views[{i}]")
    if fields.views is not None and not fields.views:
        raise ExperimentError("must name one or two views, not none", "views")
    if fields.views and fields.views[0] == fields.views[-1] and len(fields.views) > 1:
        raise ExperimentError(f"must be two different views, not twice {shown(fields.views[0])}", "views")
    if "race" in (fields.views or ()) and not lanes:
        raise ExperimentError('must not have "race": the step has neither race nor preset', "views")
    if fields.select:
        _check_parameter(fields.select, experiment, "select")
    for i, name in enumerate(fields.highlight):
        _check_highlight(name, experiment, f"highlight[{i}]")


def _check_parameter(name: str, experiment: Experiment, place: str) -> None:
    parse_parameter_at(name, place)
    try:
        experiment.with_(changes=({"at": 0, "set": {name: 0.0}},))
    except ExperimentError as error:
        raise ExperimentError(f"{error.problem} (received {shown(name)})", place) from None


def _check_highlight(name: str, experiment: Experiment, place: str) -> None:
    sizes = experiment.sizes
    if name in _POINTABLE:
        return
    array, unit = _ARRAY.fullmatch(name), _UNIT.fullmatch(name)
    if array is not None:
        there = int(array[1] or 0) < len(sizes)
    elif unit is not None:
        there = int(unit[1]) < len(sizes) and int(unit[2]) <= sizes[int(unit[1])]
    elif "[" in name:
        _check_parameter(name, experiment, place)
        return
    else:
        known = ", ".join(map(shown, _POINTABLE))
        raise ExperimentError(
            f'must be one of {known}, a matrix ("W1", "dW1", "A1"), a parameter ("W1[0,1]") or a unit '
            f'("unit 1.2"), not {shown(name)}',
            place,
        )
    if not there:
        shape = "-".join(map(str, sizes))
        raise ExperimentError(f"is not in the network {shape} (received {shown(name)})", place)


def _lines(text: str | bytes) -> list[str]:
    """The text's lines, whatever ends them."""
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_FILE_BYTES:
        raise LessonError(f"has {size} bytes, and {MAX_FILE_BYTES} are the most")
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            byte = f"byte {error.start} is 0x{text[error.start]:02x}"
            raise LessonError(f"is not text: {byte}, and a lesson is Markdown in UTF-8") from None
    elif any("\ud800" <= c <= "\udfff" for c in text):
        raise LessonError("is not text: it holds half a character")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _block(text: str, first: int) -> _Block:
    """A TOML text whose first line is line `first` of the file."""
    try:
        table = tomllib.loads(text)
    except RecursionError:
        raise LessonError("is nested too deep", "the TOML", first) from None
    except ValueError as error:  # also an integer of too many digits
        found = re.search(r" \(at line (\d+), column (\d+)\)", str(error))
        line = first + int(found[1]) - 1 if found else first + max(0, text.rstrip("\n").count("\n"))
        what = re.sub(r" \(at .*\)", "", str(error))
        received = shown(text.split("\n")[line - first].strip())
        raise LessonError(
            f"is not TOML: {what[:1].lower()}{what[1:]}, where {received} stands", "this", line
        ) from None
    try:
        lines = lines_of(text)
    except (ValueError, IndexError, RecursionError):
        lines = {}
    return _Block(table, lines, first)


def _place(path: FieldPath) -> str:
    """``claims[2].layer``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _line(token: Token) -> int:
    assert token.map is not None
    return token.map[0] + 1


def _is_comment(html: str) -> bool:
    return html.strip().startswith("<!--") and html.strip().endswith("-->")


def _shipped() -> dict[str, Path]:
    """The experiments that come with the program, by name."""
    files = sorted((resource_folder() / "experiments").glob("*.symgui.json"))
    return {file.name.removesuffix(".symgui.json"): file for file in files}


@cache
def markdown() -> MarkdownIt:
    """CommonMark without underlined headings, which a formula could make."""
    return MarkdownIt("commonmark").disable(["lheading", "reference"])
