"""What a phase portrait says in sentences, against the numbers that it speaks of."""

from __future__ import annotations

import re

import numpy as np

from app.panels.symmetry_pages.portrait_words import kept_sentence, rest_sentences
from symgui.experiment import Experiment
from symgui.symmetry.unit_matching import weights_of_network
from symgui.symmetry.unit_surgery import Weights
from symgui.symmetry.weight_plane import WeightPlace, twin_lines
from symgui.training.studies.portrait_study import PortraitPlane, RestPoints, Way, portrait_study, way_from
from symgui.training.studies.symmetry_studies import NamedNetwork
from symgui.training.trainer import Trainer


def plane(activation: str, pair: tuple[WeightPlace, WeightPlace], weights: Weights | None) -> PortraitPlane:
    units = 1 if weights is not None else 2
    experiment = Experiment().with_(
        data={"kind": "flower", "samples": 200},
        network={"hidden": [{"units": units, "activation": activation}]},
        initialization={"weights": {"scheme": "normal", "scale": 1.0}, "seed": 2},
        training={"learning_rate": 0.5},
    )
    trainer = Trainer(experiment)
    trainer.advance(30)
    state = trainer.network_state()
    here = weights_of_network(trainer.network) if weights is None else weights
    network = NamedNetwork("net", experiment, here, state.X, state.Y)
    return PortraitPlane(network, state, *pair, equal=weights is None, reach=3.0)


def way(wanted: PortraitPlane, start: tuple[float, float], updates: int, rate: float) -> Way:
    *_, found = way_from(wanted, start, updates, rate)
    assert isinstance(found, Way)
    return found


def test_a_hundredth_of_the_distance_takes_as_many_updates_more_as_is_said() -> None:
    wanted = plane("tanh", (WeightPlace(1, 0, 0), WeightPlace(1, 1, 0)), None)
    *_, rest = portrait_study(wanted, (0.0, 0.0), 0, 0.1, {}, searched=False)
    assert isinstance(rest, RestPoints)
    lines = twin_lines(wanted.weights, wanted.first, wanted.second, ("tanh",))
    text = " ".join(rest_sentences(rest, lines, 3.0, ("a", "b"), 0.1))
    said = re.search(r"a hundredth of ε takes ([\d.]+) updates more", text)
    assert said is not None, text
    (saddle,) = (point for point in rest.points if point.leads_in(1) and point.lies_on(1, 3.0))
    times = []
    for eps in (1e-5, 1e-7, 1e-9):
        found = way(wanted, (saddle.x + eps, saddle.y - eps), 4000, 0.1)
        times.append(int(np.argmax(np.abs(found.x - found.y) > 0.02)))
    assert np.abs(np.diff(times) - float(said[1])).max() <= 2.0
    assert "updates more" not in " ".join(rest_sentences(rest, lines, 3.0, ("a", "b"), None))


def test_a_relu_unit_keeps_the_difference_of_its_squares() -> None:
    pair = WeightPlace(1, 0, 0), WeightPlace(2, 0, 0)
    alone = Weights((np.zeros((1, 2)), np.zeros((1, 1))), (np.zeros((1, 1)), np.zeros((1, 1))))
    wanted = plane("relu", pair, alone)
    drifts = []
    for rate in (0.1, 0.01):
        found = way(wanted, (1.0, 0.5), round(20 / rate), rate)
        drifts.append(float(np.abs(found.x**2 - found.y**2 - 0.75).max()))
        assert "W[1]₁,₁² − W[2]₁,₁² is 0.7500 at the start" in kept_sentence(wanted, found)
    assert 5.0 < drifts[0] / drifts[1] < 20.0, "in proportion to the rate"
    assert kept_sentence(plane("tanh", pair, alone), found) == ""
    biased = Weights(alone.W, (np.ones((1, 1)), np.zeros((1, 1))))
    assert kept_sentence(plane("relu", pair, biased), found) == ""
