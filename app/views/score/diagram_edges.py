"""Which weights of the network have a curve in its diagram, and where the curves lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from app.views.painting.canvas import Canvas
from app.views.painting.columns import Columns
from app.views.score.edges import Edges, edge_codes
from symgui.figures.units import shown_units
from symgui.training.frame import Frame

MAX_EDGES = 400
"""Curves of all layers together."""


class DiagramEdges:
    """The curves between neighbouring columns in sight: of the largest weights, where there are many.

    Attributes
    ----------
    by_layer : dict of int to Edges
        By the number of the layer the weights lead to.
    drawn, left_out : int
        Weights that have a curve, and those that have none.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.by_layer: dict[int, Edges] = {}
        self.drawn = self.left_out = 0
        self._gaps: list[int] = []  # the layers whose weights are in sight
        self._most = MAX_EDGES  # of one of them
        self._chosen: dict[int, NDArray[np.int64]] = {}  # which of their weights have a curve in its place

    def choose_gaps(self, frame: Frame, columns: Columns) -> None:
        """Draw between these columns from here on; count what has room."""
        visible = columns.visible
        self._gaps = [b.layer for a, b in pairwise(visible) if b.layer == a.layer + 1]
        self._most = MAX_EDGES // max(1, len(self._gaps))
        shown = [len(shown_units(frame, l - 1)) * len(shown_units(frame, l)) for l in self._gaps]
        self.drawn = sum(min(self._most, count) for count in shown)
        self.left_out = sum(layer.W.size for layer in frame.network.layers) - self.drawn
        self._chosen = {}
        for layer in self.by_layer.keys() - set(self._gaps):
            self._canvas.scene().removeItem(self.by_layer.pop(layer))

    def clear(self) -> None:
        """Take all curves away."""
        for edges in self.by_layer.values():
            self._canvas.scene().removeItem(edges)
        self.by_layer.clear()

    def show(self, frame: Frame, rects: Mapping[tuple[int, int], QRectF]) -> None:
        """Show the weights of `frame` between tiles, whose places are known by layer and unit."""
        for layer in self._gaps:
            self._show_gap(frame, layer, rects)

    def _show_gap(self, frame: Frame, layer: int, rects: Mapping[tuple[int, int], QRectF]) -> None:
        """Draw the largest of the shown units' weights into `layer`."""
        if layer not in self.by_layer:
            self.by_layer[layer] = Edges(self._canvas)
        W = frame.network.layers[layer - 1].W
        below, above = shown_units(frame, layer - 1), shown_units(frame, layer)
        if W.shape != (len(above), len(below)):
            W = W[np.ix_(above, below)]
        weights, edges = W.ravel(), self.by_layer[layer]
        chosen = np.arange(W.size)
        if W.size > self._most:
            ranks = np.argsort(-np.nan_to_num(np.abs(weights), nan=np.inf), kind="stable")
            chosen = np.sort(ranks[: self._most])
            weights = weights[chosen]
        if layer not in self._chosen or not np.array_equal(chosen, self._chosen[layer]):
            self._chosen[layer] = chosen
            sources, targets = (
                [rects[l, j] for j in units] for l, units in ((layer - 1, below), (layer, above))
            )
            _place(edges, chosen, (above, below), sources, targets)
        edges.display(edge_codes(weights, frame.weight_scale, edges.steps))


def _place(
    edges: Edges,
    chosen: NDArray[np.int64],
    units: tuple[Sequence[int], Sequence[int]],
    sources: Sequence[QRectF],
    targets: Sequence[QRectF],
) -> None:
    """Put the curves of the chosen weights between the tiles of the units above and below."""
    above, below = units
    j, k = np.divmod(chosen, len(below))
    ends = np.column_stack([
        np.array([rect.right() for rect in sources])[k],
        np.array([rect.center().y() for rect in sources])[k],
        np.array([rect.left() for rect in targets])[j],
        np.array([rect.center().y() for rect in targets])[j],
    ])  # fmt: skip
    room = 0.8 * min(sources[0].height() / len(above), targets[0].height() / len(below))
    edges.place(np.array(above)[j], np.array(below)[k], ends, room)
