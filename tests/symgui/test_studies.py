"""Nudges, drift, what-if runs and the collapsed network against runs made another way."""

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import TypeVar

import numpy as np
import pytest

from symgui.experiment import (
    Change,
    Experiment,
    LayerInit,
    LayerSpec,
    WeightInit,
    opening_experiment,
)
from symgui.training.frame import Frame
from symgui.training.run import RecordedRun
from symgui.training.studies import (
    VISIBLE,
    BothPlanes,
    BreakTime,
    Drift,
    Progress,
    SideBySide,
    StartingTwins,
    Suspect,
    WhatIf,
    both_drifts,
    break_times,
    collapse_study,
    drift,
    nudge,
    progress,
    rounding_case,
    starting_network,
    suspect,
    what_if,
)
from symgui.training.trainer import Trainer

T = TypeVar("T")


def only(kind: type[T], found: Iterable[object]) -> list[T]:
    """The findings of one kind; nothing but progress lies between them."""
    return [point for point in found if isinstance(point, kind)]


@pytest.fixture
def constant() -> Experiment:
    weights = WeightInit(scheme="constant", value=0.5)
    return opening_experiment().with_(initialization={"weights": weights})


def frame_of(experiment: Experiment, iteration: int = 0) -> Frame:
    run = RecordedRun(experiment)
    run.advance(iteration)
    return run.frame()


def study_of(frame: Frame, iterations: int) -> list[SideBySide | BothPlanes]:
    return list(
        collapse_study(
            frame.experiment, frame.data, frame.network, frame.symmetry, frame.learning_rate, iterations
        )
    )


# ---- the start --------------------------------------------------------------------------------------------


def test_the_starting_network_is_the_trainers_with_the_edits_made_there(constant: Experiment) -> None:
    changes = (Change(at=0, set={"W1[2,1]": 0.25, "b2[0]": -1.0}), Change(at=3, set={"W1[0,0]": 9.0}))
    experiment = constant.with_(changes=changes)
    network = starting_network(experiment)
    assert (network.parameters == Trainer(experiment).network.parameters).all()
    assert network.W[1][2, 1] == 0.25
    assert network.W[1][0, 0] == 0.5


def test_twins_are_those_of_the_start_and_their_spread_is_their_own(constant: Experiment) -> None:
    network = starting_network(constant.with_(changes=(Change(at=0, set={"W1[3,0]": 7.0}),)))
    twins = StartingTwins(network)
    assert twins.classes == (((0, 1, 2),),)
    assert twins.spread() == twins.relative_spread() == 0.0
    network.W[1][3, 0] = -70.0  # not one of them
    assert twins.spread() == 0.0
    network.W[1][1, 0] += 0.25
    assert twins.spread() == 0.25
    assert twins.relative_spread() == 0.25 / 70.0
    network.W[2][0, 2] += 0.5  # outgoing weights count
    assert twins.spread() == twins.relative_spread() == 0.5


def test_a_start_without_twins_is_refused_by_name() -> None:
    random = opening_experiment().with_(initialization={"weights": WeightInit(scheme="normal", scale=0.1)})
    assert not StartingTwins(starting_network(random))
    for study in (break_times(random, [0.1], 10), drift(random, "blas", 10)):
        with pytest.raises(ValueError, match="no twins"):
            next(study)


# ---- nudge ------------------------------------------------------------------------------------------------


def test_a_nudge_names_one_weight_or_all_of_the_first_layer(constant: Experiment) -> None:
    network = starting_network(constant)
    assert nudge(network.W, network.b, 0.25, "W2[0,3]") == {"W2[0,3]": 0.75}
    assert nudge(network.W, network.b, 0.25, "b1[2]") == {"b1[2]": 0.25}
    noise = np.random.RandomState(0).randn(4, 2)
    everywhere = nudge(network.W, network.b, 0.1)
    assert everywhere == {f"W1[{j},{k}]": 0.5 + 0.1 * noise[j, k] for j in range(4) for k in range(2)}


