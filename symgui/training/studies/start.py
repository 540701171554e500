"""The start of an experiment: its network, the twins in it, and how far they have come apart since."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.experiment import Experiment, parse_parameter
from symgui.nn.build import build_network
from symgui.nn.network import Network
from symgui.symmetry.twins import Classes, twins
from symgui.training.changes import at_the_start

VISIBLE = 0.1
"""Symmetry is visibly broken when two twins differ by this share of the largest weight around them."""


def starting_network(experiment: Experiment) -> Network:
    """The network at iteration 0, with the edits recorded there."""
    network = build_network(experiment, experiment.sizes[0], experiment.data.classes)
    for change in at_the_start(experiment).changes:
        for name, value in (change.set or {}).items():
            letter, layer, row, column = parse_parameter(name)
            (network.W if letter == "W" else network.b)[layer][row, column] = value
    return network


class StartingTwins:
    """The twins a network has now, remembered while it trains.

    Parameters
    ----------
    network : Network
        At its start; `spread` and `relative_spread` look at it as it is then.
    drawn : Network, optional
        In which the twins are looked for, if `network` was nudged.

    Attributes
    ----------
    classes : tuple
        ``classes[l - 1]`` are the classes of two or more twins in hidden layer l.
    """

    def __init__(self, network: Network, drawn: Network | None = None) -> None:
        of = drawn or network
        W, b = list(of.W.values()), list(of.b.values())
        self.classes: tuple[Classes, ...] = tuple(twins(W, b, l) for l in range(1, network.L))
        self._network = network
        self._members = [
            (l, _index(units, network.sizes[l]))
            for l, classes in enumerate(self.classes, start=1)
            for units in classes
        ]

    def __bool__(self) -> bool:
        return bool(self._members)

    def spread(self) -> float:
        """Largest difference between two twins' weights from or to one place, or biases; NaN if one is."""
        return self._largest(relative=False)

    def relative_spread(self) -> float:
        """The same as a share of the largest |w| or |b| of that layer.

        Where that is less than 1 the share is of 1: units of which all weights are nearly 0 compute nearly
        the same.
        """
        return self._largest(relative=True)

    def _largest(self, *, relative: bool) -> float:
        W, b = self._network.W, self._network.b
        largest = 0.0
        with np.errstate(all="ignore"):
            for l, units in self._members:
                incoming = max(_range(W[l][units], 0), _range(b[l][units], 0))
                outgoing = _range(W[l + 1][:, units], 1)
                if relative:
                    incoming /= max(1.0, _peak(W[l]), _peak(b[l]))
                    outgoing /= max(1.0, _peak(W[l + 1]))
                if not np.isfinite(incoming + outgoing):
                    return float("nan")
                largest = max(largest, incoming, outgoing)
        return largest


def _index(units: tuple[int, ...], of: int) -> slice | NDArray[np.intp]:
    """A slice for all of a layer, which copies nothing."""
    return slice(None) if len(units) == of else np.array(units)


def _range(block: FloatArray, axis: int) -> float:
    return float((np.maximum.reduce(block, axis) - np.minimum.reduce(block, axis)).max())


def _peak(array: FloatArray) -> float:
    return max(float(array.max()), -float(array.min()))
