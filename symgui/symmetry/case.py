"""A network with all that the rules of the verdicts ask of it."""

from __future__ import annotations

from functools import cached_property

from symgui.nn.state import NetworkState
from symgui.symmetry.guessing import Standing, standing
from symgui.symmetry.partition import Symmetry
from symgui.symmetry.penalty import blows_up, presses
from symgui.symmetry.stillness import Still, stillness
from symgui.symmetry.trace import Trace
from symgui.symmetry.zero_gradient import ZeroGradient, zero_gradient


class Case:
    """A network with all that the rules ask of it, each computed once, when asked for."""

    def __init__(self, state: NetworkState, symmetry: Symmetry) -> None:
        self.state, self.symmetry = state, symmetry
        self._zero: dict[int, ZeroGradient | None] = {}

    @cached_property
    def trace(self) -> Trace:
        """The state, with what is derived from it."""
        return Trace(self.state)

    @cached_property
    def standing(self) -> Standing:
        """What it has reached."""
        return standing(self.state)

    @cached_property
    def is_held_back(self) -> bool:
        """Whether it guesses, or does worse."""
        return self.standing.is_held_back(self.state.updates)

    @cached_property
    def zero(self) -> tuple[ZeroGradient, ...]:
        """The layers with dW = 0, from the first on."""
        found = map(self.zero_of, range(1, self.trace.L + 1))
        return tuple(each for each in found if each)

    @cached_property
    def still(self) -> Still | None:
        """Why it stands still without a factor of 0."""
        return stillness(self.trace, self.zero_of)

    def zero_of(self, l: int) -> ZeroGradient | None:
        """Why dW[l] is 0, if it is."""
        if l not in self._zero:
            self._zero[l] = zero_gradient(self.trace, l)
        return self._zero[l]

    @cached_property
    def no_weight_moves(self) -> bool:
        """Whether the next update leaves every weight as it is."""
        if self.zero_of(self.trace.L) is None:  # where a gradient survives, it does so there
            return False
        return len(self.zero) == self.trace.L and all(self.stays(each) for each in self.zero)

    @cached_property
    def pressed(self) -> str:
        """The clause that the L2 term presses all weights to nothing; empty if it does not."""
        return presses(self.trace) if self.state.l2 and self.state.hidden else ""

    @cached_property
    def blown(self) -> str:
        """The clause that the L2 term blows all weights up; empty if it does not."""
        return blows_up(self.state) if self.state.l2 else ""

    def stays(self, zero: ZeroGradient) -> bool:
        """Whether the next update leaves W[l]: its batch has a zero dW too, and the optimizer rests."""
        whole = self.state.full_batch or not zero.cancels
        return whole and f"W[{zero.layer}]" not in self.state.coasting
