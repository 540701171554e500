"""Networks that are the same function, or nearly: splitting, widening, matching, and what symmetry keeps."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from symgui.arrays import FloatArray
from symgui.experiment import Experiment
from symgui.lessons.published.card import PublishedCard, PublishedRow, near
from symgui.nn.state import NetworkState
from symgui.symmetry.hessian import hessian
from symgui.symmetry.split_minimum import free_places, gradient, moved_by
from symgui.symmetry.unit_matching import barrier, costs_between, match_units, weights_of_network
from symgui.symmetry.unit_surgery import Weights, reorder, split_unit, with_signs
from symgui.training.studies import Progress
from symgui.training.studies.progress import catch_up
from symgui.training.trainer import Trainer
from symgui.weights import started_at

NEWTON_STEPS = 40
FLAT = 1e-11
"""An eigenvalue below it counts as 0: rounding leaves some 1e-17."""

SHARES = {-3.0: 0.3, -2.0: 0.15, -1.0: 0.3, 0.0: 0.5, 1.0: 0.7, 2.0: 0.85, 3.0: 0.7}
"""By x, the share of class 1 among 20 examples: one tanh unit follows it by finite weights."""
ONE_UNIT = Experiment(title="One tanh unit").with_(
    data={
        "kind": "file",
        "samples": 140,
        "table": {
            "name": "an S",
            "features": ["x"],
            "classes": ["0", "1"],
            "rows": [[x, int(i < round(20 * share))] for x, share in SHARES.items() for i in range(20)],
        },
    },
    network={"hidden": [{"units": 1, "activation": "tanh"}]},
    initialization={"seed": 3, "weights": {"scheme": "normal", "scale": 1.0}},
)
TWO_SEEDS = Experiment(title="Two seeds").with_(
    network={"hidden": [{"units": 8, "activation": "tanh"}]},
    initialization={"weights": {"scheme": "xavier"}},
    training={"learning_rate": 0.5, "iterations": 2000},
)
CONSERVED = Experiment(title="ReLU, no biases").with_(
    network={"hidden": [{"units": 20, "activation": "relu"}]},
    initialization={"seed": 1, "weights": {"scheme": "he"}},
    training={"iterations": 20_000},
)
TIME = 20.0
"""Learning rate times updates."""


def state_at(experiment: Experiment, weights: Weights) -> NetworkState:
    """The network at iteration 0 that has these weights."""
    return Trainer(started_at(experiment, weights)).network_state()


def minimum_near(experiment: Experiment, weights: Weights) -> Weights:
    """A minimum of the cost over the weights alone, by Newton's method from weights near one.

    Raises
    ------
    ValueError
        If it does not come to rest.
    """
    free = free_places(weights, biases=False)
    for _ in range(NEWTON_STEPS):
        state = state_at(experiment, weights)
        step = np.zeros(len(gradient(state)))
        step[free] = np.linalg.solve(hessian(state)[np.ix_(free, free)], gradient(state)[free])
        weights = moved_by(weights, -step)
        if np.abs(step).max() <= 1e-14:
            return weights
    raise ValueError("Newton's method found no minimum")


def one_unit_minimum() -> Weights:
    """The minimum of a network of one hidden unit without biases."""
    start = Weights((np.array([[0.5]]), np.array([[1.5]])), (np.zeros((1, 1)), np.zeros((1, 1))))
    return minimum_near(ONE_UNIT, start)


def embedding() -> Iterator[PublishedRow]:
    """A minimum of one unit, split into two: minima on one side, saddles on the other."""
    minimum = one_unit_minimum()
    cost = state_at(ONE_UNIT, minimum).cost
    for share in (0.25, 0.5, -0.5, 1.5):
        weights = split_unit(minimum, 1, 0, share)
        state, free = state_at(ONE_UNIT, weights), free_places(weights, biases=False)
        eigenvalues = np.linalg.eigvalsh(hessian(state)[np.ix_(free, free)])
        at = f"λ = {share:g}: "
        yield near(
            at + "cost less that of one unit", "0", state.cost - cost, within=1e-15, because="rounding"
        )
        yield near(
            at + "the flat direction", "0", float(np.abs(eigenvalues).min()), within=FLAT, because="rounding"
        )
        negative = int(np.count_nonzero(eigenvalues < -FLAT))
        expected = 0 if 0.0 < share < 1.0 else 1
        yield PublishedRow(
            at + "negative eigenvalues", str(expected), str(negative), "exact (counted)", negative == expected
        )


def widening() -> Iterator[PublishedRow | Progress]:
    """Every unit split into halves: the same answers."""
    trainer = Trainer(TWO_SEEDS)
    yield from catch_up(trainer, 200)
    weights = weights_of_network(trainer.network)
    before = trainer.network_state().output.A
    for unit in range(len(weights.W[0])):
        weights = split_unit(weights, 1, unit)
    after = state_at(TWO_SEEDS, weights).output.A
    change = float(np.abs(after - before).max())
    yield near(
        "largest change of ŷ, 8 → 16 units", "0", change, within=1e-14, because="sums in another order"
    )


def two_seeds(units: int) -> Iterator[Progress | tuple[float, float, float]]:
    """The barriers between two seeds: as they are, matched, and between one and its own permutation."""
    trainers = []
    for seed in (1, 2):
        hidden = [{"units": units, "activation": "tanh"}]
        trainer = Trainer(TWO_SEEDS.with_(network={"hidden": hidden}, initialization={"seed": seed}))
        yield from catch_up(trainer, TWO_SEEDS.training.iterations)
        trainers.append(trainer)
    first, second = (weights_of_network(trainer.network) for trainer in trainers)
    like, data = trainers[0].network, trainers[0].data
    own, _ = match_units(first, shuffled(first), [True])
    others = second, match_units(first, second, [True])[0], own
    as_is, matched, itself = (barrier(costs_between(first, w, like, data.X, data.Y)) for w in others)
    yield as_is, matched, itself


def shuffled(weights: Weights) -> Weights:
    """Units in reverse order, every second one with the other sign."""
    signs = np.where(np.arange(weights.units(1)) % 2, -1.0, 1.0)
    return with_signs(reorder(weights, 1, range(weights.units(1))[::-1]), 1, signs)


def matching() -> Iterator[PublishedRow | Progress]:
    """The path between two seeds, for three widths."""
    for units in (8, 32, 128):
        for found in two_seeds(units):
            if isinstance(found, Progress):
                yield found
                continue
            as_is, matched, itself = found
            at = f"{units} units: "
            text = f"{matched / as_is:.3g} of {as_is:.3g}"
            yield PublishedRow(
                at + "barrier after matching", "smaller", text, "smaller than before (no figure)",
                matched < as_is,
            )  # fmt: skip
            yield near(at + "one's own permutation", "0", itself, within=1e-15, because="rounding")


def conservation() -> Iterator[PublishedRow | Progress]:
    """How far ‖w_in‖² − ‖w_out‖² drifts in the same time at rates that fall by ten."""
    drifts = {}
    for rate in (0.1, 0.01, 0.001):
        trainer = Trainer(CONSERVED.with_(training={"learning_rate": rate}))
        start = balances(weights_of_network(trainer.network))
        yield from catch_up(trainer, round(TIME / rate))
        drifts[rate] = float(np.abs(balances(weights_of_network(trainer.network)) - start).max())
    because = "of the first order in the rate"
    for rate in (0.1, 0.01):
        ratio = drifts[rate] / drifts[rate / 10.0]
        yield near(
            f"drift at {rate:g} by that at {rate / 10.0:g}", "10", ratio, relative=0.2, because=because
        )


def balances(weights: Weights) -> FloatArray:
    """‖w_in‖² + b² − ‖w_out‖² of every unit of layer 1."""
    incoming = np.sum(weights.W[0] ** 2, axis=1) + weights.b[0][:, 0] ** 2
    difference: FloatArray = incoming - np.sum(weights.W[1] ** 2, axis=0)
    return difference


SAME_CARDS = (
    PublishedCard(
        "fukumizu2000",
        "A minimum of a small network is a line in a larger one",
        "Fukumizu and Amari 2000, Neural Networks 13, theorem 3; the setting is ours",
        "One tanh unit without biases at its minimum, split into two that share its weight out as λ and "
        "1 − λ; eigenvalues of the Hessian over the four weights.",
        embedding,
        note="On which side the minima lie depends on the data; with biases it can be neither, as here. "
        "Symmetries of this network…, A smaller net's minimum, draws it for any small network.",
        experiment=ONE_UNIT,
        opens="The network of one unit",
    ),
    PublishedCard(
        "net2net",
        "A network is widened and stays the same",
        "Chen et al. 2016, arXiv 1511.05641, Net2WiderNet",
        "8 tanh units after 200 updates, each split into two halves.",
        widening,
        experiment=TWO_SEEDS,
        opens="The network before",
    ),
    PublishedCard(
        "ainsworth2022",
        "Two seeds, one path",
        "Ainsworth et al. 2022, arXiv 2209.04836; Entezari et al. 2021, arXiv 2110.06296",
        "2-n-1 tanh networks from two seeds after 2,000 updates: how far the cost rises on the straight path "
        "between them, before and after their units are matched.",
        matching,
        note="The papers show it for large networks; here it is the phenomenon on the flower.",
        experiment=TWO_SEEDS,
        opens="One of the two, 8 units",
    ),
    PublishedCard(
        "du2018",
        "What ReLU units keep while they learn",
        "Du et al. 2018, arXiv 1806.00900, theorem 2.1; Tanaka and Kunin 2021",
        "2-20-1 ReLU, rate times updates = 20: the largest drift of a unit's ‖w_in‖² + b² − ‖w_out‖².",
        conservation,
        note="Kept exactly in the limit of small rates; an update adds a term of the second order.",
        experiment=CONSERVED,
    ),
)
"""In the order of the gallery."""
