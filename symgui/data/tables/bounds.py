"""What a table may be at most, and what it will cost to read one."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import msgspec

from symgui.experiment import ExperimentError
from symgui.experiment.table_spec import MAX_ROWS, MAX_TABLE_BYTES
from symgui.plain_text.numbers import general, iteration

MAX_COLUMNS = 2_000
MAX_NUMBERS = 50_000_000
"""Cells of a table: as numbers they take 400 MB."""
MAX_UNFOLDED_BYTES = 512 * 2**20
"""What is in a compressed file may become as large."""

Progress: TypeAlias = Callable[[float], None]
"""Told the share that is done, from 0 to 1, every few thousand rows; may raise to give up."""

CELLS_A_SECOND = 1_000_000
"""Roughly: a million rows of four cells took 2.5 s and 110 MB; words take longer than numbers."""


def no_progress(share: float) -> None:
    """Tell nobody how far it is."""


def refuse(problem: str, place: str = "") -> ExperimentError:
    """A table that cannot be read: ``"row 7"``, ``"has 3 cells, …"``; the reader names the file."""
    return ExperimentError(problem, place or "the table")


def check_size(rows: int, columns: int) -> None:
    """Refuse a table that is too large.

    Raises
    ------
    ExperimentError
    """
    if columns > MAX_COLUMNS:
        raise refuse(f"has {columns} columns, and {MAX_COLUMNS} are the most")
    if rows > MAX_ROWS:
        raise refuse(f"has more than {MAX_ROWS} rows")
    if rows * columns > MAX_NUMBERS:
        raise refuse(f"has more than {MAX_NUMBERS} cells, with {columns} in a row")


class Cost(msgspec.Struct, frozen=True):
    """What reading a file will take, guessed from its first lines.

    Attributes
    ----------
    file_bytes : int
    rows : int
        About.
    seconds : float
    memory : float
        Bytes.
    """

    file_bytes: int
    rows: int
    seconds: float
    memory: float

    def __str__(self) -> str:
        rows = f"about {iteration(_rounded(self.rows))} rows, " if self.rows else ""
        return (
            f"{general(self.file_bytes / 1e6, 3)} MB: {rows}"
            f"about {_rounded(max(1, round(self.seconds)))} s to read, "
            f"{_rounded(max(1, round(self.memory / 1e6)))} MB of memory"
        )


def cost_of(path: Path) -> Cost:
    """What reading a file will take; of a file that is not text its size decides.

    Raises
    ------
    OSError, ValueError
        If there is no such file, or it is no regular one.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError("it is a folder" if stat.S_ISDIR(status.st_mode) else "it is no regular file")
    if status.st_size > MAX_TABLE_BYTES:
        raise OSError(f"it has {status.st_size} bytes, and {MAX_TABLE_BYTES} are the most")
    if status.st_size == 0:
        return Cost(0, 0, 0.0, 0.0)
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        head = file.read(2**16) or b""
    lines = head.count(b"\n")
    if head[:2] == b"PK" or lines < 2:
        return Cost(status.st_size, 0, status.st_size / 5e6, 10.0 * status.st_size)
    share = status.st_size / len(head)
    cells = sum(head.count(mark) for mark in b",;\t|") + lines
    memory = 2.0 * status.st_size + 10.0 * cells * share
    return Cost(status.st_size, round(lines * share), cells * share / CELLS_A_SECOND, memory)


def _rounded(number: int) -> int:
    """Two digits are known at best."""
    return round(number, min(0, 2 - len(str(number))))
