"""How high the bars of a histogram may be, as shares of all its values."""

from __future__ import annotations

from symgui.training.frame import Histogram

TOPS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Shares at which the vertical axis may end."""


def top_share(share: float) -> float:
    """Where the vertical axis ends for a highest bar of `share`: by this alone, whatever was shown before."""
    return next(step for step in TOPS if share <= step) if share > 0.0 else TOPS[-1]


def highest_share(histogram: Histogram) -> float:
    """What the highest bar holds of all values; the zeros' bar is not asked."""
    return float(histogram.counts.max(initial=0)) / max(histogram.total, 1)
