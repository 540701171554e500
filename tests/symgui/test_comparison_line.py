"""The one line that says what a run has to a claim: names, figures and the operator between them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symgui.experiment import LayerSpec, WeightInit, opening_experiment
from symgui.lessons import check
from symgui.lessons.claim import RELATIONS, Checked, Claim
from symgui.lessons.comparison import SYMBOLS, WORDS, figures, holds
from symgui.lessons.comparison_line import claimed, comparison, comparisons, expectation
from symgui.lessons.lesson import Goal, Step
from symgui.training.lanes import lanes_of

FROZEN = opening_experiment()
EQUAL = FROZEN.with_(initialization={"weights": WeightInit(scheme="constant", value=0.5)})
SIGMOID = FROZEN.with_(network={"hidden": (LayerSpec(units=4, activation="sigmoid"),)})


def checked(experiment, claim, *, lanes=(), goal=40) -> Checked:
    step = Step("t", "", experiment, goal=Goal(goal), claims=(claim,), lanes=lanes)
    (found,) = (each for each in check(step) if isinstance(each, Checked))
    return found


@pytest.mark.parametrize(
    ("claim", "said", "asked"),
    [
        (Claim("largest |dW|", "more than", 0.0, {"layer": 1}),
         "largest |dW[1]|: found 0, more than 0 expected", "largest |dW[1]| > 0"),
        (Claim("largest |dW|", "equals", 0.0, {"layer": 1}), "largest |dW[1]| = 0", "largest |dW[1]| = 0"),
        (Claim("largest |dW|", "equals", 0.0, at=40, throughout=True),
         "largest |dW| at 0–40 = 0", "largest |dW| at 0–40 = 0"),
        (Claim("train accuracy", "at least", 0.95),
         "train accuracy: found 50 %, at least 95 % expected", "train accuracy ≥ 95 %"),
        (Claim("train accuracy", "at most", 0.57), "train accuracy = 50 % ≤ 57 %", "train accuracy ≤ 57 %"),
        (Claim("cost", "equals", 0.693, within=5e-4, at=0),
         "cost at 0 = 0.6931, 0.693 ± 0.0005 expected", "cost at 0 = 0.693 ± 0.0005"),
        (Claim("cost", "equals", 0.6932, within=5e-5),
         "cost: found 0.6931, 0.6932 ± 5e−5 expected", "cost = 0.6932 ± 5e−5"),
        (Claim("cost", "equals", 0.6931471805599453, within=1e-12),
         "cost = 0.6931471806 (± 1e−12)", "cost = 0.6931471806 ± 1e−12"),
        (Claim("verdict", "equals", "frozen"), "verdict: frozen", "verdict = frozen"),
        (Claim("verdict", "equals", "healthy"),
         "verdict: found frozen, healthy expected", "verdict = healthy"),
        (Claim("verdict", "not equal", "healthy"), "verdict: frozen, not healthy", "verdict ≠ healthy"),
        (Claim("parameter", "not equal", 0.0, {"name": "W1[0,1]"}),
         "W[1]₁,₂: found 0, not 0 expected", "W[1]₁,₂ ≠ 0"),
        (Claim("smallest |entry|", "at least", 0.5, {"of": "dZ2"}),
         "smallest |dZ[2]| = 0.5 ≥ 0.5", "smallest |dZ[2]| ≥ 0.5"),
        (Claim("cost", "equals", Claim("cost of guessing", "", 0.0), within=1e-12),
         "cost = 0.6931471806 = cost of guessing (± 1e−12)",
         "cost = 0.6931471806 ± 1e−12 (cost of guessing)"),
    ],
)  # fmt: skip
def test_names_figures_and_operator_of_a_frozen_run(claim, said, asked):
    found = checked(FROZEN, claim)
    assert comparison(found) == said
    assert claimed(found) == asked


def test_of_a_claim_about_a_factor_the_ratio_is_compared():
    """Not the figures whose quotient the sentence is about."""
    tenth = Claim(
        "rms of dW", "less than", Claim("rms of dW", "", 0.0, {"layer": 2}, times=0.1), {"layer": 1}
    )
    found = checked(EQUAL, tenth, goal=0)
    sides = [Claim("rms of dW", "at least", 0.0, {"layer": layer}) for layer in (1, 2)]
    one, two = (float(checked(EQUAL, side, goal=0).found) for side in sides)
    assert float(found.found) == pytest.approx(one / two, rel=1e-4)
    assert found.expected == "0.1"
    assert comparison(found, named=False).startswith("rms of dW[1] / rms of dW[2]")
    # nothing to divide by: the two figures as they are
    both_zero = checked(FROZEN, tenth, goal=0)
    assert comparison(both_zero) == "rms of dW[1]: found 0, less than 0 (rms of dW[2]) expected"


def test_lanes_are_named_on_both_sides():
    lanes = lanes_of(FROZEN, [{}, {"initialization": {"weights": WeightInit(scheme="normal", scale=1.0)}}])
    lower = Claim("cost", "less than", Claim("cost", "", 0.0, lane="A"), lane="B")
    line = comparison(checked(FROZEN, lower, lanes=lanes))
    assert line.startswith("B: cost = 0.")
    assert line.endswith("< A's = 0.6931")


def test_what_could_not_be_found_says_why_and_compares_nothing():
    nowhere = checked(FROZEN, Claim("largest |W|", "equals", 0.0, {"layer": 7}))
    assert not nowhere.decided
    assert "expected" not in comparison(nowhere)
    assert nowhere.found in comparison(nowhere)


def test_a_failure_in_the_middle_says_where():
    early = Claim("cost", "less than", 0.5, at=40, throughout=True)
    assert comparison(checked(SIGMOID, early)) == ("cost at 0–40: found 0.6931 at 0, less than 0.5 expected")


@given(st.sampled_from(RELATIONS), st.floats(0, 1), st.floats(0, 1), st.sampled_from([0.0, 0.011, 5e-7]))
def test_the_figures_shown_stand_to_each_other_as_the_line_says(relation, found, expected, within):
    """Read back from the line, they pass or fail as the values do: a share in per cent too."""
    tolerance = within if relation == "equals" else 0.0
    passed = holds(relation, found, expected, tolerance)
    for share, unit in ((False, 1.0), (True, 100.0)):
        written = figures(expected, found, tolerance if passed else 0.0, share=share)
        left, right = (float(each.removesuffix(" %").replace("−", "-")) / unit for each in reversed(written))
        slack = 1e-9 + (2 * tolerance if passed else 0.0)
        if passed and relation != "equals" and not math.isclose(left, right):
            assert holds(relation, left, right)
        elif passed:
            assert abs(left - right) <= slack or holds(relation, left, right)
        line = comparison(Checked(Claim("cost", relation, 0.5), "", passed, written[0], written[1], "cost"))
        assert written[1] in line
        assert passed or f"{WORDS[relation]}{written[0]} expected" in line
        assert not passed or relation == "equals" or f"{SYMBOLS[relation]} {written[0]}" in line


def test_words_of_every_relation():
    said = [expectation(Checked(Claim("cost", relation, 0.0), "", False, "1", "2")) for relation in RELATIONS]
    assert said == ["1", "not 1", "at least 1", "at most 1", "more than 1", "less than 1"]


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (Claim("largest |dW|", "more than", 0.0, {"layer": 1}), "largest |dW[1]| = 0, not > 0"),
        (Claim("train accuracy", "at least", 0.95), "train accuracy = 50 %, not ≥ 95 %"),
        (Claim("cost", "equals", 0.6932, within=5e-5), "cost = 0.6931, not 0.6932 ± 5e−5"),
        (Claim("verdict", "equals", "healthy"), "verdict: frozen, not healthy"),
        (Claim("parameter", "not equal", 0.0, {"name": "W1[0,1]"}), "W[1]₁,₂ = 0"),
        (Claim("largest |W|", "not equal", Claim("largest |W|", "", 0.0, {"layer": 2}), {"layer": 1}),
         "largest |W[1]| = 0 = largest |W[2]|"),
        (Claim("divergence iteration", "equals", 12.0), "divergence iteration: none up to 40, not 12"),
    ],
)  # fmt: skip
def test_in_brief_a_failed_claim_still_names_its_figure(claim, said):
    assert comparison(checked(FROZEN, claim), brief=True) == said


def test_what_there_is_none_of_is_said_in_words():
    none = Claim("divergence iteration", "equals", math.inf)
    assert comparison(checked(FROZEN, none)) == "divergence iteration: none up to 40"
    assert checked(FROZEN, none).statement == "divergence iteration: none"
    never = Claim("updates to break", "equals", math.inf, {"epsilon": 1e-18})
    assert comparison(checked(EQUAL, never)) == "updates to break, ε = 1e−18: no break up to 40"
    soon = checked(EQUAL, Claim("updates to break", "equals", math.inf, {"epsilon": 0.5}))
    assert comparison(soon) == (f"updates to break, ε = 0.5: found {soon.found}, no break up to 40 expected")
    assert comparison(soon, brief=True) == f"updates to break, ε = 0.5: {soon.found}"


def test_two_claims_about_one_figure_name_it_once():
    low, high = Claim("train accuracy", "more than", 0.2), Claim("train accuracy", "less than", 0.8)
    other = Claim("cost", "more than", 0.1)
    found = [checked(FROZEN, claim) for claim in (low, high, other)]
    assert comparisons(found) == "train accuracy = 50 % > 20 %, < 80 %; cost = 0.6931 > 0.1"
