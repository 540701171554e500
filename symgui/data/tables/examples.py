"""The examples of an experiment on data of one's own, chosen by its seed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.data.data_file_error import DataFileError
from symgui.data.tables.column_roles import chosen
from symgui.data.tables.data_table import How
from symgui.data.tables.reading import read_table
from symgui.experiment import DataSpec, ExperimentError
from symgui.experiment.spec import shown
from symgui.experiment.table_spec import TableFile, TableSpec

Examples: TypeAlias = tuple[FloatArray, NDArray[np.int64]]
"""Points, shape (m, n_x), and classes, shape (m,)."""


def examples_of(table: TableSpec) -> Examples:
    """All rows that can be used, in the order of the table.

    Raises
    ------
    DataFileError
        If they lie in a file that is gone, or has changed.
    """
    if table.file is None:
        rows = np.array(table.rows, dtype=np.float64)
        return np.ascontiguousarray(rows[:, :-1]), rows[:, -1].astype(np.int64)
    try:
        points, labels, classes = examples_in_file(table.file)
    except ExperimentError as error:
        raise DataFileError(error.problem, error.place, error.source) from None
    if classes != table.classes:
        raise DataFileError(f"are {', '.join(map(shown, classes))} in the file", "data.table.classes")
    return points, labels


def split(examples: Examples, samples: int, tests: int, seed: int) -> tuple[Examples, Examples]:
    """Training and test examples: the first of a permutation by `seed`, each in the order of the table."""
    points, labels = examples
    order = RandomState(seed).permutation(len(labels))
    train, test = np.sort(order[:samples]), np.sort(order[samples : samples + tests])
    return (points[train], labels[train]), (points[test], labels[test])


def split_of(spec: DataSpec, examples: Examples) -> tuple[Examples, Examples]:
    """The same, as an experiment has it."""
    return split(examples, spec.samples, spec.test_samples, spec.seed)


@lru_cache(maxsize=1)  # the file may be large, and each run asks for it
def examples_in_file(file: TableFile) -> tuple[FloatArray, NDArray[np.int64], tuple[str, ...]]:
    """Points (rows × columns), labels and the classes' names of a file; the latest one is remembered."""
    path = Path(file.path)
    if not path.is_absolute():
        problem = (
            f"names {shown(file.path)} beside the experiment file, and there is no such file: save it first"
        )
        raise ExperimentError(problem, "data.table.file.path")
    how = How(
        delimiter=file.delimiter, decimal=file.decimal, encoding=file.encoding, header=file.header,
        sheet=file.sheet,
    )  # fmt: skip
    table = read_table(path, how)
    if table.sha256 != file.sha256:
        raise ExperimentError("has changed since it was imported: import it again", "", path.name)
    if max((*file.columns, file.label)) >= len(table.columns):
        raise ExperimentError(f"has {len(table.columns)} columns only", "", path.name)
    found = chosen(table, file.columns, file.label, path)
    if len(found.labels) != file.rows:
        raise ExperimentError(f"has {len(found.labels)} rows that can be used", "", path.name)
    return found.points, found.labels, found.spec.classes
