"""A run at one iteration, as quantities look at it: whatever costs something is computed when first asked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.network import Network
from symgui.nn.state import LayerState, NetworkState
from symgui.symmetry.finding import Verdict
from symgui.symmetry.flat_directions import Curvature, curvature_of
from symgui.symmetry.partition import LayerSymmetry, Symmetry, measure
from symgui.symmetry.trace import Trace
from symgui.symmetry.verdict import judge
from symgui.training.frame import Event
from symgui.training.run import RecordedRun
from symgui.training.snapshot import Snapshot
from symgui.training.trainer import Trainer


class CannotSay(Exception):  # noqa: N818 - it is an answer
    """Why a quantity has no value here, as a sentence's end: ``"there is no layer 3"``."""


class RunView:
    """One iteration of a run.

    Parameters
    ----------
    run : RecordedRun
        It must not go on while this look is in use.
    start : Snapshot
        Of iteration 0.
    others : mapping of str to RunView
        The lanes of a race by letter, at the same iteration; this one included.
    """

    def __init__(
        self, run: RecordedRun, start: Snapshot, others: Mapping[str, RunView] | None = None
    ) -> None:
        self.run = run
        self.start = start
        self.others: Mapping[str, RunView] = {} if others is None else others

    @property
    def trainer(self) -> Trainer:
        """Its trainer."""
        return self.run.trainer

    @property
    def network(self) -> Network:
        """Its network: the parameters are at hand without a pass over the data."""
        return self.run.trainer.network

    @property
    def iteration(self) -> int:
        """Updates done."""
        return self.run.iteration

    @cached_property
    def state(self) -> NetworkState:
        """Parameters and both passes over the training set."""
        return self.trainer.network_state()

    @cached_property
    def cost(self) -> float:
        """Mean cross-entropy."""
        return self.trainer.cost()

    @cached_property
    def train_accuracy(self) -> float:
        """Share of 1."""
        self.trainer.cost()
        return self.trainer.train_accuracy()

    @cached_property
    def symmetry(self) -> Symmetry:
        """Cells and twins of every hidden layer."""
        return measure(self.state)

    @cached_property
    def trace(self) -> Trace:
        """The trace of slopes."""
        return Trace(self.state)

    @cached_property
    def verdict(self) -> Verdict:
        """Computed from this state."""
        return judge(self.state, self.symmetry)

    @cached_property
    def curvature(self) -> Curvature:
        """Eigenvalues of the Hessian; of a small network only (`symgui.symmetry.hessian.MAX_PARAMETERS`)."""
        return curvature_of(self.state)

    @property
    def events(self) -> tuple[Event, ...]:
        """The events up to this iteration."""
        return tuple(event for event in self.run.events if event.iteration <= self.iteration)

    @cached_property
    def start_parameters(self) -> tuple[dict[int, FloatArray], dict[int, FloatArray]]:
        """W and b of iteration 0, by layer."""
        arrays = self.network.carved(self.start.parameters)
        layers = self.network.layers
        return (
            dict(zip(layers, arrays[: len(layers)], strict=True)),
            dict(zip(layers, arrays[len(layers) :], strict=True)),
        )

    def layer(self, layer: int | str) -> LayerState:
        """The state of a layer from 1; ``"output"`` is the last."""
        return self.state.layers[self.number(layer) - 1]

    def hidden(self, layer: int | str) -> LayerSymmetry:
        """The symmetry of a hidden layer."""
        return self.symmetry.layers[self.hidden_number(layer) - 1]

    def number(self, layer: int | str, lowest: int = 1) -> int:
        """The layer's number, checked."""
        last = self.network.L
        l = last if layer == "output" else int(layer)
        if not lowest <= l <= last:
            raise CannotSay(f"there is no layer {l}: the network has layers 1 to {last}")
        return l

    def hidden_number(self, layer: int | str) -> int:
        """The hidden layer's number, checked."""
        l = self.number(layer)
        if l == self.network.L:
            raise CannotSay(f"layer {l} is the output, not a hidden layer")
        return l

    def layers(self, layer: int | str | None, *, hidden: bool = False) -> list[int]:
        """One layer, or all (hidden ones)."""
        if layer is not None:
            return [self.hidden_number(layer) if hidden else self.number(layer)]
        numbers = list(range(1, self.network.L + (not hidden)))
        if not numbers:
            raise CannotSay("the network has no hidden layer")
        return numbers

    def array(self, letter: str, layer: int | str) -> FloatArray:
        """A matrix of a layer: W, b, dW, db, Z, A, dZ or dA, in the course's shapes; A of layer 0 is X."""
        l = self.number(layer, lowest=0 if letter == "A" else 1)
        if letter == "A":
            return self.state.A(l)
        if letter == "dA":
            return self._dA(l)
        if letter in ("W", "b"):
            found: FloatArray = getattr(self.network, letter)[l]
            return found
        state: FloatArray = getattr(self.state.layers[l - 1], letter)
        return state

    def slopes(self, layer: int | str) -> FloatArray:
        """g'(Z[l])."""
        return self.trace.slope(self.number(layer))

    def _dA(self, l: int) -> FloatArray:
        """Derivative of the loss by A[l]; infinite where an answer has rounded to the wrong certainty."""
        if l < self.network.L:
            above = self.state.layers[l]
            return above.W.T @ above.dZ
        A, Y = self.state.output.A, self.state.Y
        with np.errstate(all="ignore"):
            dA = np.where(Y == 1.0, -1.0 / A, 0.0)
            return dA + np.where(Y == 0.0, 1.0 / (1.0 - A), 0.0) if A.shape[0] == 1 else dA
