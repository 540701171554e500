"""Why a gradient is zero, weight by weight: evidence, Why and a sum in exact arithmetic say the same."""

from __future__ import annotations

import itertools
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from symmetry_cases import column, matrix, trainer

from symgui.experiment import BiasInit, DataSpec, WeightInit
from symgui.nn.state import NetworkState
from symgui.symmetry.cause import Cause, Kind
from symgui.symmetry.exact import exact_dot, log2_of_largest
from symgui.symmetry.factors import explain
from symgui.symmetry.partition import measure
from symgui.symmetry.trace import Trace
from symgui.symmetry.verdict import judge
from symgui.symmetry.why_zero import why_zero
from symgui.symmetry.zero_gradient import zero_gradient
from symgui.training.trainer import Trainer


def exact(values: np.ndarray, others: np.ndarray) -> mpmath.mpf:
    """Σ values · others with as many digits as it takes."""
    with mpmath.workprec(5000):
        return mpmath.fsum(mpmath.mpf(x) * mpmath.mpf(y) for x, y in zip(values, others, strict=True))


def agrees(state: NetworkState, l: int, j: int, k: int) -> None:
    """`why_zero` of one weight against exact sums of the state's own numbers."""
    trace = Trace(state)
    reason, e = why_zero(trace, l, j, k), explain(state, l, j, k)
    assert e.kind is (reason.kind if reason else None)
    layer = state.layers[l - 1]
    delta = layer.dZ[j]
    a = state.A(l - 1)[k] if k >= 0 else np.ones(state.m)
    total = exact(delta, a)
    if reason is None:
        assert total != 0
        return
    products = [Fraction(x) * Fraction(y) for x, y in zip(delta.tolist(), a.tolist(), strict=True)]
    for cause in reason.causes:
        delta_is_zero, a_is_zero = not delta.any(), not a.any()
        match cause.kind:
            case Kind.INPUT | Kind.ACTIVATION:
                assert a_is_zero
            case Kind.WEIGHTS:
                assert delta_is_zero
                assert not state.layers[l].W[:, j].any()
            case Kind.DELTA:
                assert delta_is_zero
                assert not state.layers[l].dZ.any()
            case Kind.SLOPE:
                assert delta_is_zero
                assert not trace.unit_slope(l, j).any()
                if cause.why == "g'(0) = 0":
                    assert all(z_of(state, l, j, i) == 0 for i in range(state.m))
            case Kind.ERROR:
                assert delta_is_zero
            case Kind.APART:
                assert not any(products) or delta_is_zero
            case Kind.BACK_CANCELS if delta_is_zero:
                assert any(comes_back(state, l, j, i) for i in range(state.m))
            case Kind.CANCELS:
                assert any(products)
                assert (total == 0) is cause.exact
                assert abs(total) <= mpmath.mpf(1e-10) * sum(map(float, map(abs, products)))
            case Kind.UNDERFLOW:
                assert total != 0 or delta_is_zero or a_is_zero, "an exact 0 is none"
    if reason.kind is Kind.CANCELS and reason.exact:
        assert e.total == 0.0
        assert "the terms cancel exactly" in e.reason
    if reason.exact and not state.l2:
        assert (layer.dW[j, k] if k >= 0 else layer.db[j, 0]) == 0.0


def z_of(state: NetworkState, l: int, j: int, i: int) -> mpmath.mpf:
    layer = state.layers[l - 1]
    return exact(np.append(layer.W[j], layer.b[j]), np.append(state.A(l - 1)[:, i], 1.0))


def comes_back(state: NetworkState, l: int, j: int, i: int) -> bool:
    """Whether there are terms in what comes back to a unit, and they undo each other."""
    above = state.layers[l]
    largest = max(
        abs(mpmath.mpf(w) * mpmath.mpf(d)) for w, d in zip(above.W[:, j], above.dZ[:, i], strict=True)
    )
    back = exact(above.W[:, j], above.dZ[:, i])
    return largest > 0 and abs(back) <= mpmath.mpf(1e-12) * largest


