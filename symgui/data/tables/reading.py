"""A table from a file or a paste, whatever kind it is; errors name file, row and column."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from symgui.data.tables.bounds import Progress, no_progress
from symgui.data.tables.data_table import How, Table
from symgui.data.tables.delimited_text import read_text_table
from symgui.data.tables.excel import read_workbook, sheet_names
from symgui.data.tables.npz import read_arrays
from symgui.experiment import ExperimentError
from symgui.experiment.spec import shown
from symgui.experiment.table_spec import MAX_TABLE_BYTES
from symgui.files import read_file, reason

SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".npz")
"""Names of files that hold tables."""
PASTE = "pasted"
"""What a paste is called."""


def read_table(path: Path, how: How | None = None, progress: Progress = no_progress) -> Table:
    """The table in a file.

    Parameters
    ----------
    path : Path
    how : How, optional
        How it is written, as far as somebody has said so; the rest is found out.
    progress : callable
        Told the share that is done; may raise to give up.

    Raises
    ------
    ExperimentError
        If it cannot be read; one sentence that names the file and the place.
    """
    how = how or How()
    try:
        data = read_file(path, MAX_TABLE_BYTES)
        table = _read(data, path.name, how, progress)
    except ExperimentError as error:
        raise error.from_source(path.name) from None
    except (OSError, ValueError) as error:
        raise ExperimentError(f"cannot be read: {reason(error)}", "", path.name) from None
    return msgspec.structs.replace(table, sha256=hashlib.sha256(data).hexdigest())


def read_pasted(text: str, how: How | None = None) -> Table:
    """The table that was copied from a spreadsheet, or is written by hand.

    Raises
    ------
    ExperimentError
        If it is none; the sentence names the place.
    """
    how = how or How()
    try:
        data = text.encode("utf-8", "replace")
        return read_text_table(data, PASTE, msgspec.structs.replace(how, encoding="utf-8"), no_progress)
    except ExperimentError as error:
        raise error.from_source("What was pasted") from None


def sheets_of(path: Path) -> tuple[str, ...]:
    """The sheets of a workbook; none of any other file, and of what cannot be read."""
    try:
        data = read_file(path, MAX_TABLE_BYTES)
        return sheet_names(data) if _is_workbook(data) else ()
    except (OSError, ValueError):
        return ()


def _read(data: bytes, name: str, how: How, progress: Progress) -> Table:
    if not data:
        raise ExperimentError("is empty")
    if _is_workbook(data):
        return read_workbook(data, name, how, progress)
    if data[:2] == b"PK":
        return read_arrays(data, name, how, progress)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise ExperimentError("is a workbook of an old kind (XLS): save it as XLSX or CSV")
    if data[:6] == b"\x93NUMPY":
        raise ExperimentError("is a single array: save X and y together with numpy.savez")
    return read_text_table(data, name, how, progress)


def _is_workbook(data: bytes) -> bool:
    """A zip archive with a workbook in it; its table of contents stands at the end."""
    return data[:2] == b"PK" and (
        b"xl/workbook" in data[-(2**20) :] or b"[Content_Types].xml" in data[: 2**16]
    )


def described(how: How) -> str:
    """What was understood: ``"text, UTF-8, ; between cells, decimal comma, first row is a header"``."""
    if how.format == "arrays":
        return how.note
    header = "the first row names the columns" if how.header else "no header"
    if how.format == "workbook":
        return f"sheet {shown(how.sheet)}, {header}"
    marks = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}
    between = marks.get(how.delimiter or "", shown(how.delimiter))
    comma = "decimal comma" if how.decimal == "," else "decimal point"
    return f"{how.encoding}, {between} between cells, {comma}, {header}"
