"""The changes that an experiment has on record, by the iteration at which they are made."""

from __future__ import annotations

import math
from collections.abc import Iterable

from symgui.experiment import Change, parse_parameter


class PlannedChanges:
    """Changes on record, as a trainer asks for them on its way.

    Attributes
    ----------
    at : dict of int to list of Change
        Those of an iteration, in their order.
    """

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self.at: dict[int, list[Change]] = {}
        self._given_from: dict[int, int] = {}
        for change in changes:
            self.at.setdefault(change.at, []).append(change)
            for name, value in (change.set or {}).items():
                letter, layer, _, _ = parse_parameter(name)
                if letter == "W" and value != 0.0:
                    self._given_from.setdefault(layer, change.at)

    def after(self, iteration: int) -> float:
        """The first later iteration with a change; infinite if there is none."""
        return min((at for at in self.at if at > iteration), default=math.inf)

    def given(self, iteration: int) -> set[int]:
        """The layers of whose weights one was set to another number than 0 so far."""
        return {layer for layer, at in self._given_from.items() if at <= iteration}
