"""Workbooks (XLSX), read by python-calamine, an extra: ``pip install symgui[excel]``."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from symgui.data.tables.archive import opened, unfolded
from symgui.data.tables.bounds import MAX_NUMBERS, Progress, refuse
from symgui.data.tables.data_table import Cell, How, Table, looks_like_header, table_from
from symgui.experiment.spec import shown

WITHOUT = (
    'is a workbook, and what reads workbooks is not installed: pip install "symgui[excel]", or save it as CSV'
)
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,12})["']""")
LONGEST_PLACE = 40


def read_workbook(data: bytes, name: str, how: How, progress: Progress) -> Table:
    """The table on one sheet; empty rows and columns around it are left out.

    Raises
    ------
    ExperimentError
        If it cannot be read, there is no such sheet, or a row has another number of cells.
    """
    book = _workbook(data)
    sheets = list(book.sheet_names)
    sheet = how.sheet or (sheets[0] if sheets else "")
    if sheet not in sheets:
        raise refuse(f"has no sheet {shown(sheet)}: it has {', '.join(map(shown, sheets)) or 'none'}")
    try:
        grid = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except Exception as error:
        raise refuse(f"cannot be read: {_said(error)}") from None
    rows = list(_rows(grid))
    if not rows:
        raise refuse(f"is empty: there is nothing on the sheet {shown(sheet)}")
    header = how.header
    if header is None:
        header = looks_like_header(rows[0][1], rows[1][1] if len(rows) > 1 else None, ".")
    return table_from(rows, How("workbook", header=header, sheet=sheet), name, progress, len(rows))


def sheet_names(data: bytes) -> tuple[str, ...]:
    """The sheets of a workbook.

    Raises
    ------
    ExperimentError
        If it cannot be read.
    """
    return tuple(_workbook(data).sheet_names)


def _workbook(data: bytes) -> Any:
    try:
        from python_calamine import CalamineWorkbook
    except ImportError:
        raise refuse(WITHOUT) from None
    _check_places(data)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except Exception as error:  # its errors have no common kind of their own
        raise refuse(f"is no workbook that can be read: {_said(error)}") from None


def _check_places(data: bytes) -> None:
    """Refuse a sheet whose cells lie so far apart that a grid over them would not fit into memory."""
    archive = opened(data)
    for entry in archive.infolist():
        if not entry.filename.lower().replace("\\", "/").startswith("xl/worksheets/"):
            continue
        rows = columns = 1
        last = b""
        for piece in unfolded(data, entry):
            text = last + piece
            for letters, digits in _PLACE.findall(text):
                rows, columns = max(rows, int(digits)), max(columns, _column(letters))
            last = text[-LONGEST_PLACE:]
            if rows * columns > MAX_NUMBERS:
                raise refuse(
                    f"reaches over {rows} rows and {columns} columns ({shown(entry.filename)}), "
                    f"and {MAX_NUMBERS} cells are the most"
                )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return max(1, number)


def _rows(grid: list[list[Any]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows with a cell, numbered as the workbook does, without the empty columns at the sides."""
    used = [k for row in grid for k, value in enumerate(row) if value not in ("", None)]
    if not used:
        return
    left, right = min(used), max(used) + 1
    for number, row in enumerate(grid, start=1):
        cells = [_cell(value) for value in row[left:right]]
        if any(cell is not None for cell in cells):
            yield number, cells + [None] * (right - left - len(cells))


def _cell(value: Any) -> Cell:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return float(value) if value - value == 0 else None
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return str(value)
    return str(value)


def _said(error: Exception) -> str:
    text = " ".join(str(error).split())[:120]
    return text[:1].lower() + text[1:] if text else type(error).__name__
