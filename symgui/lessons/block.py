"""A TOML text inside a lesson file: read, with the line of every field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from symgui.experiment import ExperimentError
from symgui.experiment.spec import check_straight, shown
from symgui.lessons.error import LessonError
from symgui.lessons.toml_bounds import beyond_bounds
from symgui.lessons.toml_lines import Path, line_at, lines_of, path_of

T = TypeVar("T")
_STEP = re.compile(r"^## ", re.MULTILINE)
"""The beginning of the next step, which TOML takes for a comment."""


@dataclass
class Block:
    """A TOML text of the file, read, with the lines of its fields."""

    table: dict[str, Any]
    lines: Mapping[Path, int]
    first: int

    def line(self, path: Path) -> int:
        found = line_at(self.lines, path)
        return self.first if found is None else self.first + found - 1

    def error(self, error: ExperimentError, under: Path = ()) -> LessonError:
        """What is wrong, with its line; `under` is where in the block it was."""
        path = under + path_of(error.place)
        problem = f"{error.source}: {error.problem}" if error.source else error.problem
        return LessonError(problem, _place(path), self.line(path))

    def checked(self, make: Callable[[], T], under: Path = ()) -> T:
        """What `make` gives; its error gets the line."""
        try:
            return make()
        except ExperimentError as error:
            raise self.error(error, under) from None


def read_block(text: str, first: int) -> Block:
    """A TOML text whose first line is line `first` of the file."""
    beyond = beyond_bounds(text)
    if beyond is not None:
        raise LessonError(beyond[0], "the TOML", first + beyond[1] - 1)
    try:
        table = tomllib.loads(text)
    except ValueError as error:
        found = re.search(r" \(at line (\d+), column (\d+)\)", str(error))
        line = first + int(found[1]) - 1 if found else first + max(0, text.rstrip("\n").count("\n"))
        what = re.sub(r" \(at .*\)", "", str(error))
        received = shown(text.split("\n")[line - first].strip())
        problem = f"is not TOML: {what[:1].lower()}{what[1:]}, where {received} stands"
        if _STEP.search(text):
            problem += (
                f'; if the block that begins on line {first - 1} ends before that, the line "```" is missing'
            )
        raise LessonError(problem, "this", line) from None
    try:
        lines = lines_of(text)
    except (ValueError, IndexError):
        lines = {}
    block = Block(table, lines, first)
    for path, words in _words(table, ()):  # a TOML text may write a sign by its number
        block.checked(partial(check_straight, words, ""), path)
    return block


def _words(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """All texts in a TOML table, with their places."""
    if isinstance(value, str):
        yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _words(item, (*path, key))


def _place(path: Path) -> str:
    """``claims[2].layer``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
