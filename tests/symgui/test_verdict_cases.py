"""Small runs of which something untrue was once said, and others of their kinds: what is right of each."""

from __future__ import annotations

import math
from pathlib import Path

import msgspec
import numpy as np
import pytest
from symmetry_cases import column, experiment, matrix, trainer

from symgui.experiment import BiasInit, Change, DataSpec, Experiment, WeightInit
from symgui.nn.state import NetworkState
from symgui.symmetry.cause import Kind
from symgui.symmetry.divergence import divergence_of
from symgui.symmetry.factors import explain
from symgui.symmetry.finding import Verdict
from symgui.symmetry.guessing import (
    CHANCE,
    GUESSING,
    WORSE,
    Reached,
    is_more_than_chance,
    standing,
    standing_of,
)
from symgui.symmetry.partition import measure
from symgui.symmetry.stillness import Still
from symgui.symmetry.verdict import judge
from symgui.symmetry.verdict_rules import RISEN
from symgui.training.lanes import lanes_from
from symgui.training.race import Race
from symgui.training.report import ReportRow
from symgui.training.run import RecordedRun
from symgui.training.trainer import Trainer

CASES = Path(__file__).resolve().parents[1] / "cases" / "verdict"
FLOWER = DataSpec(kind="flower")
UNBALANCED = DataSpec(kind="blobs", samples=100, balance=0.6)
ZEROS, NORMAL = WeightInit("zeros"), WeightInit("normal", scale=0.5)


def case(name: str) -> Trainer:
    return Trainer(Experiment.load(CASES / f"{name}.symgui.json"))


def verdict(t: Trainer) -> Verdict:
    state = t.network_state()
    return judge(state, measure(state))


# ---- the cases ---------------------------------------------------------------------------


def test_logistic_regression_at_its_minimum_stands_still() -> None:
    t = case("healthy-logreg")
    assert verdict(t).name == "healthy", "at the start nothing stands in the way"
    t.advance(5000)
    found = verdict(t)
    assert (found.name, found.still, found.reached) == ("stuck", Still.FLAT, Reached.GUESSING)
    assert "this is the minimum of the cost (0.6931)" in found.evidence
    assert "guessing is the best that logistic regression can do here" in found.evidence
    state = t.network_state()
    right = [(1 / (1 + math.exp(-z)) > 0.5) == (y == 1.0) for z, y in zip(state.output.Z[0], state.Y[0])]  # noqa: B905
    assert f"{100 * np.mean(right):.4g} % right" in found.evidence
    assert max(np.abs(state.output.dW).max(), np.abs(state.output.db).max()) < 1e-15


def test_the_larger_class_for_every_example_is_guessing() -> None:
    t = case("majority")
    for _ in range(4):
        t.advance(500)
        found, state = verdict(t), t.network_state()
        assert (found.name, found.reached) == ("healthy", Reached.GUESSING)
        assert found.evidence.startswith("Still guessing: cost ")
        assert "every answer is class 0" in found.evidence
        assert "class 0, no" not in found.evidence
        named = msgspec.structs.replace(state, class_names=("no", "yes"))
        assert "every answer is class 0, no" in judge(named, measure(named)).evidence
        assert not (state.output.A > 0.5).any()
        assert t.train_accuracy() == 0.9 == 1.0 - state.Y.mean()


@pytest.mark.parametrize("scheme", ["zeros", "constant", "normal", "he"])
@pytest.mark.parametrize("optimizer", ["gd", "momentum", "adam"])
@pytest.mark.parametrize("batch_size", [None, 32])
def test_with_a_rate_of_0_nothing_moves_and_that_is_said(
    scheme: str, optimizer: str, batch_size: int | None
) -> None:
    weights = WeightInit(scheme)  # type: ignore[arg-type]
    training = {"optimizer": optimizer, "batch_size": batch_size, "learning_rate": 0.0}
    t = trainer((4,), weights=weights, data=FLOWER, **training)
    start = t.network.parameters.copy()
    for _ in range(2):
        found = verdict(t)
        assert found.still is Still.RATE
        assert found.name == ("frozen" if scheme == "zeros" else "stuck")
        said = (found.evidence, *found.notes)
        assert any("learning rate is 0" in sentence for sentence in said)
        t.advance(50)
        assert np.array_equal(t.network.parameters, start)