def layer_agrees(state: NetworkState, l: int) -> None:
    """What the evidence says of a layer is what Why says of each of its weights."""
    trace = Trace(state)
    found = zero_gradient(trace, l)
    if found is None:
        assert state.layers[l - 1].dW.any()
        return
    said = [why_zero(trace, l, j, k) for j, k in np.ndindex(state.layers[l - 1].W.shape)]
    if found.shares:
        assert sum(found.shares) == len(said)
        firsts = [each.kind for each in said if each]
        for cause, count in zip(found.causes, found.shares, strict=True):
            if cause.kind not in (Kind.PENALTY_CANCELS, Kind.ROUNDING):
                assert firsts.count(cause.kind) == count
        return
    for cause in found.causes:
        if cause.kind not in (Kind.PENALTY_CANCELS, Kind.ROUNDING):
            assert all(each and cause.kind in {own.kind for own in each.causes} for each in said)
    if not found.exact:
        assert state.layers[l - 1].dW.any()


def check(t: Trainer) -> None:
    state = t.network_state()
    for layer in state.layers:
        for j, k in np.ndindex(layer.W.shape[0], layer.W.shape[1] + 1):
            agrees(state, layer.number, j, k if k < layer.W.shape[1] else -1)
        layer_agrees(state, layer.number)
    evidence = judge(state, measure(state)).evidence
    kinds = {
        cause.kind
        for layer in state.layers
        for j, k in np.ndindex(layer.W.shape)
        if (reason := why_zero(Trace(state), layer.number, j, k))
        for cause in reason.causes
    }
    if "underflow" in evidence:
        assert Kind.UNDERFLOW in kinds
    if "cancel" in evidence and "every gradient" not in evidence:
        assert kinds & {Kind.CANCELS, Kind.BACK_CANCELS, Kind.PENALTY_CANCELS}


ACTIVATIONS = st.sampled_from(["tanh", "sigmoid", "relu", "linear", "leaky_relu", "softplus"])
SMALL = st.sampled_from([DataSpec(kind="and"), DataSpec(kind="or"), DataSpec(kind="flower", samples=8),
                         DataSpec(kind="blobs", samples=9, classes=3)])  # fmt: skip
ENTRIES = st.sampled_from([0.0, 0.1, -0.1, 0.2, 0.3, 0.7, -0.7, 1.0])


def net(draw: st.DrawFn, W: list[np.ndarray], hidden: tuple[int, ...], **spec: object) -> Trainer:
    t = trainer(hidden, draw(ACTIVATIONS), data=draw(SMALL), learning_rate=0.5, **spec)
    for l, values in enumerate(W, start=1):
        t.network.W[l][:] = values[: t.network.W[l].shape[0]]
    return t


@st.composite
def cancelling(draw: st.DrawFn) -> Trainer:
    """Two equal units above, with opposite weights from them: what comes back undoes itself."""
    row = [draw(ENTRIES) for _ in range(2)]
    w, v = draw(ENTRIES), draw(ENTRIES)
    first = np.array([[draw(ENTRIES) for _ in range(2)] for _ in range(2)])
    upper = np.array([[w, v], [w, v]])
    out = np.array([[row[0], -row[0]]] * 3) * draw(st.sampled_from([1.0, 0.3]))
    return net(draw, [first, upper, out], (2, 2))


@st.composite
def with_zeros(draw: st.DrawFn) -> Trainer:
    """Whole matrices, columns or rows of 0, and biases that kill."""
    hidden = draw(st.sampled_from([(2,), (2, 3), (3, 2)]))
    sizes = (2, *hidden, 3)
    W = [
        np.array([[draw(ENTRIES) for _ in range(k)] for _ in range(n)]) * draw(st.sampled_from([0.0, 1.0]))
        for k, n in itertools.pairwise(sizes)
    ]
    if draw(st.booleans()):
        W[-1][:, 0] = 0.0
    t = net(draw, W, hidden)
    t.network.b[1][:] = draw(st.sampled_from([0.0, -50.0, 0.25]))
    return t


