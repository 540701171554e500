"""The same bits on every way to them, as one table: ``python tests/soak/same.py``.

Some experiments are trained, and the SHA-256 of all their parameters and of their cost is taken: without a
window, in it, after going back on the record, after starting over, as a lane of a race, as a lesson replays
and shows them, with each kernel that this processor can use, and in other Pythons (``--python PATH``, which
need NumPy, msgspec and what else `symgui` imports). Likewise where they are changed on their way: as they are
changed, and as their file replays it. Likewise of what a map keeps of its runs: computed here, by its
workers, and on a cluster (where `distributed` is installed). Exit status 1 if any differ.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np

from symgui.experiment import Experiment
from symgui.lessons import parse_lesson
from symgui.lessons.replay import Replay
from symgui.lessons.write import lesson_text, step_text
from symgui.nn.kernel import Kernel, kernel, using
from symgui.nn.kernel.compile import HERE, NAMES, suffix
from symgui.nn.state import NetworkState
from symgui.training.bits import experiments
from symgui.training.frame import Frame
from symgui.training.lanes import Lane, lanes_of
from symgui.training.race import Race, RaceFrame
from symgui.training.run import RecordedRun

UPDATES = 500
CHOSEN = ("logistic", "02", "04", "06", "11", "17", "24", "33")
"""Of the forty of `symgui.training.bits`: all activations, optimizers, batches and several data."""
FIELDS = ("cost", "accuracy", "effective_units", "verdict")
"""Of what a map keeps of a run."""
GROUPS = "outcomes", "changed"
"""What ways begin with that have digests of their own."""
ON_THE_WAY = "changed: on the way"

Digests = Mapping[str, str]
"""By experiment."""


def chosen() -> dict[str, Experiment]:
    """Those experiments, by name."""
    return {name: each for name, each in experiments().items() if name.split()[0] in CHOSEN}


def digest(state: NetworkState) -> str:
    """SHA-256 of all parameters and of the cost; NaN has one form."""
    numbers = [np.array([state.cost])]
    numbers += [matrix.ravel() for layer in state.layers for matrix in (layer.W, layer.b)]
    flat = np.concatenate(numbers)
    flat[np.isnan(flat)] = np.nan
    return hashlib.sha256(flat.astype("<f8").tobytes()).hexdigest()


def of_all(digests: Digests) -> str:
    """One for a table."""
    return hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()[:16]


# ---- ways ---------------------------------------------------------------------------------------------


def headless(updates: int = UPDATES) -> Digests:
    """A run, as `symgui run` and a script have it."""
    found = {}
    for name, experiment in chosen().items():
        run = RecordedRun(experiment)
        run.advance(updates)
        found[name] = digest(run.frame().network)
    return found


def gone_back(updates: int = UPDATES) -> Digests:
    """The same iteration, gone back to from three times as far."""
    found = {}
    for name, experiment in chosen().items():
        run = RecordedRun(experiment)
        run.advance(3 * updates)
        run.seek(updates)
        found[name] = digest(run.frame().network)
    return found


def raced(updates: int = UPDATES) -> Digests:
    """As lane B of three."""
    found = {}
    for name, experiment in chosen().items():
        race = Race(lanes(experiment))
        while race.iteration < updates:
            race.advance(updates - race.iteration)
        found[name] = digest(race.frame().frames[1].network)
    return found


def lanes(experiment: Experiment) -> tuple[Lane, ...]:
    """Three, of which it is the second."""
    others = {"initialization": {"seed": 90}}, {"training": {"l2": 0.5}}
    return lanes_of(experiment, [others[0], {}, others[1]])


def replayed(updates: int = UPDATES) -> dict[str, Digests]:
    """As a lesson's claims are checked: of one run, and of a race's second lane."""
    ways: dict[str, dict[str, str]] = {"a lesson replayed": {}, "a lesson's race replayed": {}}
    for name, experiment in chosen().items():
        raced = [lane.experiment for lane in lanes(experiment)]
        for way, given, letter in zip(ways, ([experiment], raced), ("", "B"), strict=True):
            replay = Replay(given)
            for _ in replay.go(updates, updates):
                pass
            ways[way][name] = digest(replay.runs[letter].frame().network)
    return dict(ways)


def changed(updates: int = UPDATES) -> dict[str, Digests]:
    """With another learning rate and an edit on the way: as it is done, gone back to, and from the file."""
    ways: dict[str, dict[str, str]] = {
        way: {} for way in (ON_THE_WAY, "changed: after a seek", "changed: replayed from the file")
    }
    for name, experiment in chosen().items():
        run = RecordedRun(experiment)
        run.advance(updates // 3)
        run.set_learning_rate(experiment.training.learning_rate / 2)
        run.advance(updates // 3)
        run.edit({"b1[0]": 0.25})
        run.advance(updates - run.iteration)
        ways[ON_THE_WAY][name] = digest(run.frame().network)
        run.advance(updates)
        run.seek(updates)
        ways["changed: after a seek"][name] = digest(run.frame().network)
        again = RecordedRun(Experiment.loads(run.experiment.dumps()))
        again.advance(updates)
        ways["changed: replayed from the file"][name] = digest(again.frame().network)
    return dict(ways)


def with_each_kernel(updates: int = UPDATES) -> dict[str, Digests]:
    """A run, with each kernel that this processor can use."""
    least = Kernel(HERE / (NAMES[""] + suffix()))
    found = {}
    for build in ("", *least.wider_builds):
        with using(Kernel(HERE / (NAMES[build] + suffix()))):
            found[f"kernel: {build or 'baseline'}"] = headless(updates)
    return found


def in_the_window(updates: int = UPDATES) -> dict[str, Digests]:
    """In one window: run there, gone back to, started over, in a race, and as a lesson's step."""
    from PySide6.QtWidgets import QApplication

    from app import create_window
    from tests.soak.window import Person

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    window = create_window()
    window.show()
    person, workspace = Person(window), window.workspace
    ways: dict[str, dict[str, str]] = {
        "window": {}, "window, after a seek": {}, "window, started over": {}, "window, a lane of a race": {},
        "window, a lesson's step": {},
    }  # fmt: skip

    def at(iteration: int) -> str:
        """The bits of the run, or of the second lane of the race, when it rests there."""

        def shown() -> Frame | RaceFrame | None:
            return workspace.race_frame if workspace.lanes else workspace.current_frame

        person.until(lambda: (frame := shown()) is not None and frame.iteration == iteration, f"{iteration=}")
        person.at_rest()
        frame = shown()
        assert frame is not None
        return digest(frame.frames[1].network if isinstance(frame, RaceFrame) else frame.network)

    for name, experiment in chosen().items():
        workspace.document.open(experiment)
        person.at_rest()
        workspace.run_to(updates, at_once=True)
        ways["window"][name] = at(updates)
        workspace.run_to(3 * updates, at_once=True)
        at(3 * updates)
        window.rewind.seek(updates)
        ways["window, after a seek"][name] = at(updates)
        workspace.document.start_over()
        at(0)
        workspace.step(updates)
        ways["window, started over"][name] = at(updates)
        workspace.racing.begin(lanes(experiment), updates)
        ways["window, a lane of a race"][name] = at(updates)
        workspace.racing.leave()
        lesson = lesson_text("Same", [step_text(experiment, "Same", iteration=updates)])
        window.lessons.begin(parse_lesson(lesson))
        ways["window, a lesson's step"][name] = at(updates)
        window.lessons.leave()
    window.close()
    window.deleteLater()
    return dict(ways)