def test_lr0() -> None:
    found = verdict(case("lr0"))
    assert (found.name, found.still) == ("stuck", Still.RATE)
    assert "no update changes a parameter, whatever the start" in found.evidence


def test_what_cancels_is_not_called_an_underflow() -> None:
    state = case("underflow-lie").network_state()
    found = judge(state, measure(state))
    assert found.name == "partly-frozen"
    assert found.evidence == (
        "dW[1] is exactly 0 because W[2]ᵀ δ[2] cancels; dW[2] and dW[3] are not 0."
    )  # fmt: skip
    assert not state.layers[0].dW.any()
    above = state.layers[1]
    assert np.abs(above.W[:, 0, None] * above.dZ).min() > 0.05, "its terms are of order 0.1"
    for j, k in np.ndindex(2, 2):
        assert explain(state, 1, j, k).kind is Kind.BACK_CANCELS


def test_a_sum_that_cancels_until_a_bias_moves_is_not_frozen() -> None:
    t = case("frozen-learns")
    found, state = verdict(t), t.network_state()
    assert found.name == "symmetric"
    assert found.evidence.endswith("; no weight moves at this update, but b[2] does.")
    assert not any(layer.dW.any() for layer in state.layers)
    t.advance()
    assert np.abs(t.network_state().layers[1].dW).max() == pytest.approx(0.037, abs=5e-4)
    t.advance(499)
    t.cost()
    assert t.train_accuracy() == 1.0


def test_one_class_has_nothing_to_tell_apart() -> None:
    t = case("one-class")
    for iterations in (0, 1, 200, 800):
        t.advance(iterations)
        found = verdict(t)
        assert (found.name, found.reached) == ("healthy", Reached.ONE_CLASS)
        assert found.evidence.startswith("One class only, so there is nothing to tell apart: cost ")
        assert "uessing" not in " ".join((found.evidence, *found.notes))
    assert "100 % right" in found.evidence


def test_87_per_cent_right_is_not_guessing() -> None:
    t = case("guessing-87")
    t.advance(1000)
    found, state = verdict(t), t.network_state()
    right = t.train_accuracy()
    assert 0.85 < right < 0.9  # training at this rate is chaotic: the last digits decide
    assert (found.name, found.reached) == ("overshooting", Reached.TOO_CERTAIN)
    assert f"{100 * right:.4g} % are right, but it is too certain where it is wrong" in found.evidence
    assert f"the cost is {t.cost():.4g}" in found.evidence
    wrong = (state.output.A[0] > 0.5) != (state.Y[0] > 0.5)
    assert np.abs(state.output.dZ[0, wrong]).mean() > 0.9, "its few errors are held with certainty"


def with_answers(labels: list[int], z: list[float]) -> NetworkState:
    """A network without hidden layers that answers σ(z) to examples of these classes."""
    t = trainer((), data=DataSpec(kind="blobs", samples=len(z)))
    state, Z = t.network_state(), np.array([z])
    Y = np.array([labels], dtype=np.float64)
    A = 1.0 / (1.0 + np.exp(-Z))
    cost = float(np.mean(np.logaddexp(0.0, Z) - Y * Z))
    output = msgspec.structs.replace(state.output, Z=Z, A=A, dZ=A - Y)
    return msgspec.structs.replace(state, Y=Y, layers=(output,), cost=cost)


