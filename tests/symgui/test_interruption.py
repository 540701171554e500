"""One update can be given up in the middle: nothing has changed then, and going on gives the same bits."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.random import RandomState

from symgui.arrays import FloatArray
from symgui.data.load import load_data
from symgui.experiment import Experiment, LayerSpec, opening_experiment
from symgui.experiment.parts import MAX_HIDDEN_LAYERS, MAX_UNITS
from symgui.nn import in_parts, initializers, interruption, network
from symgui.nn.build import build_network
from symgui.nn.interruption import Interrupted, blocks, look, never, stopping
from symgui.nn.kernel.shared_library import kernel, using
from symgui.nn.network import Network, Pass
from symgui.training import trainer as trainer_module
from symgui.training.lanes import lanes_from
from symgui.training.race import Race
from symgui.training.run import RecordedRun


@pytest.fixture(autouse=True)
def numpy_computes() -> Iterator[None]:
    """How often NumPy's engine looks can be counted; the kernel is asked by the clock (`test_kernel`)."""
    with using(None):
        yield


@pytest.fixture(autouse=True)
def everything_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small networks that look as often as the largest do."""
    monkeypatch.setattr(interruption, "BLOCK", 900.0)
    for module in (network, in_parts, trainer_module):
        monkeypatch.setattr(module, "WORTH_A_LOOK", 1.0)


def experiment(**training: object) -> Experiment:
    return opening_experiment().with_(
        data={"kind": "circles", "samples": 90, "test_samples": 20},
        network={"hidden": (LayerSpec(7, "tanh"), LayerSpec(5, "relu"))},
        initialization={"weights": {"scheme": "xavier"}},
        training=training,
    )


def bits(run: RecordedRun) -> tuple[bytes, ...]:
    kept = run.trainer.snapshot()
    return (kept.parameters.tobytes(), *(array.tobytes() for array in kept.memory))


class After:
    """Says "stop" at the look of this number."""

    def __init__(self, number: int) -> None:
        self.looks, self.number = 0, number

    def __call__(self) -> bool:
        self.looks += 1
        return self.looks > self.number


def looks_of(act: Callable[[], object]) -> int:
    """How often it is asked during `act`."""
    count = After(10**9)
    with stopping(count):
        act()
    return count.looks


def gives_up(act: Callable[[], object], number: int) -> bool:
    """Whether it is given up at the look of that number."""
    with stopping(After(number)):
        try:
            act()
        except Interrupted:
            return True
    return False


TRAININGS = [
    {"optimizer": "gd"},
    {"optimizer": "momentum", "l2": 0.3},
    {"optimizer": "adam", "learning_rate": 0.01},
    {"optimizer": "adam", "batch_size": 32, "learning_rate": 0.01},  # a short last batch, and a new epoch
]


@pytest.mark.parametrize("training", TRAININGS)
def test_an_update_given_up_anywhere_has_changed_nothing(training: dict[str, object]) -> None:
    run, undisturbed = RecordedRun(experiment(**training)), RecordedRun(experiment(**training))
    for _ in range(6):
        looks = looks_of(lambda: RecordedRun(experiment(**training)).advance(1))
        before, furthest = bits(run), run.furthest
        for number in range(0, looks, 5):
            if not gives_up(lambda: run.advance(1), number):
                break  # the record of an iteration does not always need a pass
            assert (bits(run), run.furthest) == (before, furthest)
        run.advance(furthest + 1 - run.iteration)
        undisturbed.advance(1)
        assert bits(run) == bits(undisturbed)
    assert run.frame().curve.cost.tobytes() == undisturbed.frame().curve.cost.tobytes()
    assert run.events == undisturbed.events


def test_blocks_of_units_have_the_bits_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = RecordedRun(experiment())
    parts.advance(20)
    monkeypatch.setattr(interruption, "BLOCK", 1e12)
    whole = RecordedRun(experiment())
    whole.advance(20)
    assert bits(parts) == bits(whole)


def test_a_frame_given_up_leaves_the_run_as_it_was() -> None:
    run = RecordedRun(experiment())
    run.advance(3)
    before = bits(run)
    looks = looks_of(run.frame)
    for number in range(0, looks, 7):
        with pytest.raises(Interrupted), stopping(After(number)):
            run.frame()
        assert bits(run) == before
    assert np.array_equal(run.frame().network.layers[0].dW, run_at(3).frame().network.layers[0].dW)


def frozen_with_momentum() -> Experiment:
    """Everything is 0, so the frame must prove that it stays so."""
    return experiment(optimizer="momentum").with_(initialization={"weights": {"scheme": "zeros"}})


def test_a_frame_that_was_given_up_anywhere_is_the_same_in_the_end() -> None:
    for spec in (frozen_with_momentum(), experiment(optimizer="adam")):
        run, undisturbed = RecordedRun(spec), RecordedRun(spec)
        looks = looks_of(lambda spec=spec: RecordedRun(spec).frame())
        for number in range(0, looks, 11):
            gives_up(run.frame, number)
        ours, theirs = run.frame(), undisturbed.frame()
        assert (ours.verdict, ours.standstill, ours.cost) == (theirs.verdict, theirs.standstill, theirs.cost)
        for one, other in zip(ours.pictures, theirs.pictures, strict=True):
            assert one.activations.counts.tolist() == other.activations.counts.tolist()
            assert one.activation_std == other.activation_std


def test_the_pass_that_is_kept_is_that_of_the_parameters_there_are() -> None:
    """Where a pass over all examples takes long it is not made twice, unless the network has changed."""
    trainer = RecordedRun(experiment()).trainer
    start = trainer.snapshot()
    acts: list[Callable[[], object]] = [
        trainer.cost,
        lambda: trainer.advance(3),
        trainer.network_state,
        lambda: trainer.set_parameters({"W1[0,0]": 0.7}),
        lambda: trainer.network.b[2].__setitem__((0, 0), -0.4),
        lambda: trainer.restore(start),
    ]
    for act in acts:
        act()
        cost = trainer.cost()
        alone = Pass(trainer.network.sizes, trainer.data.m)
        trainer.network.forward(trainer.data.X, alone)
        assert cost == trainer.network.cost(trainer.data.Y, alone)
        assert trainer.last_pass.A[3].tobytes() == alone.A[3].tobytes()


def test_a_pass_that_takes_long_is_made_once_for_cost_record_and_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passes: list[int] = []
    forward = Network.forward

    def counted(self: Network, X: FloatArray, p: Pass) -> None:
        passes.append(p.m)
        forward(self, X, p)

    monkeypatch.setattr(Network, "forward", counted)
    run = RecordedRun(experiment())
    run.frame()
    assert passes.count(run.trainer.data.m) == 1


def test_large_arrays_are_worked_at_in_parts() -> None:
    a, b = RandomState(0).randn(40, 30), RandomState(1).randn(30, 20)
    for act, whole in [
        (lambda: in_parts.copied(a), a),
        (lambda: in_parts.elementwise(np.exp, a), np.exp(a)),
        (lambda: in_parts.product(np.floor(a), np.floor(b)), np.floor(a) @ np.floor(b)),
    ]:
        assert np.array_equal(act(), whole)
        assert looks_of(act) > 10


def run_at(iteration: int) -> RecordedRun:
    run = RecordedRun(experiment())
    run.advance(iteration)
    return run


def test_making_the_largest_start_can_be_given_up_between_its_parts() -> None:
    """After each set of examples and each matrix, so that no more than one of them is waited for."""
    layers = tuple(LayerSpec(MAX_UNITS, "tanh") for _ in range(MAX_HIDDEN_LAYERS))
    spec = opening_experiment().with_(
        data={"kind": "xor", "samples": 100, "test_samples": 100},
        network={"hidden": layers},
        initialization={"weights": {"scheme": "orthogonal"}},
    )
    drawn: list[tuple[int, int]] = []
    orthogonal = initializers.WEIGHTS["orthogonal"]

    def draw(rng: RandomState, shape: tuple[int, int], value: float) -> FloatArray:
        drawn.append(shape)
        return np.full(shape, value)

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(initializers.WEIGHTS, "orthogonal", replace(orthogonal, draw=draw))
        for parts in range(2 + MAX_HIDDEN_LAYERS + 1):
            drawn.clear()
            with pytest.raises(Interrupted), stopping(After(parts)):
                build_network(spec, load_data(spec.data).X.shape[0], 2)
            assert len(drawn) == max(0, parts - 2)


def test_going_back_can_be_given_up_too() -> None:
    run = run_at(40)
    with pytest.raises(Interrupted), stopping(After(30)):
        run.seek(25)
    assert 0 <= run.iteration < 25
    run.seek(25)
    assert bits(run) == bits(run_at(25))


def test_all_lanes_of_a_race_stand_where_they_did() -> None:
    specs = [experiment(), experiment(optimizer="momentum"), experiment(optimizer="adam", learning_rate=0.01)]
    race, another = Race(lanes_from(specs)), Race(lanes_from(specs))
    race.advance(4)
    another.advance(4)
    looks = looks_of(lambda: another.advance(1))
    for number in range(0, looks // 2, 9):  # what one has begun the next need not do again
        with pytest.raises(Interrupted), stopping(After(number)):
            race.advance(1)
        assert race.together
        assert race.iteration == race.furthest == 4
    race.advance(5)
    for lane, spec in zip(race.runs, specs, strict=True):
        alone = RecordedRun(spec)
        alone.advance(9)
        assert bits(lane) == bits(alone)


def test_what_is_short_is_done_whole_and_is_on_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever wants it to stop waits for the few updates that it is at."""
    monkeypatch.setattr(trainer_module, "WORTH_A_LOOK", 1e9)
    lanes = lanes_from([experiment(), experiment(optimizer="momentum")])
    for compiled in (None, kernel()):
        with using(compiled):
            run, same, race, alike = (
                RecordedRun(experiment()),
                RecordedRun(experiment()),
                Race(lanes),
                Race(lanes),
            )
            with stopping(lambda: True):
                assert (run.advance(40), race.advance(40)) == (40, 40)
            same.advance(40)
            alike.advance(40)
        for one, other in zip([run, *race.runs], [same, *alike.runs], strict=True):
            assert bits(one) == bits(other)
            assert one.frame().curve.cost.tobytes() == other.frame().curve.cost.tobytes()
            assert one.frame().curve.iterations.tobytes() == other.frame().curve.iterations.tobytes()
            assert one.events == other.events


def test_without_stopping_nothing_is_given_up() -> None:
    look()
    with stopping(lambda: True), pytest.raises(Interrupted):
        look()
    with stopping(lambda: True), stopping(never):
        look()
    look()


@pytest.mark.parametrize(("rows", "work"), list(itertools.product((1, 7, 300), (1.0, 100.0, 1e9))))
def test_blocks_cover_all_rows_once(rows: int, work: float) -> None:
    slices = list(blocks(rows, work))
    assert [k for each in slices for k in range(rows)[each]] == list(range(rows))
    assert all(len(range(rows)[each]) * work <= 900 or len(range(rows)[each]) == 1 for each in slices)
    assert len(list(blocks(rows, work, whole=True))) == 1
