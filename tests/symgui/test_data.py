"""The generators: the course's own points, shares of the classes, seeds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symgui.data import GENERATORS, load_data
from symgui.data.load import class_counts
from symgui.experiment import DataSpec
from symgui.experiment.parts import KIND_DEFAULTS
from symgui.nn.kernel import using

FREE_KINDS = sorted(kind for kind, own in KIND_DEFAULTS.items() if own.drawn and not own.fixed)
MANY_CLASSES = sorted(kind for kind, defaults in KIND_DEFAULTS.items() if defaults.many_classes)


def course_flower():
    """planar_utils.load_planar_dataset of the course's notebook, statement by statement."""
    random = np.random.RandomState(1)
    m, a = 400, 4
    N = int(m / 2)
    X, Y = np.zeros((m, 2)), np.zeros((m, 1))
    for j in range(2):
        ix = range(N * j, N * (j + 1))
        t = np.linspace(j * 3.12, (j + 1) * 3.12, N) + random.randn(N) * 0.2
        r = a * np.sin(4 * t) + random.randn(N) * 0.2
        X[ix] = np.c_[r * np.sin(t), r * np.cos(t)]
        Y[ix] = j
    return X.T, Y.T


LAST_BITS = {"rtol": 2e-15, "atol": 4e-15}
"""NumPy and the system's library round sin, cos and log otherwise than the kernel, in the last bits."""


def test_the_flower_is_the_course_s():
    """By NumPy bit for bit; by the kernel, whose bits every machine has, within rounding."""
    X, Y = course_flower()
    spec = DataSpec(kind="flower", samples=400, noise=0.2, seed=1)
    with using(None):
        np.testing.assert_array_equal(load_data(spec).X, X)
    data = load_data(spec)
    np.testing.assert_allclose(data.X, X, **LAST_BITS)
    np.testing.assert_array_equal(data.Y, Y)


