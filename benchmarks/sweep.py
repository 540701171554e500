"""What a run of a sweep costs, from a hundred runs to a hundred thousand.

``python -m benchmarks.sweep 100 1000 10000`` makes sweeps of 2-4-1 with 400 examples and 1,000 updates on all
processors: time on the clock and of the processors, the most memory of the process that collects and of one
that computes (on Linux, where /proc tells), and the size of the results file.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from symgui.experiment import Experiment
from symgui.sweep import GridAxis, RunGrid
from symgui.sweep.results_file import NAME

COLUMNS = 10
UPDATES = 1000
LOOK = 0.1
"""Seconds between two looks at the processes."""
PROC = Path("/proc")


def grid_of(runs: int) -> RunGrid:
    """So many runs: ten spreads of W, the same number of seeds of each."""
    experiment = Experiment().with_(
        data={"kind": "moons", "samples": 400},
        network={"hidden": [{"units": 4, "activation": "tanh"}]},
    )
    spreads = GridAxis(setting="weight-scale", low=1e-3, high=10.0, steps=COLUMNS, spacing="log")
    return RunGrid(experiment=experiment, axes=(spreads,), seeds=runs // COLUMNS, updates=UPDATES)


def measure(runs: int) -> str:
    """A line of the table, from a sweep of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "grid.json", Path(folder) / "out"
        grid_of(runs).save(file)
        command = [sys.executable, "-m", "symgui", "sweep", str(file), "--out", str(out)]
        began, before = time.perf_counter(), os.times()
        sweep = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        own = workers = 0.0
        while sweep.poll() is None:
            own = max(own, megabytes(sweep.pid))
            workers = max([workers, *map(megabytes, children_of(sweep.pid))])
            time.sleep(LOOK)
        seconds, after = time.perf_counter() - began, os.times()
        if sweep.returncode:
            raise SystemExit(f"the sweep ended with {sweep.returncode}")
        used = after.children_user + after.children_system - before.children_user - before.children_system
        size = (out / NAME).stat().st_size
    figures = (runs, seconds, 1e3 * seconds / runs, 1e3 * used / runs, own, workers, size / 1e6, size / runs)
    return "".join(f"{figure:>13.4g}" if figure < 1e4 else f"{figure:>13.0f}" for figure in figures)


def megabytes(process: int) -> float:
    """The most memory a process has had; 0 where nothing tells."""
    try:
        status = (PROC / str(process) / "status").read_text()
    except OSError:
        return 0.0
    peaks = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(peaks[0]) / 1024 if peaks else 0.0


def children_of(process: int) -> list[int]:
    """The processes that it has begun."""
    try:
        tasks = [(task / "children").read_text() for task in (PROC / str(process) / "task").iterdir()]
    except OSError:
        return []
    return [int(child) for text in tasks for child in text.split()]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweep", description=__doc__)
    parser.add_argument("runs", nargs="*", type=int, default=[100, 1000], help="sizes of the sweeps")
    heads = ("runs", "seconds", "ms a run", "CPU ms", "collects MB", "computes MB", "file MB", "bytes a run")
    print("".join(f"{head:>13}" for head in heads))
    for runs in parser.parse_args().runs:
        print(measure(runs), flush=True)


if __name__ == "__main__":
    main()
