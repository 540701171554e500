"""What can be told from 0: cheaply where that is enough, and never otherwise than in full."""

from __future__ import annotations

import numpy as np
import pytest
from symmetry_cases import trainer

from symgui.experiment import DataSpec, WeightInit
from symgui.nn.activations import ACTIVATIONS
from symgui.symmetry.rounding_bounds import UNIT_ROUNDOFF
from symgui.symmetry.trace import Trace

NORMAL = WeightInit(scheme="normal", scale=0.8)
CASES = [
    (NORMAL, DataSpec(kind="flower", samples=40)),
    (WeightInit(scheme="normal", scale=1e-9), DataSpec(kind="xor", samples=40)),
    (WeightInit(scheme="constant", value=0.5), DataSpec(kind="xor", samples=40)),
    (WeightInit(scheme="normal", scale=1e200), DataSpec(kind="flower", samples=40)),
    (NORMAL, DataSpec(kind="blobs", samples=30, classes=3)),
]


def traces(activation, weights, data):
    t = trainer((5, 4, 3), activation, weights=weights, data=data)
    state = t.network_state()
    return Trace(state), Trace(state)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("weights", "data"), CASES)
def test_the_cheap_answers_are_those_of_the_full_bound(activation, weights, data):
    with np.errstate(all="ignore"):
        cheap, full = traces(activation, weights, data)
        for l in range(1, full.L + 1):
            units, inputs = full.layer(l).W.shape
            assert not (full.paths(l).max(axis=1) > cheap.most_paths(l) * (1 + 1e-12)).any()
            for j in range(units):
                assert np.array_equal(Trace(full.state).unit_slope(l, j), full.slope(l)[j], equal_nan=True)
                for k in range(-1, inputs):
                    products = full.layer(l).dZ[j] * (1.0 if k < 0 else full.state.A(l - 1)[k])
                    total = float(products.sum())
                    sources = 1.0 if k < 0 else np.abs(full.state.A(l - 1)[k])
                    terms = float((full.paths(l)[j] * sources).sum())
                    bound = UNIT_ROUNDOFF * full.bounds.operations(l) * terms
                    assert Trace(full.state).bounds.is_sum_rounding(l, j, k, total) is bool(
                        abs(total) <= bound < np.inf
                    )
            W = np.abs(full.layer(l).W)
            residue = W.any() and full.bounds.is_rounding(l) and (full.bounds.rounding(l) >= W).all()
            assert cheap.bounds.is_residue(l) is bool(residue)


def test_a_gradient_far_from_rounding_needs_no_pass_over_the_examples(monkeypatch):
    def passed(_trace: Trace, _layer: int) -> None:
        raise AssertionError("it is computed from all examples")

    monkeypatch.setattr(Trace, "paths", passed)
    monkeypatch.setattr(Trace, "slope", passed)
    t = trainer((5, 4, 3), weights=NORMAL)
    trace = Trace(t.network_state())
    layer = trace.layer(1)
    total = float((layer.dZ[0] * trace.state.X[0]).sum())
    assert not trace.bounds.is_sum_rounding(1, 0, 0, total)
    assert not trace.bounds.is_residue(2)
    assert not trace.bounds.is_rounding(1)
    trace.unit_slope(1, 0)