@pytest.mark.parametrize(
    ("ones", "right_at", "wrong_at", "wrong", "reached"),
    [
        (100, 3.0, 30.0, 10, Reached.TOO_CERTAIN),  # few errors, each held with certainty
        (100, 3.0, 4.0, 77, Reached.TOO_CERTAIN),  # 61.5 % right
        (20, 0.01, 0.01, 4, Reached.UNSURE),  # 98 % right, but all of them by a hair
        (20, 0.01, 0.0, 0, Reached.UNSURE),  # nothing is wrong
    ],
)
def test_a_high_cost_in_spite_of_right_answers_is_blamed_on_what_makes_it(
    ones: int, right_at: float, wrong_at: float, wrong: int, reached: Reached
) -> None:
    classes = [1] * ones + [0] * (200 - ones)
    sizes = [-wrong_at if i < wrong else right_at for i in range(200)]
    z = [size if k else -size for size, k in zip(sizes, classes, strict=True)]
    now = standing(with_answers(classes, z))
    assert now.reached is reached
    certain = reached is Reached.TOO_CERTAIN
    blamed = "too certain where it is wrong" if certain else "too unsure where it is right"
    said = f"More right than by guessing, but {blamed}: cost {now.cost:.4g} > 1.05 · "
    assert now.sentence().startswith(said)
    assert f"though {100 - wrong / 2:.4g} % right" in now.sentence()


def test_balanced_units_of_two_layers_stay_one() -> None:
    t = case("either-half")
    t.advance(1000)
    found = verdict(t)
    assert found.name == "symmetric"
    assert "balanced but not twins" in found.evidence
    W = t.network.W
    assert np.array_equal(W[1][0], W[1][1])
    assert not np.array_equal(W[2][:, 0], W[2][:, 1]), "the outgoing columns differ"


@pytest.mark.parametrize("iteration", [200, 1400, 2000])
def test_a_penalty_that_presses_all_weights_to_nothing_is_the_cause_that_is_named(iteration: int) -> None:
    t = case("l2-too-strong")
    t.advance(iteration)
    found = verdict(t)
    assert (found.name, found.by_penalty) == ("vanishing", True)
    largest = max(np.abs(W).max() for W in t.network.W.values())
    assert found.evidence.startswith("The L2 term (λ = 40.00) outweighs what the data ask for in every layer")
    assert f"the largest is {largest:.3e}".replace("e-0", "e−").replace("e-", "e−") in found.evidence or (
        largest > 1e-3
    )
    assert "up to rounding" not in found.evidence
    assert not any("the L2 term" in note or "The L2 term" in note for note in found.notes), "it is said once"


def test_a_penalty_that_blows_the_weights_up_is_named_before_and_at_the_end() -> None:
    t = case("l2-blowup")
    t.advance(61)
    found = verdict(t)
    assert (found.name, found.by_penalty) == ("vanishing", True)
    assert [note for note in found.notes if "αλ/m = 3.000 > 2.000" in note], (
        "weights are pressed, and blown up"
    )
    t.advance(39)
    found = verdict(t)
    assert (found.name, found.by_penalty) == ("overshooting", True)
    assert not [note for note in found.notes if "αλ/m" in note], "it is said once"
    t.advance(1000)
    found, state = verdict(t), t.network_state()
    assert (found.name, found.by_penalty) == ("diverged", True)
    for evidence in (found.evidence,):
        assert "1 − αλ/m = −2.000" in evidence
    assert 1.0 - 0.3 * 4000.0 / state.m == -2.0


def test_a_divergence_has_one_iteration_in_verdict_record_timeline_and_row() -> None:
    spec = Experiment.load(CASES / "l2-blowup.symgui.json")
    run = RecordedRun(spec)
    run.advance(2000)
    frame, t = run.frame(), run.iteration
    (event,) = [event for event in run.events if event.kind == "diverged"]
    assert frame.divergence == run.divergence == divergence_of(frame.network)
    assert (run.divergence.iteration, event.iteration, frame.iteration) == (t, t, t)  # type: ignore[union-attr]
    assert f"at iteration {t}" in frame.verdict.evidence
    row = Trainer(spec)
    row.advance(2000)
    assert (ReportRow.of(row).iteration, ReportRow.of(row).verdict) == (t, "diverged")
    assert math.isfinite(ReportRow.of(row).cost), "every number is still finite, but beyond 1e100"
    run.seek(t - 1)
    assert run.frame().verdict.name != "diverged"


