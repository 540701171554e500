"""What is no more than rounding is neither called learning nor explained by what it is not."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from symmetry_cases import column, experiment, matrix, trainer

from symgui.experiment import BiasInit, Change, DataSpec, WeightInit
from symgui.symmetry.cause import Kind
from symgui.symmetry.factors import explain
from symgui.symmetry.guessing import Reached
from symgui.symmetry.partition import measure
from symgui.symmetry.trace import Trace
from symgui.symmetry.verdict import judge
from symgui.symmetry.zero_gradient import zero_gradient
from symgui.training.trainer import Trainer

FLOWER = DataSpec(kind="flower", samples=400)
THREE_CLASSES = DataSpec(kind="blobs", samples=31, classes=3, seed=4)
TINY = WeightInit(scheme="normal", scale=1e-17)


def verdict(t):
    state = t.network_state()
    return judge(state, measure(state))


# ---- weights that are as small as rounding, but were drawn or typed in --------------------------------


def test_weights_that_were_drawn_are_not_called_rounding_however_small():
    t = trainer((4,), "sigmoid", weights=TINY, data=FLOWER, learning_rate=1.2)
    state = t.network_state()
    e = explain(state, 1, 0, 0)
    assert e.kind is None
    assert e.has_gradient
    found = judge(state, measure(state))
    assert found.name == "partly-frozen"
    assert "rounding has left" not in found.evidence
    assert "W[2] holds nothing but rounding" not in found.evidence
    t.advance(1000)
    assert t.cost() < 0.65, "for it was no rest: it learns"


def test_nor_are_weights_that_a_person_has_set():
    values = {f"W2[0,{k}]": 1e-17 * (k + 1) for k in range(4)}
    spec = experiment((4,), "sigmoid", data=DataSpec(kind="circles", samples=302)).with_(
        changes=(Change(at=3, set=values),)
    )
    t = Trainer(spec)
    t.advance(2)
    assert t.network_state().given == frozenset()
    t.advance(1)
    assert t.network_state().given == {2}
    assert explain(t.network_state(), 1, 0, 0).kind is None
    early = Trainer(spec)
    t.restore(early.snapshot())
    assert t.network_state().given == frozenset(), "back before the change it is not yet made"


def test_what_rounding_has_left_in_weights_of_0_is_told_apart_from_learning():
    """softplus(0) = ln 2 is no round number, so the sum that should cancel leaves a residue."""
    t = trainer((4,), "softplus", data=FLOWER)
    t.advance(5)
    state = t.network_state()
    assert state.layers[1].W.any()
    assert state.given == frozenset()
    assert explain(state, 1, 0, 0).kind is Kind.RESIDUE
    found = judge(state, measure(state))
    assert (found.name, found.exact) == ("frozen", False)
    assert any("may grow" in note for note in found.notes), "rounding is not exactly 0"
    exact = verdict(trainer((4,), "tanh", data=FLOWER))
    assert exact.exact
    assert not any("may grow" in note for note in exact.notes)


# ---- sums of rounding do not "cancel" -------------------------------------------------------------------


def test_an_error_that_undoes_itself_on_the_way_back_is_not_called_a_sum_that_cancels():
    """Equal columns of a softmax's weights: Σ over the classes of A − Y is 0, so nothing comes back."""
    biases = BiasInit(scheme="uniform")
    t = trainer((2,), "swish", weights=WeightInit("constant", value=0.1), biases=biases, data=THREE_CLASSES)
    state = t.network_state()
    delta = state.layers[0].dZ
    assert delta.any()
    assert float(np.abs(delta).max()) < 1e-15
    found = zero_gradient(Trace(state), 1)
    assert not found.exact
    assert not found.cancels, "each example's own δ is nothing, so a mini-batch's is nothing too"
    assert [(cause.kind, cause.symbol()) for cause in found.causes] == [
        (Kind.BACK_CANCELS, "W[2]ᵀ δ[2] cancels")
    ]
    e = explain(state, 1, 0, 0)
    assert (e.kind, e.exact, e.has_gradient) == (Kind.BACK_CANCELS, False, False)
    assert e.reason.startswith("What comes back from above undoes itself, δ₁ is no more than rounding")
    assert e.reason.endswith("is no learning.")


