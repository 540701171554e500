"""What chip, stage and lanes say of a verdict, and the hint that goes with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.look.icons import NAMES
from app.look.verdict_words import ChipWords, chip_words
from app.panels.hints import hint
from symgui.experiment import BiasInit, DataSpec, Experiment, LayerSpec, WeightInit, opening_experiment
from symgui.lessons import shipped_lessons
from symgui.symmetry.verdict import VERDICTS
from symgui.training.frame import Frame
from symgui.training.run import RecordedRun

CASES = Path(__file__).resolve().parents[1] / "cases" / "verdict"
LOSES_ONE = BiasInit("explicit", values=((0.0,) * 9 + (-50.0,), (0.0,)))


def frame_at(experiment: Experiment, iteration: int) -> Frame:
    run = RecordedRun(experiment)
    run.advance(iteration)
    return run.frame()


@pytest.mark.parametrize(
    ("name", "at", "chip", "tip"),
    [
        ("healthy-logreg", 300, "Stuck · every gradient cancels", "set <b>hidden layers</b> to 1"),
        ("majority", 500, "Healthy · still guessing", "no better than guessing yet"),
        ("lr0", 0, "Stuck · the learning rate is 0", "a <b>rate α</b> above 0"),
        ("frozen-learns", 0, "Symmetric · 4 units act as one", ""),
        ("one-class", 100, "Healthy · one class, nothing to tell apart", "there is nothing to tell apart"),
        ("guessing-87", 1000, "Overshooting · cost above the start's", "a smaller <b>rate α</b>"),
        ("l2-too-strong", 300, "Vanishing · L2 presses all weights to 0", "a smaller <b>L2 λ</b>"),
        ("l2-blowup", 100, "Overshooting · the L2 term blows it up", "a smaller <b>L2 λ</b>"),
        ("l2-blowup", 400, "Diverged · Z[1] reached −1.041e100 at iteration 332", "a smaller <b>L2 λ</b>"),
    ],
)
def test_the_cases(name: str, at: int, chip: str, tip: str) -> None:
    frame = frame_at(Experiment.load(CASES / f"{name}.symgui.json"), at)
    assert chip_words(frame).text == chip
    assert tip in hint(frame.experiment, frame.verdict)


def test_a_cost_like_guessing_s_is_said_of_a_network_that_has_begun() -> None:
    """Ten sigmoid layers: most answers are right, and the cost is ln 2 all the same."""
    step = next(lesson for lesson in shipped_lessons() if lesson.id == "layers-multiply").steps[5]
    frame = frame_at(step.lanes[0].experiment, 200)
    assert (frame.verdict.name, round(frame.cost, 4)) == ("healthy", 0.6931)
    assert chip_words(frame).text == "Healthy · cost near guessing"


def test_one_class_gets_no_advice() -> None:
    frame = frame_at(Experiment.load(CASES / "one-class.symgui.json"), 100)
    assert "Try" not in hint(frame.experiment, frame.verdict)


def test_frozen_alone_is_said_only_where_nothing_moves() -> None:
    """On unbalanced data the output's bias moves, and the cost falls."""
    balanced = opening_experiment()
    assert chip_words(frame_at(balanced, 5)).name == "Frozen"
    unbalanced = balanced.with_(data=DataSpec(kind="blobs", samples=100, balance=0.7))
    first, later = frame_at(unbalanced, 0), frame_at(unbalanced, 50)
    assert later.cost < first.cost
    for words in map(chip_words, (first, later)):
        assert words.text == "Weights frozen · only b[2] moves"
        assert words.brief == "Weights frozen"
    batches = balanced.with_(training={"batch_size": 16})
    assert chip_words(frame_at(batches, 5)).name == "Weights frozen"


def test_what_is_notable_of_a_healthy_network_stands_on_the_chip() -> None:
    layers = (LayerSpec(units=10, activation="relu"),)
    start = opening_experiment().with_(
        data=DataSpec(kind="circles"), network={"hidden": layers}, training={"learning_rate": 0.3},
        initialization={"weights": WeightInit("he"), "biases": LOSES_ONE},
    )  # fmt: skip
    frame = frame_at(start, 2000)
    words = chip_words(frame)
    assert (words.text, words.brief) == ("Healthy · 1 of 10 units dead",) * 2
    assert not words.problem
    calm = chip_words(
        frame_at(opening_experiment().with_(initialization={"weights": WeightInit("normal")}), 0)
    )
    assert (calm.text, calm.brief) == ("Healthy · 4 of 4 units effective", "Healthy")


@pytest.mark.parametrize(
    ("notable", "fewest"),
    [
        ("3 of 15 units dead", "3 dead"),
        ("3 of 15 units without gradient", "3: dZ = 0"),
        ("layer 12 saturated", "Saturated"),
        ("cost near guessing", "≈ guessing"),
        ("still guessing", "Guessing"),
        ("too certain where wrong", "Too certain"),
    ],
)
def test_the_fewest_words_still_say_what_is_notable(notable: str, fewest: str) -> None:
    words = ChipWords("check", "Healthy", notable, problem=False, notable=notable)
    assert words.notable_alone[-1] == fewest
    assert sorted(words.notable_alone, key=len, reverse=True) == list(words.notable_alone)
    assert ChipWords("check", "Healthy", "", problem=False).notable_alone == ()


def test_every_verdict_has_an_icon_that_there_is() -> None:
    assert {kind.icon for kind in VERDICTS.values()} <= set(NAMES)