# ---- guessing ---------------------------------------------------------------------------


def labels(ones: int, m: int) -> np.ndarray:
    Y = np.zeros((1, m))
    Y[0, :ones] = 1.0
    return Y


@pytest.mark.parametrize(
    ("cost", "accuracy", "reached"),
    [
        (0.9499, 0.5, Reached.BETTER), (0.95, 0.5, Reached.GUESSING), (1.05, 0.5, Reached.GUESSING),
        (1.0501, 0.5, Reached.WORSE), (1.0, 0.55, Reached.GUESSING), (1.0, 0.5501, Reached.BEGUN),
        (1.0501, 0.5501, Reached.TOO_CERTAIN), (1.0501, 0.2, Reached.WORSE), (9.0, 1.0, Reached.TOO_CERTAIN),
    ],
)  # fmt: skip
def test_guessing_is_a_band_of_costs_and_a_share_of_right_answers(
    cost: float, accuracy: float, reached: Reached
) -> None:
    """400 balanced examples: two standard errors are 5 %."""
    assert standing_of(cost * math.log(2.0), accuracy, labels(200, 400)).reached is reached


@pytest.mark.parametrize(
    ("m", "right", "more"),
    [(4, 3, False), (4, 4, True), (1, 1, True), (100, 60, False), (100, 61, True), (10**6, 501_001, True)],
)
def test_chance_is_two_standard_errors_and_all_right_is_none(m: int, right: int, more: bool) -> None:
    larger = 0.5 if m > 1 else 1.0
    assert is_more_than_chance(right / m, larger, m) is more


def test_the_thresholds_are_what_the_issue_says() -> None:
    assert (GUESSING, WORSE, CHANCE, RISEN) == (0.95, 1.05, 2.0, 1e-9)


@pytest.mark.parametrize("data", [FLOWER, UNBALANCED, DataSpec(kind="blobs", samples=90, classes=3)])
def test_what_is_reached_is_the_cost_and_the_accuracy_of_the_trainer(data: DataSpec) -> None:
    t = trainer((4,), weights=NORMAL, data=data)
    t.advance(30)
    now = standing(t.network_state())
    assert (now.cost, now.accuracy) == (t.cost(), t.train_accuracy())
    assert now.larger == max(np.bincount(t.data.labels)) / t.data.m


def test_worse_than_guessing_so_far_is_healthy_and_says_so() -> None:
    """A large start that comes down: nothing stands in the way, but it is not there yet."""
    t = trainer((4,), "relu", weights=WeightInit("normal", scale=5.0), data=FLOWER, learning_rate=0.001)
    assert "uessing so far" not in verdict(t).evidence
    t.advance(3)
    state = t.network_state()
    found = judge(msgspec.structs.replace(state, cost=0.74), measure(state))
    assert state.start.cost > 0.74
    assert found.reached in (Reached.WORSE, Reached.TOO_CERTAIN)
    assert found.name == "healthy"


# ---- overshooting ---------------------------------------------------------------------------


def overshoots(updates: int) -> Experiment:
    return experiment((4,), weights=NORMAL, data=FLOWER, learning_rate=60.0, iterations=updates)


def test_overshooting_is_said_alike_in_run_race_replay_and_row() -> None:
    spec = overshoots(40)
    run, alone = RecordedRun(spec), Trainer(spec)
    race = Race(lanes_from([spec, spec.with_(training={"learning_rate": 80.0})]))
    names = []
    for _ in range(40):
        run.advance(1)
        race.advance(1)
        alone.advance()
        frame = run.frame()
        names.append(frame.verdict.name)
        assert frame.verdict == race.frame().frames[0].verdict
        assert (ReportRow.of(alone).verdict, ReportRow.of(alone).evidence) == (
            names[-1],
            frame.verdict.evidence,
        )
        expected = frame.cost > 1.05 * math.log(2.0) and frame.cost > frame.network.start.cost
        assert (names[-1] == "overshooting") is expected or names[-1] in ("symmetric", "partly-frozen")
    assert "overshooting" in names
    for t in (7, 23, 40):
        run.seek(t)
        race.seek(t)
        assert run.frame().verdict.name == race.frame().frames[0].verdict.name == names[t - 1]


