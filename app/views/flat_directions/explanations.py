"""Why the cost stays the same along a direction, in words."""

from __future__ import annotations

from collections import Counter

from symgui.symmetry.flat_directions import Curvature
from symgui.symmetry.wording import units

REASONS = {
    "twins": "{units} of layer {layer} are twins: what one gives up of its weights out, the other can take",
    "no weights out": "nothing goes out of {units} of layer {layer}: what goes in does not matter",
    "never active": "{units} of layer {layer} answers 0 to every example: what goes out does not matter",
    "no slope": "{units} of layer {layer} has slope 0 on every example: what goes in does not matter",
    "softmax": "softmax has one output too many: what is added to all logits does not matter",
}
"""Each reason as a sentence."""


Way = tuple[str, int, tuple[int, ...]]
"""A symmetry: its reason, its layer, its units from 0."""


def explained(found: Curvature) -> Counter[Way]:
    """How many flat directions each symmetry makes."""
    return Counter((way.reason, way.layer, way.units) for way in found.directions)


def explanations(found: Curvature) -> list[str]:
    """A line for each symmetry that makes flat directions, with how many it makes."""
    return [
        f"{count} direction{'s' * (count != 1)}: {REASONS[reason].format(units=units(numbers), layer=layer)}."
        for (reason, layer, numbers), count in explained(found).items()
    ]


def in_short(found: Curvature) -> list[tuple[str, str]]:
    """The same as names and numbers: ``("twins: units 1 and 2", "1")``."""
    return [
        (reason if reason == "softmax" else f"{reason}: {units(numbers)}", str(count))
        for (reason, _, numbers), count in explained(found).items()
    ]
