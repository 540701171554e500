"""Claims against runs: both figures, every relation, every iteration, lanes, events, and what cannot be said."""

# ruff: noqa: E501 - tables of one case a line
from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symgui.experiment import (
    BiasInit,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    WeightInit,
    opening_experiment,
)
from symgui.lessons import answers, check, parse_lesson
from symgui.lessons.claim import RELATIONS, Checked, Claim
from symgui.lessons.comparison import figures, holds, text
from symgui.lessons.lesson import Goal, Step
from symgui.lessons.quantities import QUANTITIES
from symgui.lessons.quantity import ARGUMENTS
from symgui.lessons.replay import Replay
from symgui.lessons.run_view import CannotSay
from symgui.training.lanes import lanes_from, lanes_of
from symgui.training.race import Race
from symgui.training.run import RecordedRun
from symgui.training.studies import Progress

FLOWER = opening_experiment()
LEARNS = FLOWER.with_(initialization={"weights": WeightInit(scheme="normal", scale=0.01)})
DIVERGES = LEARNS.with_(
    network={"hidden": (LayerSpec(units=4, activation="relu"),)}, training={"learning_rate": 1e9}
)


def said(experiment, *claims, goal=20, event="", lanes=(), on=None) -> list[Checked]:
    """What the run says to the claims, in their order."""
    step = Step("t", "", experiment, goal=Goal(goal, event), claims=claims, lanes=lanes)
    found = [each for each in check(step, on) if isinstance(each, Checked)]
    assert len(found) == len(claims)
    return sorted(found, key=lambda each: claims.index(each.claim))


def one(experiment, quantity, relation, expected, **rest) -> Checked:
    parts = {name: rest.pop(name) for name in ("goal", "event", "on") if name in rest}
    (found,) = said(experiment, Claim(quantity, relation, expected, **rest), **parts)
    return found


@pytest.mark.parametrize(
    ("relation", "right", "wrong"),
    [
        ("equals", 0.693147, 0.6932),
        ("not equal", 0.5, None),
        ("at least", 0.69, 0.7),
        ("at most", 0.7, 0.69),
        ("more than", 0.69, 0.7),
        ("less than", 0.7, 0.69),
    ],
)
def test_each_relation_passes_and_fails_with_both_figures(relation, right, wrong):
    within = 5e-7 if relation == "equals" else 0.0
    passed = one(FLOWER, "cost", relation, right, within=within, at=10)
    assert passed.passed
    wrong = RecordedRun(FLOWER).trainer.cost() if wrong is None else wrong
    failed = one(FLOWER, "cost", relation, wrong, within=within, at=10)
    assert not failed.passed
    assert failed.found.startswith("0.6931")
    assert failed.expected == text(wrong)


def test_figures_have_the_digits_that_tell_them_apart():
    assert figures(0.1, 0.1 + 2**-53) == ("0.1", "0.1000000000000001")
    assert figures(0.288083, 0.28808300001) == ("0.288083", "0.28808300001")
    assert figures(1.0, 1.0 + 2**-52) == ("1", "1.0000000000000002")
    assert figures(0.5, 0.5) == ("0.5", "0.5")
    assert figures("frozen", "dead") == ("frozen", "dead")
    assert [text(x) for x in (1e-7, -3.0, 1e300, math.inf)] == ["1e−7", "−3", "1e300", "∞"]
    assert not any(
        holds(relation, math.nan, 1.0) for relation in ("equals", "not equal", "at least", "less than")
    )
    assert holds("equals", math.inf, math.inf)


def test_words():
    assert one(FLOWER, "verdict", "equals", "frozen").passed
    failed = one(LEARNS, "verdict", "equals", "frozen", goal=2000)
    assert (failed.passed, failed.expected, failed.found) == (False, "frozen", "healthy")
    assert one(LEARNS, "verdict", "not equal", "frozen", goal=2000).passed
    assert one(FLOWER, "standstill", "equals", "yes").passed
    assert one(LEARNS, "standstill", "equals", "no").passed


