"""``python -m benchmarks``: measure everything and print a table."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys

import numpy as np
import pyqtgraph
import PySide6

from benchmarks.race import race_rows
from benchmarks.startup import startup_row
from benchmarks.steps import step_rows
from benchmarks.table import Row, text

STEPS_A_FRAME = 6000 / 17
"""The budget of a frame, 6 ms, was set on a machine that did a 2-4-1 step in 17 µs."""


def window_rows(screen: str, iterations: int) -> list[Row]:
    """The rows of the window, measured in a process of its own, on an offscreen or on a virtual screen."""
    command = [sys.executable, "-m", "benchmarks.window", "--iterations", str(iterations)]
    if screen == "xcb":
        command = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24", *command]
    environment = {**os.environ, "QT_QPA_PLATFORM": screen}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    got = json.loads(done.stdout.splitlines()[-1])
    rate = got["frames a second"]
    speed = f"{got['iterations a second']:.0f} of {got['headless iterations a second']:.0f} a second"
    steps = got["frame ms"] / 1e3 * got["headless iterations a second"]
    step = f"{1e6 / got['headless iterations a second']:.0f} µs each; the budget's were 17 µs"
    worst = f"worst {got['gap worst ms']:.0f} ms"
    memory = f"over {got['iterations']:.0e} iterations, from {got['from MB']:.0f} MB"
    where = f"({screen})"
    return [
        Row(
            f"training kept at {rate:.0f} frames a second {where}",
            got["kept"],
            0.7,
            at_most=False,
            note=speed,
        ),
        Row(f"the window's thread, a frame, median {where}", got["frame ms"], 6, " ms"),
        Row(f"the same in headless 2-4-1 steps {where}", steps, STEPS_A_FRAME, note=step),
        Row(f"event loop away, p99 {where}", got["gap p99 ms"], 25, " ms", note=worst),
        Row(f"pause answered, slowest {where}", got["pause ms"], 50, " ms"),
        Row(f"start over answered, slowest {where}", got["reset ms"], 50, " ms"),
        Row(f"closed while training {where}", got["close ms"], 200, " ms"),
        Row(f"memory grown {where}", got["growth MB"], 4, " MB", note=memory),
    ]


def machine() -> str:
    versions = {"numpy": np.__version__, "PySide6": PySide6.__version__, "pyqtgraph": pyqtgraph.__version__}
    parts = [platform.machine(), f"{os.cpu_count()} cores", f"Python {platform.python_version()}"]
    return ", ".join(parts + [f"{name} {version}" for name, version in versions.items()])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="watch memory over a million iterations")
    parser.add_argument(
        "--only", choices=("steps", "race", "window", "startup"), help="measure only these rows"
    )
    chosen = parser.parse_args()
    print(machine())
    screens = ["offscreen", "xcb"] if shutil.which("xvfb-run") or os.environ.get("DISPLAY") else ["offscreen"]
    rows: list[Row] = []
    if chosen.only in (None, "steps"):
        rows += step_rows()
    if chosen.only in (None, "race"):
        rows += race_rows()
    if chosen.only in (None, "window"):
        for screen in screens:
            rows += window_rows(screen, 10**6 if chosen.full else 2 * 10**5)
    if chosen.only in (None, "startup"):
        rows.append(startup_row("offscreen"))
    print(text(rows))


if __name__ == "__main__":
    main()