def test_it_is_so_further_down_too_and_the_layer_where_it_began_is_named():
    biases = BiasInit(scheme="uniform")
    t = trainer((3, 2), "swish", weights=WeightInit("constant", value=0.3), biases=biases, data=THREE_CLASSES)
    found = zero_gradient(Trace(t.network_state()), 1)
    assert [cause.symbol() for cause in found.causes] == ["W[3]ᵀ δ[3] cancels"]
    state = msgspec.structs.replace(t.network_state(), cost=2.0)
    found = judge(state, measure(state))
    assert found.name == "partly-frozen"
    assert found.evidence == (
        "dW[1] and dW[2] are 0 up to rounding because W[3]ᵀ δ[3] cancels; dW[3] is not 0."
    )


def test_an_error_of_nothing_but_rounding_is_not_called_a_sum_that_cancels():
    """Learnt until A = Y to the last bit or two: Σ is as large as Σ|terms|, so nothing has cancelled."""
    state = trainer(
        (), W=[matrix((73.0, 73.0))], b=[column(-109.5)], data=DataSpec(kind="and")
    ).network_state()
    e = explain(state, 1, 0, 0)
    assert abs(e.total) > 0.1 * e.terms > 0.0
    assert (e.kind, e.exact) == (Kind.ROUNDING, False)
    assert "cancel" not in e.reason
    assert "is no more than rounding" in e.reason


def test_a_sum_that_the_l2_term_undoes_is_not_called_a_sum_that_cancels():
    data = DataSpec(kind="blobs", samples=100, noise=4.0)
    t = trainer((1,), weights=WeightInit("constant", value=0.5), data=data, l2=5.0, learning_rate=0.3)
    t.advance(4000)
    state = t.network_state()
    assert state.layers[1].W.any()
    found = zero_gradient(Trace(state), 2)
    assert [cause.kind for cause in found.causes] == [Kind.PENALTY_CANCELS]
    assert found.cancels
    assert found.causes[0].symbol() == "the L2 term undoes its sum"
    assert found.size < 1e-12 * found.terms
    e = explain(state, 2, 0, 0)
    assert e.kind is None
    assert e.penalty == pytest.approx(-e.total / e.m, rel=1e-9)


def test_the_rest_of_a_net_with_l2_is_one_of_the_cost_with_its_l2_term():
    data = DataSpec(kind="blobs", samples=100, noise=4.0)
    t = trainer((1,), weights=WeightInit("constant", value=0.5), data=data, l2=5.0, learning_rate=0.3)
    t.advance(4000)
    state = msgspec.structs.replace(t.network_state(), cost=0.69)
    found = judge(state, measure(state))
    assert (found.name, found.reached) == ("healthy", Reached.BEGUN), "it tells the classes apart"
    (still,) = [note for note in found.notes if note.startswith("It stands still: ")]
    assert "a minimum or a saddle of the cost (0.6900, the L2 term added)" in still


# ---- underflow -------------------------------------------------------------------------------------------


def test_an_activation_that_underflows_is_not_called_tanh_of_0():
    W = [np.full((2, 2), 1e-200), np.full((2, 2), 1e-200), matrix((1.0, 1.0))]
    state = trainer((2, 2), W=W).network_state()
    assert not state.layers[1].A.any()
    assert Kind.UNDERFLOW in [cause.kind for cause in zero_gradient(Trace(state), 3).causes]


def test_products_that_underflow_are_not_called_factors_of_0():
    W = [np.full((1, 2), 1e-170), np.full((1, 1), 1.0), matrix((1e-170,))]
    state = trainer((1, 1), W=W).network_state()
    assert state.layers[0].A.any()
    assert state.layers[1].dZ.any()
    assert [cause.kind for cause in zero_gradient(Trace(state), 2).causes] == [Kind.UNDERFLOW]
