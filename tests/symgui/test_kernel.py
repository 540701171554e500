"""The kernel in the engine: it agrees with NumPy, keeps twins, ends when told to, is given no wrong array."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from numpy.random import RandomState

from symgui.experiment import BiasInit, Change, DataSpec, Experiment, LayerSpec, WeightInit
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.initializers import orthogonal
from symgui.nn.interruption import Interrupted, stopping
from symgui.nn.kernel import (
    STOPPED,
    BoundNetwork,
    JobQueue,
    KernelError,
    MiniBatches,
    Training,
    kernel,
    using,
)
from symgui.nn.kernel.addresses import rows, vector
from symgui.nn.kernel.binding import ACTIVATION_CODES, RULE_CODES
from symgui.nn.kernel.bound_training import DONE
from symgui.nn.kernel.job_queue import NONE_LEFT
from symgui.nn.memory import aligned_zeros, allocate, padded
from symgui.nn.network import Pass
from symgui.training.batches import Batches, BatchPosition
from symgui.training.run import RecordedRun
from symgui.training.trainer import Trainer
from tests.symgui.kernels import needs_kernel

pytestmark = needs_kernel

RATES = {"gd": 0.05, "momentum": 0.005, "adam": 0.001}


def experiment(
    activation: str = "tanh",
    optimizer: str = "gd",
    batch: int | None = None,
    classes: int = 2,
    l2: float = 0.0,
) -> Experiment:
    kind = "spiral" if classes > 2 else "circles"
    data = DataSpec(kind=kind, samples=61, classes=classes, test_samples=21)  # type: ignore[arg-type]
    hidden = tuple(LayerSpec(units=n, activation=activation) for n in (5, 3))  # type: ignore[arg-type]
    return Experiment(data=data).with_(
        network={"hidden": hidden},
        initialization={"seed": 3, "weights": WeightInit(scheme="he")},
        training={"optimizer": optimizer, "learning_rate": RATES[optimizer], "batch_size": batch, "l2": l2},
    )


def both(spec: Experiment) -> tuple[Trainer, Trainer]:
    """The same run by the kernel and by NumPy, from the same data and weights."""
    compiled = Trainer(spec)
    with using(None):
        plain = Trainer(spec, compiled.data)
    plain.network.parameters[:] = compiled.network.parameters
    return compiled, plain


COMBINATIONS = list(product(ACTIVATION_CODES, RULE_CODES, (None, 16), (2, 3), (0.0, 0.5)))


@pytest.mark.parametrize(("activation", "optimizer", "batch", "classes", "l2"), COMBINATIONS)
def test_the_kernel_agrees_with_numpy(
    activation: str, optimizer: str, batch: int | None, classes: int, l2: float
) -> None:
    compiled, plain = both(experiment(activation, optimizer, batch, classes, l2))
    for trainer in (compiled, plain):
        trainer.advance(200)
    np.testing.assert_allclose(compiled.network.parameters, plain.network.parameters, rtol=0, atol=1e-12)
    assert compiled.cost() == pytest.approx(plain.cost(), rel=1e-12)
    assert compiled.penalty == pytest.approx(plain.penalty, rel=1e-12)
    assert compiled.test_accuracy() == plain.test_accuracy()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_frames_passes_agree_with_numpy(activation: str) -> None:
    compiled, plain = both(experiment(activation, classes=3, l2=0.5))
    for ours, numpys in zip(compiled.network_state().layers, plain.network_state().layers, strict=True):
        for name in ("Z", "A", "dZ", "dW", "db"):
            np.testing.assert_allclose(getattr(ours, name), getattr(numpys, name), rtol=1e-13, atol=1e-15)


def test_many_updates_in_one_call_are_as_many_single_ones() -> None:
    for batch in (None, 16):
        spec = experiment(batch=batch).with_(changes=(Change(at=7, learning_rate=0.3),))
        one, many = Trainer(spec), Trainer(spec)
        for _ in range(50):
            one.advance()
        many.advance(50)
        assert many.iteration == one.iteration == 50
        np.testing.assert_array_equal(one.network.parameters, many.network.parameters)


def test_the_activations_of_a_pass_are_g_of_z() -> None:
    """What a trace computes anew from z is what the pass has shown."""
    for name, g in ACTIVATIONS.items():
        layer = Trainer(experiment(name)).network_state().layers[0]
        np.testing.assert_array_equal(layer.A, g(layer.Z))


@pytest.mark.parametrize(
    "units", [(2,), (3,), (5, 3), (4, 4), (7,), (9, 2), (13, 17), (33,), (1, 6), (3, 3, 3)]
)
@pytest.mark.parametrize("samples", [4, 61, 200])
def test_twins_stay_twins(units: tuple[int, ...], samples: int) -> None:
    spec = Experiment(data=DataSpec(kind="xor", samples=samples, seed=2)).with_(
        network={"hidden": tuple(LayerSpec(units=n, activation="tanh") for n in units)},
        initialization={
            "weights": WeightInit(scheme="constant", value=0.1),
            "biases": BiasInit(scheme="constant", value=0.1),
        },
        training={"learning_rate": 1.0},
    )
    trainer = Trainer(spec)
    trainer.advance(20_000 // max(units))
    for l in range(1, trainer.network.L):
        W, b = trainer.network.W[l], trainer.network.b[l]
        np.testing.assert_array_equal(W, W[:1].repeat(len(W), axis=0))
        np.testing.assert_array_equal(b, b[:1].repeat(len(b), axis=0))


@pytest.mark.parametrize("batch", [None, 1500])
def test_an_update_that_is_given_up_changes_nothing(batch: int | None) -> None:
    data = DataSpec(kind="moons", samples=4000)
    wide = experiment().with_(
        data=data, network={"hidden": (LayerSpec(units=256),) * 2}, training={"batch_size": batch}
    )
    trainer, same = Trainer(wide), Trainer(wide)
    assert trainer.takes_long
    before = trainer.network.parameters.copy()
    with stopping(lambda: True):
        for give_up in (lambda: trainer.advance(1), trainer.cost, trainer.network_state):
            with pytest.raises(Interrupted):
                give_up()
    assert trainer.iteration == 0
    np.testing.assert_array_equal(trainer.network.parameters, before)
    for each in (trainer, same):
        each.advance(2)
    np.testing.assert_array_equal(trainer.network.parameters, same.network.parameters)


def test_a_run_is_the_same_however_it_is_cut() -> None:
    whole, cut = RecordedRun(experiment()), RecordedRun(experiment())
    whole.advance(777)
    for _ in range(777):
        cut.advance(1)
    np.testing.assert_array_equal(whole.trainer.network.parameters, cut.trainer.network.parameters)
    np.testing.assert_array_equal(whole.frame().curve.cost, cut.frame().curve.cost)


def test_orthogonal_is_numpys_but_for_rounding() -> None:
    for shape in ((5, 3), (3, 5), (4, 4), (1, 7), (40, 33)):
        ours = orthogonal(np.random.RandomState(1), shape, 1.5)
        with using(None):
            numpys = orthogonal(np.random.RandomState(1), shape, 1.5)
        np.testing.assert_allclose(ours, numpys, rtol=0, atol=1e-13)


# ---- what crosses the border ------------------------------------------------------------------------


def network_arrays() -> tuple[np.ndarray, np.ndarray]:
    shapes = [(3, 2), (1, 3), (3, 1), (1, 1)]
    return allocate(shapes)[0], allocate(shapes)[0]


def bound() -> BoundNetwork:
    compiled = kernel()
    assert compiled is not None
    return BoundNetwork(compiled, (2, 3, 1), ("tanh",), *network_arrays())


def test_arrays_of_another_kind_are_refused() -> None:
    good = aligned_zeros(16)
    assert vector(good, 16, "x") == good.ctypes.data
    for bad in (good[:8], good.astype(np.float32), good.reshape(2, 8), good[::2], np.zeros(17)[1:]):
        with pytest.raises(KernelError, match="x: expected "):
            vector(bad, 16, "x")
    whole = aligned_zeros(3, 16)
    assert rows(whole[:, :9], 3, 9, "X") == (whole.ctypes.data, 16)
    for refused in (
        whole[:, 1:10], whole.T, whole[:2, :9], whole[:, :9].copy(), np.asfortranarray(whole[:, :9]),
        whole[:, ::2][:, :8], aligned_zeros(3, 9), whole[:, :9].astype(np.float32),
    ):  # fmt: skip
        with pytest.raises(KernelError, match="X: expected "):
            rows(refused, 3, 9, "X")


def test_a_row_that_ends_with_its_memory_is_refused() -> None:
    """Nine numbers are read as sixteen: the last seven must be there, too."""
    whole = aligned_zeros(32)
    short = whole[:25].copy()  # begins where it may, and ends after the second row's ninth number
    for flat in (short, whole[7:]):
        with pytest.raises(KernelError):
            rows(np.lib.stride_tricks.as_strided(flat, (2, 9), (128, 8)), 2, 9, "X")


def test_networks_and_passes_of_other_sizes_are_refused() -> None:
    compiled = kernel()
    assert compiled is not None
    parameters, gradients = network_arrays()
    for sizes, names in (((2, 4, 1), ("tanh",)), ((2, 3, 1), ()), ((2,), ()), ((2,) * 19, ("tanh",) * 17)):
        with pytest.raises(KernelError):
            BoundNetwork(compiled, sizes, names, parameters, gradients)
    net, p = bound(), Pass((2, 3, 1), 10)
    net.pass_over(10, 10, p.flat)
    for m, columns in ((11, 10), (10, 17), (-1, 10)):
        with pytest.raises(KernelError):
            net.pass_over(m, columns, p.flat)
    with pytest.raises(KernelError, match="X"):
        net.examples(aligned_zeros(3, 16))


def test_a_layer_without_units_is_refused() -> None:
    compiled = kernel()
    assert compiled is not None
    with pytest.raises(KernelError, match="at least one unit"):
        BoundNetwork(compiled, (2, 0, 1), ("tanh",), *network_arrays())


def test_passes_get_as_many_examples_as_they_are_for() -> None:
    """No more, no fewer, not none, of this network, and with what is to be read."""
    net, p, X, Y = bound(), Pass((2, 3, 1), 10), aligned_zeros(2, 16), aligned_zeros(1, 16)
    whole = net.pass_over(10, 10, p.flat)
    ten = net.examples(X[:, :10], Y[:, :10])
    net.forward(whole, ten)
    net.backward(whole, ten, 0.0)
    assert net.cost(whole, ten) == pytest.approx(np.log(2.0))
    for wrong in (net.examples(X, Y), net.examples(X[:, :9], Y[:, :9]), net.examples(X[:, :0], Y[:, :0])):
        for use in (net.forward, net.cost):
            with pytest.raises(KernelError, match="a pass over 10 examples"):
                use(whole, wrong)
        with pytest.raises(KernelError, match="a pass over 10 examples"):
            net.backward(whole, wrong, 0.0)
    none = net.pass_over(0, 10, p.flat)
    with pytest.raises(KernelError, match="a pass over 0 examples"):
        net.backward(none, net.examples(X[:, :0], Y[:, :0]), 0.0)
    with pytest.raises(KernelError, match="Y is missing"):
        net.backward(whole, net.examples(X[:, :10]), 0.0)
    with pytest.raises(KernelError, match="X is missing"):
        net.forward(whole, net.targets(Y[:, :10]))
    other = BoundNetwork(net.kernel, (2, 1), (), *(allocate([(1, 2), (1, 1)])[0] for _ in range(2)))
    with pytest.raises(KernelError, match="made for"):
        other.forward(whole, ten)


def test_what_is_written_must_not_be_read_only() -> None:
    frozen = aligned_zeros(32)
    frozen.flags.writeable = False
    with pytest.raises(KernelError, match="may be written"):
        vector(frozen, 32, "x")
    X = aligned_zeros(2, 16)
    X.flags.writeable = False
    assert rows(X, 2, 16, "X")
    with pytest.raises(KernelError, match="may be written"):
        rows(X, 2, 16, "X", written=True)


def mini_batches(size: int, seed: int = 0) -> MiniBatches:
    """Of 16 examples with two inputs and one output, at the beginning of an epoch in their own order."""
    made = Batches(aligned_zeros(2, 16), aligned_zeros(1, 16), size, seed, (2, 3, 1)).memory
    made.order[:] = np.arange(16)
    return made


def training(batches: MiniBatches | None = None) -> Training:
    net, p = bound(), Pass((2, 3, 1), batches.size if batches else 16)
    X, Y = aligned_zeros(2, 16), aligned_zeros(1, 16)
    return Training(
        net, "gd", (), net.examples(X, Y), net.pass_over(p.m, p.columns, p.flat), batches
    )  # fmt: skip


def test_an_order_that_names_no_example_is_refused() -> None:
    for wrong in (-1, 16):
        batches = mini_batches(5)
        batches.order[7] = wrong
        call = training(batches)
        assert call.run(1, 0, 0.1, 0.0, 1e9) == (1, DONE)
        with pytest.raises(KernelError, match="not one of 16"):
            call.run(1, 0, 0.1, 0.0, 1e9)
    good = mini_batches(5)
    for order in (good.order[:15], good.order[None], good.order.astype(np.int32), np.arange(32)[::2]):
        with pytest.raises(KernelError, match="order of the examples: expected "):
            training(good._replace(order=order))
    for stream in (good.stream[:600], good.stream.astype(np.int64)):
        with pytest.raises(KernelError, match="stream: expected 625 uint32"):
            training(good._replace(stream=stream))
    with pytest.raises(KernelError, match="do not fit"):
        training(good._replace(size=17))
    good.start[0] = -1
    with pytest.raises(KernelError, match="cannot start at -1"):
        training(good).run(1, 0, 0.1, 0.0, 1e9)


def test_mini_batches_do_not_see_the_cost_of_all_examples() -> None:
    looks, costs = np.array([0]), np.zeros(1)
    with pytest.raises(KernelError, match="does not see the cost"):
        training(mini_batches(5)).look(looks, costs, 0.0)
    for wrong in (costs[:0], costs.astype(np.float32)):
        with pytest.raises(KernelError, match="the costs: expected 1 float64"):
            training().look(looks, wrong, 0.0)


def test_one_call_makes_batches_of_several_epochs() -> None:
    """Of 16 examples four batches each; the order of the next epoch is the one that NumPy draws."""
    batches, random = mini_batches(5, seed=8), RandomState(8)
    random.permutation(16)  # of the first epoch
    call = training(batches)
    assert call.run(4, 0, 0.1, 0.0, 1e9) == (4, DONE)
    assert batches.order.tolist() == list(range(16))
    for _ in range(200):
        call.run(4, 0, 0.1, 0.0, 1e9)
        assert batches.order.tolist() == random.permutation(16).tolist()
    assert batches.start[0] == 20
    call.run(401, 0, 0.1, 0.0, 1e9)
    expected = [random.permutation(16) for _ in range(101)][-1]
    assert (batches.order.tolist(), batches.start[0]) == (expected.tolist(), 5)


@pytest.mark.parametrize("seed", [0, 3, 2**32 - 1])
@pytest.mark.parametrize("m", [1, 2, 3, 8, 100, 623, 4097])
def test_the_order_of_an_epoch_is_the_one_that_numpy_draws(m: int, seed: int) -> None:
    """From its own generator's memory, which goes on as if NumPy had drawn it."""
    compiled, batches = kernel(), Batches(np.zeros((2, m)), np.zeros((1, m)), 1, seed, (2, 3, 1))
    assert compiled is not None
    random, order = RandomState(seed), batches.memory.order
    for _ in range(9):
        assert order.tolist() == random.permutation(m).tolist()
        compiled.permutation(batches.memory.stream, order)
    state = random.get_state(legacy=False)["state"]
    order[:] = random.permutation(m)
    with using(None):
        batches.seek(BatchPosition(np.append(state["key"], state["pos"]).astype(np.uint32), 0))
    assert batches.memory.order.tolist() == order.tolist()


