"""Going back in time: bit for bit, in bounded memory, without recomputing much."""

from __future__ import annotations

import tracemalloc
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from symmetry_cases import experiment

from symgui.experiment import DataSpec, Experiment, WeightInit
from symgui.training.keyframes import MEMORY, Keyframes
from symgui.training.run import KEYFRAME_STRIDE, RecordedRun
from symgui.training.trainer import Trainer

END = 260
TIGHT = 4000
"""So many runs sharing the memory leave each a few states to go back to."""

KINDS: dict[str, Experiment] = {
    name: experiment((4, 3), data=DataSpec(kind="moons", samples=30), weights=WeightInit("he"), **training)
    for name, training in {
        "full batch": {},
        "mini-batch": {"batch_size": 7, "batch_seed": 5},
        "momentum, L2": {"optimizer": "momentum", "l2": 0.1},
        "adam, mini-batch": {"optimizer": "adam", "batch_size": 8, "learning_rate": 0.01},
        "adam, one example, L2": {"optimizer": "adam", "batch_size": 1, "l2": 0.01, "learning_rate": 0.01},
    }.items()
}


def bits(trainer: Trainer) -> tuple[object, ...]:
    """All that determines how it goes on."""
    kept = trainer.snapshot()
    batch = None if kept.batch is None else (kept.batch.stream.tobytes(), kept.batch.start)
    arrays = (kept.parameters, *kept.memory)
    return kept.iteration, kept.updates, kept.learning_rate, batch, *(array.tobytes() for array in arrays)


@pytest.fixture(scope="module")
def record() -> dict[str, list[tuple[object, ...]]]:
    """Every state of runs that only ever went on."""
    states = {}
    for name, spec in KINDS.items():
        trainer = Trainer(spec)
        states[name] = [bits(trainer)]
        for _ in range(END + 60):
            trainer.advance()
            states[name].append(bits(trainer))
    return states


@pytest.mark.parametrize("lanes", [1, TIGHT], ids=["all states kept", "few states kept"])
@pytest.mark.parametrize("kind", KINDS)
@given(seeks=st.lists(st.integers(0, END), min_size=1, max_size=12), on=st.integers(0, 60))
@settings(max_examples=8)
def test_replay_equals_the_record(
    record: dict[str, list[tuple[object, ...]]], kind: str, lanes: int, seeks: list[int], on: int
) -> None:
    run = RecordedRun(KINDS[kind], lanes=lanes)
    run.advance(END)
    for t in seeks:
        run.seek(t)
        assert bits(run.trainer) == record[kind][t]
    run.seek(END)
    run.advance(on)
    assert bits(run.trainer) == record[kind][END + on]


@pytest.mark.parametrize("kind", KINDS)
def test_back_by_one_again_and_again(record: dict[str, list[tuple[object, ...]]], kind: str) -> None:
    run = RecordedRun(KINDS[kind], lanes=TIGHT)
    run.advance(END)
    for t in range(END - 1, END - 40, -1):
        run.seek(t)
        assert bits(run.trainer) == record[kind][t]


@given(
    edits=st.lists(st.tuples(st.integers(0, 90), st.floats(-2, 2), st.integers(0, 60)), max_size=4),
    seeks=st.lists(st.integers(0, 90), max_size=5),
)
@settings(max_examples=15)
def test_what_was_changed_is_replayed_too(edits: list[tuple[int, float, int]], seeks: list[int]) -> None:
    """Go back, change something, run on: the run is the one its file describes."""
    run = RecordedRun(KINDS["adam, mini-batch"], lanes=TIGHT)
    run.advance(60)
    for at, value, on in edits:
        run.seek(min(at, run.furthest))
        run.edit({"W2[0,1]": value, "b1[2]": -value})
        run.advance(on)
    for t in seeks:
        run.seek(min(t, run.furthest))
        alone = Trainer(run.experiment)
        alone.advance(run.iteration)
        assert bits(run.trainer) == bits(alone)


# ---- how far it is -------------------------------------------------------------------------------


def way(run: RecordedRun, iteration: int) -> int:
    """Go there; the number of updates that were recomputed."""
    made, advance = 0, run.trainer.advance

    def counted(updates: int) -> int:
        nonlocal made
        made += advance(updates)
        return made

    with patch.object(run.trainer, "advance", counted):
        run.seek(iteration)
    return made


def test_back_by_one_recomputes_less_than_a_stride() -> None:
    run = RecordedRun(KINDS["full batch"])
    run.advance(2 * KEYFRAME_STRIDE + 1)
    assert way(run, 2 * KEYFRAME_STRIDE) == 0
    assert way(run, 2 * KEYFRAME_STRIDE - 1) == KEYFRAME_STRIDE - 1
    assert way(run, 0) == 0


