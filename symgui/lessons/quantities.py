"""Every quantity by name, with what it takes and what it means.

To add one is to write its function and one line in the table here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from symgui.arrays import FloatArray
from symgui.experiment import parse_parameter
from symgui.lessons.checklist import checklist
from symgui.lessons.curvature_quantities import CURVATURE
from symgui.lessons.depth_quantities import DEPTH
from symgui.lessons.quantity import YES_OR_NO, Quantity, yes
from symgui.lessons.run_view import CannotSay, RunView
from symgui.lessons.studied import STUDIED
from symgui.nn.activations import ACTIVATIONS
from symgui.symmetry.balance import balanced_partition
from symgui.symmetry.signal import entropy, error_growth, saturation, signal_growth
from symgui.symmetry.size import deviation, rms, row_deviations
from symgui.symmetry.twins import classes_of_rows, twins
from symgui.symmetry.unit_matching import weights_of_network
from symgui.symmetry.unit_operations import equal_networks_of
from symgui.symmetry.verdict import VERDICTS
from symgui.symmetry.wording import listed

MOST_COUNTED = 10**15
"""Networks that are one: more are not said, as a figure has not so many digits."""


# ---- the whole run ----------------------------------------------------------------------------------------


def _test_accuracy(look: RunView) -> float:
    if not look.trainer.data.has_test:
        raise CannotSay("the experiment has no test data")
    return look.trainer.test_accuracy()


def _standstill(look: RunView) -> str:
    return yes(look.run.stands_still())


def _divergence(look: RunView) -> float:
    divergence = look.run.divergence
    return math.inf if divergence is None else divergence.iteration


def _rules_broken(look: RunView) -> int:
    return sum(item.holds is False for item in checklist(look.run.frame()) if item.rule.of_start)


def _event(look: RunView, kind: str) -> float:
    return min((event.iteration for event in look.events if event.kind == kind), default=math.inf)


# ---- matrices of a layer ----------------------------------------------------------------------------------


def _over_layers(measure: Callable[[RunView, int], float], *, hidden: bool = False) -> Callable[..., float]:
    """The measure of one layer, or the largest of all."""

    def of(look: RunView, layer: int | str | None = None) -> float:
        return max(measure(look, l) for l in look.layers(layer, hidden=hidden))

    return of


def _largest(letter: str) -> Callable[..., float]:
    return _over_layers(lambda look, l: float(np.abs(look.array(letter, l)).max()))


def _std(letter: str) -> Callable[..., float]:
    return lambda look, layer: deviation(look.array(letter, layer))


def _rms(letter: str) -> Callable[..., float]:
    return lambda look, layer: rms(look.array(letter, layer))


def _ratio_to_below(measure: Callable[[FloatArray], float]) -> Callable[..., float]:
    """The ratio of A[l] to A[l−1]."""

    def of(look: RunView, layer: int | str) -> float:
        l = look.number(layer)
        below = measure(look.array("A", l - 1))
        if below == 0.0:
            raise CannotSay(f"A[{l - 1}] has none to divide by")
        return measure(look.array("A", l)) / below

    return of


def _moved(letter: str) -> Callable[..., float]:
    def measure(look: RunView, l: int) -> float:
        start = look.start_parameters[letter == "b"][l]
        return float(np.abs(look.array(letter, l) - start).max())

    return _over_layers(measure)


def _std_over_examples(look: RunView, layer: int | str) -> float:
    """Zero for a unit that answers the same to all, however much the units differ from each other."""
    return float(row_deviations(look.array("A", layer)).max())


def _matrix(look: RunView, of: str) -> FloatArray:
    """``"dW1"``: the letters, then the layer."""
    letters = of.rstrip("0123456789")
    return look.array(letters, int(of[len(letters) :]))


def _share_of_zeros(look: RunView, of: str) -> float:
    return float(np.mean(_matrix(look, of) == 0.0))


def _equal_rows(look: RunView, of: str) -> str:
    return yes(_different_rows(look, of) == 1)


def _different_rows(look: RunView, of: str) -> int:
    return len(classes_of_rows(np.ascontiguousarray(_matrix(look, of)) + 0.0))


def _different_values(look: RunView, of: str) -> int:
    return int(np.unique(_matrix(look, of)).size)


def _mean(look: RunView, of: str) -> float:
    return float(_matrix(look, of).mean())


def _smallest(look: RunView, of: str) -> float:
    return float(np.abs(_matrix(look, of)).min())


# ---- one parameter ----------------------------------------------------------------------------------------


def _entry(look: RunView, name: str, letters: str = "") -> float:
    letter, layer, row, column = parse_parameter(name)
    matrix = look.array(letters + letter, layer)
    try:
        return float(matrix[row, column])
    except IndexError:
        raise CannotSay(f"the network has no {name}") from None


def _gradient(look: RunView, name: str) -> float:
    return _entry(look, name, "d")


def _change(look: RunView, name: str) -> float:
    letter, layer, row, column = parse_parameter(name)
    now = _entry(look, name)
    return abs(now - float(look.start_parameters[letter == "b"][layer][row, column]))


# ---- units ------------------------------------------------------------------------------------------------


def _effective_units(look: RunView, layer: int | str | None = None) -> int:
    numbers = look.layers(layer, hidden=True)
    network = look.network
    W, b = list(network.W.values()), list(network.b.values())
    partition = balanced_partition(W, b, [g.name for g in network.g.values()])
    return max(len(partition[l - 1].cells) for l in numbers)


def _exact_units(look: RunView, layer: int | str) -> int:
    return look.hidden(layer).exact_units


def _twins(look: RunView, layer: int | str) -> int:
    l, network = look.hidden_number(layer), look.network
    return max(map(len, twins(list(network.W.values()), list(network.b.values()), l)), default=1)


def _equal_networks(look: RunView, layer: int | str) -> int:
    l, network = look.hidden_number(layer), look.network
    found = equal_networks_of(weights_of_network(network), l, odd=network.g[l].odd)
    if found.different > MOST_COUNTED:
        raise CannotSay("there are more than 10¹⁵")
    return found.different


def _effective_rank(look: RunView, layer: int | str) -> float:
    return look.hidden(layer).effective_rank


def _row_spread(look: RunView, l: int) -> float:
    W, b = look.network.W[l], look.network.b[l]
    return float(max(np.ptp(W, axis=0).max(), np.ptp(b)))


def _dead_units(look: RunView, layer: int | str) -> int:
    l = look.hidden_number(layer)
    if not ACTIVATIONS[look.network.g[l].name].flat:
        return 0
    Z = look.array("Z", l)
    return int(np.count_nonzero((Z.max(axis=1) <= 0.0) & (Z.min(axis=1) < 0.0)))


def _moved_rows(look: RunView, layer: int | str) -> list[bool]:
    l = look.hidden_number(layer)
    W, b = (start[l] for start in look.start_parameters)
    moved = (look.network.W[l] != W).any(axis=1) | (look.network.b[l] != b).any(axis=1)
    return [bool(each) for each in moved]


def _units_that_moved(look: RunView, layer: int | str) -> int:
    return sum(_moved_rows(look, layer))


def _units_that_never_moved(look: RunView, layer: int | str) -> str:
    return numbered(j for j, moved in enumerate(_moved_rows(look, layer)) if not moved)


def _units_with_negative_bias(look: RunView, layer: int | str) -> str:
    return numbered(np.flatnonzero(look.network.b[look.number(layer)][:, 0] < 0.0).tolist())


def numbered(indices: Iterator[int] | list[int]) -> str:
    """Units (0-based) as people count them: ``"1, 2 and 4"``, or ``"none"``."""
    names = [str(j + 1) for j in indices]
    return listed(names) if names else "none"


# ---- slopes -----------------------------------------------------------------------------------------------


def _saturated(look: RunView, layer: int | str) -> float:
    return saturation(look.trace, look.number(layer))


def _slope_mean(look: RunView, layer: int | str) -> float:
    return float(np.abs(look.slopes(layer)).mean())


def _slope_zeros(look: RunView, layer: int | str) -> float:
    return float(np.mean(look.slopes(layer) == 0.0))


# ---- lanes ------------------------------------------------------------------------------------------------


def _lane(look: RunView, letter: str) -> RunView:
    if letter not in look.others:
        letters = [each for each in look.others if each]
        there = f"the lanes are {listed(letters)}" if letters else "it is no race"
        raise CannotSay(f"there is no lane {letter}: {there}")
    return look.others[letter]


def _parameters_apart(look: RunView, other: str) -> float:
    mine, theirs = look.network, _lane(look, other).network
    if mine.sizes != theirs.sizes:
        raise CannotSay(f"lane {other} has a network of another shape")
    differences = [
        (ours - other_ones).ravel()
        for ours, other_ones in zip(
            mine.carved(mine.parameters), theirs.carved(theirs.parameters), strict=True
        )
    ]
    return rms(np.concatenate(differences))


def _cost_apart(look: RunView, other: str) -> float:
    return abs(look.cost - _lane(look, other).cost)


_LAYER = ("layer",)
_NUMBERED = (
    Quantity("cost", "mean cross-entropy over the training set", lambda look: look.cost),
    Quantity("cost of guessing", "entropy of the class frequencies; ln 2 for two balanced classes",
             lambda look: entropy(look.trainer.data.Y)),
    Quantity("train accuracy", "share of training examples classified right",
             lambda look: look.train_accuracy, share=True),
    Quantity("test accuracy", "share of test examples classified right", _test_accuracy, share=True),
    Quantity("learning rate", "the one in force", lambda look: look.trainer.learning_rate),
    Quantity("L2", "λ of the L2 term, the one in force", lambda look: look.trainer.l2),
    Quantity("divergence iteration", "the first with a number that is not finite or |z| > 1e100; else inf",
             _divergence, none="none"),
    Quantity("iteration of event", "updates done when an event was seen first; inf if it has not been",
             _event, ("kind",), cheap=False, none="none"),
    Quantity("rules broken", "rules of the checklist for the start that are broken", _rules_broken,
             cheap=False),
    Quantity("effective units", "groups of units of a hidden layer that act as one", _effective_units,
             may_take=_LAYER, count=True),
    Quantity("exact units", "such groups of a hidden layer, with tolerance 0", _exact_units, _LAYER,
             cheap=False, count=True),
    Quantity("twins", "units in the largest class of bit-equal twins; 1 without any", _twins, _LAYER,
             count=True),
    Quantity("equal networks", "settings that are this network but for order and signs of a layer's units",
             _equal_networks, _LAYER, cheap=False, count=True),
    Quantity("effective rank", "directions that A[l] of a hidden layer spans", _effective_rank, _LAYER,
             cheap=False),
    Quantity("row spread", "largest difference between two units' incoming row or bias",
             _over_layers(_row_spread, hidden=True), may_take=_LAYER),
    Quantity("dead units", "units with z ≤ 0 for all examples and below 0 for some, where g is flat there",
             _dead_units, _LAYER, count=True),
    Quantity("units that moved", "units whose incoming row or bias is not that of iteration 0",
             _units_that_moved, _LAYER, count=True),
    *(Quantity(f"largest |{letter}|", f"largest |{letter}[l]|", _largest(letter), may_take=_LAYER)
      for letter in ("W", "b", "dW", "db", "Z", "A", "dZ", "dA")),
    *(Quantity(f"change of {letter}", f"largest |{letter}[l] now − {letter}[l] at 0|", _moved(letter),
               may_take=_LAYER)
      for letter in ("W", "b")),
    *(Quantity(f"std of {letter}", f"standard deviation of {letter}[l]", _std(letter), _LAYER)
      for letter in ("W", "Z", "A", "dW", "dZ")),
    Quantity("std over examples", "largest of a unit's standard deviations of a over the examples",
             _std_over_examples, _LAYER),
    *(Quantity(f"rms of {letter}", f"root mean square of {letter}[l]", _rms(letter), _LAYER)
      for letter in ("W", "Z", "A", "dW", "dZ")),
    Quantity("std ratio", "std of A[l] / std of A[l−1]", _ratio_to_below(deviation), _LAYER),
    Quantity("rms ratio", "rms of A[l] / rms of A[l−1]", _ratio_to_below(rms), _LAYER),
    Quantity("signal growth", "std(A[L−1]) / std(X)", lambda look: signal_growth(look.state)),
    Quantity("error growth", "rms dZ[1] / rms dZ[L]", lambda look: error_growth(look.state)),
    Quantity("saturated share", "share of slopes below 5 % of the largest", _saturated, _LAYER,
             share=True),
    Quantity("mean slope", "mean |g'(Z[l])|", _slope_mean, _LAYER),
    Quantity("zero slopes", "share of g'(Z[l]) that is exactly 0", _slope_zeros, _LAYER,
             share=True),
    Quantity("share of zeros", "share of a matrix that is exactly 0", _share_of_zeros, ("of",),
             share=True),
    Quantity("different values", "how many different numbers a matrix has", _different_values, ("of",),
             count=True),
    Quantity("different rows", "how many different rows a matrix has, bit for bit", _different_rows, ("of",),
             count=True),
    Quantity("mean", "mean of a matrix", _mean, ("of",)),
    Quantity("smallest |entry|", "smallest absolute value in a matrix", _smallest, ("of",)),
    Quantity("parameter", "one weight or bias", _entry, ("name",)),
    Quantity("gradient", "its gradient", _gradient, ("name",)),
    Quantity("change", "how far it is from its value at 0", _change, ("name",)),
    Quantity("parameters apart", "rms difference of two lanes' parameters", _parameters_apart, ("other",)),
    Quantity("cost apart", "|cost − the other lane's cost|", _cost_apart, ("other",)),
    *DEPTH,
    *CURVATURE,
    *STUDIED,
)  # fmt: skip
_WORDED = (
    Quantity("verdict", "what the program says of the network", lambda look: look.verdict.name, cheap=False,
             words=tuple(VERDICTS)),
    Quantity("standstill", "yes if one more update would change no bit", _standstill, words=YES_OR_NO),
    Quantity("equal rows", "yes if all rows of a matrix are equal, bit for bit", _equal_rows, ("of",),
             words=YES_OR_NO),
    Quantity("units that never moved", "their numbers, from 1", _units_that_never_moved, _LAYER),
    Quantity("units with negative bias", "their numbers, from 1", _units_with_negative_bias, _LAYER),
)  # fmt: skip

QUANTITIES: Mapping[str, Quantity] = {
    **{quantity.name: quantity for quantity in _NUMBERED},
    **{q.name: replace(q, sort="word") for q in _WORDED},
}
"""Every quantity by name."""