@pytest.mark.parametrize("parameter", [None, "W1[1,0]", "W2[0,3]"])
def test_break_times_are_the_first_visible_iteration(constant: Experiment, parameter: str | None) -> None:
    (found,) = only(BreakTime, break_times(constant, [1e-3], 5000, parameter))
    assert found.iteration is not None
    assert found.updates == found.iteration
    trainer = Trainer(constant)
    twins = StartingTwins(trainer.network)
    trainer.set_parameters(nudge(trainer.network.W, trainer.network.b, 1e-3, parameter))
    trainer.advance(found.iteration - 1)
    assert twins.relative_spread() < VISIBLE
    trainer.advance(1)
    assert twins.relative_spread() == found.spread >= VISIBLE


def test_a_smaller_nudge_takes_longer(constant: Experiment) -> None:
    found = only(BreakTime, break_times(constant, [1e-2, 1e-4, 1e-6], 5000))
    times = [point.iteration for point in found]
    assert all(
        earlier is not None and later is not None and earlier < later for earlier, later in pairwise(times)
    )


def test_a_nudge_below_the_spacing_of_floats_does_nothing(constant: Experiment) -> None:
    (found,) = only(BreakTime, break_times(constant, [1e-20], 300))
    assert found == BreakTime(epsilon=1e-20, iteration=None, updates=300, spread=0.0)


