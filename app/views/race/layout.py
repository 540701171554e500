"""Where the lanes of a race, their rows and the cost plot lie: pure geometry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

PLANE, NUMBERS, TILES, WEIGHTS, HISTOGRAM = ROWS = "plane", "numbers", "tiles", "weights", "histogram"
"""The rows below a lane's head, from the top."""
COST = "cost"
DROPPED = (HISTOGRAM, WEIGHTS, TILES, NUMBERS)
"""Rows in the order in which they are left out where there is no room."""
LEAST = {PLANE: 8.0, TILES: 3.4, WEIGHTS: 4.6, HISTOGRAM: 3.6}
"""Heights of rows in lines of small type, at least."""
LEAST_BRIEF_PLANE = 3.5
"""Before an audience the numbers stay as long as the plane is so many lines high."""
NICE = {TILES: 4.6, WEIGHTS: 8.0, HISTOGRAM: 5.6}
"""Heights in lines of small type that are enough."""
EXTRA = {TILES: 0.5, WEIGHTS: 1.0, HISTOGRAM: 1.0}
"""Shares of the rows in the height that is left over."""
USUAL_WIDTH = 32.0
"""Lines of small type; in wider columns tiles and histograms are higher, by the same factor."""
MOST_WIDER = 1.8
"""That factor, at most."""
COST_AXES = 6.0
"""Height of the axes of a cost plot below the lanes, in lines of small type."""
COST_LANE = 1.1
"""Height that each lane's letter needs in it, in lines."""
NICE_COST = 17.0
"""Height of the whole plot that is enough, in lines."""
COST_HEIGHT = 0.25
"""Share of the height there is that is enough for it, too."""
FLAT = 1.6
"""A plane is worth no more than so many heights of the cost plot."""
LEAST_COLUMN = 12.0
"""Width of a lane's column in lines of small type, at least."""
LEAST_COST_WIDTH = 14.0
"""Width of a cost plot beside the lanes in lines of small type, at least."""
COST_SHARE = 0.3
"""Share of the width that a cost plot beside the lanes has."""
SMALLEST_PLANE = 40.0
"""Pixels of the side of a plane, at least."""
BRIEF = (PLANE, NUMBERS)
"""The rows before an audience, where type is large: on a narrow screen the same as on a wide one."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What the type asks for, in pixels.

    Attributes
    ----------
    line : float
        Height of a line of small type.
    numbers : float
        Height of the row of numbers.
    padding, gap : float
        Inside a card; between cards and between rows.
    """

    line: float
    numbers: float
    padding: float
    gap: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in whole pixels."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class RaceLayout:
    """Places, from the upper left corner of what is shared out.

    Attributes
    ----------
    lanes : tuple of Box
        The lanes' cards.
    head : float
        Height of a card's head, without padding.
    rows : dict of str to (float, float)
        Top and height of each row there is room for; the same in every lane.
    cost : Box
        The cost plot's card; without height if there is none.
    beside : bool
        Whether it stands on the right of the lanes instead of below.
    padding : float
    line : float
        Height of a line of small type.
    """

    lanes: tuple[Box, ...]
    head: float
    rows: dict[str, tuple[float, float]]
    cost: Box
    beside: bool
    padding: float
    line: float

    @property
    def side(self) -> float:
        """Side of the square plane of the inputs."""
        return min(self.rows[PLANE][1], self.lanes[0].width - 2 * self.padding)


def arrange(
    width: float,
    height: float,
    lanes: int,
    measure: Measure,
    head_height: Callable[[float], float],
    *,
    brief: bool = False,
    cost: bool = True,
) -> RaceLayout:
    """Share out the room: the cost plot below or beside the lanes, whichever leaves more to see.

    Parameters
    ----------
    width, height : float
    lanes : int
    measure : Measure
    head_height : callable
        From the width inside a card to the height of its head.
    brief : bool
        Before an audience: only planes and numbers, and a cost plot beside them, if …
    cost : bool
        … there is to be one.
    """
    share = partial(_arrange, width, height, lanes, measure, head_height, BRIEF if brief else ROWS)
    beside = _beside(width, measure)
    if brief:
        return share(beside if cost else None)
    below = share(0.0)
    if not _has_room_beside(width, lanes, measure):
        return below
    return max((below, share(beside)), key=_worth)


def least_height(width: float, lanes: int, measure: Measure, head_height: Callable[[float], float]) -> float:
    """Pixels of height below which the cost plot has no room below the lanes; 0 where it stands beside them.

    Parameters
    ----------
    width, lanes, measure, head_height
        As `arrange` takes them.
    """
    gap, line = measure.gap, measure.line
    if _has_room_beside(width, lanes, measure):
        return 0.0
    inner = width / lanes - gap - 2 * measure.padding
    cost = (COST_AXES + COST_LANE * lanes) * line
    # between head, plane, numbers and cost, and at the rounding of the lanes
    rows = LEAST[PLANE] * line + measure.numbers
    return 2 * measure.padding + head_height(inner) + rows + cost + 4 * gap


def _has_room_beside(width: float, lanes: int, measure: Measure) -> bool:
    """Whether lanes beside a cost plot are wide enough."""
    left = width - _beside(width, measure) - lanes * measure.gap
    return left >= lanes * LEAST_COLUMN * measure.line


