"""The colours of classes: two differ by hue, more by ink."""

from __future__ import annotations

from collections.abc import Sequence

from symgui.figures.colors import mix
from symgui.figures.palette import Palette

REGION_TINT = 0.35
"""How much of a class's colour its region takes, where the network is certain."""
REGION_INK = (0.04, 0.34)
"""Above two classes: least and most ink in a region."""


def class_colours(classes: int, palette: Palette) -> list[str]:
    """The colour of every class: the two hues, or above two classes steps from paper to ink."""
    if classes == 2:
        return [palette.negative, palette.positive]
    return [mix(palette.paper, palette.ink, k / (classes - 1)).upper() for k in range(classes)]


def class_text(names: Sequence[str], label: int, most: int = 80) -> str:
    """What a class is called: ``"class 1"``, or the name that the data have for it, in `most` letters."""
    return f"class {label}" if names[label] == str(label) else shortened(names[label], most)


def shortened(name: str, most: int) -> str:
    """A name in at most so many letters."""
    return name if len(name) <= most else name[: most - 1] + "…"


def region_colours(classes: int, palette: Palette, steps: int) -> list[str]:
    """Colours of the plane, as ``#rrggbb``.

    Two classes: `steps` colours (an odd number) from certainly class 0 over neutral, exactly in the middle,
    to certainly class 1. More: a tone of ink for each class, then neutral for "undecided".
    """
    if classes > 2:
        low, high = REGION_INK
        shares = [low + (high - low) * k / (classes - 1) for k in range(classes)]
        return [*(mix(palette.paper, palette.ink, share) for share in shares), palette.neutral]
    middle = steps // 2
    return [
        mix(
            palette.neutral,
            palette.positive if i > middle else palette.negative,
            REGION_TINT * abs(i - middle) / middle,
        )
        for i in range(steps)
    ]
