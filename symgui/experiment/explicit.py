"""Explicit weights and biases: nested lists of numbers, brought into the shapes of a network's layers."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

from symgui.experiment.spec import ExperimentError, finite_float, must_be

Vector: TypeAlias = tuple[float, ...]
Matrix: TypeAlias = tuple[Vector, ...]


def all_weights(raw: Any, sizes: tuple[int, ...]) -> tuple[Matrix, ...]:
    """One n_l × n_{l-1} matrix per layer; a network of one layer may give its matrix alone.

    Raises
    ------
    ExperimentError
        If the shapes are not those of the network, or an entry is no finite number.
    """
    if len(sizes) == 2 and _depth(raw) == 2:
        raw = [raw]
    return tuple(_per_layer(raw, sizes, lambda values, layer: matrix(values, sizes[layer], sizes[layer - 1])))


def all_biases(raw: Any, sizes: tuple[int, ...]) -> tuple[Vector, ...]:
    """One flat tuple of n_l numbers per layer, from flat lists or columns; one layer may give its own alone.

    Raises
    ------
    ExperimentError
        If the lengths are not those of the network, or an entry is no finite number.
    """
    alone = len(sizes) == 2 and (_depth(raw) == 1 or len(raw) == sizes[1] > 1)
    if alone:
        raw = [raw]
    return tuple(_per_layer(raw, sizes, lambda values, layer: vector(values, sizes[layer])))


def matrix(raw: Any, rows: int, columns: int) -> Matrix:
    """`rows` tuples of `columns` floats.

    Raises
    ------
    ExperimentError
        If it is not of that shape, or an entry is no finite number.
    """
    wanted = f"a {rows} × {columns} matrix (a list of {rows} row(s))"
    return tuple(
        _at(index, _numbers, row, columns, f"a row of {columns} number(s), as in {wanted}")
        for index, row in enumerate(_list(raw, rows, wanted))
    )


def vector(raw: Any, units: int) -> Vector:
    """`units` floats, from a flat list or a column ([[0.1], [0.2]]).

    Raises
    ------
    ExperimentError
        If it is neither, or an entry is no finite number.
    """
    wanted = f"a list or a column of {units} number(s)"
    if _depth(raw) == 2:
        column = _list(raw, units, wanted)
        return tuple(_at(i, _numbers, row, 1, "one number")[0] for i, row in enumerate(column))
    return _numbers(raw, units, wanted)


def _per_layer(raw: Any, sizes: tuple[int, ...], read: Any) -> list[Any]:
    count = len(sizes) - 1
    entries = _list(raw, count, f"a list of {count} entries, one per layer")
    return [_at(layer - 1, read, values, layer) for layer, values in enumerate(entries, start=1)]


def _at(index: int, read: Any, raw: Any, *arguments: Any) -> Any:
    """`read` the entry at `index`, which an error names."""
    try:
        return read(raw, *arguments)
    except ExperimentError as error:
        raise error.within(f"[{index}]") from None


def _list(raw: Any, length: int, wanted: str) -> list[Any] | tuple[Any, ...]:
    if hasattr(raw, "tolist"):  # an array
        raw = raw.tolist()
    if not isinstance(raw, list | tuple):
        raise must_be(wanted, raw)
    if len(raw) != length:
        raise ExperimentError(f"must be {wanted}, not of {len(raw)}")
    return raw


def _numbers(raw: Any, length: int, wanted: str) -> Vector:
    row = _list(raw, length, wanted)
    if type(row) is tuple and all(type(number) is float and math.isfinite(number) for number in row):
        return row
    return tuple(_at(index, _number, number) for index, number in enumerate(row))


def _number(raw: Any) -> float:
    number = finite_float(raw)
    if number is None:
        raise must_be("a number", raw)
    return number


def _depth(raw: Any) -> int:
    """How many lists deep the first entry lies."""
    if hasattr(raw, "tolist"):
        return len(raw.shape)
    depth = 0
    while isinstance(raw, list | tuple):
        depth += 1
        if not raw or depth > 3:
            break
        raw = raw[0]
    return depth
