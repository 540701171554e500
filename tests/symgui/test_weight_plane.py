"""Two weights that learn while all others are held: gradient, curvature, updates, points of rest, twins."""

from __future__ import annotations

import numpy as np
import pytest

from symgui.arrays import FloatArray
from symgui.experiment import Experiment
from symgui.nn.by_hand import Parameters, update
from symgui.symmetry.rest_points import RestPoint, rest_points, stable_part, still_share
from symgui.symmetry.unit_matching import weights_of_network
from symgui.symmetry.unit_surgery import Weights
from symgui.symmetry.weight_plane import WeightPlace, alike, pair_of_units, places_in, twin_lines, value_at
from symgui.training.studies.portrait_study import (
    POINTS,
    FieldRow,
    PortraitPlane,
    RestPoints,
    Way,
    portrait_study,
)
from symgui.training.studies.symmetry_studies import NamedNetwork
from symgui.training.trainer import Trainer

INTO_FIRST, INTO_SECOND = WeightPlace(1, 0, 0), WeightPlace(1, 1, 0)


def portrait(
    *units: int,
    data: str = "moons",
    activation: str = "tanh",
    pair: tuple[WeightPlace, WeightPlace] = (INTO_FIRST, INTO_SECOND),
    equal: bool = False,
    weights: Weights | None = None,
    l2: float = 0.0,
) -> PortraitPlane:
    experiment = Experiment().with_(
        data={"kind": data, "samples": 40 if data == "moons" else 200},
        network={"hidden": [{"units": n, "activation": activation} for n in units]},
        initialization={"weights": {"scheme": "normal", "scale": 1.0}, "seed": 2},
        training={"learning_rate": 0.5, "l2": l2},
    )
    trainer = Trainer(experiment)
    trainer.advance(30)
    state, here = trainer.network_state(), weights or weights_of_network(trainer.network)
    network = NamedNetwork("net", experiment, here, state.X, state.Y)
    return PortraitPlane(network, state, *pair, equal, 3.0)


def worked_out(
    wanted: PortraitPlane, start: tuple[float, float], updates: int = 300, rate: float = 0.5
) -> tuple[Way, FloatArray, FloatArray, RestPoints]:
    found = list(portrait_study(wanted, start, updates, rate, {}, searched=False))
    way = next(point for point in found if isinstance(point, Way))
    rows = sorted((row for row in found if isinstance(row, FieldRow)), key=lambda row: row.index)
    assert [row.index for row in rows] == list(range(POINTS))
    assert isinstance(found[-1], RestPoints)
    return way, np.array([row.dx for row in rows]), np.array([row.dy for row in rows]), found[-1]


@pytest.mark.parametrize("pair", [(INTO_FIRST, WeightPlace(3, 0, 1)), (WeightPlace(1, 1, -1), INTO_SECOND)])
def test_gradient_and_curvature_are_the_differences_of_the_cost(
    pair: tuple[WeightPlace, WeightPlace],
) -> None:
    plane, h = portrait(3, 2, activation="swish", pair=pair).plane(), 1e-5
    for x, y in ((0.3, -1.2), (-2.0, 0.1)):
        gx, gy = plane.gradient(x, y)
        assert gx == pytest.approx((plane.cost(x + h, y) - plane.cost(x - h, y)) / (2 * h), abs=1e-9)
        assert gy == pytest.approx((plane.cost(x, y + h) - plane.cost(x, y - h)) / (2 * h), abs=1e-9)
        right, left = np.array(plane.gradient(x + h, y)), np.array(plane.gradient(x - h, y))
        above, below = np.array(plane.gradient(x, y + h)), np.array(plane.gradient(x, y - h))
        H = np.array([right - left, above - below]) / (2 * h)
        assert plane.curvature(x, y) == pytest.approx(H, abs=1e-8)


