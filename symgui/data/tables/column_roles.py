"""From a table to examples: which columns are features, which is the class, which rows are left out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.data.tables.bounds import refuse
from symgui.data.tables.data_table import Table, TableColumn, place_of
from symgui.experiment import ExperimentError
from symgui.experiment.spec import shown
from symgui.experiment.table_spec import MAX_CLASSES, MAX_FEATURES, MAX_HELD, TableFile, TableSpec

LABEL_NAMES = ("class", "label", "labels", "target", "y", "species", "category", "klasse", "group")
"""What a column of classes is often called."""


class Chosen(msgspec.Struct, frozen=True, eq=False):
    """Examples, as an experiment takes them.

    Attributes
    ----------
    spec : TableSpec
    points : ndarray, shape (count, n_x)
    labels : ndarray of int, shape (count,)
    left_out : int
        Rows in which a feature or the class is missing.
    first_left_out : str
        Where the first of them is: ``'row 7, column "petal width"'``; empty without any.
    """

    spec: TableSpec
    points: FloatArray
    labels: NDArray[np.int64]
    left_out: int
    first_left_out: str


def suggested(table: Table) -> tuple[tuple[int, ...], int | None]:
    """The columns that look like features, and the one that looks like the class; None without any."""
    can = [k for k, column in enumerate(table.columns) if column.classes() is not None]
    named = [k for k in can if table.columns[k].name.strip().lower() in LABEL_NAMES]
    words = [k for k in can if table.columns[k].words]
    last = [k for k in can if k == len(table.columns) - 1]
    label = next(iter([*named, *last, *words[::-1], *can[::-1]]), None)
    features = tuple(k for k, column in enumerate(table.columns) if column.is_numeric and k != label)
    return features, label


def chosen(table: Table, features: Sequence[int], label: int | None, path: Path | None = None) -> Chosen:
    """The examples of some columns; a row in which one of them is missing is left out.

    Few numbers are held by the experiment itself; of more it names the file.

    Parameters
    ----------
    table : Table
    features : sequence of int
        Columns, from 0.
    label : int or None
        The column of the class.
    path : Path, optional
        The file it was read from.

    Raises
    ------
    ExperimentError
        If these columns cannot be that; the sentence names row and column.
    """
    try:
        return _chosen(table, features, label, path)
    except ExperimentError as error:
        raise error.from_source(table.name) from None


def _chosen(table: Table, features: Sequence[int], label: int | None, path: Path | None) -> Chosen:
    _check(table, features, label)
    assert label is not None
    columns = [table.columns[k] for k in features]
    classes, labels = table.columns[label].classes(), table.columns[label].labels()
    assert classes is not None
    points = np.stack([column.numbers for column in columns], axis=1)
    usable = (labels >= 0) & ~np.isnan(points).any(axis=1)
    count = int(usable.sum())
    if not count:
        raise refuse("has no row in which all these columns are filled")
    first = "" if count == len(labels) else _first_missing([*columns, table.columns[label]])
    points, kept = np.ascontiguousarray(points[usable]), labels[usable]
    spec = _spec(table, tuple(features), label, classes, points, kept, path)
    return Chosen(spec, points, kept, len(labels) - count, first)


def _check(table: Table, features: Sequence[int], label: int | None) -> None:
    if label is None:
        raise refuse(f"has no column that can be the class: one with 2 to {MAX_CLASSES} different values")
    column = table.columns[label]
    if column.classes() is None:
        raise refuse(_why_no_class(column), f"the class, column {shown(column.name)},")
    if not features:
        raise refuse("has no feature: choose at least one column of numbers")
    if len(features) > MAX_FEATURES:
        raise refuse(f"has {len(features)} features, and {MAX_FEATURES} are the most")
    for k in features:
        own = table.columns[k]
        if k == label:
            raise refuse("cannot be a feature: it is the class", f"column {shown(own.name)}")
        if own.first_word is not None:
            row, text = own.first_word
            raise refuse(f"must be a number, not {shown(text)}", place_of(own, row))
        if not own.is_numeric:
            raise refuse("is empty", f"column {shown(own.name)}")


def _why_no_class(column: TableColumn) -> str:
    if column.words and column.words + column.missing < len(column.numbers):
        row, text = column.first_word or (0, "")
        return f"has numbers and words, such as {shown(text)} in row {row}"
    different = (
        len(column.values) if column.words else len(np.unique(column.numbers[~np.isnan(column.numbers)]))
    )
    if different > MAX_CLASSES:
        return f"has more than {MAX_CLASSES} different values"
    return f"has {different} different value(s), and 2 to {MAX_CLASSES} are needed"


def _first_missing(columns: Sequence[TableColumn]) -> str:
    found = [(column.first_missing, column) for column in columns if column.first_missing is not None]
    row, column = min(found, key=lambda each: each[0])
    return place_of(column, row)


def _spec(
    table: Table, features: tuple[int, ...], label: int, classes: tuple[str, ...], points: FloatArray,
    labels: NDArray[np.int64], path: Path | None,
) -> TableSpec:  # fmt: skip
    names = tuple(table.columns[k].name for k in features)
    numbers = len(labels) * (len(features) + 1)
    if numbers <= MAX_HELD:
        rows = tuple(map(tuple, np.c_[points, labels].tolist()))
        return TableSpec(name=table.name[:200], features=names, classes=classes, rows=rows)
    if path is None:
        raise refuse(
            f"has {numbers} numbers, and an experiment holds {MAX_HELD} at most: save it as a CSV file and "
            "import that"
        )
    how = table.how
    file = TableFile(
        path=str(path.absolute()), sha256=table.sha256, columns=features, label=label, rows=len(labels),
        delimiter=how.delimiter, decimal="," if how.decimal == "," else ".", encoding=how.encoding or "utf-8",
        header=bool(how.header), sheet=how.sheet,
    )  # fmt: skip
    return TableSpec(name=table.name[:200], features=names, classes=classes, file=file)
