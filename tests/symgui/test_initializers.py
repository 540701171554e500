"""Where parameters start: values, statistics, and the one stream they are drawn from."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from numpy.random import RandomState
from symmetry_cases import experiment

from symgui.experiment import BiasInit, LayerInit, WeightInit
from symgui.nn.build import build_network
from symgui.nn.draws import Stream, randn
from symgui.nn.initializers import BIASES, TRUNCATED_DEVIATION, WEIGHTS, Initializer, sklearn_default
from symgui.nn.network import Network

ROWS, COLUMNS = 300, 200
"""fan_out and fan_in of the matrices whose statistics are taken."""

VARIANCE = {
    "normal": 0.01**2,
    "uniform": 0.1**2 / 3,
    "xavier": 1 / COLUMNS,
    "glorot_normal": 2 / (ROWS + COLUMNS),
    "glorot_uniform": 2 / (ROWS + COLUMNS),
    "he": 2 / COLUMNS,
    "he_uniform": 2 / COLUMNS,
    "lecun_uniform": 1 / COLUMNS,
    "orthogonal": 1 / ROWS,
    "truncated_normal": (0.87962566103423978 * 0.05) ** 2,
    "torch_default": 1 / (3 * COLUMNS),
    "keras_default": 2 / (ROWS + COLUMNS),
    "sklearn_default": 2 / (ROWS + COLUMNS),
}
"""Keras gives the factor of `truncated_normal` in ``VarianceScaling``."""
LIMIT = {
    "torch_default": 1 / math.sqrt(COLUMNS),
    "keras_default": math.sqrt(6 / (ROWS + COLUMNS)),
    "sklearn_default": math.sqrt(6 / (ROWS + COLUMNS)),
    "uniform": 0.1,
    "glorot_uniform": math.sqrt(6 / (ROWS + COLUMNS)),
    "he_uniform": math.sqrt(6 / COLUMNS),
    "lecun_uniform": math.sqrt(3 / COLUMNS),
}
RANDOM = [record for record in WEIGHTS.values() if record.random]


def by_name(record: Initializer) -> str:
    return record.name


def draw(record: Initializer, seed: int = 0, shape: tuple[int, int] = (ROWS, COLUMNS)) -> np.ndarray:
    value = record.default if record.by_activation is None else record.by_activation("tanh")
    return record.draw(RandomState(seed), shape, value)


def network(weights: WeightInit | None = None, biases: BiasInit | None = None, **spec: object) -> Network:
    """A 2-4-3-1 network that starts so."""
    case = experiment((4, 3), weights=weights, biases=biases, **spec)
    return build_network(case, inputs=2, classes=2)


@pytest.mark.parametrize("record", RANDOM, ids=by_name)
def test_mean_and_variance(record: Initializer) -> None:
    values = draw(record)
    variance = VARIANCE[record.name]
    assert values.shape == (ROWS, COLUMNS)
    # of 60,000 draws: five standard errors
    assert abs(values.mean()) < 5 * math.sqrt(variance / values.size)
    assert values.var() == pytest.approx(variance, rel=5 * math.sqrt(2 / values.size))


@pytest.mark.parametrize("name", LIMIT)
def test_uniform_schemes_fill_their_range(name: str) -> None:
    values = draw(WEIGHTS[name])
    assert np.abs(values).max() <= LIMIT[name]
    assert np.abs(values).max() > 0.999 * LIMIT[name]


@pytest.mark.parametrize("name", sorted(set(VARIANCE) - set(LIMIT) - {"orthogonal", "truncated_normal"}))
def test_normal_schemes_are_normal(name: str) -> None:
    z = draw(WEIGHTS[name]) / math.sqrt(VARIANCE[name])
    for bound, share in ((1, 0.682689), (2, 0.954500), (3, 0.997300)):
        assert np.mean(np.abs(z) < bound) == pytest.approx(share, abs=0.008)


@pytest.mark.parametrize("record", RANDOM, ids=by_name)
def test_a_seed_is_a_matrix(record: Initializer) -> None:
    np.testing.assert_array_equal(draw(record, seed=7), draw(record, seed=7))
    assert not np.array_equal(draw(record, seed=7), draw(record, seed=8))


@pytest.mark.parametrize("shape", [(3, 7), (7, 3), (5, 5), (1, 4), (4, 1)])
def test_orthogonal_rows_or_columns(shape: tuple[int, int]) -> None:
    Q = WEIGHTS["orthogonal"].draw(RandomState(1), shape, 1.7)
    small = Q @ Q.T if shape[0] <= shape[1] else Q.T @ Q
    np.testing.assert_allclose(small, 1.7**2 * np.eye(min(shape)), atol=1e-13)


def test_orthogonal_is_uniform_over_both_signs() -> None:
    """LAPACK alone would give Q's first entry one sign, always."""
    first = [WEIGHTS["orthogonal"].draw(RandomState(seed), (2, 2), 1.0)[0, 0] for seed in range(200)]
    assert 70 < sum(x > 0 for x in first) < 130


