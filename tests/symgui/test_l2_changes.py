"""L2 that is changed while a run goes on: the file with the change gives the same bits wherever it is run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from symmetry_cases import experiment

from symgui.cli import main
from symgui.experiment import Change, DataSpec, Experiment, ExperimentError, WeightInit
from symgui.nn.kernel import using
from symgui.training.changes import carried_over, with_change
from symgui.training.lanes import lanes_from
from symgui.training.race import Race
from symgui.training.run import RecordedRun
from symgui.training.studies.side_by_side import SideBySide, collapse_study
from symgui.training.trainer import Trainer
from tests.symgui.kernels import needs_kernel

MOONS = DataSpec(kind="moons", samples=45)
CHANGES = (Change(at=20, l2=5.0), Change(at=50, learning_rate=0.3, l2=0.0))
KINDS: dict[str, dict[str, Any]] = {
    "full batch": {},
    "momentum, from another L2": {"optimizer": "momentum", "l2": 0.7},
    "adam, mini-batch": {"optimizer": "adam", "batch_size": 8, "learning_rate": 0.01},
}


@pytest.fixture(params=[pytest.param("kernel", marks=needs_kernel), "numpy"], autouse=True)
def engine(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.param == "kernel":
        yield
    else:
        with using(None):
            yield


def learning(**training: Any) -> Experiment:
    return experiment((4, 3), data=MOONS, weights=WeightInit("he"), **training)


def bits(trainer: Trainer) -> tuple[object, ...]:
    kept = trainer.snapshot()
    return (
        kept.iteration,
        kept.learning_rate,
        kept.l2,
        *(a.tobytes() for a in (kept.parameters, *kept.memory)),
    )


@pytest.mark.parametrize("training", KINDS.values(), ids=KINDS)
def test_a_person_s_change_is_what_the_file_replays(training: dict[str, Any]) -> None:
    run = RecordedRun(learning(**training))
    for at, change in ((20, lambda: run.set_l2(5.0)), (50, lambda: run.set_l2(0.0)), (80, None)):
        run.advance(at - run.iteration)
        if change is not None:
            change()
    assert [(c.at, c.l2) for c in run.experiment.changes] == [(20, 5.0), (50, 0.0)]
    replayed = Trainer(Experiment.loads(run.experiment.dumps()))
    one_by_one = Trainer(run.experiment)
    replayed.advance(80)
    for _ in range(80):
        one_by_one.advance()
    assert bits(run.trainer) == bits(replayed) == bits(one_by_one)


@pytest.mark.parametrize("training", KINDS.values(), ids=KINDS)
def test_every_iteration_comes_back_after_a_seek(training: dict[str, Any]) -> None:
    spec = learning(**training).with_(changes=CHANGES)
    record = []
    trainer = Trainer(spec)
    for _ in range(91):
        record.append(bits(trainer))
        trainer.advance()
    run = RecordedRun(spec, lanes=4000)  # few states are kept: it computes the way anew
    run.advance(90)
    for t in (90, 51, 50, 49, 3, 21, 20, 19, 70, 0, 89):
        run.seek(t)
        assert bits(run.trainer) == record[t]
    run.advance(1)
    assert bits(run.trainer) == record[90]


def test_the_term_in_force_is_what_the_weights_feel() -> None:
    """Against an update written out: W ← W − α (dW + λ/m W), with λ from the change on."""
    trainer = Trainer(learning(learning_rate=0.1).with_(changes=(Change(at=3, l2=5.0),)))
    for t in range(6):
        state = trainer.network_state()
        l2 = 5.0 if t >= 3 else 0.0
        assert state.l2 == l2
        by_hand = Trainer(learning())
        by_hand.network.parameters[:] = trainer.network.parameters
        plain = by_hand.network_state()  # without the term
        before = {l: W.copy() for l, W in trainer.network.W.items()}
        squares = sum(float((W**2).sum()) for W in before.values())
        assert trainer.penalty == pytest.approx(l2 / (2 * state.m) * squares)
        trainer.advance()
        for l, W in trainer.network.W.items():
            expected = before[l] - 0.1 * (plain.layers[l - 1].dW + l2 / state.m * before[l])
            np.testing.assert_allclose(W, expected, rtol=1e-12, atol=1e-15)


def test_lanes_that_change_it_are_what_they_are_alone() -> None:
    base = learning()
    specs = [
        base.with_(changes=CHANGES),
        base.with_(initialization={"seed": 9}, changes=CHANGES),
        base.with_(initialization={"seed": 11}, changes=(Change(at=20, l2=1.0),)),
        base,
    ]
    race = Race(lanes_from(specs))
    race.advance(33)
    race.advance(57)
    race.seek(61)
    for spec, run in zip(specs, race.runs, strict=True):
        alone = Trainer(spec)
        alone.advance(61)
        assert bits(run.trainer) == bits(alone)


def test_a_weight_decay_that_grows_too_large_is_noticed() -> None:
    """What is surely finite depends on L2: it is worked out anew."""
    changed = Trainer(learning(learning_rate=1.0).with_(changes=(Change(at=5, l2=1e300),)))
    changed.advance(50)
    assert changed.divergence is not None
    assert changed.divergence.iteration <= 7


def test_a_later_change_is_forgotten_where_one_is_made_before_it() -> None:
    run = RecordedRun(learning().with_(changes=CHANGES))
    run.advance(80)
    run.seek(30)
    run.set_l2(2.0)
    assert run.experiment.changes == (Change(at=20, l2=5.0), Change(at=30, l2=2.0))
    run.set_learning_rate(0.5)
    assert run.experiment.changes[-1] == Change(at=30, learning_rate=0.5, l2=2.0)
    assert [event.text for event in run.events if event.kind == "edited"] == ["λ → 5", "α → 0.5, λ → 2"]


def test_another_setting_keeps_what_is_in_force() -> None:
    before = learning(l2=0.5)
    seeded = before.with_(initialization={"seed": 8})
    assert carried_over(seeded, before, 0.1, 2.0).training.l2 == 2.0
    own = before.with_(training={"l2": 3.0})
    assert carried_over(own, before, 1.2, 2.0).training.l2 == 3.0


def test_the_collapsed_network_is_pulled_alike() -> None:
    run = RecordedRun(
        experiment((4,), data=MOONS, weights=WeightInit("constant", value=0.3), learning_rate=0.5)
    )
    run.advance(10)
    run.set_l2(4.0)
    frame = run.frame()
    study = collapse_study(frame.experiment, frame.data, frame.network, frame.symmetry, 0.5, 100)
    *_, last = [found for found in study if isinstance(found, SideBySide)]
    run.advance(100)
    assert last.cost == pytest.approx(run.trainer.cost(), abs=1e-12)
    assert last.difference < 1e-12


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([{"at": 3, "l2": -1}], "changes[0].l2 must be a number of at least 0, not -1"),
        ([{"at": 3}], "changes[0] changes nothing: it has none of learning_rate, l2 and set"),
        (
            [{"at": 3, "l2": 1}, {"at": 3, "l2": 2}],
            "changes[1].l2 must be 1, as changes[0].l2 has it at the same iteration, not 2",
        ),
    ],
)
def test_what_is_no_change(changes: list[dict[str, float]], said: str) -> None:
    table = json.loads(learning().dumps())
    with pytest.raises(ExperimentError) as error:
        Experiment.from_table({**table, "changes": changes})
    assert said in str(error.value)


def test_the_command_line_runs_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = with_change(learning(iterations=60), 25, l2=3.0)
    spec.save(tmp_path / "run.symgui.json")
    assert (
        main(["run", str(tmp_path / "run.symgui.json"), "--json", "--save-params", str(tmp_path / "p.npz")])
        == 0
    )
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    trainer = Trainer(spec)
    trainer.advance(60)
    assert (last["iteration"], last["cost"]) == (60, trainer.cost())
    with np.load(tmp_path / "p.npz") as saved:
        assert saved["W1"].tobytes() == trainer.network.W[1].tobytes()