def outcomes(updates: int = UPDATES) -> dict[str, Digests]:
    """What a map keeps of each run: computed here, by its workers, and on a cluster."""
    ways = {"outcomes: here": 1, "outcomes: a map's workers": 2}
    found = {way: _swept(updates, workers=workers) for way, workers in ways.items()}
    if importlib.util.find_spec("distributed") is not None:
        from distributed import LocalCluster

        from symgui.cli.sweep_command import cluster

        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local:
            found["outcomes: a cluster"] = _swept(updates, address=local.scheduler_address, make=cluster)
    return found


def _swept(
    updates: int, workers: int = 1, address: str = "", make: Callable[..., object] | None = None
) -> Digests:
    from symgui.sweep import ResultsFile, RunGrid, compute

    found = {}
    for name, experiment in chosen().items():
        seed = experiment.initialization.seed
        grid = RunGrid(experiment=experiment, seeds=2, first_seed=seed, updates=updates)
        pool = make(address) if make is not None else None
        with tempfile.TemporaryDirectory() as folder, ResultsFile(folder, grid) as results:
            compute(grid, results, workers=workers, pool=pool)  # type: ignore[arg-type]
            rows = [[getattr(outcome, field) for field in FIELDS] for _, outcome in results.outcomes()]
        exact = [[each.hex() if isinstance(each, float) else each for each in row] for row in rows]
        text = json.dumps(exact)
        found[name] = hashlib.sha256(text.encode()).hexdigest()
    return found


def in_another(python: str) -> tuple[str, Digests]:
    """A run in another Python."""
    done = subprocess.run(
        [*python.split(), str(Path(__file__)), "--headless"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{python}: {done.stderr[-800:]}")
    version, digests = json.loads(done.stdout)
    return f"Python {version}", digests


# ---- the table ----------------------------------------------------------------------------------------


def table(ways: Iterable[tuple[str, Digests]]) -> bool:
    """Print a line for each way; whether all are the same, of each of `GROUPS` among themselves."""
    first: dict[str, Digests] = {}
    same = True
    for way, digests in ways:
        group = way.partition(":")[0]
        expected = first.setdefault(group if group in GROUPS else "", digests)
        others = [name for name, each in digests.items() if each != expected[name]]
        same = same and not others
        print(
            f"| {way} | `{of_all(digests)}` | {'the same' if not others else ', '.join(others)} |", flush=True
        )
    return same


def main() -> int:
    """Try all ways; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", action="append", default=[], help="another one")
    parser.add_argument("--headless", action="store_true", help="print this Python's digests as JSON")
    arguments = parser.parse_args()
    if kernel() is None:
        print("there is no kernel here", file=sys.stderr)
        return 2
    if arguments.headless:
        print(json.dumps([platform.python_version(), headless()]))
        return 0

    def ways() -> Iterable[tuple[str, Digests]]:
        yield f"headless, Python {platform.python_version()}", headless()
        yield "after a seek", gone_back()
        yield "a lane of a race", raced()
        yield from replayed().items()
        yield from in_the_window().items()
        yield from with_each_kernel().items()
        yield from map(in_another, arguments.python)
        yield from changed().items()
        yield from outcomes().items()

    print("| way | SHA-256 | |\n|---|---|---|")
    return 0 if table(ways()) else 1


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)
