"""How high the bars of a histogram may be, as shares of all its values."""

from __future__ import annotations

from symgui.training.frame import Histogram

TOPS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Shares at which the vertical axis may end."""


def top_share(share: float, top: float) -> float:
    """Where the vertical axis ends for a highest bar of `share`, having ended at `top` (0: nowhere yet).

    It grows at once and shrinks only when the bars fill less than a quarter, so that it does not flicker.
    """
    if share == 0 or top / 4 <= share <= top:
        return top or 1.0
    return next(step for step in TOPS if share <= step)


def highest_share(histogram: Histogram) -> float:
    """What the highest bar holds of all values; the zeros' bar is not asked."""
    return float(histogram.counts.max(initial=0)) / max(histogram.total, 1)
