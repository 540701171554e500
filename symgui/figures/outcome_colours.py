"""The colours of what a run can come to, on a map of many runs.

Here two hues are not enough: a map tells a dozen classes apart. Kindred ones have kindred colours, and every
map names the classes beside their colours, so that none is known by its colour alone.
"""

from __future__ import annotations

from symgui.figures.colors import mix
from symgui.figures.palette import Palette
from symgui.symmetry.verdict import VERDICTS

COLOURS: dict[str, tuple[str, str]] = {
    "guessing": ("#A9C94F", "#A9C94F"),
    "impossible": ("#C9CED6", "#454E5E"),
    **{name: kind.colours for name, kind in VERDICTS.items()},
}
"""As ``#rrggbb`` on light paper and on dark."""
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
    colour = COLOURS[name][palette.dark]
    return mix(palette.paper, colour, WEAKEST + (1.0 - WEAKEST) * share)
