"""A table column by column: what is a number, what is missing, which values there are."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.data.tables.bounds import Progress, check_size, refuse
from symgui.experiment.spec import shown, straight
from symgui.experiment.table_spec import MAX_CLASSES
from symgui.nn.interruption import look
from symgui.plain_text.number_text import read_number
from symgui.plain_text.numbers import decimal

Cell: TypeAlias = str | float | None
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "-"})
"""What stands for nothing, whatever its case."""
EVERY = 4096
"""Rows between two reports of progress."""


class How(msgspec.Struct, frozen=True):
    """How a table was read; what is None is found out.

    Attributes
    ----------
    format : str
        ``"text"``, ``"workbook"`` or ``"arrays"``.
    delimiter, decimal, encoding
        Of text.
    header : bool or None
        Whether the first row names the columns.
    sheet : str
        Of a workbook; empty for the first.
    note : str
        What else is to be said: ``"the rows of X are the examples"``.
    """

    format: str = "text"
    delimiter: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    header: bool | None = None
    sheet: str = ""
    note: str = ""


class TableColumn(msgspec.Struct, frozen=True, eq=False):
    """One column.

    Attributes
    ----------
    name : str
    numbers : ndarray, shape (rows,)
        NaN where there is none.
    missing : int
        Empty cells.
    first_missing : int or None
        The row of the first of them, as the file counts.
    words : int
        Cells that are neither empty nor numbers.
    first_word : tuple of int and str, or None
        The row of the first of them, and what it says.
    values : tuple of str
        The different words, in alphabetical order; more than ten are not counted further.
    codes : ndarray of int, shape (rows,)
        The index in `values`, −1 for none.
    """

    name: str
    numbers: FloatArray
    missing: int
    first_missing: int | None
    words: int
    first_word: tuple[int, str] | None
    values: tuple[str, ...]
    codes: NDArray[np.int8]

    @property
    def is_numeric(self) -> bool:
        """Whether all cells that are not empty are numbers, and there is one."""
        return self.words == 0 and self.missing < len(self.numbers)

    def classes(self) -> tuple[str, ...] | None:
        """The names of the classes it can stand for, numbers by size and words by the alphabet.

        None if there are fewer than two or more than ten.
        """
        if self.words:
            mixed = self.words + self.missing < len(self.numbers)
            names = () if mixed else self.values
        else:
            names = tuple(map(decimal, self._different()))
        return names if 2 <= len(names) <= MAX_CLASSES else None

    def labels(self) -> NDArray[np.int64]:
        """The class of every row, −1 where it is missing."""
        if self.words:
            return self.codes.astype(np.int64)
        found = np.searchsorted(self._different(), self.numbers)
        return np.where(np.isnan(self.numbers), -1, found)

    def _different(self) -> FloatArray:
        """The different numbers, sorted; of very many those of the beginning, which are too many already."""
        some = self.numbers[:1000]
        found = np.unique(some[~np.isnan(some)])
        return found if found.size > MAX_CLASSES else np.unique(self.numbers[~np.isnan(self.numbers)])


class Table(msgspec.Struct, frozen=True, eq=False):
    """A table as it was read.

    Attributes
    ----------
    name : str
        Of the file.
    how : How
    columns : tuple of TableColumn
    head : tuple of tuple of str
        The first rows as they are written, without the header.
    first_row : int
        The row that the first one is in the file.
    sha256 : str
        Of the file; empty for a paste.
    picture : tuple of int, or None
        Rows and columns, if the file says that all columns but the last are pixels.
    """

    name: str
    how: How
    columns: tuple[TableColumn, ...]
    head: tuple[tuple[str, ...], ...]
    first_row: int
    sha256: str = ""
    picture: tuple[int, int] | None = None

    @property
    def rows(self) -> int:
        """The number of rows, without the header."""
        return len(self.columns[0].numbers) if self.columns else 0


HEAD = 12
"""Rows that a preview shows."""


class _Builder:
    """Takes up the cells of one column."""

    def __init__(self) -> None:
        self.numbers, self.codes = array("d"), array("b")
        self.seen: dict[str, int] = {}
        self.missing = self.words = 0
        self.first_missing: int | None = None
        self.first_word: tuple[int, str] | None = None

    def take_all(self, cells: Sequence[Cell], rows: Sequence[int], decimal: str) -> None:
        """Take some cells up: all at once where they are plain numbers, else one by one."""
        numbers = _plain_numbers(cells, decimal)
        if numbers is None:
            for cell, row in zip(cells, rows, strict=True):
                self.take(cell, row, decimal)
        else:
            self.numbers.frombytes(numbers.tobytes())
            self.codes.frombytes(b"\xff" * len(cells))

    def take(self, cell: Cell, row: int, decimal: str) -> None:
        number = cell if type(cell) is float else number_of(cell, decimal)
        code = -1
        if number is None:
            number = math.nan
            text = "" if cell is None else straight(str(cell)).strip()
            if text.lower() in MISSING:
                self.missing += 1
                if self.first_missing is None:
                    self.first_missing = row
            else:
                self.words += 1
                if self.first_word is None:
                    self.first_word = row, text
                if len(self.seen) <= MAX_CLASSES:
                    code = self.seen.setdefault(text[:80], len(self.seen))
        self.numbers.append(number)
        self.codes.append(code)

    def column(self, name: str) -> TableColumn:
        values = sorted(self.seen)
        order = np.array([values.index(text) for text in self.seen] + [-1], dtype=np.int8)
        codes = order[np.frombuffer(self.codes, dtype=np.int8)] if len(self.codes) else np.empty(0, np.int8)
        return TableColumn(
            name, np.frombuffer(self.numbers) if len(self.numbers) else np.empty(0), self.missing,
            self.first_missing, self.words, self.first_word, tuple(values), codes,
        )  # fmt: skip


def number_of(cell: Cell, decimal: str) -> float | None:
    """The finite number in a cell, written with this decimal mark and nothing between thousands."""
    if cell is None or type(cell) is float:
        return cell
    assert isinstance(cell, str)
    text = cell.strip()
    return read_number(text, decimal) if text else None


def table_from(
    rows: Iterable[tuple[int, Sequence[Cell]]],
    how: How,
    name: str,
    progress: Progress,
    total: int | None = None,
) -> Table:
    """The table of some rows, the first of them its header where `how` says so.

    Parameters
    ----------
    rows : iterable of tuple
        Each with the row's number in the file; rows without any cell are left out before.
    total : int, optional
        How many there are about, for the progress.

    Raises
    ------
    ExperimentError
        If a row has another number of cells, or there are too many.
    """
    source = iter(rows)
    first = next(source, None)
    if first is None:
        raise refuse("is empty")
    width, number = len(first[1]), first[0]
    if how.header:
        names = tuple(_name(cell, k) for k, cell in enumerate(first[1]))
        second = next(source, None)
        if second is None:
            raise refuse("has a header and no rows")
        first = second
    else:
        names = tuple(f"x{k + 1}" for k in range(width))
    check_size(1, width)
    builders = [_Builder() for _ in range(width)]
    head: list[tuple[str, ...]] = []
    source, count = chain([first], source), 0
    while some := list(islice(source, EVERY)):
        look()
        fitted = [c if len(c) == width else _fitted(c, width, row, number) for row, c in some]
        head += [_as_text(cells) for cells in fitted[: HEAD - len(head)]]
        rows_taken = [row for row, _ in some]
        for builder, cells in zip(builders, zip(*fitted, strict=True), strict=True):
            builder.take_all(cells, rows_taken, how.decimal or ".")
        count += len(some)
        check_size(count, width)
        if total:
            progress(min(1.0, count / total))
    columns = tuple(builder.column(name) for builder, name in zip(builders, names, strict=True))
    return Table(name, how, columns, tuple(head), first[0])


def looks_like_header(first: Sequence[Cell], second: Sequence[Cell] | None, decimal: str) -> bool:
    """Whether the first row names the columns: none of its cells is a number, and the next row has one."""
    if any(number_of(cell, decimal) is not None for cell in first):
        return False
    return second is not None and any(number_of(cell, decimal) is not None for cell in second)


def _plain_numbers(cells: Sequence[Cell], decimal: str) -> FloatArray | None:
    """The numbers, if every cell is one as both Python and `number_of` read it; None to look at each."""
    try:
        text = "\x1f".join(cells)  # type: ignore[arg-type]  # numbers of a workbook raise
        if not text.isascii() or "_" in text or (decimal == "," and "." in text):
            return None
        texts = text.replace(",", ".").split("\x1f") if decimal == "," else cells
        numbers = np.array(list(map(float, texts)))  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return None
    return numbers if len(numbers) == len(cells) and np.isfinite(numbers).all() else None


def _as_text(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple("" if cell is None else _written(cell) for cell in cells)


def _fitted(cells: Sequence[Cell], width: int, row: int, first_row: int) -> Sequence[Cell]:
    """The row without what is empty at its end."""
    filled = len(cells)
    while filled > width and (cells[filled - 1] is None or not str(cells[filled - 1]).strip()):
        filled -= 1
    if filled != width:
        raise refuse(f"has {filled} cell(s), where row {first_row} has {width}", f"row {row}")
    return cells[:width]


def _name(cell: Cell, index: int) -> str:
    text = "" if cell is None else " ".join(_written(cell).split())
    return text[:80] or f"x{index + 1}"


def _written(cell: str | float) -> str:
    return straight(cell) if isinstance(cell, str) else decimal(cell)


def place_of(column: TableColumn, row: int) -> str:
    """``'row 7, column "petal width"'``."""
    return f"row {row}, column {shown(column.name)}"
