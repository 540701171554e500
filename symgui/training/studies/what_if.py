"""The run as it is, beside one in which some parameters were set otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from symgui.experiment import Experiment, parameter_name
from symgui.nn.state import NetworkState
from symgui.training.studies.progress import Progress, catch_up
from symgui.training.trainer import Trainer


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One iteration of the true run and of the one with other weights.

    Attributes
    ----------
    iteration : int
    cost, cost_if : float
    """

    iteration: int
    cost: float
    cost_if: float


@dataclass(frozen=True, slots=True)
class Suspect:
    """The parameters whose values stop a gradient.

    Attributes
    ----------
    symbol : str
        ``"W[2]"``; ``"W[2], column 3"`` where only the weights from one unit are zero; empty if it is only
        the parameter itself.
    names : tuple of str
        As in the experiment file.
    """

    symbol: str
    names: tuple[str, ...]


def suspect(state: NetworkState, layer: int, row: int, column: int) -> Suspect:
    """What to set otherwise so that a parameter may move.

    Where δ of its unit is 0 because all weights from it to the layer above are 0: those, all of W[l+1] if
    that is 0 as a whole. Otherwise the parameter itself.

    Parameters
    ----------
    state : NetworkState
    layer, row, column : int
        Of the parameter: l from 1, row and column 0-based, column −1 for the bias.
    """
    stopped = layer < len(state.layers) and not state.layers[layer - 1].dZ[row].any()
    if not stopped or state.layers[layer].W[:, row].any():
        name = parameter_name("b", layer, row) if column < 0 else parameter_name("W", layer, row, column)
        return Suspect("", (name,))
    above = state.layers[layer].W
    whole = not above.any()
    columns = range(above.shape[1]) if whole else (row,)
    names = tuple(parameter_name("W", layer + 1, j, k) for j in range(above.shape[0]) for k in columns)
    symbol = f"W[{layer + 1}]"
    return Suspect(symbol if whole else f"{symbol}, column {row + 1}", names)


def what_if(
    experiment: Experiment, iteration: int, values: Mapping[str, float], iterations: int = 200
) -> Iterator[WhatIf | Progress]:
    """The run from `iteration` on, beside one whose parameters are set to `values` there.

    Parameters
    ----------
    experiment : Experiment
        With its recorded changes.
    iteration : int
        Where the two part.
    values : mapping
        As in the experiment file: ``{"W2[0,0]": 0.5}``.
    iterations : int
        How far to follow them; less far if one diverges.
    """
    true = Trainer(experiment)
    yield from catch_up(true, iteration)
    other = Trainer(experiment, true.data)
    other.restore(true.snapshot())
    other.set_parameters(values)
    for _ in range(iterations + 1):
        yield WhatIf(true.iteration, true.cost(), other.cost())
        if not (true.advance(1) and other.advance(1)):
            return
