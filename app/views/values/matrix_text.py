"""Matrices as text, and text as a matrix: what the clipboard carries between programs."""

from __future__ import annotations

import math
import re

import numpy as np

from symgui.arrays import FloatArray

MOST_NUMBERS = 10_000
"""More are refused: every one becomes a line of the experiment file."""
_SHOWN = 24


def as_text(matrix: FloatArray) -> str:
    """Rows of numbers between tabs, as spreadsheets take them, every digit kept."""
    return "\n".join("\t".join(map(repr, row)) for row in matrix.tolist())


def as_csv(matrix: FloatArray) -> str:
    """Rows of numbers between commas, every digit kept."""
    return "\n".join(",".join(map(repr, row)) for row in matrix.tolist())


def as_numpy(matrices: dict[str, FloatArray]) -> str:
    """Python that makes the arrays: ``W1 = np.array([[0.1, 0.2], …])``."""
    return "\n".join(f"{name} = {_array(matrix)}" for name, matrix in matrices.items())


def _array(matrix: FloatArray) -> str:
    rows = [f"[{', '.join(map(_python, row))}]" for row in matrix.tolist()]
    return (
        f"np.array([{', '.join(rows)}])"
        if len(rows) < 2
        else "np.array([\n    " + ",\n    ".join(rows) + ",\n])"
    )


def _python(x: float) -> str:
    return repr(x) if math.isfinite(x) else f"float('{x}')"


def parse_matrix(text: str) -> FloatArray:
    """The matrix a text holds: lines of numbers, or (nested) brackets as NumPy and Python write them.

    Several bracketed matrices of equally many rows are put side by side, as W and b are.

    Raises
    ------
    ValueError
        In one sentence, naming the place and what stands there.
    """
    text = text.replace("\N{MINUS SIGN}", "-").strip()
    if not text:
        raise ValueError("The clipboard holds no text.")
    if "[" in text:
        blocks = [_rows(rows) for rows in _bracketed(text)]
    else:
        blocks = [_rows([_entries(line) for line in text.splitlines() if line.strip()])]
    if len({len(block) for block in blocks}) > 1:
        raise ValueError("The pasted matrices have different numbers of rows.")
    matrix = np.hstack(blocks)
    if matrix.size > MOST_NUMBERS:
        raise ValueError(
            f"The pasted matrix has {matrix.size} numbers; at most {MOST_NUMBERS} can be pasted."
        )
    return matrix


def _bracketed(text: str) -> list[list[list[str]]]:
    """Rows of entries of each outermost bracket."""
    blocks: list[list[list[str]]] = []
    depth, start = 0, 0
    for i, letter in enumerate(text):
        if letter == "[":
            if depth == 0:
                start = i
            depth += 1
        elif letter == "]":
            depth -= 1
            if depth < 0:
                break
            if depth == 0:
                inner = text[start + 1 : i]
                rows = re.findall(r"\[([^\[\]]*)\]", inner) if "[" in inner else [inner]
                blocks.append([_entries(row) for row in rows])
    if depth != 0 or not blocks:
        raise ValueError("The brackets of the pasted matrix do not match.")
    return blocks


def _entries(row: str) -> list[str]:
    return [entry for entry in re.split(r"[\s,;]+", row.strip()) if entry]


def _rows(rows: list[list[str]]) -> FloatArray:
    """Numbers of a block; its rows are to be equally long."""
    if not rows or not rows[0]:
        raise ValueError("The pasted matrix is empty.")
    values = []
    for j, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise ValueError(
                f"Row {j} of the pasted matrix has {len(row)} numbers, row 1 has {len(rows[0])}."
            )
        values.append([_number(entry, j, k) for k, entry in enumerate(row, start=1)])
    return np.array(values)


def _number(entry: str, row: int, column: int) -> float:
    try:
        value = float(entry.replace("_", "x"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        shown = entry if len(entry) <= _SHOWN else entry[:_SHOWN] + "…"
        raise ValueError(f"Row {row}, column {column} of the pasted matrix must be a number, not “{shown}”.")
    return value