def test_further_steps_back_are_quick() -> None:
    """The first step back recomputes up to a stride, and keeps states on the way for those that follow."""
    run = RecordedRun(KINDS["adam, mini-batch"])
    run.advance(2 * KEYFRAME_STRIDE)
    assert way(run, 2 * KEYFRAME_STRIDE - 1) == KEYFRAME_STRIDE - 1
    steps = [way(run, 2 * KEYFRAME_STRIDE - 1 - i) for i in range(1, 400)]
    assert sum(steps) < 6 * len(steps)


def test_the_way_on_starts_from_the_nearest_state_as_well() -> None:
    run = RecordedRun(KINDS["full batch"])
    run.advance(KEYFRAME_STRIDE + 400)
    run.seek(3)
    assert way(run, KEYFRAME_STRIDE + 390) == 390
    assert way(run, KEYFRAME_STRIDE + 395) == 5
    assert way(run, KEYFRAME_STRIDE + 395) == 0


def test_states_of_a_wide_network_are_closer() -> None:
    wide = experiment((512, 128), data=DataSpec(kind="moons", samples=400), weights=WeightInit("he"))
    run = RecordedRun(wide)
    run.advance(5)
    assert max(way(run, t) for t in (4, 1, 3, 0, 2)) <= 1


def test_after_a_long_way_back_the_next_steps_back_are_short() -> None:
    """Few states are left in the middle of a long run; the way there leaves some behind the target."""
    run = RecordedRun(KINDS["full batch"], lanes=1000)
    run.advance(1500)
    assert way(run, 700) > 32
    assert sum(way(run, t) for t in range(699, 667, -1)) < 32 * 2


# ---- memory --------------------------------------------------------------------------------------


@pytest.mark.parametrize("units", [10, 64])
def test_memory_over_a_million_iterations_of_ten_layers(units: int) -> None:
    """The states are real ones of Adam; only the updates between them are left out."""
    trainer = Trainer(experiment((units,) * 9, weights=WeightInit("he"), optimizer="adam", batch_size=8))
    trainer.advance(3)
    state, kept = trainer.snapshot(), Keyframes()
    assert state.nbytes > 3 * 8 * sum(W.size for W in trainer.network.W.values())
    for t in range(0, 10**6 + 1, KEYFRAME_STRIDE):
        kept.add(replace(state, iteration=t))
        assert kept.nbytes == len(kept) * state.nbytes <= MEMORY
        assert kept.before(t).iteration == t
    assert len(kept) >= min(10**6 / KEYFRAME_STRIDE, 0.7 * MEMORY / state.nbytes)
    times = np.array([kept.before(t).iteration for t in range(0, 10**6 + 1, KEYFRAME_STRIDE)])
    times = np.unique(times)
    gaps, nearer_end = np.diff(times), np.minimum(times[1:], 10**6 - times[:-1])
    assert (gaps <= KEYFRAME_STRIDE + 0.6 * nearer_end).all(), "dense in log time from both ends"


def test_a_run_keeps_within_its_share() -> None:
    """Counted by the interpreter, not by the run: what has become alive in 1,200 updates."""
    lanes = 400
    run = RecordedRun(experiment((8,) * 9, weights=WeightInit("he"), optimizer="adam"), lanes=lanes)
    run.advance(300)
    run.frame()
    tracemalloc.start()
    try:
        run.advance(1200)
        grown, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert grown < 2.5 * MEMORY / lanes
    run.seek(1)
    assert run.iteration == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_that_was_taken_over_leads_everywhere_and_stays_the_other_s(
    record: dict[str, list[tuple[object, ...]]], kind: str
) -> None:
    first = RecordedRun(KINDS[kind])
    first.advance(END)
    second = RecordedRun(KINDS[kind])
    second.take_over(first)
    assert second.furthest == END
    assert second.events == first.events
    np.testing.assert_array_equal(second.frame().curve.cost, first.frame().curve.cost)
    for at in (END, 3, 200, 0, 131):
        second.seek(at)
        assert bits(second.trainer) == record[kind][at]
    # each goes its own way from there
    before = first.frame().curve, first.events
    second.seek(END)
    second.advance(60)
    assert bits(second.trainer) == record[kind][END + 60]
    second.seek(20)
    second.edit({"W1[0,0]": 5.0})
    assert (first.furthest, first.iteration) == (END, END)
    after = first.frame().curve, first.events
    np.testing.assert_array_equal(after[0].cost, before[0].cost)
    assert after[1] == before[1]
    first.seek(131)
    assert bits(first.trainer) == record[kind][131]
    with pytest.raises(ValueError, match="of the same experiment"):
        second.take_over(first)
