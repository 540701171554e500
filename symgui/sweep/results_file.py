"""The results of a sweep: one SQLite file, a row a run, each run by the hash of its experiment."""

from __future__ import annotations

import csv
import io
import math
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from symgui.experiment import ExperimentError
from symgui.sweep.grid import Cell, RunGrid
from symgui.sweep.outcome import RunOutcome

NAME = "results.sqlite"
"""The file in the folder of a sweep."""
VERSION = 2
FIELDS = RunOutcome.__struct_fields__

_TABLES = (
    "CREATE TABLE grid (version INTEGER NOT NULL, text TEXT NOT NULL)",
    "CREATE TABLE runs (key TEXT PRIMARY KEY, iteration INTEGER NOT NULL, verdict TEXT NOT NULL, "
    "reached TEXT NOT NULL, effective_units INTEGER NOT NULL, units INTEGER NOT NULL, cost REAL, "
    "accuracy REAL NOT NULL, escaped_at INTEGER, broken_at INTEGER) WITHOUT ROWID",
    "CREATE TABLE places (line INTEGER NOT NULL, across INTEGER NOT NULL, seed INTEGER NOT NULL, "
    "key TEXT NOT NULL, PRIMARY KEY (line, across, seed)) WITHOUT ROWID",
)


class Place(msgspec.Struct, frozen=True, order=True):
    """A run's place in its grid: the cell, and the seed."""

    cell: Cell
    seed: int


