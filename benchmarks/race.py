"""A race of six lanes against six runs after each other."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from threading import Thread

from benchmarks.steps import compare, experiment
from benchmarks.table import Row
from symgui.experiment import DataSpec, Experiment
from symgui.nn.kernel import kernel
from symgui.training.lanes import lanes_from
from symgui.training.presets import PRESETS
from symgui.training.race import Race
from symgui.training.run import RecordedRun
from symgui.training.trainer import Trainer

FLOWER = DataSpec(kind="flower", samples=400)
SHAPES: dict[str, tuple[int, ...]] = {"2-4-1": (4,), "2-8-8-8-1": (8, 8, 8), "2-64-64-1": (64, 64)}
BATCHES = {"batches of 32": 32, "full batch of 400": None}
ON_THREADS, AS_FAST = 1.7, 0.93
"""The kernel's lanes on two processors or more; lanes that take turns, which are what they would be alone,
but for the cache and this measurement's noise."""
ROUNDS = 45
"""Of each side: two processors are more easily disturbed than one."""
BEGIN = 1000
"""Iterations before: at first every one is put on record, which takes longer than an update."""


def race_rows() -> Iterator[Row]:
    print(
        f"two calls of the kernel on two threads, without Python: {threads_gain():.2f} × one after the other"
    )
    yield from (race_row(name, batch) for name in SHAPES for batch in BATCHES)
    yield mixed_row()


def threads_gain() -> float:
    """What two threads gain here and now, where others may use the processors too: no race gains more."""
    calls = [Trainer(experiment((8, 8, 8), FLOWER, "tanh", 0.05)).compiled for _ in range(2)]
    if None in calls or (os.cpu_count() or 1) < 2:
        return 1.0
    one, other = (call for call in calls if call is not None)

    def on_two_threads(updates: int) -> None:
        one.prepare(updates, 0, 0.05, 0.0, math.inf)
        other.prepare(updates, 0, 0.05, 0.0, math.inf)
        thread = Thread(target=one.make)
        thread.start()
        other.make()
        thread.join()

    def after_each_other(updates: int) -> None:
        one.run(updates, 0, 0.05, 0.0, math.inf)
        other.run(updates, 0, 0.05, 0.0, math.inf)

    return compare(on_two_threads, after_each_other)[0]


def race_row(shape: str, batch: str) -> Row:
    """Speed of six lanes that differ in their seeds, as a share of six runs after each other."""
    base = experiment(SHAPES[shape], FLOWER, "tanh", 0.05).with_(training={"batch_size": BATCHES[batch]})
    lanes = [base.with_(initialization={"seed": seed}) for seed in range(6)]
    return measured(f"race of 6 × {shape}, {batch}, against runs after each other", lanes)


def mixed_row() -> Row:
    """The same for six lanes of which only two have one shape."""
    base = experiment((4,), FLOWER, "tanh", 0.1)
    lanes = [lane.experiment for lane in PRESETS["depth"].lanes(base)]
    return measured("race of 6 by depth, against runs after each other", lanes)


def measured(what: str, experiments: Sequence[Experiment]) -> Row:
    race, runs = Race(lanes_from(experiments)), [RecordedRun(each) for each in experiments]

    def after_each_other(updates: int) -> None:
        for run in runs:
            run.advance(updates)

    race.advance(BEGIN)
    after_each_other(BEGIN)
    ratio, microseconds = compare(race.advance, after_each_other, ROUNDS)
    budget, how = expected()
    note = f"{microseconds[0]:.0f} µs against {microseconds[1]:.0f} µs for an update of all six; {how}"
    return Row(what, ratio, budget, at_most=False, note=note)


def expected() -> tuple[float, str]:
    """The budget of a race, and how its lanes are computed."""
    processors = os.cpu_count() or 1
    on_threads = kernel() is not None and processors > 1
    return (ON_THREADS, f"on {processors} processors") if on_threads else (AS_FAST, "taking turns")