@st.composite
def tiny(draw: st.DrawFn) -> Trainer:
    """Weights of 1e-170 and less: products underflow on the way up and on the way back."""
    hidden = draw(st.sampled_from([(2,), (2, 2), (2, 2, 2)]))
    sizes = (2, *hidden, 3)
    size = st.sampled_from([1e-170, 1e-200, 1e-320, 1e-150, 1.0])
    W = [
        np.array([[draw(ENTRIES) for _ in range(k)] for _ in range(n)]) * draw(size)
        for k, n in itertools.pairwise(sizes)
    ]
    return net(draw, W, hidden)


@settings(max_examples=60)
@given(cancelling())
def test_nets_that_cancel(t: Trainer) -> None:
    check(t)


@settings(max_examples=60)
@given(with_zeros())
def test_nets_with_factors_of_0(t: Trainer) -> None:
    check(t)


@settings(max_examples=60)
@given(tiny())
def test_nets_that_underflow(t: Trainer) -> None:
    check(t)


@pytest.mark.parametrize("arithmetic", ["per-unit", "blas"])
@pytest.mark.parametrize("seed", range(40))
def test_random_cancelling_nets_are_never_called_underflow(seed: int, arithmetic: str) -> None:
    """Their terms are of order 0.1."""
    random = np.random.RandomState(seed)
    row = random.uniform(-1.0, 1.0, 2)
    out = random.uniform(0.2, 1.0)
    W = [random.uniform(-1.0, 1.0, (2, 2)), np.array([row, row]), matrix((out, -out))]
    spec = {"data": DataSpec(kind="and"), "learning_rate": 0.5}
    t = trainer((2, 2), "tanh", W=W, **spec)
    t = Trainer(t.experiment.with_(arithmetic=arithmetic))
    for l, values in enumerate(W, start=1):
        t.network.W[l][:] = values
    state = t.network_state()
    found = zero_gradient(Trace(state), 1)
    assert found is not None
    assert {cause.kind for cause in found.causes} == {Kind.BACK_CANCELS}
    for j, k in np.ndindex(2, 3):
        assert explain(state, 1, j, k - 1).kind is Kind.BACK_CANCELS


@given(
    st.lists(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9)), max_size=12),
    st.integers(-300, 290), st.integers(-300, 290),
)  # fmt: skip
def test_exact_sums(pairs: list[tuple[float, float]], p: int, q: int) -> None:
    a = np.array([x for x, _ in pairs]) * 10.0 ** (p / 2)
    b = np.array([y for _, y in pairs]) * 10.0 ** (q / 2)
    s, power = exact_dot(a, b)
    total = sum((Fraction(x) * Fraction(y) for x, y in zip(a.tolist(), b.tolist(), strict=True)), Fraction(0))
    assert (s == 0.0) is (total == 0)
    ours = Fraction(s) * Fraction(2) ** power
    assert abs(ours - total) <= abs(total) * Fraction(1, 2**52)
    if pairs and total:
        largest = max(abs(Fraction(x) * Fraction(y)) for x, y in zip(a.tolist(), b.tolist(), strict=True))
        assert log2_of_largest(a, b) == pytest.approx(float(mpmath.log(mpmath.mpf(largest.numerator), 2)
                                                           - mpmath.log(mpmath.mpf(largest.denominator), 2)),
                                                      abs=1e-6)  # fmt: skip


