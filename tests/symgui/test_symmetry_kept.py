"""Whether what is equal now stays equal: the optimizer's memory, and sums that Adam does not keep."""

from __future__ import annotations

import numpy as np
import pytest
from symmetry_cases import experiment, matrix, trainer

from symgui.experiment import WeightInit
from symgui.nn.optimizers import updated
from symgui.symmetry.induction import induction
from symgui.symmetry.partition import measure
from symgui.symmetry.verdict import judge
from symgui.training.run import RecordedRun

CONSTANT = WeightInit(scheme="constant", value=0.5)
RULES = [{}, {"optimizer": "momentum", "l2": 0.3}, {"optimizer": "adam"}, {"optimizer": "adam", "l2": 0.3}]


def of(t):
    state = t.network_state()
    symmetry = measure(state)
    return state, symmetry, judge(state, symmetry)


@pytest.mark.parametrize("training", RULES)
@pytest.mark.parametrize("done", [0, 1, 30])
def test_the_next_update_can_be_told_bit_for_bit(training, done):
    t = trainer((4, 3), weights=WeightInit("he"), **training)
    t.advance(done)
    state = t.network_state()
    t.advance()
    for layer in state.layers:
        for letter, value, gradient, now in (
            ("W", layer.W, layer.dW, t.network.W), ("b", layer.b, layer.db, t.network.b),
        ):  # fmt: skip
            name = f"{letter}[{layer.number}]"
            told = updated(state.optimizer, name, value, gradient, t.learning_rate)
            assert told.tobytes() == np.ascontiguousarray(now[layer.number]).tobytes()


@pytest.mark.parametrize("training", RULES)
def test_the_last_line_of_the_induction_is_the_optimizers_own_step(training):
    t = trainer((3,), weights=WeightInit("normal", scale=1.0), learning_rate=0.05, **training)
    t.advance(4)
    state = t.network_state()
    found = induction(state, measure(state), learning_rate=t.learning_rate)
    t.advance()
    W, b = t.network.W, t.network.b
    everything = np.hstack((W[1], b[1], W[2].T))
    assert found.lines[-1].difference == np.ptp(everything, axis=0).max()
    says = {"gd": "W − α dW:", "momentum": "W − α v:", "adam": "W − α v̂ / (√ŝ + ε):"}
    assert says[training.get("optimizer", "gd")] in found.lines[-1].statement


def test_what_the_optimizer_remembers_is_part_of_the_assumption():
    for optimizer, named in (("momentum", "same v in"), ("adam", "same v and s in")):
        t = trainer((3,), weights=CONSTANT, optimizer=optimizer)
        t.advance(5)
        found = induction(*of(t)[:2])
        assert len(found.lines) == 9
        assert named in found.lines[2].statement
        assert found.holds
        assert all(line.exact for line in found.lines)
    assert len(induction(*of(trainer((3,), weights=CONSTANT))[:2]).lines) == 8


@pytest.mark.parametrize("optimizer", ["momentum", "adam"])
def test_twins_of_whom_the_optimizer_remembers_different_things_part(optimizer):
    """One weight was another for five updates; then a person makes the units equal again."""
    run = RecordedRun(experiment((3,), weights=CONSTANT, optimizer=optimizer))
    run.edit({"W1[0,0]": 0.6})
    run.advance(5)
    W, b = run.trainer.network.W, run.trainer.network.b
    run.edit({"W1[0,0]": W[1][1, 0], "W1[0,1]": W[1][1, 1], "b1[0]": b[1][1, 0], "W2[0,0]": W[2][0, 1]})
    state, symmetry, found = of(run.trainer)
    assert symmetry.layers[0].twins == ((0, 1, 2),)
    assert found.evidence.endswith(", but the optimizer does not remember the same of them, so they part.")
    told = induction(state, symmetry)
    assert [line.holds for line in told.lines] == [True, True, False, True, True, True, True, True, False]
    run.advance(1)
    assert measure(run.trainer.network_state()).layers[0].twins == ((1, 2),)


def test_twins_that_are_remembered_alike_do_not():
    t = trainer((3,), weights=CONSTANT, optimizer="adam", batch_size=7)
    t.advance(20)
    assert of(t)[2].evidence.endswith("they are twins, equal bit for bit.")


def test_mirror_twins_are_remembered_alike_when_the_memory_is_mirrored():
    W = [matrix((0.3, 0.2), (-0.3, -0.2)), matrix((1, -1))]
    for optimizer in ("momentum", "adam"):
        t = trainer((2,), W=W, optimizer=optimizer)
        t.advance(9)
        state, symmetry, found = of(t)
        assert symmetry.layers[0].mirror_twins == ((0, 1),)
        assert found.evidence.endswith("they are twins, equal bit for bit.")
        assert induction(state, symmetry).holds


def balanced(**training):
    """Layer 2: other weights from two equal units, with the same sum."""
    W = [np.full((2, 2), 0.3), matrix((0.1, 0.5), (0.5, 0.1), (0.3, 0.3)), matrix((0.7, 0.7, 0.7))]
    return trainer((2, 3), W=W, learning_rate=0.05, **training)


def test_adam_with_l2_does_not_keep_what_is_balanced_only():
    t = balanced(optimizer="adam", l2=2.0)
    assert measure(t.network_state()).effective_units == (1, 1)
    assert "they are balanced but not twins, which Adam with an L2 term does not keep" in of(t)[2].evidence
    t.advance(50)
    assert measure(t.network_state()).effective_units != (1, 1)


@pytest.mark.parametrize(
    "training", [{}, {"l2": 2.0}, {"optimizer": "momentum", "l2": 2.0}, {"optimizer": "adam"}]
)
def test_all_others_keep_it_but_for_rounding(training):
    t = balanced(**training)
    assert "so kept in exact arithmetic, here until rounding has grown" in of(t)[2].evidence
    t.advance(50)
    state = t.network_state()
    assert measure(state).effective_units == (1, 1)
    assert induction(state, measure(state), layer=2, learning_rate=0.05).holds


def test_what_is_equal_within_the_tolerance_only_is_not_called_kept():
    t = trainer((3,), weights=CONSTANT)
    t.set_parameters({"W1[0,0]": 0.5 + 1e-12})
    assert measure(t.network_state()).effective_units == (1,)
    assert of(t)[2].evidence.endswith(
        "balanced within a billionth, not exactly, and what they differ by may grow."
    )


def test_with_mini_batches_the_step_over_all_examples_is_not_passed_off_as_the_next_one():
    t = trainer((3,), weights=CONSTANT, batch_size=7)
    assert "with all examples, not the batch's:" in induction(*of(t)[:2]).lines[-1].statement