def test_units_that_differ_from_each_other_may_still_answer_the_same_to_all_points():
    apart = FLOWER.with_(
        initialization={"biases": BiasInit(scheme="explicit", values=((0.1, 0.2, 0.3, 0.4), (0.0,)))}
    )
    assert one(apart, "std of A", "more than", 0.1, arguments={"layer": 1}, at=0).passed
    assert one(apart, "std over examples", "equals", 0.0, arguments={"layer": 1}, at=0).passed
    assert one(LEARNS, "std over examples", "more than", 0.0, arguments={"layer": 1}, at=0).passed


def test_the_rules_for_the_start_are_counted():
    recipe = FLOWER.with_(initialization={"weights": WeightInit(scheme="xavier")})
    assert one(recipe, "rules broken", "equals", 0.0, at=0).passed
    assert one(FLOWER, "rules broken", "equals", 4.0, at=0).passed
    assert one(FLOWER, "rules broken", "equals", 4.0, goal=100).passed


def test_the_published_table_of_the_flower():
    for at, cost in ((0, 0.693048), (1000, 0.288083), (2000, 0.254385)):
        found = one(LEARNS, "cost", "equals", cost, within=5e-7, at=at, goal=2000)
        assert found.passed
        assert found.statement == f"cost at {at} = {cost} ± 5e−7"
    wrong = one(LEARNS, "cost", "equals", 0.288084, within=5e-7, at=1000, goal=2000)
    assert not wrong.passed
    assert wrong.expected != wrong.found


def test_throughout_looks_at_every_iteration():
    zero = one(FLOWER, "largest |dW|", "equals", 0.0, at=3000, throughout=True, goal=3000)
    assert zero.passed
    assert zero.statement == "largest |dW| = 0 at every iteration up to 3000"
    # for one iteration, no point of the cost curve, a weight is another
    edited = FLOWER.with_(
        changes=({"at": 1237, "set": {"W1[0,0]": 1e-3}}, {"at": 1238, "set": {"W1[0,0]": 0.0}})
    )
    seen = one(
        edited, "largest |W|", "equals", 0.0, arguments={"layer": 1}, at=2000, throughout=True, goal=2000
    )
    assert not seen.passed
    assert seen.found == "0.001 at 1237"
    # a bound, and how near it came
    falls = one(LEARNS, "cost", "at most", Claim("cost", "", 0.0, at=0), at=300, throughout=True, goal=300)
    costs = []
    run = RecordedRun(LEARNS)
    for _ in range(301):
        costs.append(run.trainer.cost())
        run.advance(1)
    assert falls.passed == (max(costs) <= costs[0])


def test_what_is_dear_is_looked_at_where_the_curve_has_a_point_and_says_so():
    found = one(LEARNS, "verdict", "not equal", "dead", at=1200, throughout=True, goal=1200)
    assert found.passed
    # all up to 1000, then every fiftieth
    assert found.statement == "verdict ≠ dead at every iteration up to 1200 (looked at 1006 of 1201)"
    # where the run stands still, the rest is known
    still = one(FLOWER, "verdict", "equals", "frozen", at=2000, throughout=True, goal=2000)
    assert still.statement == "verdict = frozen at every iteration up to 2000"


def test_compared_with_another_quantity():
    below = one(LEARNS, "cost", "less than", Claim("cost", "", 0.0, at=0, times=0.5), goal=1000)
    assert below.passed
    learnt = RecordedRun(LEARNS)
    first = learnt.trainer.cost()
    learnt.advance(1000)
    assert (below.expected, below.found) == ("0.5", text(learnt.trainer.cost() / first))  # the ratio
    assert below.statement == "cost < 0.5 × cost at 0"
    balanced = one(FLOWER, "cost", "equals", Claim("cost of guessing", "", 0.0), within=1e-12)
    assert (balanced.passed, balanced.statement) == (True, "cost = cost of guessing ± 1e−12")


