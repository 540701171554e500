"""What a single view shows as a table: a curve, a histogram, a matrix, the answers over the plane."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from symgui.export.number_files import Table, histogram_rows
from symgui.training.frame import Frame
from symgui.training.race import RaceFrame


class ViewTable(msgspec.Struct, frozen=True):
    """A table of a view.

    Attributes
    ----------
    view : str
        The view's object name.
    label : callable
        Layer l to what people call it.
    rows : callable
        ``(frame, l)`` to rows of fields; none where there is nothing to show.
    """

    view: str
    label: Callable[[int], str]
    rows: Callable[[Frame, int], Table]


def curve(frame: Frame, _layer: int = 0) -> Table:
    """The recorded costs and accuracies by iteration, every digit of them."""
    curve = frame.curve
    head = ["iteration", "cost", "train_accuracy"]
    columns = [curve.iterations, curve.cost, curve.train_accuracy]
    if frame.data.has_test:
        head, columns = [*head, "test_accuracy"], [*columns, curve.test_accuracy]
    return [head, *([repr(x) for x in row] for row in zip(*(c.tolist() for c in columns), strict=True))]


def matrix(frame: Frame, layer: int) -> Table:
    """W[l] and b[l] side by side, a line a unit."""
    state = frame.network.layers[layer - 1]
    head = [f"W{layer}[:,{k}]" for k in range(state.W.shape[1])] + [f"b{layer}"]
    rows = zip(state.W.tolist(), state.b.ravel().tolist(), strict=True)
    return [head, *([repr(x) for x in (*row, b)] for row, b in rows)]


def activations(frame: Frame, layer: int) -> Table:
    """The histogram of A[l], a line a bar; exact zeros on a line of their own."""
    return [["from", "to", "count"], *histogram_rows(frame.pictures[layer - 1].activations)]


def gradients(frame: Frame, layer: int) -> Table:
    """The histogram of dW[l] and db[l], likewise."""
    return [["from", "to", "count"], *histogram_rows(frame.pictures[layer - 1].gradients)]


def plane(frame: Frame, _layer: int = 0) -> Table:
    """ŷ over the plane of the inputs: x1 along the first line, x2 down the first column."""
    if frame.plane is None:
        return []
    found = frame.plane
    head = ["x2 \\ x1", *map(repr, found.x1.tolist())]
    rows = zip(found.x2.tolist(), found.probability.tolist(), strict=True)
    return [head, *([repr(x2), *map(repr, row)] for x2, row in rows)]


def race_costs(frame: RaceFrame) -> Table:
    """The recorded costs of all lanes by iteration; an empty field where a lane has none."""
    costs = [
        dict(zip(each.curve.iterations.tolist(), each.curve.cost.tolist(), strict=True))
        for each in frame.frames
    ]
    rows = [
        [str(t), *(repr(lane[t]) if t in lane else "" for lane in costs)] for t in sorted(set().union(*costs))
    ]
    return [["iteration", *(f"{lane.letter}: {lane.text}" for lane in frame.lanes)], *rows]


VIEW_TABLES = (
    ViewTable("cost-view", lambda _: "Cost by iteration", curve),
    ViewTable("weights-view", lambda l: f"W[{l}] and b[{l}]", matrix),
    ViewTable("activations-view", lambda l: f"Histogram of A[{l}]", activations),
    ViewTable("gradients-view", lambda l: f"Histogram of dW[{l}] and db[{l}]", gradients),
    ViewTable("boundary-view", lambda _: "Answers over the plane", plane),
)
"""In the order in which they are offered."""