def test_truncated_normal_leaves_out_what_lies_beyond_two_and_nothing_else() -> None:
    ours, stream = RandomState(3), RandomState(3)
    W = WEIGHTS["truncated_normal"].draw(ours, (40, 50), 0.25)
    normal = randn(stream, 2000 + 5 * 2000 // 100)
    kept = normal[np.abs(normal) <= 2.0][:2000]
    np.testing.assert_array_equal(W.ravel(), 0.25 * kept)
    assert np.sum(np.abs(normal) > 2.0) > 50
    rest = RandomState(3)
    last = np.flatnonzero(np.abs(normal) <= 2.0)[1999]
    randn(rest, int(last) + 1)
    assert ours.random_sample() == rest.random_sample(), "no more is drawn than is needed"


def test_the_deviation_that_is_stated_is_that_of_the_cut_distribution() -> None:
    """By the integral of z² over the density between −2 and 2."""
    with mpmath.workdps(30):
        density = lambda z: mpmath.npdf(z)  # noqa: E731
        mass = mpmath.quad(density, [-2, 2])
        variance = mpmath.quad(lambda z: z * z * density(z), [-2, 2]) / mass
        assert float(mpmath.sqrt(variance)) == pytest.approx(TRUNCATED_DEVIATION, rel=1e-14)
    assert f"{TRUNCATED_DEVIATION:.4f}" in WEIGHTS["truncated_normal"].formula


@pytest.mark.parametrize("name", [name for name, record in WEIGHTS.items() if record.parameter == "gain"])
def test_a_gain_multiplies_the_weights(name: str) -> None:
    plain, larger = (network(WeightInit(name, gain=gain)) for gain in (None, 2.0))
    for l in plain.layers:
        np.testing.assert_array_equal(larger.W[l], 2.0 * plain.W[l])


@pytest.mark.parametrize(
    ("scheme", "activation", "bounds"),
    [
        ("torch_default", "tanh", [1 / math.sqrt(2), 1 / math.sqrt(400)]),
        ("sklearn_default", "relu", [math.sqrt(6 / 402), math.sqrt(6 / 401)]),
        ("sklearn_default", "sigmoid", [math.sqrt(2 / 402), math.sqrt(2 / 401)]),
    ],
)
def test_a_librarys_biases_have_the_bound_of_their_layers_weights(
    scheme: str, activation: str, bounds: list[float]
) -> None:
    """scikit-learn's output layer goes by the activation of the hidden ones."""
    case = experiment((400,), activation, weights=WeightInit(scheme), biases=BiasInit(scheme))
    net = build_network(case, inputs=2, classes=2)
    for l, bound in zip(net.layers, bounds, strict=True):
        assert 0.97 * bound < np.abs(net.W[l]).max() <= bound
        assert net.b[l].any()
        assert np.abs(net.b[l]).max() <= bound
    assert np.abs(net.b[1]).max() > 0.97 * bounds[0]


def test_a_network_without_hidden_layers_has_no_activation_to_go_by() -> None:
    net = build_network(experiment((), weights=WeightInit("sklearn_default")), inputs=2, classes=2)
    assert net.W[1].any()
    assert np.abs(net.W[1]).max() <= math.sqrt(6 / 3)


@pytest.mark.reference
def test_pytorchs_start() -> None:
    torch = pytest.importorskip("torch")
    torch.manual_seed(1)
    layer = torch.nn.Linear(100, 400)
    for values in (layer.weight, layer.bias):
        largest = float(values.abs().max())
        assert 0.97 / math.sqrt(100) < largest <= 1 / math.sqrt(100) * (1 + 1e-6)


@pytest.mark.reference
def test_keras_start() -> None:
    keras = pytest.importorskip("keras")
    layer = keras.layers.Dense(400)
    layer.build((None, 100))
    W, b = layer.get_weights()
    assert not b.any()
    assert 0.99 * math.sqrt(6 / 500) < np.abs(W).max() <= math.sqrt(6 / 500) * (1 + 1e-6)


@pytest.mark.reference
@pytest.mark.parametrize(
    ("activation", "named"), [("sigmoid", "logistic"), ("relu", "relu"), ("tanh", "tanh")]
)
def test_scikit_learns_start(activation: str, named: str) -> None:
    """Its own draws, of one stream, scaled as we scale ours."""
    neural = pytest.importorskip("sklearn.neural_network")
    theirs = neural.MLPClassifier(activation=named)
    theirs._random_state = RandomState(5)  # noqa: SLF001, what they start from has no public name
    W, b = theirs._init_coef(100, 400, np.float64)  # noqa: SLF001
    factor = WEIGHTS["sklearn_default"].by_activation
    assert factor is not None
    stream = RandomState(5)
    np.testing.assert_allclose(W.ravel(), sklearn_default(stream, (100, 400), factor(activation)).ravel())
    bound = math.sqrt(factor(activation) / 500)
    np.testing.assert_allclose(b, stream.uniform(-1.0, 1.0, 400) * bound)


@pytest.mark.parametrize("scheme", ["zeros", "constant"])
def test_schemes_without_chance_draw_nothing(scheme: str) -> None:
    stream = RandomState(0)
    values = WEIGHTS[scheme].draw(stream, (4, 5), 0.25)
    np.testing.assert_array_equal(values, np.full((4, 5), 0.0 if scheme == "zeros" else 0.25))
    assert stream.randn() == RandomState(0).randn()


@pytest.mark.parametrize("registry", [WEIGHTS, BIASES], ids=["weights", "biases"])
def test_every_scheme_says_where_it_comes_from(registry: dict[str, Initializer]) -> None:
    for name, record in registry.items():
        assert record.name == name
        assert record.label
        assert record.formula
        assert record.source
        assert record.formula in repr(record)
        assert record.random == (name in VARIANCE)


LAST_BITS = 1e-15
"""The kernel's logarithm may round its last bit otherwise than the system's library, which NumPy asks."""


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(
    "shapes", [[(3,)], [(1, 1)] * 5, [(4, 2), (1, 4)], [(3, 3), (2,), (0,), (7, 1)], [(1000,)]]
)
def test_draws_are_numpys_from_the_same_part_of_the_stream(seed: int, shapes: list[tuple[int, ...]]) -> None:
    """Also with one of a pair left over, and what is drawn next, of any kind, is the same."""
    ours, numpys = RandomState(seed), RandomState(seed)
    for shape in shapes:
        np.testing.assert_allclose(randn(ours, *shape), numpys.randn(*shape), rtol=LAST_BITS)
    assert ours.permutation(20).tolist() == numpys.permutation(20).tolist()
    np.testing.assert_allclose(ours.randn(3), numpys.randn(3), rtol=LAST_BITS)


@pytest.mark.parametrize("shapes", [[(3,), (2, 2)], [(1, 1)] * 5, [(3,), (0,), (7, 1)]])
def test_a_stream_that_is_begun_again_draws_what_a_new_one_does(shapes: list[tuple[int, ...]]) -> None:
    """Bit for bit what `randn` draws from NumPy's, also after one of a pair was left over."""
    ours = Stream(1)
    randn(ours, 3)
    for seed in (5, 0, 2**32 - 1):
        ours.begin(seed)
        plain = RandomState(seed)
        for shape in shapes:
            np.testing.assert_array_equal(randn(ours, *shape), randn(plain, *shape))
        assert ours.permutation(20).tolist() == plain.permutation(20).tolist()


def test_the_notebooks_draws_digit_for_digit() -> None:
    """``np.random.seed(3)`` and ``randn(n, k) * sqrt(2 / k)``, layer after layer."""
    net = network(WeightInit("he"), seed=3)
    notebook = RandomState(3)
    for l in net.layers:
        expected = notebook.randn(net.sizes[l], net.sizes[l - 1]) * np.sqrt(2.0 / net.sizes[l - 1])
        np.testing.assert_allclose(net.W[l], expected, rtol=LAST_BITS)
        np.testing.assert_array_equal(net.b[l], np.zeros((net.sizes[l], 1)))
    assert net.W[1][0, 0] == pytest.approx(1.78862847), "as the course prints it"


def test_one_stream_all_weights_first_then_biases() -> None:
    net = network(WeightInit("normal", scale=0.01), BiasInit("normal", scale=0.5), seed=2)
    stream = RandomState(2)
    for l in net.layers:
        expected = stream.randn(net.sizes[l], net.sizes[l - 1]) * 0.01
        np.testing.assert_allclose(net.W[l], expected, rtol=LAST_BITS)
    for l in net.layers:
        np.testing.assert_allclose(net.b[l], stream.randn(net.sizes[l], 1) * 0.5, rtol=LAST_BITS)


def test_equal_layers_differ() -> None:
    """A stream that began anew at each layer would make layers of one shape the same."""
    net = build_network(experiment((4, 4, 4), weights=WeightInit("he")), inputs=2, classes=2)
    assert not np.array_equal(net.W[2], net.W[3])


def test_a_layer_that_draws_nothing_consumes_nothing() -> None:
    case = experiment((4, 3), weights=WeightInit("normal", scale=1.0), seed=2)
    own = {"1": LayerInit(weights=WeightInit("constant", value=0.3))}
    net = build_network(case.with_(initialization={"layers": own}), inputs=2, classes=2)
    stream = RandomState(2)
    np.testing.assert_array_equal(net.W[1], np.full((4, 2), 0.3))
    np.testing.assert_array_equal(net.W[2], stream.randn(3, 4))
    np.testing.assert_array_equal(net.W[3], stream.randn(1, 3))


def test_a_layers_own_weights_and_biases() -> None:
    case = experiment((4, 3), weights=WeightInit("he"), biases=BiasInit("constant", value=0.1))
    own = {
        "2": LayerInit(biases=BiasInit("explicit", values=(1.0, 2.0, 3.0))),
        "3": LayerInit(weights=WeightInit("explicit", values=((0.5, -0.5, 0.25),))),
    }
    net = build_network(case.with_(initialization={"layers": own}), inputs=2, classes=2)
    np.testing.assert_array_equal(net.b[1], np.full((4, 1), 0.1))
    np.testing.assert_array_equal(net.b[2], [[1.0], [2.0], [3.0]])
    np.testing.assert_array_equal(net.b[3], [[0.1]])
    np.testing.assert_array_equal(net.W[3], [[0.5, -0.5, 0.25]])


def test_explicit_values_for_every_layer() -> None:
    W = (((1.0, 2.0), (3.0, 4.0)), ((5.0, 6.0),))
    b = ((0.1, 0.2), (0.3,))
    case = experiment((2,), weights=WeightInit("explicit", values=W), biases=BiasInit("explicit", values=b))
    net = build_network(case, inputs=2, classes=2)
    for l in net.layers:
        np.testing.assert_array_equal(net.W[l], W[l - 1])
        np.testing.assert_array_equal(net.b[l][:, 0], b[l - 1])


@pytest.mark.parametrize(
    ("init", "field", "value"),
    [("constant", "value", 0.5), ("normal", "scale", 0.01), ("uniform", "limit", 0.1)],
)
def test_a_value_that_is_left_out(init: str, field: str, value: float) -> None:
    np.testing.assert_array_equal(
        network(WeightInit(init)).W[1], network(WeightInit(init, **{field: value})).W[1]
    )


def test_a_parameter_of_zero_is_not_taken_for_a_missing_one() -> None:
    assert not network(WeightInit("constant", value=0.0)).W[1].any()
    assert not network(WeightInit("normal", scale=0.0)).W[1].any()


def test_several_outputs_for_several_classes() -> None:
    net = build_network(experiment((4,)), inputs=2, classes=5)
    assert net.sizes == (2, 4, 5)
    assert net.loss.name == "softmax"