def test_lanes():
    lanes = lanes_of(FLOWER, [{}, {"initialization": {"weights": WeightInit(scheme="normal", scale=0.01)}}])
    apart, same, same_from_first, one_alone, nowhere = said(
        FLOWER,
        Claim("cost", "less than", Claim("cost", "", 0.0, lane="A"), lane="B"),
        Claim("cost apart", "equals", 0.0, {"other": "A"}, lane="B"),
        Claim("cost apart", "equals", 0.0, {"other": "B"}, lane="A"),
        Claim("effective units", "equals", 1.0, {"layer": 1}, lane="A", at=100, throughout=True),
        Claim("cost", "equals", 0.0, lane="F"),
        lanes=lanes,
        goal=1000,
    )
    assert apart.passed
    assert apart.statement == "B: cost < A's"
    assert float(apart.found) == pytest.approx(0.2881, abs=5e-5)
    assert not same.passed
    assert same.statement == "B: cost apart from lane A = 0"
    assert same.found == same_from_first.found
    assert one_alone.passed
    assert (nowhere.passed, nowhere.found) == (False, "there is no lane F")
    (seen_from_the_first,) = said(
        FLOWER, Claim("cost apart", "more than", 0.1, {"other": "B"}, lane="A"), lanes=lanes, goal=300
    )
    assert seen_from_the_first.passed
    # the lanes on screen may be others
    swapped = [lanes[1].experiment, lanes[0].experiment]
    (swapped_cost,) = said(
        FLOWER,
        Claim("cost", "more than", Claim("cost", "", 0.0, lane="A"), lane="B"),
        lanes=lanes,
        on=swapped,
        goal=1000,
    )
    assert swapped_cost.passed
    (no_race,) = said(FLOWER, Claim("cost", "equals", 0.0, lane="A"), lanes=lanes, on=FLOWER)
    assert no_race.found == "the run on screen is no race"


def test_a_lane_that_diverges_stands_while_the_others_go_on():
    slow = DIVERGES.with_(training={"learning_rate": 0.1})
    lanes = lanes_of(slow, [{}, {"training": {"learning_rate": 1e9}}])
    stands, later, other = said(
        slow,
        Claim("verdict", "equals", "diverged", lane="B"),
        Claim("cost", "at least", 0.0, lane="B", at=400),
        Claim("cost", "at most", 0.7, lane="A", at=500),
        lanes=lanes,
        goal=500,
    )
    assert stands.passed
    assert other.passed
    assert not later.passed
    assert later.found.startswith("the run diverged: ")


def test_the_experiment_on_screen_is_the_one_that_is_checked():
    claim = Claim("verdict", "equals", "frozen")
    (found,) = said(FLOWER, claim, on=LEARNS, goal=1000)
    assert not found.passed
    edited = FLOWER.with_(changes=({"at": 3, "set": {"W1[0,0]": 0.5}},))
    (found,) = said(FLOWER, Claim("parameter", "equals", 0.0, {"name": "W1[0,0]"}), on=edited)
    assert not found.passed


def test_the_step_ends_where_its_event_is_seen():
    run = RecordedRun(LEARNS)
    while not any(event.kind == "accuracy" for event in run.events):
        run.advance(1)
    (accuracy,) = said(LEARNS, Claim("train accuracy", "more than", 0.9), goal=10_000, event="accuracy")
    assert accuracy.passed
    assert accuracy.found == f"{text(100 * run.trainer.train_accuracy())} %"
    (when,) = said(
        LEARNS, Claim("iteration of event", "equals", float(run.iteration), {"kind": "accuracy"}),
        goal=10_000, event="accuracy",
    )  # fmt: skip
    assert when.passed
    never = one(FLOWER, "iteration of event", "equals", math.inf, arguments={"kind": "symmetry"}, goal=500)
    assert never.passed
    frozen = one(FLOWER, "change of W", "equals", 0.0, goal=1000, event="frozen")
    assert frozen.passed


