"""Where the score's columns and rows lie: pure geometry, shared by all rows."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import msgspec

MIN_WIDTH = 72.0
"""Least width of a column in units; where there is less the score scrolls, by whole columns."""
MIN_INPUT_WIDTH = 84.0
MAX_INPUT_WIDTH = 150.0
"""Least and largest width of the input's column, likewise."""
INPUT_SHARE = 0.18
"""Part of the whole width that the input's column takes between the two."""
HISTOGRAM_WIDTH = 96.0
"""Narrower columns show one dot a layer instead of a histogram."""
TIGHT_INPUT = 8.0
"""What the input's column keeps before an audience, where histograms stand without a diagram."""

GRADIENTS_FROM = 612.0
"""Height of the score from which the gradients' row is shown by default: it gets 120 px there."""
LEAST_HEIGHTS = (132.0, 84.0, 68.0, 68.0)
"""Pixels that a row needs at least; where the window has fewer, the rows scroll."""
TALLEST_HISTOGRAM = 170.0
SHARES = (0.40, 0.20, 0.20, 0.20)
"""Of the height, for diagram, weights, activations and gradients."""


class Column(msgspec.Struct, frozen=True):
    """The horizontal place of one layer; layer 0 is the input."""

    layer: int
    left: float
    right: float
    histogram_from: float = HISTOGRAM_WIDTH

    @property
    def width(self) -> float:
        """Pixels."""
        return self.right - self.left

    @property
    def center(self) -> float:
        """Pixels from the left end."""
        return (self.left + self.right) / 2

    @property
    def narrow(self) -> bool:
        """Whether it is too narrow for a histogram and long titles."""
        return self.width < self.histogram_from


class Columns(msgspec.Struct, frozen=True):
    """The visible columns, from left to right, and how many layers are scrolled out of sight.

    Attributes
    ----------
    visible : tuple of Column
        Input first, output last, between them consecutive hidden layers.
    before, after : int
        Hidden layers out of sight on the left and on the right.
    """

    visible: tuple[Column, ...]
    before: int = 0
    after: int = 0

    def of(self, layer: int) -> Column | None:
        """The column of `layer`, None if it is out of sight."""
        return next((column for column in self.visible if column.layer == layer), None)

    def at(self, x: float) -> Column | None:
        """The column that covers `x`."""
        return next((column for column in self.visible if column.left <= x < column.right), None)

    @property
    def last(self) -> int:
        """L, the number of the output layer."""
        return self.visible[-1].layer if self.visible else 0