def test_a_forward_underflow_is_not_a_slope_at_0() -> None:
    """z = 1e-200 · 1e-200 comes out as 0, though no weight and no activation is 0."""
    W = [np.full((2, 2), 1e-200), np.full((2, 2), 1e-200), matrix((1.0, 1.0))]
    state = trainer((2, 2), "relu", W=W, b=[column(0, 0)] * 2 + [column(0)], data=DataSpec(kind="or")
                    ).network_state()  # fmt: skip
    assert not state.layers[1].Z.any()
    for j, k in np.ndindex(2, 2):
        e = explain(state, 2, j, k)
        assert e.kind is Kind.UNDERFLOW
        assert "g'(0) = 0" not in e.reason
        assert "z[2] comes out as 0 (underflow)" in e.reason


def test_a_rounded_sum_of_0_does_not_cancel_exactly() -> None:
    """0.1 + 0.2 − 0.3 in units of the output: the engine's sum may be 0, the exact one is not."""
    a, b = np.array([0.1, 0.2, -0.3]), np.array([1.0, 1.0, 1.0])
    s, power = exact_dot(a, b)
    assert s != 0.0
    assert Fraction(s) * Fraction(2) ** power == sum(map(Fraction, a.tolist()))
    assert "up to rounding" in Cause(Kind.CANCELS, 1, exact=False).symbol()
    assert "rounding" not in Cause(Kind.CANCELS, 1).symbol()


def test_an_example_that_is_answered_to_the_last_bit_does_not_widen_the_bound() -> None:
    """Of 100 examples 99 have an error of exactly 0: only the last one's rounding counts."""
    W = [matrix((1e4, 0.0))]
    t = trainer((), W=W, data=DataSpec(kind="linear", samples=100))
    state = t.network_state()
    exactly = state.output.dZ[0] == 0.0
    assert exactly.sum() > 30
    assert not Trace(state).paths(1)[0, exactly].any()
    assert Trace(state).paths(1)[0, ~exactly].all()


def test_units_of_different_reasons_are_counted() -> None:
    """One unit has no way out, the other is dead: no one reason is that of all."""
    W = [matrix((0.5, 0.2), (0.3, 0.4)), matrix((0.0, 0.7))]
    t = trainer((2,), "relu", W=W, b=[column(0.1, -50.0), column(0.0)], data=DataSpec(kind="and"))
    state = t.network_state()
    found = zero_gradient(Trace(state), 1)
    assert found is not None
    assert [cause.kind for cause in found.causes] == [Kind.WEIGHTS, Kind.SLOPE]
    assert found.shares == (2, 2)
    evidence = judge(state, measure(state)).evidence
    assert evidence.startswith(
        "dW[1] is exactly 0 because in 2 of 4 weights W[2] from their unit is 0 and in 2 of "
        "4 weights g'(z[1]) of their unit is 0"
    )
    check(t)


def test_the_opening_case() -> None:
    check(trainer((4,), weights=WeightInit("zeros"), biases=BiasInit("zeros"), data=DataSpec(kind="and")))


def test_a_minimum_at_which_many_sums_cancel() -> None:
    """Sums whose rounding leaves no doubt are not added up exactly; what is said of them is the same."""
    data = DataSpec(kind="xor", samples=80)
    t = trainer((7, 6), "linear", weights=WeightInit("xavier"), data=data, learning_rate=0.3)
    t.advance(6000)
    state = t.network_state()
    for l in (1, 2, 3):
        found = zero_gradient(Trace(state), l)
        assert found is not None
        assert [cause.kind for cause in found.causes] == [Kind.CANCELS]
        layer_agrees(state, l)


def test_one_feature_that_is_0_is_not_called_all_of_X() -> None:
    """The corner pixel of the digits is 0 in every picture; the others are not."""
    weights = WeightInit("normal", scale=0.1)
    state = trainer((3,), weights=weights, data=DataSpec(kind="digits", samples=100)).network_state()
    assert not state.X[0].any()
    assert state.X.any()
    assert explain(state, 1, 0, 0).reason == "x₁ = 0 as it is 0 in every example; so dW[1]₁,₁ = 0."