def test_an_event_before_the_step_begins_does_not_end_it_there():
    edited = FLOWER.with_(changes=({"at": 3, "set": {"b2[0]": 0.5}}, {"at": 17, "set": {"b2[0]": 0.25}}))
    claim = Claim("parameter", "equals", 0.25, {"name": "b2[0]"})
    step = Step("t", "", edited, goal=Goal(20, "edited"), start=15, claims=(claim,))
    (found,) = (each for each in check(step) if isinstance(each, Checked))
    assert found.passed
    (earlier,) = said(edited, claim, goal=20, event="edited")
    assert (earlier.passed, earlier.found) == (False, "0.5")


@pytest.mark.parametrize(
    ("experiment", "claim", "why"),
    [
        (FLOWER, Claim("std of A", "equals", 1.0, {"layer": 3}), "there is no layer 3: the network has layers 1 to 2"),
        (FLOWER, Claim("effective units", "equals", 1.0, {"layer": 2}), "layer 2 is the output, not a hidden layer"),
        (FLOWER, Claim("effective units", "equals", 1.0, {"layer": "output"}), "layer 2 is the output"),
        (FLOWER, Claim("parameter", "equals", 1.0, {"name": "W1[9,9]"}), "the network has no W1[9,9]"),
        (FLOWER, Claim("test accuracy", "equals", 1.0), "the experiment has no test data"),
        (FLOWER, Claim("std ratio", "equals", 1.0, {"layer": 2}), "A[1] has none to divide by"),
        (FLOWER, Claim("cost apart", "equals", 1.0, {"other": "B"}), "there is no lane B: it is no race"),
        (LEARNS, Claim("updates to break", "equals", 1.0, {"epsilon": 1e-3}), "the start has no twins"),
        (FLOWER, Claim("updates to break", "equals", 1.0, {"epsilon": 1e-3, "name": "W4[0,0]"}),
         "the network has no W4[0,0]"),
        (FLOWER, Claim("updates to break", "equals", 1.0, {"epsilon": 1e-3, "name": "b2[1]"}),
         "the network has no b2[1]"),
        (DIVERGES, Claim("cost", "equals", 1.0, at=9000), "the run diverged: "),
        (DIVERGES, Claim("cost", "at least", 0.0, at=9000, throughout=True), "the run diverged: "),
    ],
)  # fmt: skip
def test_what_cannot_be_said_fails_and_says_why(experiment, claim, why):
    (found,) = said(experiment, claim, goal=10_000)
    assert not found.passed
    assert found.found.startswith(why)
    assert found.expected


def test_a_divergence_is_the_end():
    found = one(DIVERGES, "verdict", "equals", "diverged", goal=1000)
    assert found.passed
    at = one(DIVERGES, "divergence iteration", "less than", 1000.0, goal=1000)
    assert at.passed


def test_studies_of_their_own():
    same = FLOWER.with_(initialization={"weights": WeightInit(scheme="constant", value=0.5)})
    collapsed = one(same, "collapse difference", "at most", 1e-9, goal=200)
    assert collapsed.passed
    breaks = one(same, "updates to break", "less than", math.inf, arguments={"epsilon": 0.1}, goal=5000)
    assert breaks.passed
    assert breaks.statement == "updates to break, ε = 0.1 < ∞"


def test_statements():
    claims = {
        "largest |dW[1]| at 5 = 0": Claim("largest |dW|", "equals", 0.0, {"layer": 1}, at=5),
        "std of A[2] ≥ 0.5": Claim("std of A", "at least", 0.5, {"layer": 2}),
        "effective units of layer 1 = 1": Claim("effective units", "equals", 1.0, {"layer": 1}),
        "saturated share of the output = 100 %": Claim("saturated share", "equals", 1.0, {"layer": "output"}),
        "different rows of dW[1] = 1": Claim("different rows", "equals", 1.0, {"of": "dW1"}),
        "W[1]₁,₂ ≠ 0": Claim("parameter", "not equal", 0.0, {"name": "W1[0,1]"}),
        "dW[1]₁,₂ > −1e−9": Claim("gradient", "more than", -1e-9, {"name": "W1[0,1]"}),
        "change of b[2]₁ < 2": Claim("change", "less than", 2.0, {"name": "b2[0]"}),
        "It stays.": Claim("cost", "equals", 0.0, says="It stays."),
    }
    for sentence, claim in claims.items():
        assert one(FLOWER, claim.quantity, claim.relation, claim.expected, arguments=claim.arguments, at=claim.at,
                   says=claim.says).statement == sentence  # fmt: skip


