"""A program in pieces: each has a sentence that says what it does, for a comment or a notebook's text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.data import data_label
from symgui.experiment import Experiment, ExperimentError

WIDTH = 100
"""Columns of the program's lines."""
MOST_NUMBERS = 400_000
"""More are not written into a program: it would be no text to read any more."""


class Piece(msgspec.Struct, frozen=True):
    """A part of a program.

    Attributes
    ----------
    text : str
        What it is, as a sentence; ``W[1]`` and the like as the course writes them.
    code : str
        Lines of Python.
    """

    text: str
    code: str


def block(code: str) -> str:
    """Lines of code without the margin that they have in ours."""
    return textwrap.dedent(code).strip("\n")


def script(pieces: Iterable[Piece], head: str) -> str:
    """The pieces as one file; `head` is its docstring."""
    parts = ['"""' + "\n".join(textwrap.wrap(safe(head), WIDTH - 3)) + '"""']
    for piece in pieces:
        comment = "\n".join(f"# {line}" for line in textwrap.wrap(piece.text, WIDTH - 2))
        parts.append(f"{comment}\n{piece.code}" if comment else piece.code)
    return "\n\n\n".join(parts) + "\n"


def safe(words: str) -> str:
    """Words that end no docstring, whoever wrote them."""
    shown = "".join(c if c.isprintable() else " " for c in words)
    return shown.replace("\\", "/").replace('"', "'")


def array(values: FloatArray | NDArray[np.int64], indent: str = "    ") -> str:
    """``np.array([…])`` of numbers, every float so that it reads back exactly.

    Raises
    ------
    ExperimentError
        If there are too many of them for a program.
    """
    numbers = np.asarray(values)
    check_count(numbers.size)
    if numbers.ndim == 1:
        return f"np.array({_row(numbers, indent)})"
    rows = f",\n{indent}    ".join(_row(row, indent + "    ") for row in numbers)
    return f"np.array([\n{indent}    {rows},\n{indent}])"


def check_count(count: int) -> None:
    """Refuse to write more numbers than a program can hold.

    Raises
    ------
    ExperimentError
    """
    if count > MOST_NUMBERS:
        raise ExperimentError(
            f"has {count} numbers that no formula gives, and {MOST_NUMBERS} are the most that are written "
            "into a program; export the parameters as NPZ instead"
        )


def _row(numbers: NDArray[Any], indent: str) -> str:
    line = "[" + ", ".join(_literal(x) for x in numbers.tolist()) + "]"
    if len(indent) + len(line) <= WIDTH:
        return line
    wrapped = textwrap.wrap(line[1:-1], WIDTH - len(indent) - 4, break_long_words=False)
    inner = f"\n{indent}    ".join(wrapped)
    return f"[\n{indent}    {inner},\n{indent}]"


def _literal(x: float) -> str:
    return repr(x) if np.isfinite(x) else f'float("{x}")'


def title_of(experiment: Experiment) -> str:
    """The person's title, or what the network is."""
    sizes = "-".join(map(str, experiment.sizes))
    return experiment.title or f"{data_label(experiment.data)}, {sizes}"
