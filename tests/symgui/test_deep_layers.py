"""Deep random networks, forward only: theory against networks that are drawn, and those dead at birth."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from symgui.theory.born_dead import dead_by_theory, dead_shares, first_silent
from symgui.theory.deep_layers import (
    DEEP_ACTIVATIONS,
    DeepNetwork,
    signal_by_drawing,
    signal_by_theory,
    two_examples,
)
from symgui.theory.mean_field import MeanField
from symgui.training.studies.deep_study import DrawnLayer, TheoryLayer, signal_study


def test_whoever_draws_layer_by_layer_keeps_the_error_state() -> None:
    """Also where another thread ends the drawing, as it does with a study that nobody waits for any more."""
    drawing = signal_by_drawing(DeepNetwork("tanh", 2.5, 0.3, 6, 16, 0.6), seed=1)
    before = np.geterr()
    next(drawing)
    assert np.geterr() == before
    with ThreadPoolExecutor(1) as pool:
        pool.submit(drawing.close).result()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "network",
    [
        DeepNetwork("tanh", 2.5, 0.3, 6, 128, 0.6),
        DeepNetwork("relu", math.sqrt(2.0), 0.2, 6, 128, 0.2),
        DeepNetwork("sigmoid", 4.0, 0.3, 6, 128, -0.4),
    ],
)
def test_networks_that_are_drawn_follow_the_theory(network: DeepNetwork) -> None:
    theory = list(signal_by_theory(network))
    drawn = [list(signal_by_drawing(network, seed)) for seed in range(12)]
    for layer, expected in enumerate(theory):
        assert expected.layer == layer + 1
        lengths = np.array([signals[layer].length for signals in drawn])
        correlations = np.array([signals[layer].correlation for signals in drawn])
        for values, value in ((lengths, expected.length), (correlations, expected.correlation)):
            scatter = float(values.std(ddof=1)) / math.sqrt(len(values))
            assert abs(float(values.mean()) - value) < 4.5 * scatter + 0.01 * abs(value)


def test_the_theory_settles_at_its_fixed_points() -> None:
    *_, last = signal_by_theory(DeepNetwork("tanh", 2.5, 0.3, 100, 16, 0.9))
    field = MeanField("tanh", 2.5**2, 0.3**2)
    assert last.length == pytest.approx(field.length(), rel=1e-10)
    assert last.correlation == pytest.approx(field.correlation(), abs=1e-6)
    assert last.correlation == pytest.approx(0.1221, abs=1e-4), "Poole et al. 2016"


def test_relu_follows_cho_and_saul() -> None:
    found = list(signal_by_theory(DeepNetwork("relu", math.sqrt(2.0), 0.0, 101, 16, 0.0)))
    assert found[1].correlation == pytest.approx(1.0 / math.pi)
    assert found[10].correlation == pytest.approx(0.87154, abs=1e-5)
    assert found[100].correlation == pytest.approx(0.99642, abs=1e-5)
    assert {round(signal.length, 9) for signal in found} == {2.0}


def test_a_signal_that_fades_or_explodes_is_followed_to_the_end() -> None:
    for deviation in (0.0, 1e-8, 1e8):
        for activation in DEEP_ACTIVATIONS:
            network = DeepNetwork(activation, deviation, 0.0, 30, 4, 0.5)
            assert len(list(signal_by_theory(network))) == 30
            assert len(list(signal_by_drawing(network, 1))) == 30


def test_the_same_seed_gives_the_same_bits_and_a_longer_network_begins_alike() -> None:
    short, long = DeepNetwork(depth=3, width=70), DeepNetwork(depth=5, width=70)
    assert list(signal_by_drawing(short, 2)) == list(signal_by_drawing(long, 2))[:3]


def test_two_examples_have_the_correlation_that_is_wanted() -> None:
    X = two_examples(50, -0.3, np.random.RandomState(1))
    assert (X * X).mean(axis=0) == pytest.approx([1.0, 1.0])
    assert float((X[:, 0] * X[:, 1]).mean()) == pytest.approx(-0.3)
    assert two_examples(1, -0.3, np.random.RandomState(1)).prod() == pytest.approx(-1.0)


def test_memory_does_not_grow_with_the_depth() -> None:
    assert DeepNetwork(depth=100, width=1024).nbytes == DeepNetwork(depth=1, width=1024).nbytes < 40e6


def test_a_study_tells_every_layer_of_every_network_and_the_theory_once() -> None:
    found = list(signal_study(DeepNetwork(depth=4, width=8), seeds=3))
    assert [point.signal.layer for point in found if isinstance(point, TheoryLayer)] == [1, 2, 3, 4]
    places = [(point.seed, point.signal.layer) for point in found if isinstance(point, DrawnLayer)]
    assert places == [(seed, layer) for seed in range(3) for layer in range(1, 5)]


@pytest.mark.parametrize("units", [1, 2, 4, 7])
def test_as_many_are_dead_at_birth_as_theory_says(units: int) -> None:
    networks, layers = 1500, 40
    shares = dead_shares(first_silent(units, layers, networks, seed=units), layers)
    assert (np.diff(shares) >= 0.0).all()
    for depth in (1, 5, 20, 40):
        expected = dead_by_theory(units, depth)
        scatter = math.sqrt(expected * (1.0 - expected) / networks)
        assert abs(shares[depth - 1] - expected) <= 4.5 * scatter + 1e-3
    assert dead_by_theory(units, 9) == pytest.approx(1.0 - (1.0 - 2.0**-units) ** 9)