@lru_cache(maxsize=64)
def arrange(
    width: float,
    layers: int,
    selected: int | None = None,
    wishes: tuple[tuple[float, ...], ...] = (),
    first: int = 1,
    *,
    reveal: bool = False,
    least: tuple[float, float] = (MIN_INPUT_WIDTH, MIN_WIDTH),
) -> Columns:
    """Share `width` among the columns.

    What is selected changes no width: a click must not move what was clicked.

    Parameters
    ----------
    width : float
        Pixels there are.
    layers : int
        L ≥ 1: layers 1 to L − 1 are hidden, L is the output.
    selected : int or None
        The layer that `reveal` brings into sight.
    wishes : tuple of tuple of float
        Pixels that layers 1 to L would like, the most generous first. The first that all find room for
        holds; if there is none, as many layers as possible get what the last one says.
    first : int
        The first hidden layer to show when not all fit; taken as the nearest that is possible.
    least : tuple of float
        How narrow the input's column and that of a layer may be.
    reveal : bool
        Move on from `first` as far as it takes to bring the selected layer into sight.

    Returns
    -------
    Columns
        Without gaps, covering ``0 … width``.
    """
    hidden = layers - 1
    all_fit = least[0] + layers * least[1] <= width
    room = hidden if all_fit else max(1, int((width - least[0]) // least[1]) - 1)
    shown = min(hidden, room)
    first = max(1, min(first, hidden - shown + 1))
    if reveal and selected is not None and 1 <= selected <= hidden:
        first = min(max(first, selected - shown + 1), selected)
    numbers = [*range(first, first + shown), layers]

    wanted = [[wish[number - 1] for number in numbers] for wish in wishes]
    widths = _widths(width, wanted or [[0.0] * len(numbers)], least)
    columns, left = [], 0.0
    for layer, share in zip([0, *numbers], widths, strict=True):
        columns.append(Column(layer, left, left + share))
        left += share
    return Columns(tuple(columns), before=first - 1, after=hidden - shown - (first - 1))


def _widths(width: float, wishes: list[list[float]], least: tuple[float, float]) -> list[float]:
    """Widths of the input's column and of the layers in sight, whole pixels."""
    count = len(wishes[0])
    spare = width - count * least[1]
    inputs = float(round(max(least[0], min(MAX_INPUT_WIDTH, INPUT_SHARE * width, spare))))
    shares = _shares(max(width - inputs, 1.0), wishes, least[1])
    edges = [round(sum(shares[:i])) for i in range(count + 1)]
    return [inputs, *(float(b - a) for a, b in pairwise(edges))]


def _shares(room: float, wishes: list[list[float]], least: float) -> list[float]:
    """Share `room`: to each what it wishes, if it can be, and what is left to the narrowest."""
    count = len(wishes[0])
    floor = max(least, min(HISTOGRAM_WIDTH, room / count))
    for wish in wishes:
        granted = [max(floor, width) for width in wish]
        if sum(granted) <= room:
            return _filled(granted, room)
    for k in sorted(range(count), key=lambda k: -granted[k]):  # who wants the most goes without first
        if sum(granted) > room:
            granted[k] = floor
    return _filled(granted, room)


def _filled(widths: list[float], room: float) -> list[float]:
    """`widths` with the narrowest raised to one level, as far as `room` goes."""
    rising = sorted(widths)
    for count in range(len(rising), 0, -1):
        level = (room - sum(rising[count:])) / count
        if level >= rising[count - 1]:
            return [max(level, width) for width in widths]
    return [room / len(widths)] * len(widths)


def arrange_histograms(width: float, layers: int, least: float) -> Columns | None:
    """Columns for histograms alone, the input's next to nothing; None if not all have room.

    Parameters
    ----------
    width : float
        Pixels there are.
    layers : int
        L ≥ 1.
    least : float
        The narrowest that a column may be.
    """
    share = (width - TIGHT_INPUT) / layers
    if share < least:
        return None
    edges = [TIGHT_INPUT + round(share * i) for i in range(layers + 1)]
    columns = (
        Column(layer, left, right, least) for layer, (left, right) in enumerate(pairwise(edges), start=1)
    )
    return Columns((Column(0, 0.0, TIGHT_INPUT), *columns))


def row_heights(height: float, gradients: bool) -> tuple[float, float, float, float]:
    """Heights of diagram, weights, activations and gradients (0 if hidden): whole pixels, no gap.

    Each gets the least it needs, if there is so much, and a share of the rest. The histograms stop growing
    at 170 px: more height makes them no clearer, while tiles and cells gain.
    """
    shares = SHARES if gradients else (0.51, 0.215, 0.275, 0.0)
    needed = LEAST_HEIGHTS if gradients else (*LEAST_HEIGHTS[:3], 0.0)
    scale = min(1.0, height / sum(needed))
    least = [scale * need for need in needed]
    rest = height - sum(least)
    activations, slopes = (min(TALLEST_HISTOGRAM, least[k] + shares[k] * rest) for k in (2, 3))
    rest = height - activations - slopes - least[0] - least[1]
    weights = least[1] + rest * shares[1] / (shares[0] + shares[1])
    edges = [
        0.0,
        height - activations - slopes - weights,
        height - activations - slopes,
        height - slopes,
        height,
    ]
    a, b, c, d = (float(round(y) - round(x)) for x, y in pairwise(edges))
    return a, b, c, d
