"""Arrays in a JSON file: lists of numbers, by name; ``coefs_`` and its like hold a list of arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from symgui.arrays import FloatArray
from symgui.experiment import ExperimentError
from symgui.experiment.jsontext import parse
from symgui.experiment.spec import finite_float, must_be, shown, shown_name
from symgui.weights.array_bounds import check_shapes

DEEPEST = 6
BIASES = ("intercepts_", "intercepts", "biases", "b", "bias")
"""What a list of vectors is called; by any other name it is a matrix."""


def read_json(data: bytes) -> dict[str, FloatArray]:
    """The arrays by name, in the order of the file; names of objects inside each other have dots between.

    Raises
    ------
    ExperimentError
        If it is no JSON, or a list is ragged or holds what is no number.
    """
    raw = parse(data)
    if not isinstance(raw, Mapping):
        raise must_be("an object with a list of numbers for each array", raw, "the file")
    found = dict(_arrays(raw, "", 0))
    check_shapes({name: array.shape for name, array in found.items()})
    return found


def _arrays(value: Any, name: str, depth: int) -> Iterator[tuple[str, FloatArray]]:
    if depth > DEEPEST:
        raise ExperimentError(f"is nested more than {DEEPEST} deep", shown_name(name))
    if isinstance(value, Mapping):
        repeated = getattr(value, "repeated", ())
        if repeated:
            raise ExperimentError(f"has {shown(repeated[0])} twice", shown_name(name) if name else "the file")
        for key, item in value.items():
            yield from _arrays(item, f"{name}.{key}" if name else str(key), depth + 1)
    elif isinstance(value, list) and _is_list_of_arrays(value, name):
        for k, item in enumerate(value):
            yield from _arrays(item, f"{name}.{k}", depth + 1)
    elif isinstance(value, list):
        yield name, _array(value, shown_name(name))


def _is_list_of_arrays(value: list[Any], name: str) -> bool:
    """Whether it holds arrays, and is none itself."""
    if any(isinstance(item, Mapping) for item in value):
        return True
    lists = [item for item in value if isinstance(item, list)]
    if any(isinstance(row, list) for item in lists for row in item):
        return True
    vectors = name.rpartition(".")[2] in BIASES and bool(lists)
    return vectors and any(len(item) != 1 for item in lists)


def _array(value: list[Any], place: str) -> FloatArray:
    if not any(isinstance(item, list) for item in value):
        return np.array([_number(item, f"{place}[{k}]") for k, item in enumerate(value)], dtype=np.float64)
    rows = []
    for k, row in enumerate(value):
        if not isinstance(row, list) or len(row) != len(value[0] if isinstance(value[0], list) else ()):
            wanted = f"a row of {len(value[0])} numbers, as [0] is" if isinstance(value[0], list) else "a row"
            raise must_be(wanted, row, f"{place}[{k}]")
        rows.append([_number(item, f"{place}[{k}][{i}]") for i, item in enumerate(row)])
    return np.array(rows, dtype=np.float64)


def _number(value: Any, place: str) -> float:
    number = finite_float(value)
    if number is None:
        raise must_be("a number", value, place)
    return number
