"""The cost by iteration as SVG, with what guessing would cost."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from symgui.figures.caption import MARGIN, Caption, settings_line, standing_line
from symgui.figures.palette import LIGHT, Palette
from symgui.figures.scales import CostScale, IterationScale, cost_scale, iteration_scale, thinned
from symgui.figures.svg import Point, Svg
from symgui.plain_text.numbers import number
from symgui.symmetry.signal import entropy
from symgui.training.frame import Frame

WIDTH, HEIGHT = 560.0, 300.0
"""Of the picture, in pixels."""
LEFT, BOTTOM = 64.0, 40.0
"""Pixels beside and below the curves, for the axes."""
TOP = 26.0
"""Pixels above them, for the title."""
SIZE = 10.0
"""Pixels of the type of ticks and names."""
DASHES = ("", "7 4", "1.5 3", "9 3 1.5 3", "16 5", "5 2.5 1.5 2.5 1.5 2.5")
"""Of the curves of several runs."""


def cost(frame: Frame, palette: Palette = LIGHT, *, titled: bool = True, logarithmic: bool = True) -> str:
    """The recorded costs, as far as the run has been, and a dot at the frame's iteration.

    Parameters
    ----------
    frame : Frame
    palette : Palette
    titled : bool
        With a line of the settings above.
    logarithmic : bool
        Iterations on a log axis.

    Returns
    -------
    str
        The text of an SVG file.
    """
    above = Caption(WIDTH, settings_line(frame.experiment) if titled else "", standing_line(frame))
    svg = Svg(WIDTH, above.height + HEIGHT, palette.paper, f"Cost by iteration: {standing_line(frame)}")
    above.write(svg, 0.0, palette)
    draw_costs(svg, [frame], above.height, palette, logarithmic=logarithmic)
    return svg.text_of()


def draw_costs(
    svg: Svg,
    frames: Sequence[Frame],
    top: float,
    palette: Palette,
    letters: Sequence[str] = "",
    *,
    logarithmic: bool = True,
) -> None:
    """Curves on one pair of axes, as wide as the picture and `HEIGHT` high; of several each with its dash.

    Parameters
    ----------
    svg : Svg
    frames : sequence of Frame
        Of runs on the same data.
    top : float
    palette : Palette
    letters : sequence of str
        What is written beside the dots.
    logarithmic : bool
        Iterations on a log axis.
    """
    guessing = entropy(frames[0].network.Y)
    steady = [frame for frame in frames if all(event.kind != "diverged" for event in frame.events)]
    finite = np.concatenate([np.append(frame.curve.cost, frame.cost) for frame in steady or frames])
    finite = finite[np.isfinite(finite)]
    lowest, highest = (float(finite.min()), float(finite.max())) if finite.size else (guessing, guessing)
    planned = max(frame.experiment.training.iterations for frame in frames)
    t_scale = iteration_scale(planned, max(frame.furthest for frame in frames), logarithmic)
    plot = _Plot(svg.width, top + TOP, t_scale, cost_scale(lowest, highest, guessing))
    _draw_axes(svg, plot, guessing, palette)
    dots = []
    for index, frame in enumerate(frames):
        svg.polyline(plot.curve(frame), palette.ink, 1.4, DASHES[index % len(DASHES)])
        if math.isfinite(frame.cost):
            dots.append((plot.at(frame.iteration, frame.cost), letters[index] if letters else ""))
            svg.circle(dots[-1][0], 3.0, palette.ink)
    dots.sort(key=lambda dot: dot[0][1])
    for ((x, _), words), at in zip(dots, _apart([y + 3.5 for (_, y), _ in dots], plot.bottom), strict=True):
        if words:
            svg.rect(x + 5, at - 0.8 * SIZE, SIZE, SIZE, palette.paper)
            svg.text(x + 6, at, words, palette.ink, SIZE, bold=True)


def _apart(wanted: list[float], lowest: float) -> list[float]:
    """Baselines near those that are wanted, from above, so that words do not touch and none is lower."""
    placed: list[float] = []
    for y in wanted:
        placed.append(max(y, placed[-1] + SIZE) if placed else y)
    for k in reversed(range(len(placed))):
        placed[k] = min(placed[k], lowest if k == len(placed) - 1 else placed[k + 1] - SIZE)
    return placed


def _draw_axes(svg: Svg, plot: _Plot, guessing: float, palette: Palette) -> None:
    """The ticks with their lines, and what guessing costs."""
    for along, words in plot.iterations.ticks(8):
        x = plot.left + plot.width * along / plot.iterations.length
        svg.text(x, plot.bottom + 16, words, palette.muted, SIZE, "middle")
    for up, words in plot.costs.ticks(6):
        y = plot.y_of(up)
        svg.line((plot.left, y), (plot.left + plot.width, y), palette.line)
        svg.text(plot.left - 8, y + 3.5, words, palette.muted, SIZE, "end")
    y = plot.y_of(float(plot.costs.position(guessing)))
    svg.line((plot.left, y), (plot.left + plot.width, y), palette.muted, 1.0, "1 3")
    words = f"guessing {number(guessing)}"
    svg.text(plot.left + plot.width, y - 4, words, palette.muted, SIZE, "end")
    middle = plot.left + plot.width / 2
    svg.text(middle, plot.bottom + 31, "iteration", palette.muted, SIZE, "middle")
    svg.text(MARGIN, plot.top - 10, "cost (cross-entropy)", palette.ink, SIZE, bold=True)


class _Plot:
    """The inside of the axes, on a picture of a width."""

    def __init__(self, width: float, top: float, iterations: IterationScale, costs: CostScale) -> None:
        self.left, self.width = LEFT, width - LEFT - 2 * MARGIN
        self.top, self.bottom = top, top + HEIGHT - TOP - BOTTOM
        self.iterations, self.costs = iterations, costs

    def curve(self, frame: Frame) -> list[Point]:
        """The recorded costs."""
        curve = frame.curve
        costs = np.minimum(curve.cost, self.costs.high)  # of a run that diverges it is at the upper edge
        along, up = thinned(
            self.iterations.position(curve.iterations), self.costs.position(costs), int(self.width)
        )
        x = self.left + self.width * along / self.iterations.length
        return [(a, self.y_of(b)) for a, b in zip(x.tolist(), up.tolist(), strict=True)]

    def at(self, iteration: int, cost: float) -> Point:
        """Where a cost lies."""
        x = self.left + self.width * float(self.iterations.position(iteration)) / self.iterations.length
        return x, self.y_of(float(self.costs.position(min(cost, self.costs.high))))

    def y_of(self, at: float) -> float:
        """Pixels from above of a place on the cost axis."""
        low, high = self.costs.ends
        return self.bottom - (self.bottom - self.top) * (at - low) / (high - low)
