"""The induction: every line's tick comes from numbers that are recomputed here."""

from __future__ import annotations

import numpy as np
import pytest
from symmetry_cases import matrix, trainer

from symgui.experiment import DataSpec, WeightInit
from symgui.symmetry.induction import induction
from symgui.symmetry.partition import measure

CONSTANT = WeightInit(scheme="constant", value=0.1)


def of(t, **options):
    state = t.network_state()
    return induction(state, measure(state), **options), state


def test_equal_units_are_equal_again():
    t = trainer((4, 3), weights=CONSTANT)
    t.advance(7)
    found, state = of(t, layer=1, learning_rate=t.learning_rate)
    assert found.holds
    assert found.units == (0, 1, 2, 3)
    assert all(line.exact and line.difference == 0.0 for line in found.lines)
    assert found.lines[2].numbers.endswith("each in example 1, difference 0")
    t.advance(1)
    assert measure(t.network_state()).layers[0].twins == ((0, 1, 2, 3),)
    assert state.layers[0].W[0, 0] != t.network.W[1][0, 0]


def test_each_line_is_the_difference_it_says():
    t = trainer((3,), weights=WeightInit(scheme="normal", scale=1.0), learning_rate=0.5)
    found, state = of(t, learning_rate=0.5)
    one, two = state.layers
    rows = np.hstack((one.W, one.b))
    gradients = np.hstack((one.dW, one.db))
    expected = [
        rows, two.W.T, one.Z, one.A, one.dZ, gradients, two.dW.T,
        np.hstack((rows - 0.5 * gradients, two.W.T - 0.5 * two.dW.T)),
    ]  # fmt: skip
    for line, values in zip(found.lines, expected, strict=True):
        assert line.difference == pytest.approx(np.ptp(values, axis=0).max(), rel=1e-12)
        assert not line.holds


def test_unequal_columns_break_it_at_the_second_line():
    found, _ = of(trainer((2,), W=[np.zeros((2, 2)), matrix((1, 2))]))
    assert [line.holds for line in found.lines] == [True, False, True, True, False, False, True, False]
    assert "column of W[2]" in found.lines[1].statement


def test_sums_over_cells_take_the_place_of_weights():
    t = trainer((2, 2), W=[np.full((2, 2), 0.3), matrix((1, 2), (2, 1)), matrix((0.7, 0.7))])
    for layer, line in ((1, 1), (2, 0)):
        found, _ = of(t, layer=layer)
        assert found.holds
        assert "(summed over each group)" in found.lines[line].statement


def test_mirror_images_are_flipped_first():
    t = trainer((2,), "tanh", W=[matrix((0.3, 0.2), (-0.3, -0.2)), matrix((1, -1))])
    found, _ = of(t)
    assert found.holds
    assert "up to their sign" in found.lines[0].statement


def test_errors_that_are_nothing_but_rounding_have_no_digits_to_share():
    """Equal columns of a softmax's weights: what comes back undoes itself, and rounding is left, ± 1e−17."""
    data = DataSpec(kind="blobs", samples=31, classes=3, seed=4)
    W = [matrix((0.3, 0.1), (-0.2, 0.5)), np.full((3, 2), 0.1)]
    t = trainer((2,), "swish", W=W, data=data)
    found, state = of(t, layer=1, units=(0, 1))
    delta = found.lines[4]
    assert 0.0 < delta.difference < 1e-15
    assert delta.difference > 0.1 * np.abs(state.layers[0].dZ).max()
    assert (delta.holds, delta.exact) == (True, False)
    assert not found.lines[2].holds, "z differs by more"


def test_units_may_be_chosen():
    W = [matrix((1, 0), (1, 0), (0, 1)), matrix((1, 1, 1))]
    assert of(trainer((3,), W=W))[0].units == (0, 1)
    found, _ = of(trainer((3,), W=W), layer=1, units=(1, 2))
    assert not found.holds


def test_there_is_nothing_to_compare():
    assert of(trainer(()))[0] is None
    assert of(trainer((1,)))[0] is None
