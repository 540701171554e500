"""What a network has reached, against guessing: to answer the class frequencies, whatever the input is."""

from __future__ import annotations

import math
from enum import Enum

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.nn.losses import output_loss
from symgui.nn.state import NetworkState
from symgui.plain_text.numbers import number, percentage
from symgui.symmetry.signal import entropy_of, frequencies

GUESSING = 0.95
"""A cost of at least this share of the entropy H of the class frequencies is no better than guessing."""
WORSE = 1.05
"""Above this share of H it is worse than guessing."""
CHANCE = 2.0
"""Standard errors by which a share of right answers may exceed the larger class's, and still be chance."""


class Reached(Enum):
    """How far a network has come."""

    ONE_CLASS = "one class"
    """There is nothing to tell apart: guessing costs nothing."""
    BETTER = "better"
    """The cost is below what guessing costs."""
    BEGUN = "begun"
    """The cost is that of guessing, but more answers are right than chance explains."""
    GUESSING = "guessing"
    """The cost is that of guessing, and so is the share of right answers."""
    WORSE = "worse"
    """The cost is above that of guessing, and no more answers are right."""
    TOO_CERTAIN = "too certain"
    """More answers are right than by guessing; the wrong ones are so certain that the cost is above it."""
    UNSURE = "unsure"
    """More answers are right than by guessing; they are so unsure that the cost is above it all the same."""


class Standing(msgspec.Struct, frozen=True):
    """A network's cost and accuracy beside those of guessing.

    Attributes
    ----------
    reached : Reached
    cost : float
    guess : float
        H, what guessing costs.
    accuracy : float
        Share of training examples classified right.
    larger : float
        Share of the largest class: what one answer for all gets right.
    """

    reached: Reached
    cost: float
    guess: float
    accuracy: float
    larger: float

    @property
    def guesses(self) -> bool:
        """Whether it is no better than guessing, neither in cost nor in answers."""
        return self.reached in (Reached.GUESSING, Reached.WORSE)

    @property
    def is_behind(self) -> bool:
        """The cost is no better than that of guessing."""
        return self.reached not in (Reached.ONE_CLASS, Reached.BETTER)

    def is_held_back(self, updates: int) -> bool:
        """Whether it guesses, or does worse, after so many updates; at the start right answers are luck."""
        return self.guesses or (self.is_behind and updates == 0)

    def sentence(self) -> str:
        """What is reached, with its numbers; without a full stop."""
        names = {
            Reached.ONE_CLASS: "One class only, so there is nothing to tell apart",
            Reached.BETTER: "Better than guessing",
            Reached.BEGUN: "Begun to tell the classes apart",
            Reached.GUESSING: "Guessing",
            Reached.WORSE: "Worse than guessing",
            Reached.TOO_CERTAIN: f"More right than by guessing, but {self.blame()}",
            Reached.UNSURE: f"More right than by guessing, but {self.blame()}",
        }
        return f"{names[self.reached]}: {self.figures()}"

    def blame(self) -> str:
        """What makes its cost higher than that of guessing, though more answers are right; or nothing."""
        return {
            Reached.TOO_CERTAIN: "too certain where it is wrong",
            Reached.UNSURE: "too unsure where it is right",
        }.get(self.reached, "")

    def figures(self) -> str:
        """The numbers that prove it."""
        cost = f"cost {number(self.cost)}"
        right = f"{percentage(self.accuracy)} right"
        one_answer = f"one answer for all gets {percentage(self.larger)}"
        return {
            Reached.ONE_CLASS: f"{cost}, {right}",
            Reached.BETTER: f"{cost} < {GUESSING} · {number(self.guess)}, {right}",
            Reached.BEGUN: f"{cost}, guessing costs {number(self.guess)}, but {right}; {one_answer}",
            Reached.GUESSING: f"{cost} is between {GUESSING} and {WORSE} · {number(self.guess)}, {right}; "
            f"{one_answer}, give or take chance",
            Reached.WORSE: f"{cost} > {WORSE} · {number(self.guess)}, {right}; {one_answer}, give or take "
            "chance",
            Reached.TOO_CERTAIN: f"{cost} > {WORSE} · {number(self.guess)}, though {right}; {one_answer}",
            Reached.UNSURE: f"{cost} > {WORSE} · {number(self.guess)}, though {right}; {one_answer}",
        }[self.reached]


def standing(state: NetworkState) -> Standing:
    """What the network of a state has reached."""
    found = standing_of(state.cost, accuracy(state), state.Y)
    if found.reached is Reached.TOO_CERTAIN and cost_if_undecided(state) > WORSE * found.guess:
        return replace(found, reached=Reached.UNSURE)
    return found


def cost_if_undecided(state: NetworkState) -> float:
    """The cost if no wrong answer were worse than an undecided one: at most ln 2 each, ln K for K classes."""
    Z = state.output.Z
    out, scratch = np.empty_like(Z), np.empty_like(Z)
    with np.errstate(all="ignore"):
        output_loss(max(2, len(Z))).losses(Z, state.Y, out, scratch)
        losses = np.where(_right(state), out[0], np.minimum(out[0], math.log(max(2, len(Z)))))
    return float(losses.mean())


def standing_of(cost: float, accuracy: float, Y: FloatArray) -> Standing:
    """What a cost and a share of right answers mean for labels Y, shape (1, m) or (classes, m).

    Whether the wrong answers or the right ones make a high cost, only `standing` can tell.
    """
    p = frequencies(Y)
    guess, larger = entropy_of(p), max(p)
    right = is_more_than_chance(accuracy, larger, Y.shape[1])
    if guess == 0.0:
        reached = Reached.ONE_CLASS
    elif cost < GUESSING * guess:
        reached = Reached.BETTER
    elif cost > WORSE * guess:
        reached = Reached.TOO_CERTAIN if right else Reached.WORSE
    else:
        reached = Reached.BEGUN if right else Reached.GUESSING
    return Standing(reached, cost, guess, accuracy, larger)


def is_more_than_chance(accuracy: float, larger: float, m: int) -> bool:
    """Whether more of m answers are right than one answer for all gets, give or take chance.

    The share of the larger class among m examples has the standard error √(p (1 − p) / m); more than
    `CHANCE` of them above p is no chance. To have everything right is none either, however small m is.
    """
    error = math.sqrt(larger * (1.0 - larger) / m)
    return accuracy == 1.0 or accuracy > larger + CHANCE * error


def accuracy(state: NetworkState) -> float:
    """Share of training examples classified right: class 1 if A > 0.5, or the largest output."""
    return float(np.mean(_right(state)))


def _right(state: NetworkState) -> NDArray[np.bool_]:
    """Which answers are right."""
    A, Y = state.output.A, state.Y
    right: NDArray[np.bool_] = (
        (A[0] > 0.5) == (Y[0] > 0.5) if len(A) == 1 else A.argmax(axis=0) == Y.argmax(axis=0)
    )
    return right