def test_questions_are_answered_by_the_run():
    lesson = parse_lesson(
        """+++
format = "symgui-lesson/1"
id = "q"
title = "Q"
+++
## Zero

```toml
experiment = "flower-zeros"
run = 100
[question]
text = "What moves?"
choices = [
  {text = "All", holds = [{quantity = "change of W", more_than = 0}]},
  {text = "b[2] alone", holds = [
    {quantity = "change of W", equals = 0},
    {quantity = "change of b", more_than = 1e-3},
  ]},
  {text = "Nothing", holds = [
    {quantity = "change of W", equals = 0},
    {quantity = "change of b", at_most = 1e-12},
  ]},
]
```
"""
    )
    found = [each for each in answers(lesson.steps[0]) if not isinstance(each, Progress)]
    assert [choice.text for choice, _ in found] == ["All", "b[2] alone", "Nothing"]
    assert [all(each.passed for each in checked) for _, checked in found] == [False, False, True]
    assert [len(checked) for _, checked in found] == [1, 2, 2]
    assert list(check(lesson.steps[0])) == []


def test_it_lets_go_often_and_can_be_stopped(monkeypatch):
    monkeypatch.setattr("symgui.training.studies.progress.PROGRESS_INTERVAL", 0.0)  # on any machine
    step = Step("t", "", LEARNS, goal=Goal(100_000), claims=(Claim("cost", "equals", 0.0),))
    checking = check(step)
    progress = [next(checking) for _ in range(3)]
    assert all(isinstance(each, Progress) and each.of == 100_000 for each in progress)
    checking.close()


def test_a_check_leaves_numpy_as_it_was():
    before = np.geterr()
    for _ in check(Step("t", "", DIVERGES, goal=Goal(50), claims=(Claim("largest |dA|", "equals", 0.0),))):
        assert np.geterr() == before


NETS = [
    FLOWER,
    LEARNS,
    DIVERGES,
    FLOWER.with_(network=NetworkSpec()),
    Experiment(
        data=DataSpec(kind="blobs", classes=3, samples=60, test_samples=20),
        network=NetworkSpec(hidden=(LayerSpec(units=5, activation="relu"), LayerSpec(units=3, activation="elu"))),
        initialization={"weights": {"scheme": "he"}},
        training={"learning_rate": 0.1, "batch_size": 16, "optimizer": "adam"},
    ),
    FLOWER.with_(
        network=NetworkSpec(hidden=(LayerSpec(units=9, activation="tanh"),) * 3),
        initialization={"weights": {"scheme": "xavier", "gain": 1.5}, "biases": {"scheme": "normal", "scale": 0.2}},
    ),
]  # fmt: skip
EXAMPLES = {"layer": 1, "name": "W1[0,1]", "of": "dW1", "kind": "symmetry", "other": "A", "epsilon": 0.5,
            "seeds": 3, "accuracy": 0.6, "where": {"width": 2}, "second": 5}  # fmt: skip


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_quantity_has_a_value_or_says_why_not(name):
    quantity = QUANTITIES[name]
    assert set(quantity.takes + quantity.may_take) <= set(ARGUMENTS)
    arguments = {argument: EXAMPLES[argument] for argument in quantity.takes}
    values = []
    for experiment in NETS:
        replay = Replay([experiment])
        for _ in replay.go(6, 6):
            pass
        try:
            with np.errstate(all="ignore"):
                if quantity.study:
                    found = next(v for v in quantity.of(experiment, 6, **arguments) if v is not None)
                else:
                    found = quantity.of(replay.looks()[""], **arguments)
        except CannotSay as reason:
            assert str(reason)  # noqa: PT017
            continue
        assert isinstance(found, str) == (quantity.sort == "word")
        values.append(found)
    assert values or name in ("cost apart", "parameters apart")