def test_the_circles_are_the_course_s():
    """First points and sums of the notebook's make_circles, printed once with scikit-learn 1.9."""
    spec = DataSpec(kind="circles", samples=300, noise=0.05, seed=1, test_samples=100, test_seed=2)
    data = load_data(spec)
    first = [[-0.07741354010048114, 0.43186959584803564], [0.8526022642742742, -0.8721450395952108]]
    np.testing.assert_allclose(data.X[:, :2], first, rtol=1e-12)
    np.testing.assert_allclose(data.X.sum(axis=1), [0.08752101204354101, 0.015659577954547643], rtol=1e-9)
    assert data.labels[:20].tolist() == [1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0, 1, 1, 0]
    first = [[-0.5242373850862546, -0.8508922630636758], [-0.6091036148461817, -0.5214512721012066]]
    np.testing.assert_allclose(data.X_test[:, :2], first, rtol=1e-12)
    assert data.labels_test[:10].tolist() == [1, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert (data.Y.sum(), data.labels_test.sum()) == (150, 50)


@pytest.mark.reference
@pytest.mark.parametrize("samples", [1, 100, 300, 301])
@pytest.mark.parametrize("balance", [0.5, 0.3])
@pytest.mark.parametrize("seed", [1, 2, 2**32 - 1])
@pytest.mark.parametrize("kind", ["circles", "moons"])
def test_circles_and_moons_are_scikit_learn_s(kind, samples, balance, seed):
    datasets = pytest.importorskip("sklearn.datasets")
    make = datasets.make_circles if kind == "circles" else datasets.make_moons
    sizes = samples if balance == 0.5 else class_counts(samples, 2, balance)
    X, y = make(sizes, noise=0.07, random_state=np.random.RandomState(seed))
    spec = DataSpec(kind=kind, samples=samples, noise=0.07, balance=balance, seed=seed)
    with using(None):
        np.testing.assert_array_equal(load_data(spec).X, X.T)
    data = load_data(spec)
    np.testing.assert_allclose(data.X, X.T, **LAST_BITS)
    np.testing.assert_array_equal(data.labels, y)


FROZEN = {
    "flower": ([1.2852781067216597, 3.8161240694436436], "000011111", 31.922066465830646),
    "circles": ([0.21972628666696556, -0.8309888487945789], "101100101", 9.1912645024945),
    "xor": ([1.6243453636632417, -0.6117564136500754], "010001111", 13.864488818663807),
    "spiral": ([-0.8375654636336758, -0.061175641365007416], "000111222", 22.856060892251232),
    "moons": ([1.9450253823340156, 0.359712728483088], "101100101", 11.53208488493255),
    "blobs": ([-0.43960634417515, -1.7812674105631403], "000111222", 26.879845704015366),
    "linear": ([1.5126143287997138, -0.5883148438683662], "100110011", 16.480529542679108),
    "and": ([0.0, 0.0], "0001", 4.0),
    "or": ([0.0, 0.0], "0111", 4.0),
    "xor-table": ([0.0, 0.0], "0110", 4.0),
}
"""First point, classes and Σ|X| of 9 samples with seed 1: an old file must mean the same points for ever."""


@pytest.mark.parametrize("kind", sorted(GENERATORS))
def test_a_seed_means_the_same_points_for_ever(kind):
    first, labels, total = FROZEN[kind]
    data = load_data(DataSpec(kind=kind, samples=9, seed=1, classes=3 if kind in MANY_CLASSES else 2))
    np.testing.assert_allclose(data.X[:, 0], first, rtol=1e-12)
    assert "".join(map(str, data.labels)) == labels
    assert np.abs(data.X).sum() == pytest.approx(total, rel=1e-12)


@pytest.mark.parametrize("kind", sorted(GENERATORS))
def test_data_has_the_course_s_shapes_and_cannot_be_written(kind):
    data = load_data(DataSpec(kind=kind, samples=60, test_samples=20))
    m, m_test = (4, 4) if KIND_DEFAULTS[kind].fixed else (60, 20)
    assert (data.X.shape, data.Y.shape, data.labels.shape) == ((2, m), (1, m), (m,))
    assert (data.X_test.shape, data.labels_test.shape) == ((2, m_test), (m_test,))
    assert (data.m, data.has_test, data.features, data.classes) == (m, True, ("x1", "x2"), 2)
    np.testing.assert_array_equal(data.Y[0], data.labels)
    for array in (data.X, data.X_test, data.Y, data.labels, data.labels_test):
        assert not array.flags.writeable
        assert array.flags.c_contiguous
    assert data.X.dtype == data.Y.dtype == data.X_test.dtype == np.float64


def test_without_test_samples_there_are_none():
    data = load_data(DataSpec(kind="xor"))
    assert not data.has_test
    assert (data.X_test.shape, data.labels_test.shape) == ((2, 0), (0,))


@pytest.mark.parametrize("kind", sorted(GENERATORS))
def test_seeds_decide_train_and_test_apart(kind):
    spec = {"kind": kind, "samples": 50, "noise": 0.1, "test_samples": 50}
    data = load_data(DataSpec(**spec, seed=3, test_seed=4))
    again = load_data(DataSpec(**spec, seed=3, test_seed=3))
    np.testing.assert_array_equal(data.X, again.X)
    np.testing.assert_array_equal(again.X_test, again.X)
    assert not np.array_equal(data.X_test, data.X)


@given(st.sampled_from(FREE_KINDS), st.integers(1, 120), st.floats(0.0, 1.0), st.integers(0, 9))
def test_balance_is_the_share_of_class_1(kind, samples, balance, seed):
    data = load_data(DataSpec(kind=kind, samples=samples, balance=balance, seed=seed))
    assert data.m == samples
    assert abs(data.labels.sum() - balance * samples) <= 0.5
    assert np.isfinite(data.X).all()


@given(st.sampled_from(MANY_CLASSES), st.integers(1, 50), st.integers(3, 10))
def test_many_classes_share_evenly(kind, samples, classes):
    data = load_data(DataSpec(kind=kind, samples=samples, classes=classes))
    counts = np.bincount(data.labels, minlength=classes)
    assert counts.sum() == samples
    assert counts.max() - counts.min() <= 1
    assert data.Y.shape == (classes, samples)
    np.testing.assert_array_equal(data.Y.argmax(axis=0), data.labels)
    np.testing.assert_array_equal(data.Y.sum(axis=0), 1.0)


@pytest.mark.parametrize(
    ("kind", "truth"),
    [("and", lambda a, b: a and b), ("or", lambda a, b: a or b), ("xor-table", lambda a, b: a != b)],
)
def test_gates_are_their_truth_tables(kind, truth):
    data = load_data(DataSpec(kind=kind))
    assert sorted(data.X.T.tolist()) == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert data.labels.tolist() == [int(truth(a, b)) for a, b in data.X.T]


def test_without_noise_the_formulas_hold_exactly():
    xor = load_data(DataSpec(kind="xor", noise=0.0))
    np.testing.assert_array_equal(xor.labels, xor.X[0] * xor.X[1] > 0)
    linear = load_data(DataSpec(kind="linear", noise=0.0))
    np.testing.assert_array_equal(linear.labels, linear.X[0] + linear.X[1] > 0)
    circles = load_data(DataSpec(kind="circles", noise=0.0))
    np.testing.assert_allclose(np.hypot(*circles.X), np.where(circles.labels, 0.8, 1.0), rtol=1e-12)
    spiral = load_data(DataSpec(kind="spiral", noise=0.0, samples=9, classes=3))
    np.testing.assert_allclose(np.hypot(*spiral.X), [1, 2, 3] * 3, rtol=1e-12)
    blobs = load_data(DataSpec(kind="blobs", noise=0.0, classes=5))
    assert len(np.unique(blobs.X.round(9), axis=1).T) == 5
    np.testing.assert_allclose(np.hypot(*blobs.X), 2.0, rtol=1e-12)


@pytest.mark.parametrize("kind", sorted(GENERATORS))
def test_noise_moves_points_and_leaves_classes(kind):
    quiet, loud = (load_data(DataSpec(kind=kind, samples=200, noise=noise)) for noise in (0.0, 0.3))
    np.testing.assert_array_equal(quiet.labels, loud.labels)
    moved = loud.X - quiet.X
    assert (moved != 0.0).all()
    assert np.abs(moved).max() < 0.3 * 4 * 8  # the flower turns its petals by the noise, too


def test_xor_without_noise_is_the_plain_stream_where_its_classes_come_out():
    data = load_data(DataSpec(kind="xor", samples=50, seed=5))
    stream = np.random.RandomState(5).randn(200, 2)
    taken = {tuple(point) for point in data.X.T}
    assert taken < {tuple(point) for point in stream}
    order = [i for i, point in enumerate(stream) if tuple(point) in taken]
    np.testing.assert_array_equal(data.X.T, stream[order])


@pytest.mark.parametrize("kind", sorted(GENERATORS))
def test_standardizing_uses_the_training_mean_and_deviation(kind):
    spec = {"kind": kind, "samples": 80, "test_samples": 40, "noise": 0.2}
    raw, done = load_data(DataSpec(**spec)), load_data(DataSpec(**spec, standardize=True))
    mean, spread = raw.X.mean(axis=1, keepdims=True), raw.X.std(axis=1, keepdims=True)
    np.testing.assert_allclose(done.X, (raw.X - mean) / spread, rtol=1e-12)
    np.testing.assert_allclose(done.X_test, (raw.X_test - mean) / spread, rtol=1e-12)
    np.testing.assert_allclose(done.X.mean(axis=1), 0.0, atol=1e-12)
    np.testing.assert_allclose(done.X.std(axis=1), 1.0, rtol=1e-12)


def test_standardizing_one_point_divides_by_nothing():
    data = load_data(DataSpec(kind="blobs", samples=1, test_samples=3, standardize=True))
    np.testing.assert_array_equal(data.X, 0.0)
    assert np.isfinite(data.X_test).all()


def test_the_registry_and_the_file_know_the_same_kinds():
    assert set(GENERATORS) == {kind for kind, own in KIND_DEFAULTS.items() if own.drawn}
    for kind, generator in GENERATORS.items():
        assert generator.kind == kind
        assert kind in repr(generator)
        assert generator.generate.__doc__
        assert generator.many_classes == (kind in MANY_CLASSES)


@pytest.mark.parametrize(
    ("samples", "classes", "balance", "counts"),
    [
        (31, 2, 0.5, (15, 16)), (30, 2, 0.5, (15, 15)), (10, 2, 0.25, (7, 3)), (399, 2, 0.5, (199, 200)),
        (31, 3, 0.5, (10, 10, 11)), (32, 3, 0.5, (10, 11, 11)), (2, 3, 0.5, (0, 1, 1)),
    ],
)  # fmt: skip
def test_halves_are_rounded_up_and_later_classes_take_what_is_left_over(samples, classes, balance, counts):
    assert class_counts(samples, classes, balance) == counts


def test_the_digits_are_those_of_their_file():
    data = load_data(DataSpec(kind="digits", samples=1797))
    assert (data.X.shape, data.classes, len(data.features)) == ((64, 1797), 10, 64)
    assert np.bincount(data.labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert (data.X.min(), data.X.max()) == (0.0, 1.0)
    first = (16 * data.X[:, 0].reshape(8, 8)).astype(int)
    assert first[0].tolist() == [0, 0, 5, 13, 9, 1, 0, 0], "a zero, as scikit-learn prints it"
    assert data.labels[:10].tolist() == list(range(10))
    assert data.class_names == tuple("0123456789")


def test_one_digit_against_the_rest():
    spec = DataSpec(kind="digits", digit=3, samples=1000, test_samples=500, seed=4)
    data, ten = load_data(spec), load_data(DataSpec(kind="digits", samples=1000, test_samples=500, seed=4))
    assert (data.classes, data.Y.shape, data.class_names) == (2, (1, 1000), ("others", "3"))
    np.testing.assert_array_equal(data.X, ten.X)
    np.testing.assert_array_equal(data.labels, ten.labels == 3)
    np.testing.assert_array_equal(data.labels_test, ten.labels_test == 3)
    images = {image.tobytes() for image in data.X.T.copy()}
    assert sum(image.tobytes() in images for image in data.X_test.T.copy()) <= 2, (
        "few are the same in the file"
    )
