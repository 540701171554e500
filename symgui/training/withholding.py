"""Frames without what says outright how a run fares, for as long as a lesson's question about it is open."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from symgui.symmetry.finding import Verdict
from symgui.training.frame import Frame
from symgui.training.race import RaceFrame

TELLING = frozenset({"verdict", "why"})
"""What says it outright, by the names that lessons have for it."""
WITHHELD = Verdict(
    "withheld",
    "A question of the lesson is open, and the verdict may give its answer away. "
    "It is back when the step has run, and as soon as you run or change anything yourself.",
)
"""In the place of a verdict; it is none of `symgui.symmetry.verdict.VERDICTS`."""
TELLING_EVENTS = frozenset({"dead", "saturated", "diverged"})
"""The kinds of events that are verdicts, too."""


def without(frame: Frame, names: Collection[str]) -> Frame:
    """`frame` without what `names`, of `TELLING`, stand for; a view reads in `Frame.withheld` which they are.

    Without ``"verdict"`` its verdict is `WITHHELD`, and nothing else in it tells the verdict: neither that
    it stands still for ever nor the `TELLING_EVENTS`. What a view computes from the network, as Why does, it
    must leave out by itself.
    """
    withheld = frozenset(names)
    if "verdict" not in withheld:
        return replace(frame, withheld=withheld) if withheld else frame
    events = tuple(event for event in frame.events if event.kind not in TELLING_EVENTS)
    return replace(frame, withheld=withheld, verdict=WITHHELD, standstill=False, events=events)


def race_without(race: RaceFrame, names: Collection[str]) -> RaceFrame:
    """`race` with all its lanes' frames `without` the same."""
    return replace(race, frames=tuple(without(frame, names) for frame in race.frames)) if names else race
