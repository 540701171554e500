"""The cost by iteration as SVG, with what guessing would cost."""

from __future__ import annotations

import math

import numpy as np

from symgui.figures.caption import MARGIN, Caption, settings_line, standing_line
from symgui.figures.numbers import number
from symgui.figures.palette import LIGHT, Palette
from symgui.figures.scales import CostScale, IterationScale, cost_scale, iteration_scale, thinned
from symgui.figures.svg import Svg
from symgui.symmetry.signal import entropy
from symgui.training.frame import Frame

WIDTH, HEIGHT = 560.0, 300.0
LEFT, BOTTOM, TOP = 64.0, 40.0, 26.0
SIZE = 10.0


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
    curve, guessing = frame.curve, entropy(frame.network.Y)
    finite = np.append(curve.cost, frame.cost)
    finite = finite[np.isfinite(finite)]
    lowest, highest = (float(finite.min()), float(finite.max())) if finite.size else (guessing, guessing)
    t_scale = iteration_scale(frame.experiment.training.iterations, frame.furthest, logarithmic)
    c_scale = cost_scale(lowest, highest, guessing)
    plot = _Plot(above.height + TOP, t_scale, c_scale)
    for at, words in t_scale.ticks(8):
        x = plot.left + plot.width * at / t_scale.length
        svg.text(x, plot.bottom + 16, words, palette.muted, SIZE, "middle")
    for at, words in c_scale.ticks(6):
        y = plot.y_of(at)
        svg.line((plot.left, y), (plot.left + plot.width, y), palette.line)
        svg.text(plot.left - 8, y + 3.5, words, palette.muted, SIZE, "end")
    y = plot.y_of(float(c_scale.position(guessing)))
    svg.line((plot.left, y), (plot.left + plot.width, y), palette.muted, 1.0, "1 3")
    words = f"guessing {number(guessing)}"
    svg.text(plot.left + plot.width, y - 4, words, palette.muted, SIZE, "end")
    positions, costs = thinned(
        t_scale.position(curve.iterations), c_scale.position(curve.cost), int(plot.width)
    )
    points = [
        (plot.left + plot.width * a / t_scale.length, plot.y_of(b))
        for a, b in zip(positions, costs, strict=True)
    ]
    svg.polyline(points, palette.ink, 1.4)
    if math.isfinite(frame.cost):
        x_now = plot.left + plot.width * float(t_scale.position(frame.iteration)) / t_scale.length
        svg.circle((x_now, plot.y_of(float(c_scale.position(frame.cost)))), 3.0, palette.ink)
    middle = plot.left + plot.width / 2
    svg.text(middle, plot.bottom + 31, "iteration", palette.muted, SIZE, "middle")
    svg.text(MARGIN, plot.top - 10, "cost (cross-entropy)", palette.ink, SIZE, bold=True)
    return svg.text_of()


class _Plot:
    """The inside of the axes."""

    def __init__(self, top: float, iterations: IterationScale, costs: CostScale) -> None:
        self.left, self.width = LEFT, WIDTH - LEFT - 2 * MARGIN
        self.top, self.bottom = top, top + HEIGHT - TOP - BOTTOM
        self._ends = costs.ends
        self.iterations = iterations

    def y_of(self, at: float) -> float:
        """Pixels from above of a place on the cost axis."""
        low, high = self._ends
        return self.bottom - (self.bottom - self.top) * (at - low) / (high - low)