def test_an_edit_that_makes_the_cost_larger_is_no_overshooting() -> None:
    """The start is where parameters were last given; what an edit did, no update has done."""
    edit = Change(at=100, set={"W2[0,0]": 400.0, "b2[0]": 300.0})
    spec = experiment((4,), weights=NORMAL, data=FLOWER, learning_rate=0.01).with_(changes=(edit,))
    run = RecordedRun(spec)
    run.advance(100)
    state = run.frame().network
    assert (state.start.iteration, state.updates) == (100, 0)
    assert state.start.cost == state.cost > 10.0
    run.advance(3)
    after = run.frame()
    assert after.network.start == state.start
    assert after.verdict.name != "overshooting" or after.cost > state.cost
    run.seek(50)
    assert run.frame().network.start.iteration == 0
    run.seek(103)
    assert run.frame().network.start == state.start
    assert run.frame().verdict == after.verdict


def test_rounding_of_the_cost_is_no_overshooting() -> None:
    t = trainer((2,), weights=WeightInit("normal", scale=30.0), data=FLOWER, learning_rate=1e-9)
    t.advance(5)
    state = t.network_state()
    start = msgspec.structs.replace(state.start, cost=state.cost * (1 - 1e-12))
    assert judge(msgspec.structs.replace(state, start=start), measure(state)).name != "overshooting"
    start = msgspec.structs.replace(state.start, cost=state.cost * (1 - 1e-6))
    worse = judge(msgspec.structs.replace(state, start=start), measure(state))
    said = (worse.name, *worse.notes)
    assert "overshooting" in said or any("Overshooting" in note for note in said)


# ---- stuck, and frozen for ever ---------------------------------------------------------------------------


def test_steps_too_small_for_a_float_are_stuck() -> None:
    biases = BiasInit("constant", value=0.1)  # 0 would take any step, however small
    t = trainer((4,), weights=NORMAL, biases=biases, data=FLOWER, learning_rate=1e-30)
    start = t.network.parameters.copy()
    found = verdict(t)
    assert (found.name, found.still) == ("stuck", Still.TOO_SMALL)
    assert "changes no bit of any parameter" in found.evidence
    t.advance(100)
    assert np.array_equal(t.network.parameters, start)


def test_a_healthy_minimum_says_that_it_stands_still() -> None:
    data = DataSpec(kind="blobs", samples=100, noise=3.0)
    t = trainer((), data=data, learning_rate=1.0)
    t.advance(5000)
    found = verdict(t)
    assert (found.name, found.reached) == ("healthy", Reached.BETTER)
    assert any(note.startswith("It stands still: ") for note in found.notes)


FREEZES = {
    "tanh zeros": {"activation": "tanh"},
    "tanh zeros, unbalanced": {"activation": "tanh", "data": UNBALANCED},
    "tanh zeros, mini-batches": {"activation": "tanh", "batch_size": 16},
    "relu zeros": {"activation": "relu", "data": UNBALANCED},
    "sigmoid zeros, balanced": {"activation": "sigmoid"},
    "swish zeros, momentum": {"activation": "swish", "data": UNBALANCED, "optimizer": "momentum"},
    "linear zeros, adam": {"activation": "linear", "data": UNBALANCED, "optimizer": "adam"},
    "elu zeros, L2": {"activation": "elu", "data": UNBALANCED, "l2": 3.0},
    "softmax": {"activation": "tanh", "data": DataSpec(kind="blobs", samples=61, classes=3)},
}
MOVES = {
    "sigmoid zeros, unbalanced": {"activation": "sigmoid", "data": UNBALANCED},
    "sigmoid zeros, mini-batches": {"activation": "sigmoid", "batch_size": 16},
    "softplus zeros, unbalanced": {"activation": "softplus", "data": UNBALANCED},
    "tanh zeros, random b": {
        "activation": "tanh", "data": UNBALANCED, "biases": BiasInit("normal", scale=1.0)},
    "relu zeros, b of 1": {
        "activation": "relu", "data": DataSpec(kind="and"), "biases": BiasInit("constant", value=1.0)},
}  # fmt: skip


