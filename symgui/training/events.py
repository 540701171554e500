"""What happens in a run for the first time: symmetry breaks, a unit dies, a layer saturates.

Each is looked for where the run is looked at anyway, until it has been found; it costs no pass of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from symgui.experiment import Change, parse_parameter
from symgui.nn.in_parts import elementwise
from symgui.nn.interruption import look
from symgui.nn.network import Network, Pass
from symgui.plain_text.numbers import general, whole_percent
from symgui.symmetry.divergence import Divergence
from symgui.symmetry.guessing import standing_of
from symgui.symmetry.signal import SATURATED_SHARE, SATURATED_SLOPE
from symgui.symmetry.trace import MAX_OUTPUT_SLOPE
from symgui.symmetry.wording import weight
from symgui.training.frame import Event
from symgui.training.trainer import Trainer

ACCURATE = 0.9
"""The share of training examples classified right that counts as an event."""


class Watch:
    """Notes what happens in a run; each kind once, when it is first seen."""

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._noted: list[Event] = []
        self._start: tuple[int, ...] | None = None

    def look(self, cost: float, train_accuracy: float) -> dict[str, str | None]:
        """The events that the cost of this iteration makes, by kind; called right after `Trainer.cost`."""
        network, p = self._trainer.network, self._trainer.last_pass
        if self._trainer.divergence is not None:
            return {"diverged": diverged(self._trainer.divergence)}
        found: dict[str, str | None] = {}
        if train_accuracy > ACCURATE:
            found["accuracy"] = f"train accuracy over {whole_percent(ACCURATE)}"
        if not self._has("dead"):
            found["dead"] = dead_units(network, p)
        if not self._has("saturated"):
            now = standing_of(cost, train_accuracy, self._trainer.data.Y)
            guessing = now.is_held_back(self._trainer.updates)
            found["saturated"] = saturated_layer(network, p, guessing)
        return found

    def note(self, found: dict[str, str | None]) -> None:
        """Keep what `look` has found."""
        for kind, text in found.items():
            self._first(kind, text)

    def look_at_symmetry(self, effective_units: Sequence[int]) -> None:
        """Note the symmetry that was measured at this iteration; the first time says where the run began."""
        if self._start is None:
            self._start = tuple(effective_units)
        grown = [l for l, (now, start) in enumerate(zip(effective_units, self._start, strict=True), start=1)
                 if now > start]  # fmt: skip
        if grown and self._trainer.divergence is None:
            l = grown[0]
            self._first("symmetry", f"symmetry broken: layer {l} acts as {effective_units[l - 1]} units, "
                                    f"not {self._start[l - 1]}")  # fmt: skip

    def take_over(self, other: Watch) -> None:
        """What another watch over the same run has noted, also later than here."""
        self._noted, self._start = list(other._noted), other._start

    def fork(self, furthest: int) -> None:
        """A change at this iteration made another future of what had been reached up to `furthest`."""
        self._note("forked", f"forked: the way to {furthest} is gone")

    def forget_from(self, iteration: int) -> None:
        """Drop all that was noted there or later; back at 0 the run begins anew."""
        self._noted = [event for event in self._noted if event.iteration < iteration]
        if iteration == 0:
            self._start = None

    def events(self, furthest: int) -> tuple[Event, ...]:
        """What was noted, and the recorded changes up to `furthest`, by iteration."""
        changes = self._trainer.experiment.changes
        edits = [Event(change.at, edited(change), "edited") for change in changes if change.at <= furthest]
        return tuple(sorted([*edits, *self._noted], key=lambda event: event.iteration))

    def _first(self, kind: str, text: str | None) -> None:
        if text and not self._has(kind):
            self._note(kind, text)

    def _note(self, kind: str, text: str) -> None:
        self._noted.append(Event(self._trainer.iteration, text, kind))

    def _has(self, kind: str) -> bool:
        return any(event.kind == kind for event in self._noted)


def dead_units(network: Network, p: Pass) -> str | None:
    """Units whose slope is 0 for every example: z ≤ 0 throughout, and below 0 somewhere; None without any."""
    for l in range(1, network.L):
        if not network.g[l].flat:
            continue
        look()
        Z = p.Z[l]
        dead = np.flatnonzero((Z.max(axis=1) <= 0.0) & (Z.min(axis=1) < 0.0))
        if dead.size == 1:
            return f"first dead unit: unit {dead[0] + 1} of layer {l}"
        if dead.size:
            return f"first dead units: {dead.size} of {network.sizes[l]} in layer {l}"
    return None


def saturated_layer(network: Network, p: Pass, guessing: bool) -> str | None:
    """The first layer at least half of whose slopes are nearly 0; None without any.

    An output that answers right is saturated and well, so the output counts only while the network guesses.
    """
    for l in range(1, network.L):
        g = network.g[l]
        if g.saturates:
            low = np.abs(elementwise(g.derivative, p.Z[l])) < SATURATED_SLOPE * g.max_slope
            if np.count_nonzero(low) >= SATURATED_SHARE * low.size:
                return f"layer {l} saturated"
    if guessing:
        A = p.A[network.L]
        low = A * (1.0 - A) < SATURATED_SLOPE * MAX_OUTPUT_SLOPE
        if np.count_nonzero(low) >= SATURATED_SHARE * low.size:
            return "output saturated"
    return None


def diverged(divergence: Divergence) -> str:
    """What made the run diverge."""
    return f"diverged: {divergence.what}"


def edited(change: Change) -> str:
    """A recorded change in the course's notation: ``α → 0.1``, ``λ → 0.5``, ``W[1]₁,₂ → 0.3``."""
    of_training = ("α", change.learning_rate), ("λ", change.l2)
    parts = [f"{symbol} → {general(value)}" for symbol, value in of_training if value is not None]
    values = list((change.set or {}).items())
    for name, value in values[:2]:
        letter, layer, row, column = parse_parameter(name)
        parts.append(f"{weight(layer, row, column if letter == 'W' else -1)} → {general(value)}")
    if len(values) > 2:
        parts.append(f"{len(values) - 2} more")
    return ", ".join(parts)