HIDDEN = st.lists(
    st.builds(
        LayerSpec, units=st.integers(1, 4), activation=st.sampled_from(["tanh", "relu", "sigmoid", "linear"])
    ),
    max_size=3,
).map(tuple)
SMALL = st.builds(
    lambda kind, hidden, scheme, rate, batch, edits: Experiment(
        data={"kind": kind, "samples": 12},
        network={"hidden": hidden},
        initialization={"weights": {"scheme": scheme}},
        training={"learning_rate": rate, "batch_size": batch},
        changes=[{"at": at, "learning_rate": 0.5} for at in edits],
    ),
    st.sampled_from(["blobs", "and", "xor"]),
    HIDDEN,
    st.sampled_from(["zeros", "constant", "he"]),
    st.sampled_from([0.1, 1e9]),
    st.sampled_from([None, 4]),
    st.sets(st.integers(0, 9), max_size=2),
)


@st.composite
def any_claims(draw, compared=False):
    quantity = QUANTITIES[draw(st.sampled_from(sorted(QUANTITIES)))]
    examples = {
        "layer": st.integers(1, 5) | st.just("output"),
        "name": st.sampled_from(["W1[0,1]", "b2[0]", "W4[3,3]"]),
        "of": st.sampled_from(["A0", "A1", "W1", "dW2", "dA4", "Z3"]),
        "kind": st.sampled_from(["symmetry", "edited"]),
        "other": st.sampled_from(["A", "B", "F"]),
        "epsilon": st.sampled_from([1e-300, 0.1, 1e300]),
        "seeds": st.sampled_from([1, 4]),
        "accuracy": st.sampled_from([0.5, 1.0]),
        "where": st.sampled_from([{"width": 2}, {"learning-rate": 1.0, "activation": "relu"}, {"depth": 0}]),
        "second": st.sampled_from([0, 3, "shuffled"]),
    }
    names = [*quantity.takes, *(name for name in quantity.may_take if draw(st.booleans()))]
    throughout = draw(st.booleans()) and not compared and not quantity.study
    at = draw(st.integers(0, 12)) if throughout else draw(st.none() | st.integers(0, 12))
    word = quantity.sort == "word"
    relation = draw(st.sampled_from(["equals", "not equal"] if word else RELATIONS))
    expected = "yes" if word else draw(st.sampled_from([0.0, 1.0, math.inf]))
    if not compared and not word and draw(st.booleans()):
        other = draw(any_claims(compared=True))
        if QUANTITIES[other.quantity].sort == "number" and not QUANTITIES[other.quantity].study:
            expected = replace(other, at=None if throughout else other.at)
    return Claim(
        quantity.name,
        relation,
        expected,
        {name: draw(examples[name]) for name in names},
        at=at,
        throughout=throughout,
        lane=draw(st.sampled_from(["", "A", "B", "F"])),
    )


@settings(max_examples=150)
@given(
    experiment=SMALL,
    claims=st.lists(any_claims(), min_size=1, max_size=4),
    race=st.booleans(),
    event=st.sampled_from(["", "frozen", "symmetry", "diverged"]),
)
def test_whatever_is_claimed_is_decided_and_nothing_is_raised(experiment, claims, race, event):
    lanes = lanes_of(experiment, [{}, {"training": {"learning_rate": 1.0}}]) if race else ()
    step = Step("t", "", experiment, goal=Goal(8, event), claims=tuple(claims), lanes=lanes)
    found = [each for each in check(step) if isinstance(each, Checked)]
    assert len(found) == len(claims)
    assert all(each.statement and each.found for each in found)


def test_figures_that_a_tolerance_calls_equal_have_its_digits():
    assert figures(0.25, 0.2500000000000001, 1e-12) == ("0.25", "0.25")
    assert figures(-0.5936, -0.59360099, 5e-5) == ("−0.5936", "−0.5936")
    assert figures(math.log(2), 0.6931471805599452, 1e-12) == ("0.6931471806", "0.6931471806")
    assert figures(0.655, 0.65525, 0.005) == ("0.655", "0.655")
    assert figures(0.0, 3.25e-13, 1e-12) == ("0", "3e−13")
    assert figures(0.25, 0.26, 1e-12) == ("0.25", "0.26")


