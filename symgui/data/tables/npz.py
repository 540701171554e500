"""Arrays in an NPZ file, read without pickle: X, an example in each row (or column), and their classes y."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symgui.data.tables.archive import opened
from symgui.data.tables.bounds import Progress, check_size, refuse
from symgui.data.tables.data_table import HEAD, MISSING, How, Table, TableColumn
from symgui.data.tables.npy import array_of, header_of
from symgui.experiment.spec import shown, straight
from symgui.experiment.table_spec import MAX_CLASSES
from symgui.plain_text.numbers import decimal

INPUTS = ("X", "x", "X_train", "x_train", "data", "features", "images")
CLASSES = ("y", "Y", "y_train", "Y_train", "target", "targets", "labels", "label")
"""What people call them; else the only array of two or more axes, and the only one that fits it."""


def read_arrays(data: bytes, name: str, how: How, progress: Progress) -> Table:  # noqa: ARG001
    """The table that two arrays make: columns X[0], X[1], …, and y.

    Axes of X after the first are laid out in one row: images become rows of pixels. Where y is as long as X
    has columns and not as it has rows, the columns are the examples, as in the course.

    Raises
    ------
    ExperimentError
        If the arrays are not there, do not fit each other, or hold Python objects.
    """
    archive = opened(data)
    shapes = {}
    for entry in archive.infolist():
        if entry.filename.endswith(".npy"):
            shapes[entry.filename.removesuffix(".npy")] = header_of(data, entry)
    inputs, classes = _which(shapes)
    progress(0.2)
    X = array_of(data, archive.getinfo(f"{inputs}.npy"))
    y = array_of(data, archive.getinfo(f"{classes}.npy")).reshape(-1)
    progress(0.6)
    picture = None
    if X.shape[0] == y.size:
        note = f"{inputs} and {classes}: the rows of {inputs} are the examples"
        if X.ndim == 3 or (X.ndim == 4 and X.shape[3] == 1):
            picture = X.shape[1], X.shape[2]
        X = X.reshape(y.size, -1)
    else:
        note = f"{inputs} and {classes}: the columns of {inputs} are the examples"
        X = X.T
    check_size(X.shape[0], X.shape[1] + 1)
    if X.dtype.kind not in "biuf":
        raise refuse(f"must hold numbers, not {X.dtype}", inputs)
    numbers = np.array(X.T, dtype=np.float64, order="C")
    numbers[~np.isfinite(numbers)] = np.nan
    columns = [_numbers(f"{inputs}[{k}]", row) for k, row in enumerate(numbers)]
    columns.append(_labels(classes, y))
    head = tuple((*map(decimal, numbers[:, i]), str(y[i])) for i in range(min(HEAD, y.size)))
    return Table(name, How("arrays", note=note), tuple(columns), head, 1, picture=picture)


def _which(shapes: dict[str, tuple[int, ...]]) -> tuple[str, str]:
    there = ", ".join(
        f"{shown(name)} {'×'.join(map(str, shape)) or 'a number'}" for name, shape in shapes.items()
    )
    there = there[:300] or "nothing"
    inputs = next((n for n in INPUTS if n in shapes and len(shapes[n]) >= 2), None)
    if inputs is None:
        wide = [name for name, shape in shapes.items() if len(shape) >= 2 and 1 not in shape[:2]]
        inputs = wide[0] if len(wide) == 1 else None
    if inputs is None:
        raise refuse(f"has no array X with an example in each row: it has {there}")
    rows, columns = shapes[inputs][0], shapes[inputs][1] if len(shapes[inputs]) == 2 else -1
    flat = {n: math.prod(s) for n, s in shapes.items() if n != inputs and max(s, default=1) == math.prod(s)}
    fits = {name: size for name, size in flat.items() if size in (rows, columns)}
    classes = next((name for name in CLASSES if name in fits), None)
    if classes is None:
        classes = next(iter(fits)) if len(fits) == 1 else None
    if classes is None:
        raise refuse(f"has no array y with a class for each example of {inputs}: it has {there}")
    return inputs, classes


def _numbers(name: str, numbers: NDArray[np.float64]) -> TableColumn:
    missing = np.isnan(numbers)
    first = int(np.argmax(missing)) + 1 if missing.any() else None
    codes = np.broadcast_to(np.int8(-1), numbers.shape)
    return TableColumn(name, numbers, int(missing.sum()), first, 0, None, (), codes)


def _labels(name: str, y: NDArray[Any]) -> TableColumn:
    if y.dtype.kind in "biuf":
        numbers = y.astype(np.float64)
        numbers[~np.isfinite(numbers)] = np.nan
        return _numbers(name, numbers)
    if y.dtype.kind != "U":
        raise refuse(f"must hold numbers or names, not {y.dtype}", name)
    words, codes = np.unique(np.char.strip(y), return_inverse=True)
    texts = [straight(str(word)) for word in words]
    gone = np.array([text.lower() in MISSING for text in texts])[codes]
    named = [text for text in texts if text.lower() not in MISSING]
    few = len(named) <= MAX_CLASSES
    place = {text: k for k, text in enumerate(named)}
    index = np.array([place.get(text, -1) if few else -1 for text in texts], dtype=np.int8)
    first = int(np.argmax(gone)) + 1 if gone.any() else None
    word = next(((i + 1, str(y[i])) for i in range(y.size) if not gone[i]), None)
    values = tuple(named[: MAX_CLASSES + 1])
    nothing = np.full(y.size, np.nan)
    return TableColumn(name, nothing, int(gone.sum()), first, int((~gone).sum()), word, values, index[codes])
