"""A matrix as text: lines of numbers, or brackets as NumPy, Python, MATLAB and others write them.

A text is read in every way in which somebody may have written it: with decimal points or commas, with any
usual mark between thousands, with its numbers separated by tabs, blanks, commas or semicolons, with its rows
ended by lines, semicolons or brackets. If all ways that lead to a matrix lead to the same one, it is that. If
they do not (``1,234``), nobody can tell but the person who has pasted it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import product

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.plain_text.bracket_rows import BracketBlock, blocks_of, rows_of
from symgui.plain_text.number_text import MARKS, NARROW, plain, quoted, read_number

MOST_NUMBERS = 10_000
"""More are refused: every one becomes a line of the experiment file."""
LONGEST = 50 * MOST_NUMBERS
"""Characters; a longer text is refused unread."""

Rows = list[list[str]]


class Reading(msgspec.Struct, frozen=True):
    """One way to read a text.

    Attributes
    ----------
    matrix : ndarray, shape (rows, columns)
    how : str
        What was understood beyond points and blanks: ``"with decimal commas"``; empty if nothing was.
    """

    matrix: FloatArray
    how: str


# ---- writing ---------------------------------------------------------------------------------------


def as_text(matrix: FloatArray) -> str:
    """Rows of numbers between tabs, as spreadsheets take them, every digit kept."""
    return "\n".join("\t".join(map(_certain, row)) for row in matrix.tolist())


def as_csv(matrix: FloatArray) -> str:
    """Rows of numbers between commas, every digit kept."""
    return "\n".join(",".join(map(_certain, row)) for row in matrix.tolist())


def as_numpy(matrices: dict[str, FloatArray]) -> str:
    """Python that makes the arrays: ``W1 = np.array([[0.1, 0.2], …])``."""
    return "\n".join(f"{name} = {_array(matrix)}" for name, matrix in matrices.items())


def _certain(x: float) -> str:
    """`x` so that nobody can take its point for a mark between thousands: ``1.1250`` and not ``1.125``."""
    text = repr(x)
    return text + "0" if re.fullmatch(r"-?[1-9][0-9]{0,2}\.[0-9]{3}", text) else text


def _array(matrix: FloatArray) -> str:
    rows = [f"[{', '.join(map(_python, row))}]" for row in matrix.tolist()]
    return (
        f"np.array([{', '.join(rows)}])"
        if len(rows) < 2
        else "np.array([\n    " + ",\n    ".join(rows) + ",\n])"
    )


def _python(x: float) -> str:
    return repr(x) if math.isfinite(x) else f"float('{x}')"


# ---- reading ---------------------------------------------------------------------------------------


def parse_matrix(text: str) -> FloatArray:
    """The matrix a text holds, if there is no doubt which.

    Raises
    ------
    ValueError
        In one sentence, if it holds none, or could be several.
    """
    found = readings(text)
    if len(found) > 1:
        ways = [f"{_shape(reading)} {reading.how}".rstrip() for reading in found]
        raise ValueError(f"The pasted text can be read as {', '.join(ways[:-1])} or {ways[-1]}.")
    return found[0].matrix


def _shape(reading: Reading) -> str:
    return " × ".join(map(str, reading.matrix.shape))


def readings(text: str) -> tuple[Reading, ...]:
    """All matrices that a text may stand for, the likeliest first; one if there is no doubt.

    Raises
    ------
    ValueError
        In one sentence, naming the place and what stands there, if it stands for none.
    """
    if len(text) > LONGEST:
        raise ValueError(f"The pasted text has {len(text)} characters; at most {LONGEST} can be pasted.")
    text = re.sub(r"\r\n?", "\n", plain(text)).strip(" \t\n\u00a0")
    if not text:
        raise ValueError("The clipboard holds no text.")
    found: dict[tuple[tuple[int, ...], bytes], Reading] = {}
    nearest = MatrixError((0, 0), "The pasted matrix is empty.")
    for variant in _variants(text):
        for layout in _layouts(variant):
            for decimal, mark in _formats(variant, layout.is_python):
                try:
                    matrix = _matrix(layout.rows, decimal, mark)
                except MatrixError as error:
                    nearest = error if error.place > nearest.place else nearest
                else:
                    key = matrix.shape, (matrix + 0.0).tobytes()  # -0 is 0
                    found.setdefault(key, Reading(matrix, _how(layout, decimal, mark)))
    if not found:
        raise nearest
    in_brackets = "[" in text or "{" in text  # programs write points
    return tuple(sorted(found.values(), key=lambda reading: in_brackets and COMMAS in reading.how))


class MatrixError(ValueError):
    """Why a way of reading leads to no matrix.

    Parameters
    ----------
    place : tuple of int
        Row and column, from 1, as far as it went.
    sentence : str
    """

    def __init__(self, place: tuple[int, int], sentence: str) -> None:
        super().__init__(sentence)
        self.place = place


class _Layout(msgspec.Struct, frozen=True):
    """A text taken apart into entries."""

    rows: Rows
    how: str = ""
    is_python: bool = False


def _variants(text: str) -> list[str]:
    """Non-breaking spaces are marks between thousands to typesetters, and blanks to web pages."""
    return [text.replace("\u00a0", NARROW), text.replace("\u00a0", " ")] if "\u00a0" in text else [text]


def _formats(text: str, is_python: bool) -> Iterator[tuple[str, str]]:
    """The pairs of decimal mark and mark between thousands that the numbers may have."""
    if is_python:
        yield ".", ""
        return
    for mark in ("", *(mark for mark in MARKS if mark in text)):
        yield from ((decimal, mark) for decimal in ",." if decimal != mark)


def _layouts(text: str) -> Iterator[_Layout]:
    """The ways to take a text apart into entries."""
    if "{" in text and "[" not in text:
        text = text.replace("{", "[").replace("}", "]")
    if "[" in text or "]" in text:
        yield from _of_blocks(blocks_of(text))
    else:
        yield from _of_lines(text.split("\n"))


def _of_lines(lines: list[str]) -> Iterator[_Layout]:
    for number, line in enumerate(lines, start=1):
        if not line.strip(" \t"):
            raise ValueError(f"Line {number} of the pasted text is empty.")
    if any("\t" in line for line in lines):  # a spreadsheet's cells
        yield _Layout(_cells(lines, "\t"))
    elif any(";" in line for line in lines):
        yield _Layout(_cells(lines, ";"), "with columns between semicolons")
        ended = [line.strip(" ").removesuffix(";") for line in lines]
        if len(lines) == 1 or not any(";" in line for line in ended):
            rows = [row for line in ended for row in line.split(";")]
            yield from (_Layout(entries, "with rows ended by semicolons") for entries in _entries(rows))
    else:
        yield from map(_Layout, _entries(lines))


def _of_blocks(blocks: list[BracketBlock]) -> Iterator[_Layout]:
    if len(blocks) == 1:
        yield from _of_block(blocks[0])
    elif len(blocks) == 2 and _are_weights_and_biases(*blocks):
        pairs = [(W, b) for W, b in product(*map(_of_block, blocks)) if len(W.rows) == len(b.rows)]
        if not pairs:
            raise ValueError("The pasted matrices have different numbers of rows.")
        for W, b in pairs:
            yield _Layout([w + one for w, one in zip(W.rows, b.rows, strict=True)], W.how, W.is_python)
    elif any(block.name or block.is_call or re.search(r"[\[;]", block.inner) for block in blocks):
        raise ValueError(f"The pasted text has {len(blocks)} matrices; one can be pasted, or W and b.")
    else:  # rows, as a loop over a matrix prints them
        yield from _of_block(BracketBlock("", False, ",".join(f"[{block.inner}]" for block in blocks)))


def _are_weights_and_biases(W: BracketBlock, b: BracketBlock) -> bool:
    """Whether they are named so, as our own copies are."""
    names = re.fullmatch("(d?)W([0-9]*)", W.name), re.fullmatch("(d?)b([0-9]*)", b.name)
    return names[0] is not None and names[1] is not None and names[0].groups() == names[1].groups()


def _of_block(block: BracketBlock) -> Iterator[_Layout]:
    for part in rows_of(block):
        rows = list(part.rows)
        if part.separator:
            yield _Layout(_cells(rows, part.separator), part.how)
        elif block.is_call:
            yield _Layout([_at_either(row) for row in rows], part.how, is_python=True)
        else:
            yield from (_Layout(entries, part.how) for entries in _entries(rows))
            yield _Layout([_at_either(row) for row in rows], part.how)


def _entries(rows: list[str]) -> Iterator[Rows]:
    """Rows taken apart: at blanks, at tabs alone, at commas with a blank, at several blanks, at commas."""
    rows = [row.strip(" \t") for row in rows]
    yield [re.split("[ \t]+", row) for row in rows]
    if any("\t" in row for row in rows):  # a blank may stand between thousands
        yield [re.split("\t+", row) for row in rows]
    yield [re.split(", +", row) for row in rows]
    yield [re.split(" {2,}", row) for row in rows]
    yield _cells(rows, ",")


def _at_either(row: str) -> list[str]:
    """An entry may have a comma behind it, or a blank, as MATLAB takes it."""
    return re.split("[ \t]*,[ \t]*|[ \t]+", row)


def _cells(rows: list[str], separator: str) -> Rows:
    return [[cell.strip(" \t\n") for cell in row.split(separator)] for row in rows]


def _how(layout: _Layout, decimal: str, mark: str) -> str:
    text = "".join(entry for row in layout.rows for entry in row)
    words = [COMMAS] if decimal == "," and "," in text else []
    if mark and mark in text:
        words.append(f"with {NAMES[mark]} between thousands")
    return ", ".join(filter(None, [layout.how, " and ".join(words)])).replace("and with", "and")


COMMAS = "with decimal commas"
NAMES = {".": "points", ",": "commas", " ": "spaces", "'": "apostrophes", NARROW: "spaces"}


def _matrix(rows: Rows, decimal: str, mark: str) -> FloatArray:
    """The numbers of rows that are equally long."""
    if not rows or rows == [[""]]:
        raise MatrixError((0, 0), "The pasted matrix is empty.")
    count = sum(map(len, rows))
    if count > MOST_NUMBERS:
        sentence = f"The pasted matrix has {count} numbers; at most {MOST_NUMBERS} can be pasted."
        raise MatrixError((count, 0), sentence)
    values = []
    for j, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            sentence = f"Row {j} of the pasted matrix has {len(row)} numbers, row 1 has {len(rows[0])}."
            raise MatrixError((j, 0), sentence)
        values.append([_number(entry, decimal, mark, (j, k)) for k, entry in enumerate(row, start=1)])
    return np.array(values)


def _number(entry: str, decimal: str, mark: str, place: tuple[int, int]) -> float:
    value = read_number(entry, decimal, mark)
    if value is None:
        where = f"Row {place[0]}, column {place[1]} of the pasted matrix"
        if not entry:
            raise MatrixError(place, f"{where} is empty.")
        raise MatrixError(place, f"{where} must be a number, not {quoted(entry)}.")
    return value