class ResultsFile:
    """What is known of a grid so far.

    Parameters
    ----------
    folder : str or path
        Made if it is not there.
    grid : RunGrid
        Must be the grid that the file was begun with.

    Raises
    ------
    ExperimentError
        If the folder cannot be used, holds the results of another grid, or of another version.
    """

    def __init__(self, folder: str | os.PathLike[str], grid: RunGrid) -> None:
        self.path = Path(folder) / NAME
        self.grid = grid
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self.path)
            try:
                self._open()
            except BaseException:
                self._connection.close()
                raise
        except (OSError, sqlite3.Error) as error:
            raise ExperimentError(f"cannot be used: {error}", "", str(self.path)) from None

    def _open(self) -> None:
        tables = {name for (name,) in self._connection.execute("SELECT name FROM sqlite_master")}
        if not tables:
            with self._connection:
                self._connection.execute("BEGIN")  # a kill must not leave tables without a grid
                for table in _TABLES:
                    self._connection.execute(table)
                self._connection.execute("INSERT INTO grid VALUES (?, ?)", (VERSION, self.grid.dumps()))
            return
        found = (
            self._connection.execute("SELECT version, text FROM grid").fetchone()
            if "grid" in tables
            else None
        )
        if found is None:
            raise ExperimentError("holds no results of a sweep", "", str(self.path))
        if found[0] != VERSION:
            raise ExperimentError(
                f"has the version {found[0]}, and this program reads {VERSION}", "", str(self.path)
            )
        if found[1] != self.grid.dumps():
            raise ExperimentError(
                "holds the results of another grid: choose another folder", "", str(self.path)
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back; what was added is in it."""
        self._connection.close()

    def add(self, found: Iterable[tuple[Place, str, RunOutcome]]) -> None:
        """Write outcomes with their places and keys, all or none of them."""
        runs, places = [], []
        for place, key, outcome in found:
            runs.append((key, *msgspec.structs.astuple(outcome)))
            places.append((place.cell.row, place.cell.column, place.seed, key))
        marks = ", ".join("?" * (1 + len(FIELDS)))
        with self._saying("written"), self._connection:
            self._connection.executemany(f"INSERT OR IGNORE INTO runs VALUES ({marks})", runs)
            self._connection.executemany("INSERT OR IGNORE INTO places VALUES (?, ?, ?, ?)", places)

    def count(self) -> int:
        """How many runs are known."""
        with self._saying("read"):
            (count,) = self._connection.execute("SELECT count(*) FROM places").fetchone()
        return int(count)

    def done_at(self) -> NDArray[np.bool_]:
        """Which runs are known, as an array of the shape (rows, columns, seeds)."""
        grid = self.grid
        done = np.zeros((grid.rows, grid.columns, grid.seeds), dtype=np.bool_)
        with self._saying("read"):
            for line, across, seed in self._connection.execute("SELECT line, across, seed FROM places"):
                done[line, across, seed - grid.first_seed] = True
        return done

    def verdicts(self) -> dict[str, int]:
        """How many runs had which verdict, the most frequent first."""
        with self._saying("read"):
            rows = self._connection.execute(
                "SELECT verdict, count(*) FROM places JOIN runs USING (key)"
                " GROUP BY verdict ORDER BY count(*) DESC, verdict"
            )
            return dict(rows.fetchall())

    def outcomes(self) -> Iterator[tuple[Place, RunOutcome]]:
        """Everything known, in the order of the cells' rows and columns and of the seeds."""
        fields = ", ".join(f"runs.{name}" for name in FIELDS)
        with self._saying("read"):
            rows = self._connection.execute(
                f"SELECT line, across, seed, {fields} FROM places JOIN runs USING (key)"
                " ORDER BY line, across, seed"
            )
            for line, across, seed, *values in rows:
                named = dict(zip(FIELDS, values, strict=True))
                if named["cost"] is None:  # SQLite has no NaN
                    named["cost"] = math.nan
                yield Place(Cell(line, across), seed), RunOutcome(**named)

    @contextmanager
    def _saying(self, what: str) -> Iterator[None]:
        """Say in a sentence what SQLite has against it: a full disk, a damaged file."""
        try:
            yield
        except sqlite3.Error as error:
            raise ExperimentError(f"cannot be {what}: {error}", "", str(self.path)) from None

    def take_from(self, folder: str | os.PathLike[str]) -> int:
        """Copy the results of the same grid from another folder; how many places came.

        Raises
        ------
        ExperimentError
            If that folder holds no results of this grid.
        """
        if not (Path(folder) / NAME).is_file():
            raise ExperimentError(f"has no {NAME}", "", str(folder))
        with ResultsFile(folder, self.grid) as other:
            count = other.count()
        if self.path.samefile(other.path):
            return count
        with self._saying("merged"):
            self._connection.execute("ATTACH ? AS other", (str(other.path),))
            try:
                with self._connection:
                    for table in ("runs", "places"):
                        self._connection.execute(f"INSERT OR IGNORE INTO {table} SELECT * FROM other.{table}")
            finally:
                self._connection.execute("DETACH other")
        return count

    def as_csv(self) -> str:
        """All outcomes as a table: the settings, the seed, the fields of `RunOutcome`; all digits."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        settings = [axis.setting for axis in self.grid.axes]
        writer.writerow([*settings, *([] if "seed" in settings else ["seed"]), *FIELDS])
        for place, outcome in self.outcomes():
            values = self.grid.values_at(place.cell)
            seed = [] if "seed" in settings else [place.seed]
            cells = [*values.values(), *seed, *msgspec.structs.astuple(outcome)]
            writer.writerow([repr(cell) if isinstance(cell, float) else cell for cell in cells])
        return text.getvalue()


def grid_in(folder: str | os.PathLike[str]) -> RunGrid:
    """The grid whose results are in a folder.

    Raises
    ------
    ExperimentError
        If there are none.
    """
    path = Path(folder) / NAME
    if not path.is_file():
        raise ExperimentError(f"has no {NAME}", "", str(folder))
    try:
        try:
            version, text = _first_row(path, "ro")
        except sqlite3.OperationalError:  # killed while it was written: who may write mends it
            version, text = _first_row(path, "rw")
    except (sqlite3.Error, TypeError) as error:
        raise ExperimentError(f"holds no results of a sweep: {error}", "", str(path)) from None
    if version != VERSION:
        raise ExperimentError(f"has the version {version}, and this program reads {VERSION}", "", str(path))
    return RunGrid.loads(text, data_anywhere=True)


def _first_row(path: Path, mode: str) -> tuple[int, str]:
    """Version and grid of a file; a `TypeError` if it has none."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True)
    try:
        version, text = connection.execute("SELECT version, text FROM grid").fetchone()
    finally:
        connection.close()
    return version, text