def test_tiny_units_that_differ_are_not_visibly_different() -> None:
    """From zeros any nudge makes rows that share no digit; they show once the weights have grown."""
    (found,) = only(BreakTime, break_times(opening_experiment(), [1e-6], 2000))
    assert found.iteration is not None
    assert found.iteration > 50


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Studies let go after every update, however fast the machine is."""
    monkeypatch.setattr(progress, "PROGRESS_INTERVAL", 0.0)


@pytest.mark.usefixtures("impatient")
def test_long_studies_say_how_far_they_are(constant: Experiment) -> None:
    found = list(break_times(constant, [1e-20], 40))
    steps = [point.iteration for point in found if isinstance(point, Progress)]
    assert steps == sorted(steps)
    assert steps


# ---- drift ------------------------------------------------------------------------------------------------


def test_per_unit_arithmetic_never_drifts_and_blas_may() -> None:
    experiment = rounding_case()
    kept = only(Drift, drift(experiment, "per-unit", 2000))
    assert (kept[0].iteration, kept[-1].iteration) == (0, 2000)
    assert all(point.first is None and point.spread == 0.0 for point in kept)
    found = only(Drift, drift(experiment, "blas", 2000))
    # whether and when rounding breaks it depends on the processor; that the fields agree does not
    for point in found:
        assert point.first is not None or point.spread == 0.0
    firsts = [point for point in found if point.iteration == point.first]
    assert all(point.spread > 0.0 for point in firsts)
    assert len(firsts) == (found[-1].first is not None)


def test_both_drifts_go_on_by_turns_to_the_end() -> None:
    found = only(Drift, both_drifts(rounding_case(), 150))
    assert {point.arithmetic for point in found[:2]} == {"blas", "per-unit"}
    for arithmetic in ("blas", "per-unit"):
        mine = [point for point in found if point.arithmetic == arithmetic]
        assert mine == only(Drift, drift(rounding_case(), arithmetic, 150))
        assert mine[-1].iteration == 150


def test_drift_leaves_out_what_was_changed_later() -> None:
    edited = rounding_case().with_(changes=(Change(at=10, set={"W1[0,0]": 3.0}),))
    assert only(Drift, drift(edited, "per-unit", 50))[-1].spread == 0.0


# ---- what if ----------------------------------------------------------------------------------------------


def test_what_if_follows_both_runs() -> None:
    points = only(WhatIf, what_if(opening_experiment(), 5, {"W2[0,0]": 0.5}, iterations=20))
    assert [point.iteration for point in points] == list(range(5, 26))
    assert all(math.isclose(point.cost, math.log(2), rel_tol=1e-12) for point in points)
    other = Trainer(opening_experiment())
    other.advance(5)
    other.set_parameters({"W2[0,0]": 0.5})
    other.advance(20)
    assert points[-1].cost_if == other.cost() < points[-1].cost


def test_the_suspect_is_what_stops_a_gradient(constant: Experiment) -> None:
    frozen = frame_of(opening_experiment()).network
    assert suspect(frozen, 1, 1, 0) == Suspect("W[2]", tuple(f"W2[0,{k}]" for k in range(4)))
    assert suspect(frozen, 1, 1, -1).symbol == "W[2]"
    assert suspect(frozen, 2, 0, 3) == Suspect("", ("W2[0,3]",))
    assert suspect(frozen, 2, 0, -1) == Suspect("", ("b2[0]",))
    one = frame_of(constant.with_(changes=(Change(at=0, set={"W2[0,2]": 0.0}),))).network
    assert suspect(one, 1, 2, 0) == Suspect("W[2], column 3", ("W2[0,2]",))
    assert suspect(one, 1, 1, 0) == Suspect("", ("W1[1,0]",))


@pytest.mark.usefixtures("impatient")
def test_what_if_says_how_far_it_is_while_it_catches_up() -> None:
    found = list(what_if(opening_experiment(), 40, {"W2[0,0]": 0.5}, iterations=1))
    first = next(i for i, point in enumerate(found) if isinstance(point, WhatIf))
    assert first > 0
    assert all(isinstance(point, Progress) and point.of == 40 for point in found[:first])


# ---- collapse ---------------------------------------------------------------------------------------------


def test_the_collapsed_network_has_the_same_cost_and_the_same_plane(constant: Experiment) -> None:
    found = study_of(frame_of(constant, 7), 300)
    points, planes = only(SideBySide, found), only(BothPlanes, found)
    assert [point.iteration for point in points] == list(range(301))
    assert points[-1].cost < points[0].cost
    assert max(abs(point.cost - point.cost_collapsed) for point in points) == points[-1].difference <= 1e-12
    assert [both.iteration for both in planes] == list(range(0, 301, 15))
    last = planes[-1]
    assert np.abs(last.plane.probability - last.plane_collapsed.probability).max() == last.difference <= 1e-10
    assert (last.plane.x1 == last.plane_collapsed.x1).all()


def test_the_original_of_a_collapse_is_the_run_itself(constant: Experiment) -> None:
    points = only(SideBySide, study_of(frame_of(constant, 7), 20))
    trainer = Trainer(constant)
    trainer.advance(27)
    assert points[-1].cost == trainer.cost()


def test_a_collapse_of_part_of_a_network(constant: Experiment) -> None:
    """Two pairs of twins in a layer, one effective unit in the next."""
    rows = ((0.1, -0.3), (0.1, -0.3), (0.4, 0.2), (0.4, 0.2))
    experiment = constant.with_hidden((LayerSpec(units=4), LayerSpec(units=3))).with_(
        initialization={"layers": {"1": LayerInit(weights=WeightInit(scheme="explicit", values=rows))}}
    )
    frame = frame_of(experiment)
    assert frame.symmetry.effective_units == (2, 1)
    assert only(SideBySide, study_of(frame, 200))[-1].difference <= 1e-12


def test_a_collapse_ends_where_a_network_diverges(constant: Experiment) -> None:
    experiment = constant.with_hidden((LayerSpec(units=4, activation="linear"),) * 3).with_(
        initialization={"weights": WeightInit(scheme="constant", value=5.0)}, training={"learning_rate": 1e6}
    )
    points = only(SideBySide, study_of(frame_of(experiment), 500))
    assert points[-1].iteration < 500


def test_the_difference_of_a_collapsed_network_is_the_largest_so_far(constant: Experiment) -> None:
    three = constant.with_hidden([LayerSpec(units=3)])  # not a power of two, so that rounding parts the two
    sides = only(SideBySide, study_of(frame_of(three), 60))
    gaps = [abs(side.cost - side.cost_collapsed) for side in sides]
    assert [side.difference for side in sides] == [max(gaps[: t + 1]) for t in range(len(gaps))]
    assert any(later < earlier for earlier, later in pairwise(gaps)), "else the last would do as well"
