"""What a timeline shows, of a run or of a race: where it is, where it has been, what happened."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from symgui.training.events import edited
from symgui.training.frame import Event, Frame
from symgui.training.race import RaceFrame

NO_EVENT = "no event yet"
NO_SYMMETRY = "no symmetry from the start"


class Track(msgspec.Struct, frozen=True):
    """A run or a race, as a line through its iterations.

    Attributes
    ----------
    iteration, furthest, planned : int
    events : tuple of Event
        By iteration; in a race each with its lane.
    beginning : str
        What is to be said before anything has happened.
    coming : tuple of Event
        Recorded changes that will be made where it has not been yet, by iteration; in a race with its lane.
    """

    iteration: int
    furthest: int
    planned: int
    events: tuple[Event, ...]
    beginning: str = NO_EVENT
    coming: tuple[Event, ...] = ()


def track_of(shown: Frame | RaceFrame) -> Track:
    """The track that a frame belongs to."""
    if isinstance(shown, RaceFrame):
        return Track(
            iteration=shown.iteration,
            furthest=max(shown.iteration, shown.furthest),
            planned=max(lane.experiment.training.iterations for lane in shown.lanes),
            events=shown.events,
            coming=_in_order(
                replace(event, lane=lane.letter)
                for lane, frame in zip(shown.lanes, shown.frames, strict=True)
                for event in coming(frame)
            ),
        )
    return Track(
        iteration=shown.iteration,
        furthest=max(shown.iteration, shown.furthest),
        planned=shown.experiment.training.iterations,
        events=shown.events,
        beginning=beginning(shown),
        coming=_in_order(coming(shown)),
    )


def coming(frame: Frame) -> list[Event]:
    """The recorded changes that the run has not come to; none once it has left the finite numbers."""
    if frame.divergence is not None:
        return []
    been = max(frame.iteration, frame.furthest)
    changes = [change for change in frame.experiment.changes if change.at > been]
    return [Event(change.at, edited(change), "edited") for change in changes]


def _in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda event: event.iteration))


def beginning(frame: Frame) -> str:
    """What is to be said of a run in which nothing has happened yet."""
    units = [layer.units for layer in frame.network.hidden]
    if max(units, default=1) > 1 and frame.curve.effective_units[0].tolist() == units:
        return NO_SYMMETRY
    return NO_EVENT