def test_the_penalty_is_part_of_the_gradient_not_of_the_cost() -> None:
    with_it, without = portrait(2, l2=3.0).plane(), portrait(2).plane()
    m = 40
    gx, gy = with_it.gradient(0.5, -0.25)
    plain = without.gradient(0.5, -0.25)
    assert with_it.weights.W[0][0, 1] != without.weights.W[0][0, 1], "the two have learned to differ"
    same = PortraitPlane(
        with_it_network(without.weights, portrait(2, l2=3.0)), portrait(2, l2=3.0).state, INTO_FIRST,
        INTO_SECOND, False, 3.0,
    ).plane()  # fmt: skip
    gx, gy = same.gradient(0.5, -0.25)
    assert (gx - plain[0], gy - plain[1]) == pytest.approx((3.0 / m * 0.5, -3.0 / m * 0.25), abs=1e-15)
    assert same.cost(0.5, -0.25) == without.cost(0.5, -0.25)


def with_it_network(weights: Weights, like: PortraitPlane) -> NamedNetwork:
    old = like.network
    return NamedNetwork(old.name, old.experiment, weights, old.X, old.Y)


def test_the_way_is_the_updates_of_the_course_with_all_else_held() -> None:
    wanted = portrait(2)
    weights, X, Y = wanted.weights, wanted.network.X, wanted.network.Y
    way, *_ = worked_out(wanted, (0.7, -0.4), updates=50)
    W1 = weights.W[0].copy()
    W1[0, 0], W1[1, 0] = 0.7, -0.4
    for k in range(1, 51):
        learned = update(Parameters(W1, weights.b[0], weights.W[1], weights.b[1]), X, Y, 0.5)
        W1[0, 0], W1[1, 0] = learned.W1[0, 0], learned.W1[1, 0]
        assert (way.x[k], way.y[k]) == pytest.approx((W1[0, 0], W1[1, 0]), abs=1e-12)
    assert way.costs[1] < way.costs[0]


def test_on_the_line_of_twins_the_way_ends_in_the_saddle_and_beside_it_leads_away() -> None:
    wanted = portrait(2, data="flower", equal=True)
    assert twin_lines(wanted.weights, INTO_FIRST, INTO_SECOND, ("tanh",)) == (1,)
    way, Gx, Gy, found = worked_out(wanted, (-1.5, -1.5), 3000, 0.1)
    (saddle,) = [point for point in found.points if point.lies_on(1, wanted.reach)]
    assert saddle.kind == "saddle"
    assert saddle.leads_in(1)
    assert abs(saddle.mixed) < 1e-12, "symmetry makes (1, 1) an eigenvector"
    assert np.array_equal(way.x, way.y), "bit for bit"
    assert (way.x[-1], way.y[-1]) == pytest.approx((saddle.x, saddle.y), abs=1e-6)
    beside, *_ = worked_out(wanted, (-1.5, -1.5 + 1e-3), 3000, 0.1)
    assert abs(beside.x[-1] - beside.y[-1]) > 0.5
    left, right = stable_part(saddle, 1, wanted.grid, Gx, Gy)
    plane = wanted.plane()
    for x in (left, (left + saddle.x) / 2.0, (right + saddle.x) / 2.0, right):
        slope = sum(plane.gradient(x, x))
        assert np.sign(slope) == np.sign(x - saddle.x), "down to the saddle"


def test_two_free_weights_of_one_unit_have_their_saddle_at_zero() -> None:
    """J = ln 2 − c w v + … with c = 1/m Σ (y − ½) x₁: eigenvalues ±c at w = v = 0."""
    pair = (WeightPlace(1, 0, 0), WeightPlace(2, 0, 0))
    nothing = Weights((np.zeros((1, 2)), np.zeros((1, 1))), (np.zeros((1, 1)), np.zeros((1, 1))))
    wanted = portrait(1, pair=pair, weights=nothing)
    X, Y = wanted.network.X, wanted.network.Y
    c = float(((Y[0] - 0.5) * X[0]).mean())
    _, _, _, found = worked_out(wanted, (0.5, 0.1), updates=1)
    (origin,) = [point for point in found.points if abs(point.x) + abs(point.y) < 1e-9]
    assert origin.kind == "saddle"
    assert (origin.lowest, origin.highest) == pytest.approx((-abs(c), abs(c)), abs=1e-12)