def test_threads_make_each_call_once() -> None:
    """Whichever thread makes them, each network comes to what it comes to alone; what waits is given up."""
    calls, alone = (
        [training(mini_batches(5, seed)) for seed in range(5)],
        [training(mini_batches(5, seed)) for seed in range(5)],
    )
    compiled = kernel()
    assert compiled is not None
    made = [0] * 5
    with JobQueue(compiled, calls, helpers=3) as queue:
        assert queue.take(computing=True) == NONE_LEFT
        for number, call in enumerate(calls):
            call.prepare(7, 0, 0.1, 0.0, 1e9)
            queue.post(number, left=number)
        while (number := queue.take(computing=True)) != NONE_LEFT:
            assert calls[number].outcome() == (7, DONE)
            made[number] += 1
            if made[number] < 30:
                calls[number].prepare(7, 0, 0.1, 0.0, 1e9)
                queue.post(number, left=number)
        calls[0].prepare(10**12, 0, 0.1, 0.0, 1e9)
        queue.post(0, left=1)
    assert made == [30] * 5
    assert calls[0].outcome()[1] == STOPPED
    for call, same in zip(calls[1:], alone[1:], strict=True):
        same.run(210, 0, 0.1, 0.0, 1e9)
        np.testing.assert_array_equal(call.network.parameters, same.network.parameters)