def _beside(width: float, measure: Measure) -> float:
    """Width of a cost plot beside the lanes."""
    return max(LEAST_COST_WIDTH * measure.line, COST_SHARE * width)


def _worth(layout: RaceLayout) -> tuple[int, float]:
    """What is to be seen in it."""
    return len(layout.rows), min(layout.side, FLAT * layout.cost.height)


def _arrange(
    width: float,
    height: float,
    lanes: int,
    measure: Measure,
    head_height: Callable[[float], float],
    names: Sequence[str],
    cost_width: float | None,
) -> RaceLayout:
    """With the cost plot `cost_width` pixels wide on the right, below (0), or nowhere (None)."""
    gap, padding = measure.gap, measure.padding
    room = width - cost_width - gap if cost_width else width
    edges = [round(i * (room + gap) / lanes) for i in range(lanes + 1)]
    columns = [(float(a), float(b - a - gap)) for a, b in pairwise(edges)]
    inner = min(column for _, column in columns) - 2 * padding
    head = head_height(inner)
    least_cost = (COST_AXES + COST_LANE * lanes) * measure.line if cost_width == 0 else 0.0
    rows, cost = _heights(height, inner, head, measure, least_cost, names)
    top, places = padding + head + gap, {}
    for name, size in rows.items():
        places[name] = (float(round(top)), float(round(size)))
        top += size + gap
    lane_height = height - cost - gap if cost_width == 0 else height
    boxes = tuple(Box(left, 0.0, column, float(round(lane_height))) for left, column in columns)
    if cost_width is None:
        card = Box(0.0, height, width, 0.0)
    elif cost_width:
        card = Box(width - cost_width, 0.0, cost_width, height)
    else:
        card = Box(0.0, float(round(lane_height + gap)), width, float(round(cost)))
    return RaceLayout(boxes, head, places, card, bool(cost_width), padding, measure.line)


def _heights(
    height: float, inner: float, head: float, measure: Measure, cost: float, names: Sequence[str]
) -> tuple[dict[str, float], float]:
    """Heights of the rows of `names` there is room for, and of the cost plot, at least `cost` (0: none)."""
    line, gap = measure.line, measure.gap
    below = cost > 0
    sizes = {name: LEAST.get(name, 0.0) * line for name in names}
    if names == BRIEF:
        sizes[PLANE] = LEAST_BRIEF_PLANE * line
    sizes[NUMBERS] = measure.numbers
    if below:
        sizes[COST] = cost

    def spare() -> float:
        return height - 2 * measure.padding - head - len(sizes) * gap - sum(sizes.values())

    for name in DROPPED:
        if spare() < 0:
            sizes.pop(name, None)
    if spare() < 0:
        sizes[PLANE] = max(SMALLEST_PLANE, sizes[PLANE] + spare())
    if below and spare() < 0:  # beside large type in a low window: the heads are more than the plot
        sizes.pop(COST, None)
        below = False
    rest = [name for name in EXTRA if name in sizes]
    wider = min(MOST_WIDER, max(1.0, inner / (USUAL_WIDTH * line)))
    goals = {PLANE: inner}
    for name in rest:
        goals[name] = NICE[name] * line * (1.0 if name == WEIGHTS else wider)
    if below:
        goals[COST] = max(NICE_COST * line, COST_HEIGHT * height)
    _grow(sizes, goals, spare())
    extra = max(0.0, spare())
    if below:
        part = extra / 2 if rest else extra
        sizes[COST] += part
        extra -= part
    for name in rest:
        sizes[name] += extra * EXTRA[name] / sum(EXTRA[other] for other in rest)
    return {name: size for name, size in sizes.items() if name != COST}, sizes.get(COST, 0.0)


def _grow(sizes: dict[str, float], goals: dict[str, float], spare: float) -> None:
    """Let rows grow towards their goals, as far as `spare` goes, each by the same share of its way."""
    missing = {name: max(0.0, goal - sizes[name]) for name, goal in goals.items()}
    total = sum(missing.values())
    share = min(1.0, max(0.0, spare) / total) if total else 0.0
    for name, way in missing.items():
        sizes[name] += share * way


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Tops of labels near the tops they want, none over another, all within low … high if they fit.

    The sum of squared moves is the least (pool adjacent violators); the order of `wanted` is kept, equal
    ones in the order given.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    pools: list[tuple[list[int], float, float]] = []  # members, top, height
    for i in order:
        pool = ([i], wanted[i], heights[i])
        while pools and pools[-1][1] + pools[-1][2] > pool[1]:
            members, top, height = pools.pop()
            joined = members + pool[0]
            total = height + pool[2]
            # the pool's top that is nearest to what its members want
            pool = (joined, (top * len(members) + (pool[1] - height) * len(pool[0])) / len(joined), total)
        pools.append(pool)
    tops = [0.0] * len(wanted)
    for members, top, _ in pools:
        for i in members:
            tops[i] = top
            top += heights[i]
    limit = high
    for i in reversed(order):
        tops[i] = limit = min(tops[i], limit - heights[i])
    limit = low
    for i in order:
        tops[i] = max(tops[i], limit)
        limit = tops[i] + heights[i]
    return tops