def test_points_of_rest_are_found_with_their_kinds() -> None:
    wanted = portrait(4, data="flower", equal=True)
    _, _, _, found = worked_out(wanted, (0.5, 0.5), updates=1)
    plane = wanted.plane()
    kinds = {point.kind for point in found.points}
    assert {"minimum", "saddle", "maximum"} <= kinds
    costs = [plane.cost(point.x, point.y) for point in found.points]
    assert costs == sorted(costs)
    for point in found.points:
        assert np.abs(plane.gradient(point.x, point.y)).max() < 1e-9
        around = [
            plane.cost(point.x + 1e-3 * np.cos(t), point.y + 1e-3 * np.sin(t)) - plane.cost(point.x, point.y)
            for t in np.linspace(0.0, 2 * np.pi, 40)
        ]
        assert (min(around) > 0.0, max(around) > 0.0) == {
            "minimum": (True, True), "saddle": (False, True), "maximum": (False, False)
        }[point.kind]  # fmt: skip
    mirrored = {(round(point.y, 6), round(point.x, 6)) for point in found.points}
    assert mirrored == {(round(point.x, 6), round(point.y, 6)) for point in found.points}


def test_where_nothing_moves_is_a_share_and_no_points() -> None:
    """A ReLU unit whose bias keeps it silent: nothing that goes into it or out of it moves."""
    silent = Weights((np.zeros((1, 2)), np.ones((1, 1))), (np.full((1, 1), -50.0), np.zeros((1, 1))))
    pair = (WeightPlace(1, 0, 0), WeightPlace(1, 0, 1))
    _, Gx, Gy, found = worked_out(portrait(1, activation="relu", pair=pair, weights=silent), (0.5, 0.5), 3)
    assert not Gx.any()
    assert not Gy.any()
    assert found.points == ()
    assert found.still == still_share(Gx, Gy) == 1.0


def test_a_kink_is_no_point_of_rest() -> None:
    wanted = portrait(3, activation="relu")
    _, Gx, Gy, found = worked_out(wanted, (0.5, 0.5), updates=1)
    plane = wanted.plane()
    for point in rest_points(plane, wanted.grid, Gx, Gy):
        if isinstance(point, RestPoint):
            assert np.abs(plane.gradient(point.x, point.y)).max() < 1e-9
    assert len(found.points) <= 2


def test_twins_in_a_plane_need_all_else_equal() -> None:
    weights = portrait(3, 2).weights
    out = WeightPlace(2, 1, 0), WeightPlace(2, 1, 2)
    bias = WeightPlace(2, 0, -1), WeightPlace(2, 1, -1)
    for pair, units in (((INTO_FIRST, INTO_SECOND), (1, 0, 1)), (out, (1, 0, 2)), (bias, (2, 0, 1))):
        assert pair_of_units(*pair, 3) == units
        assert twin_lines(weights, *pair, ("tanh", "tanh")) == ()
        made = alike(weights, *pair)
        assert twin_lines(made, *pair, ("tanh", "tanh")) == (1,)
        for place in places_in(weights):
            assert place not in pair or value_at(made, place) == value_at(weights, place)
        opposite = Weights(tuple(W.copy() for W in made.W), tuple(b.copy() for b in made.b))
        layer, _, j = units
        opposite.W[layer - 1][j] *= -1.0
        opposite.b[layer - 1][j] *= -1.0
        opposite.W[layer][:, j] *= -1.0
        assert twin_lines(opposite, *pair, ("tanh", "tanh")) == (-1,)
        assert twin_lines(opposite, *pair, ("sigmoid", "sigmoid")) == ()
    for no_pair in ((INTO_FIRST, WeightPlace(1, 1, 1)), (INTO_FIRST, WeightPlace(2, 0, 0)), out[:1] * 2):
        assert pair_of_units(*no_pair, 3) is None
        assert alike(weights, *no_pair) is weights
