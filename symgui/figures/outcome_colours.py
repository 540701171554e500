"""The colours of what a run can come to, on a map of many runs.

Here two hues are not enough: a map tells a dozen classes apart. Kindred ones have kindred colours, and every
map names the classes beside their colours, so that none is known by its colour alone.
"""

from __future__ import annotations

from symgui.figures.colors import mix
from symgui.figures.palette import Palette

_ON_LIGHT = {
    "healthy": "#1B7F4B",
    "guessing": "#A9C94F",
    "diverged": "#7A0C1E",
    "dead": "#3B4048",
    "frozen": "#2B6CB0",
    "stuck": "#8C6D4F",
    "symmetric": "#6B2E92",
    "partly-symmetric": "#B48AD0",
    "partly-frozen": "#86B4E0",
    "overshooting": "#E58FA5",
    "exploding": "#D0342C",
    "saturated": "#E3A008",
    "vanishing": "#4FB3BF",
    "impossible": "#C9CED6",
}
_ON_DARK = {
    **_ON_LIGHT,
    "healthy": "#35B573",
    "diverged": "#B3274A",
    "dead": "#8A93A3",
    "frozen": "#4C8FDB",
    "symmetric": "#9B5BC8",
    "impossible": "#454E5E",
}
WEAKEST = 0.35
"""Of a colour where hardly any run is of the class: the rest is the paper's."""


def outcome_colour(name: str, palette: Palette, share: float = 1.0) -> str:
    """The colour of a class of `symgui.sweep.outcome_map.CLASSES`, as ``#rrggbb``.

    Parameters
    ----------
    name : str
    palette : Palette
    share : float
        Of the runs that are of this class: the larger, the stronger the colour.
    """
    colour = (_ON_DARK if palette.name == "dark" else _ON_LIGHT)[name]
    return mix(palette.paper, colour, WEAKEST + (1.0 - WEAKEST) * share)
