"""What a run has recorded as CSV, and parameters as NPZ or safetensors: same numbers, same bytes."""

from __future__ import annotations

import csv
import io
import json
import struct
import zipfile
from collections.abc import Iterator, Mapping
from typing import TypeAlias

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.state import NetworkState
from symgui.training.frame import Frame, Histogram

Table: TypeAlias = list[list[str]]
"""Rows of fields."""

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""Every entry of a zip file has a date; this one says nothing."""


def as_csv(table: Table) -> str:
    """A table as CSV."""
    return _written(table, ",")


def as_tabs(table: Table) -> str:
    """A table as a spreadsheet takes it from the clipboard."""
    return _written(table, "\t")


def _written(table: Table, delimiter: str) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(table)
    return file.getvalue()


def recorded(frame: Frame) -> Table:
    """All that is recorded, as far as the run has been: a line an iteration, every digit of every number.

    ``effective_units_l`` and ``row_spread_l``, the largest difference between two units' incoming row or
    bias, are those of hidden layer l; an empty field was not measured there. ``learning_rate`` and ``l2``
    are those of the next update.
    """
    hidden = len(frame.symmetry.layers)
    head = ["iteration", "cost", "train_accuracy", "test_accuracy", "learning_rate", "l2"]
    for name in ("effective_units", "row_spread"):
        head += [f"{name}_{l}" for l in range(1, hidden + 1)]
    return [[*head, "events"], *_rows(frame, hidden)]


def histograms(frame: Frame) -> Table:
    """The histograms of all layers, a line a bar; exact zeros, which no bar holds, on a line of their own."""
    rows = [["layer", "of", "from", "to", "count"]]
    for l, picture in enumerate(frame.pictures, start=1):
        for name, found in (("A", picture.activations), ("dW and db", picture.gradients)):
            rows += [[str(l), name, *row] for row in histogram_rows(found)]
    return rows


def histogram_rows(found: Histogram) -> Table:
    """The rows of a histogram: from, to and count of every bar; the last one is of exact zeros."""
    width = (found.high - found.low) / len(found.counts)
    bars = [
        [repr(found.low + i * width), repr(found.low + (i + 1) * width), str(count)]
        for i, count in enumerate(found.counts.tolist())
    ]
    return [*bars, ["0", "0", str(found.zeros)]]


def matrices(frame: Frame) -> Table:
    """Every W[l] and b[l], one below the other, each below its name; a line a unit."""
    rows: Table = []
    for name, array in parameters_of(frame.network).items():
        rows += [[name], *([repr(x) for x in row] for row in array.tolist()), []]
    return rows[:-1]


def _rows(frame: Frame, hidden: int) -> Iterator[list[str]]:
    curve = frame.curve
    costs = {
        int(t): [repr(float(c)), repr(float(a)), repr(float(b)) if frame.data.has_test else ""]
        for t, c, a, b in zip(
            curve.iterations, curve.cost, curve.train_accuracy, curve.test_accuracy, strict=True
        )
    }
    measured = {
        int(t): [*(str(n) for n in units.tolist()), *(repr(float(x)) for x in spread)]
        for t, units, spread in zip(curve.measured, curve.effective_units, curve.row_spread, strict=True)
    }
    events: dict[int, list[str]] = {}
    for event in frame.events:
        events.setdefault(event.iteration, []).append(event.text)
    changes = [change for change in frame.experiment.changes if change.at <= frame.furthest]
    rates = {change.at: change.learning_rate for change in changes if change.learning_rate is not None}
    l2s = {change.at: change.l2 for change in changes if change.l2 is not None}
    rate, l2 = frame.experiment.training.learning_rate, frame.experiment.training.l2
    for t in sorted({*costs, *measured, *events, *rates, *l2s}):
        rate, l2 = rates.get(t, rate), l2s.get(t, l2)
        yield [
            str(t),
            *costs.get(t, ["", "", ""]),
            repr(rate),
            repr(l2),
            *measured.get(t, [""] * 2 * hidden),
            "; ".join(events.get(t, [])),
        ]


def parameters_of(state: NetworkState) -> dict[str, FloatArray]:
    """W1, b1, W2, b2, …: W[l] of shape (n_l, n_{l-1}), b[l] of shape (n_l, 1)."""
    found = {}
    for layer in state.layers:
        found[f"W{layer.number}"], found[f"b{layer.number}"] = layer.W, layer.b
    return found


def npz(arrays: Mapping[str, FloatArray]) -> bytes:
    """Arrays as an NPZ file, which ``numpy.load`` reads without pickle."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            np.lib.format.write_array(entry, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", ZIP_DATE), entry.getvalue())
    return file.getvalue()


def safetensors(arrays: Mapping[str, FloatArray]) -> bytes:
    """Arrays as a safetensors file: 8 bytes of length, JSON that says where each array lies, and the float64.

    The format is described at https://github.com/huggingface/safetensors.
    """
    head: dict[str, object] = {}
    parts, at = [], 0
    for name, array in arrays.items():
        data = np.ascontiguousarray(array, dtype="<f8").tobytes()
        head[name] = {"dtype": "F64", "shape": list(array.shape), "data_offsets": [at, at + len(data)]}
        parts.append(data)
        at += len(data)
    text = json.dumps(head, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(parts)