# ---- by the states that were kept ------------------------------------------------------------------


def ran(experiments, updates) -> RecordedRun | Race:
    there = RecordedRun(experiments[0]) if len(experiments) == 1 else Race(lanes_from(experiments))
    there.advance(updates)
    return there


def by_record(step, experiments, there) -> list[str]:
    return sorted(repr(each) for each in check(step, experiments, there) if isinstance(each, Checked))


BATCHES = LEARNS.with_(training={"batch_size": 32, "optimizer": "adam", "learning_rate": 0.01})
CLAIMS = (
    Claim("cost", "less than", 0.5),
    Claim("cost", "equals", 0.288083, within=5e-7, at=1000),
    Claim("verdict", "equals", "symmetric", at=1),
    Claim("standstill", "equals", "yes"),
    Claim("cost", "at most", Claim("cost", "", 0.0, at=0), at=60, throughout=True),
    Claim("iteration of event", "less than", 500.0, {"kind": "symmetry"}),
    Claim("iteration of event", "less than", 700.0, {"kind": "accuracy"}, at=800),
    Claim("divergence iteration", "equals", 1.0),
)


EVENTS = ("", "symmetry", "accuracy", "frozen", "diverged")


@pytest.mark.parametrize(
    "experiments",
    [(LEARNS,), (FLOWER,), (DIVERGES,), (BATCHES,), (LEARNS, FLOWER), (BATCHES, DIVERGES, LEARNS)],
    ids=["learns", "frozen", "diverges", "batches", "two lanes", "a lane diverges"],
)
def test_claims_are_decided_alike_by_the_states_that_a_run_has_kept(experiments):
    """Also those about where something first happened, which the record knows of beforehand."""
    letters = "ABC"[: len(experiments)] if len(experiments) > 1 else ("",)
    claims = tuple(replace(claim, lane=letter) for claim in CLAIMS for letter in letters)
    lanes = lanes_from(experiments) if len(experiments) > 1 else ()
    steps = [
        Step("t", "", experiments[0], goal=Goal(1200, event), claims=claims, lanes=lanes) for event in EVENTS
    ]
    from_the_start = [by_record(step, experiments, None) for step in steps]
    assert {len(each) for each in from_the_start} == {len(claims)}
    there = ran(experiments, 0)
    for updates in (0, 900, 1200, 1500):
        there.advance(updates - there.furthest)
        at, furthest = there.iteration, there.furthest
        for step, expected in zip(steps, from_the_start, strict=True):
            assert by_record(step, experiments, there) == expected
            assert (there.iteration, there.furthest) == (at, furthest)


def test_what_has_run_is_gone_by_only_where_it_is_just_what_is_checked():
    there = ran([LEARNS], 1000)
    assert Replay([LEARNS], there).runs[""].furthest == 1000
    for other in (FLOWER, LEARNS.with_(training={"learning_rate": 0.5})):
        assert Replay([other], there).runs[""].furthest == 0
    lanes = ran([LEARNS, FLOWER], 100)
    assert [run.furthest for run in Replay([LEARNS, FLOWER], lanes).runs.values()] == [100, 100]
    assert [run.furthest for run in Replay([FLOWER, LEARNS], lanes).runs.values()] == [0, 0]
    assert Replay([LEARNS], lanes).runs[""].furthest == 0
    # what was changed on the way is computed from the start, with the change
    there.seek(500)
    there.edit({"W1[0,0]": 0.3})
    there.advance(500)
    assert Replay([there.experiment], there).runs[""].furthest == 0
    edited = Step("t", "", LEARNS, goal=Goal(1000), claims=(Claim("cost", "less than", 0.288),))
    assert by_record(edited, there.experiment, there) == by_record(edited, there.experiment, None)