@pytest.mark.parametrize("hidden", [(4,), (3, 2)])
@pytest.mark.parametrize("name", FREEZES)
def test_frozen_is_for_ever(name: str, hidden: tuple[int, ...]) -> None:
    spec = {"data": FLOWER, **FREEZES[name]}
    t = trainer(hidden, spec.pop("activation"), learning_rate=0.5, **spec)  # type: ignore[arg-type]
    assert verdict(t).name == "frozen"
    start = {l: W.copy() for l, W in t.network.W.items()}
    for _ in range(5):
        t.advance(100)
        found = verdict(t)
        assert found.name == "frozen"
        assert found.exact
        assert all(np.array_equal(W, start[l]) for l, W in t.network.W.items())


@pytest.mark.parametrize("hidden", [(4,), (3, 2)])
@pytest.mark.parametrize("name", MOVES)
def test_what_moves_within_some_updates_is_not_called_frozen(name: str, hidden: tuple[int, ...]) -> None:
    spec = {"data": FLOWER, **MOVES[name]}
    t = trainer(hidden, spec.pop("activation"), learning_rate=0.5, **spec)  # type: ignore[arg-type]
    for _ in range(4):
        assert verdict(t).name != "frozen"
        t.advance()
    assert any(np.abs(W).max() > 1e-6 for W in t.network.W.values())


def test_no_weight_moves_now_is_said_of_a_net_that_is_not_symmetric_either() -> None:
    """Two different units, whose sums cancel until the output's bias moves."""
    W = [matrix((0.0, 0.0), (0.0, 0.0)), matrix((0.0, 0.0))]
    data = DataSpec(kind="and")
    t = trainer((2,), "sigmoid", W=W, b=[column(0.0, 1.0), column(0.0)], data=data, learning_rate=1.0)
    state = t.network_state()
    assert state.layers[1].dW.any(), "unbalanced: it does move"
    balanced = trainer(
        (2,), "sigmoid", W=W, b=[column(0.0, 1.0), column(0.3)], data=DataSpec(kind="flower", samples=100)
    )
    found, state = verdict(balanced), balanced.network_state()
    assert np.abs(state.output.db).max() > 1e-3
    assert found.name != "frozen"


# ---- what is notable ---------------------------------------------------------------------------


def test_a_dead_unit_and_a_saturated_layer_are_remarked_on() -> None:
    t = trainer((4,), "relu", weights=NORMAL, b=[column(-50, 0, 0, 0), column(0)], data=FLOWER)
    assert verdict(t).remarks == ("1 of 4 units dead",)
    t = trainer((8,), "relu", biases=BiasInit("normal", scale=1.0), data=UNBALANCED, seed=5)
    t.advance(2000)
    still = int((t.network.b[1] < 0).sum())
    assert verdict(t).remarks == (f"{still} of 8 units dead",)
    t = trainer((4,), weights=NORMAL, data=FLOWER, learning_rate=1.2)
    t.advance(3000)
    slopes = 1 - np.tanh(t.network_state().layers[0].Z) ** 2
    assert ("layer 1 saturated" in verdict(t).remarks) is bool(np.mean(slopes < 0.05) >= 0.5)


def test_units_without_a_gradient_are_remarked_on() -> None:
    W = [matrix((1.0, 0.2), (0.4, 0.3), (0.1, 0.9)), matrix((1.0, 0.0, 0.5))]
    t = trainer((3,), W=W, data=FLOWER)
    state = t.network_state()
    assert not state.layers[0].dZ[1].any()
    assert verdict(t).remarks == ("1 of 3 units without gradient",)