def test_what_an_optimizer_remembers_must_be_there() -> None:
    net, p = bound(), Pass((2, 3, 1), 16)
    X, Y = aligned_zeros(2, 16), aligned_zeros(1, 16)
    with pytest.raises(KernelError, match="adam: 2 arrays"):
        Training(
            net, "adam", (aligned_zeros(len(net.parameters)),), net.examples(X, Y),
            net.pass_over(16, 16, p.flat),
        )  # fmt: skip


def test_training_needs_examples_and_their_labels() -> None:
    net, p, X = bound(), Pass((2, 3, 1), 16), aligned_zeros(2, 16)
    whole = net.pass_over(16, 16, p.flat)
    for examples in (net.examples(X), net.targets(X[:1]), net.examples(X[:, :0], X[:1, :0])):
        with pytest.raises(KernelError, match="X and Y are expected"):
            Training(net, "gd", (), examples, whole)


def test_what_has_an_address_in_the_kernel_stays_alive() -> None:
    """Examples that had to be copied into filled rows are there until they are read."""
    net, X = bound(), np.arange(10.0).reshape(2, 5)
    found = net.examples(padded(X))
    assert found.kept[0] is not None
    np.testing.assert_array_equal(found.kept[0], X)
    assert net.pass_over(5, 5, Pass((2, 3, 1), 5).flat).kept[0].size == 4 * 8


def test_another_array_is_never_taken_for_one_that_was_checked() -> None:
    """Arrays that come and go may get the same identity one after the other."""
    net, p = bound(), Pass((2, 3, 1), 5)
    net.parameters[:] = 0.0
    net.parameters[0] = 1.0
    whole = net.pass_over(5, 5, p.flat)
    for k in range(40):
        X = aligned_zeros(2, 8)[:, :5] if k % 2 else np.zeros((2, 5))
        X[0] = k
        net.forward(whole, net.examples(X))
        np.testing.assert_array_equal(p.Z[1][0], np.full(5, float(k)))
        del X
