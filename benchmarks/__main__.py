"""``python -m benchmarks``: measure everything; each row of the table is printed when it is measured."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyqtgraph
import PySide6

from benchmarks.others import other_rows
from benchmarks.race import race_rows
from benchmarks.startup import startup_row
from benchmarks.steps import step_rows
from benchmarks.table import HEADING, Row, text
from symgui.nn.kernel import kernel, missing
from symgui.nn.kernel.compile import NAMES, suffix


def measured(screen: str, module: str, *arguments: str) -> dict[str, Any]:
    """What a module prints, in a process of its own, on an offscreen or on a virtual screen."""
    command = [sys.executable, "-m", module, *arguments]
    if screen == "xcb":
        command = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24", *command]
    environment = {**os.environ, "QT_QPA_PLATFORM": screen}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    got: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return got


def large_rows(screen: str) -> list[Row]:
    """The rows of a network one update of which takes seconds; `benchmarks.large` says what is measured."""
    got = measured(screen, "benchmarks.large")
    what = f"12 × 512 on 3200 ({screen})"
    each = f"each: {' '.join(map(str, got['resets ms']))}; its picture after {got['picture s']:.1f} s"
    paused = f"each: {' '.join(map(str, got['pauses ms']))}"
    return [
        Row(f"start over answered, slowest, {what}", got["reset ms"], 200, " ms", note=each),
        Row(f"pause answered, slowest, {what}", got["pause ms"], 200, " ms", note=paused),
        Row(f"closed while training, {what}", got["close ms"], 200, " ms"),
    ]


def window_rows(screen: str, iterations: int) -> list[Row]:
    """The rows of the window."""
    got = measured(screen, "benchmarks.window", "--iterations", str(iterations))
    rate = got["frames a second"]
    speed = f"{got['iterations a second']:.0f} of {got['headless iterations a second']:.0f} a second"
    worst = f"worst {got['gap worst ms']:.0f} ms"
    memory = f"over {got['iterations']:.0e} iterations, from {got['from MB']:.0f} MB"
    where = f"({screen})"
    race = f"{got['race iterations a second']:.0f} iterations a second; {got['race frame ms']:.0f} ms a frame"
    return [
        Row(
            f"training kept at {rate:.0f} frames a second {where}",
            got["kept"],
            0.95,
            at_most=False,
            note=speed,
        ),
        Row(f"the window's thread, a frame, median {where}", got["frame ms"], 4, " ms"),
        Row(f"event loop away, p99 {where}", got["gap p99 ms"], 17, " ms", note=worst),
        Row(f"pause answered, slowest {where}", got["pause ms"], 50, " ms"),
        Row(f"start over answered, slowest {where}", got["reset ms"], 30, " ms"),
        Row(
            f"frames a second, race of {got['race lanes']}, 1440 × 900 {where}",
            got["race frames a second"],
            24,
            at_most=False,
            note=race,
        ),
        Row(f"closed while training {where}", got["close ms"], 200, " ms"),
        Row(f"memory grown {where}", got["growth MB"], 4, " MB", note=memory),
    ]


def map_rows(screen: str) -> list[Row]:
    """The rows of a map in the window; `benchmarks.map` says which."""
    got = measured(screen, "benchmarks.map")
    runs = f"8000 runs ({screen})"
    own = f"{got['pictures']} pictures; {got['window processor s']:.1f} s of a processor for the window"
    return [
        Row(f"map of 40 × 40 cells and 5 seeds, {runs}", got["window s"], 20, " s", note=own),
        Row(f"its first picture ({screen})", got["first picture s"], 1, " s"),
        Row(f"the window's thread away meanwhile, at most ({screen})", got["away ms"], 50, " ms"),
        Row("the same runs by `symgui sweep`", got["headless s"], 20, " s"),
    ]


def computes() -> str:
    """Who computes: the kernel's build for this processor, or NumPy, and why."""
    compiled = kernel()
    if compiled is None:
        return missing()
    build = next(name for name, file in NAMES.items() if compiled.path.name == file + suffix())
    return f"kernel ({build or 'base'} build, {compiled.lanes} numbers at once)"


def machine() -> str:
    """The processors and how busy they are, and the libraries that matter."""
    busy = [f"load {os.getloadavg()[0]:.1f}"] if hasattr(os, "getloadavg") else []
    versions = {"numpy": np.__version__, "PySide6": PySide6.__version__, "pyqtgraph": pyqtgraph.__version__}
    parts = [platform.machine(), f"{os.cpu_count()} cores", *busy, f"Python {platform.python_version()}"]
    return ", ".join(parts + [f"{name} {version}" for name, version in versions.items()])


def table(group: str, screens: list[str], iterations: int) -> Iterator[Row]:
    """The rows of a group, each when it is measured."""
    if group == "steps":
        yield from step_rows()
    elif group == "others":
        yield from other_rows()
    elif group == "race":
        yield from race_rows()
    elif group == "startup":
        yield startup_row("offscreen")
    elif group == "map":
        yield from map_rows(screens[-1])
    else:
        for screen in screens:
            yield from window_rows(screen, iterations) if group == "window" else large_rows(screen)


GROUPS = ("steps", "others", "race", "window", "large", "map", "startup")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="watch memory over a million iterations")
    parser.add_argument("--only", choices=GROUPS, help="measure only these rows")
    chosen = parser.parse_args()
    print(computes(), machine(), HEADING, sep="\n", flush=True)
    screens = ["offscreen", "xcb"] if shutil.which("xvfb-run") or os.environ.get("DISPLAY") else ["offscreen"]
    for group in [chosen.only] if chosen.only else GROUPS:
        for row in table(group, screens, 10**6 if chosen.full else 2 * 10**5):
            print(text(row), flush=True)
    if hasattr(os, "getloadavg"):
        print(f"load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
