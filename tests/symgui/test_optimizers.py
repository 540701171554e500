"""Update rules against the papers' formulas, written one weight at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import get_args

import numpy as np
import pytest

from symgui.experiment.parts import OptimizerName
from symgui.nn.optimizers import OPTIMIZERS

STEPS = 50
RATE = 0.03


def gd(w: float, gradients: list[float]) -> float:
    for g in gradients:
        w = w - RATE * g
    return w


def momentum(w: float, gradients: list[float]) -> float:
    v = 0.0
    for g in gradients:
        v = 0.9 * v + g
        w = w - RATE * v
    return w


def adam(w: float, gradients: list[float]) -> float:
    m = v = 0.0
    for t, g in enumerate(gradients, start=1):
        m = 0.9 * m + (1 - 0.9) * g
        v = 0.999 * v + (1 - 0.999) * g * g
        m_hat = m / (1 - 0.9**t)
        v_hat = v / (1 - 0.999**t)
        w = w - RATE * m_hat / (v_hat**0.5 + 1e-8)
    return w


REFERENCE: dict[str, Callable[[float, list[float]], float]] = {"gd": gd, "momentum": momentum, "adam": adam}


WRITTEN = (
    ("dW[{l}]", "g"), ("W[{l}]", "w"), ("v̂", "v_hat"), ("ŝ", "s_hat"), ("α", "RATE"),
    ("²", "**2"), ("ᵗ", "**t"), ("−", "-"),
)  # fmt: skip
"""How a rule that people read is read by Python."""


def as_written(rule: str, w: float, gradients: list[float]) -> float:
    """What becomes of a weight by the rule that the window shows."""
    for read, python in WRITTEN:
        rule = rule.replace(read, python)
    rule = re.sub(r"√(\w+)", r"\1**0.5", rule)
    rule = re.sub(r"(?<=[\w)]) (?=[\w(])", " * ", rule)
    clauses = [clause.strip() for clause in re.split(r",  |, ", rule) if not clause.strip().startswith("b")]
    made = [re.split(" ← | = ", clause) for clause in clauses]
    made.sort(key=lambda clause: clause[0] == "w")  # what it is made of comes first
    values = dict.fromkeys((name for name, _ in made), 0.0) | {"w": w, "RATE": RATE}
    for t, g in enumerate(gradients, start=1):
        for name, formula in made:
            values[name] = eval(formula, {"g": g, "t": t}, values)
    return values["w"]


def test_the_experiment_file_knows_every_optimizer() -> None:
    assert get_args(OptimizerName) == tuple(OPTIMIZERS)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_what_a_rule_says_of_itself_is_what_it_does(name: str) -> None:
    """Its memory has the names that its rule uses; what it calls the past is what moves it at gradient 0."""
    rule = OPTIMIZERS[name](3)
    assert len(rule.memory) == len(rule.remembers)
    assert all(symbol in rule.rule for symbol in rule.remembers)
    w = np.zeros(3)
    rule.update(w, np.array([1.0, -1.0, 0.0]), RATE)
    past, before = rule.past(), w.copy()
    moves = np.zeros(3, dtype=bool) if past is None else past != 0.0
    rule.update(w, np.zeros(3), RATE)
    assert (w != before).tolist() == moves.tolist()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_only_adam_makes_a_large_step_of_a_tiny_gradient(name: str) -> None:
    rule, w = OPTIMIZERS[name](1), np.zeros(1)
    rule.update(w, np.array([1e-7]), 1.0)
    assert (abs(w[0]) < 1e-6) == rule.keeps_small_gradients_small


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_l2_term_alone_shrinks_weights_up_to_its_limit_and_no_further(name: str) -> None:
    limit = OPTIMIZERS[name].most_decay
    for decay in (0.99 * limit, 1.01 * limit) if limit < np.inf else (1e3,):
        rule, w = OPTIMIZERS[name](1), np.ones(1)
        for _ in range(2000):
            rule.update(w, decay * w, 1.0)
        assert (abs(w[0]) > 10.0) == (decay > limit)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_fifty_steps(name: str) -> None:
    rng = np.random.RandomState(0)
    w = rng.randn(9)
    gradients = rng.randn(STEPS, 9) * 10.0 ** rng.randint(-9, 4, 9)
    references = [partial(as_written, OPTIMIZERS[name].rule), *filter(None, (REFERENCE.get(name),))]
    expected = [[f(float(w[i]), gradients[:, i].tolist()) for i in range(9)] for f in references]
    optimizer = OPTIMIZERS[name](9)
    for gradient in gradients:
        optimizer.update(w, gradient, RATE)
    for each in expected:
        np.testing.assert_allclose(w, each, rtol=1e-12, atol=1e-14)
    assert optimizer.updates == STEPS


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_equal_gradients_move_equal_weights_alike(name: str) -> None:
    """Whatever their place in the vector: the ends are handled by other machine instructions."""
    rng = np.random.RandomState(1)
    for size in (2, 3, 7, 8, 9, 17, 31):
        w = np.full(size, 0.3)
        optimizer = OPTIMIZERS[name](size)
        for _ in range(100):
            optimizer.update(w, np.full(size, rng.randn()), 0.1)
        assert (w == w[0]).all()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_no_gradient_moves_no_bit(name: str) -> None:
    w = np.array([0.1, -0.2, 0.0, 1e-300])
    before = w.tobytes()
    optimizer = OPTIMIZERS[name](4)
    for _ in range(10):
        optimizer.update(w, np.zeros(4), 1.0)
    assert w.tobytes() == before
    assert not any(array.any() for array in optimizer.memory)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_memory_is_all_there_is(name: str) -> None:
    """Two optimizers with the same memory and count go on alike, so a snapshot of those is enough."""
    rng = np.random.RandomState(2)
    first, second = OPTIMIZERS[name](5), OPTIMIZERS[name](5)
    w = rng.randn(5)
    for _ in range(20):
        first.update(w, rng.randn(5), RATE)
    for array, kept in zip(second.memory, first.memory, strict=True):
        array[:] = kept
    second.updates = first.updates
    other, gradient = w.copy(), rng.randn(5)
    first.update(w, gradient, RATE)
    second.update(other, gradient, RATE)
    assert w.tobytes() == other.tobytes()


def test_adams_first_step_is_the_learning_rate() -> None:
    w = np.array([1.0, 1.0])
    OPTIMIZERS["adam"](2).update(w, np.array([1e-3, -1e3]), 0.01)
    np.testing.assert_allclose(w, [0.99, 1.01], rtol=1e-6)
