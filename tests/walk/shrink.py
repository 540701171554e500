"""The shortest run of acts that still fails: ``python tests/walk/shrink.py walk.log``.

Delta debugging [1]_ over the log of a walk that failed. Each attempt is a replay in a process of its own.
Only the same failure counts: of the same kind, at the same place of the program.

References
----------
.. [1] A. Zeller, R. Hildebrandt, Simplifying and Isolating Failure-Inducing Input, IEEE Transactions on
   Software Engineering 28 (2002), 183-200.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

WALKER = Path(__file__).with_name("walker.py")
ATTEMPTS = 2
"""Replays of each part: the network's thread keeps its own time, so a failure may not come every time."""
MINUTES = 30.0
FRAME = re.compile(r'File "[^"]*?((?:app|symgui)/[^"]+)", line \d+, in (\w+)')

Act = tuple[int, list[dict[str, Any]]]
"""Its number, and its lines of the log."""


class Shrinker:
    """Replays parts of a log.

    Parameters
    ----------
    log : Path
        Of a walk that failed.
    walker : Path
        The program that replays: ``walker --replay LOG --log NEW``.
    minutes : float
        After these it ends with the shortest run that it knows.

    Attributes
    ----------
    acts : list
    failure : str
        What must happen again; empty if the log tells of none.
    """

    def __init__(self, log: Path, walker: Path = WALKER, minutes: float = MINUTES) -> None:
        self._walker, self._until = walker, time.monotonic() + 60 * minutes
        self.acts, self.failure = read(log)

    def shortest(self) -> list[Act] | None:
        """The acts of the shortest run that fails just so; None if the whole does not fail again."""
        if not self.failure:  # it crashed, or hung: what it ends with is known when it has been replayed
            self.failure = self._replay(self.acts)
        if not self.failure:
            return None
        end = self._shortest_end()
        return None if end is None else minimized(end, self._fails)

    def _shortest_end(self) -> list[Act] | None:
        """The last act, the last two, four, eight …: the first of these that fails."""
        length = 1
        while length < len(self.acts):
            if self._fails(self.acts[-length:]):
                return self.acts[-length:]
            length *= 2
        return self.acts if self._fails(self.acts) else None

    def _fails(self, acts: Sequence[Act]) -> bool:
        return time.monotonic() < self._until and any(
            self._replay(acts) == self.failure for _ in range(ATTEMPTS)
        )

    def _replay(self, acts: Sequence[Act]) -> str:
        """What becomes of these acts: empty if nothing fails."""
        with tempfile.TemporaryDirectory() as folder:
            part, again = Path(folder) / "part.log", Path(folder) / "again.log"
            write(acts, part)
            status = subprocess.run(
                [sys.executable, str(self._walker), "--replay", str(part), "--log", str(again)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            ).returncode
            if status == 0:
                return ""
            return (read(again)[1] if again.exists() else "") or f"ends with status {status}"


def minimized(acts: list[Act], fails: Callable[[Sequence[Act]], bool]) -> list[Act]:
    """Acts of which none can be left out (ddmin of [1]_, by complements)."""
    parts = 2
    while len(acts) >= 2:
        size = -(-len(acts) // parts)
        for start in range(0, len(acts), size):
            rest = acts[:start] + acts[start + size :]
            if rest and fails(rest):
                acts, parts = rest, max(2, parts - 1)
                break
        else:
            if size == 1:
                break
            parts = min(len(acts), 2 * parts)
    return acts


def read(log: Path) -> tuple[list[Act], str]:
    """The acts of a log, and the first failure that it tells of."""
    acts: dict[int, list[dict[str, Any]]] = {}
    failure = ""
    for line in log.read_text(encoding="utf-8").splitlines():
        each = json.loads(line)
        if "n" in each:
            acts.setdefault(each["n"], []).append(each)
        elif not failure:
            failure = kind_of(each["fault"])
    return list(acts.items()), failure


def write(acts: Sequence[Act], log: Path) -> None:
    """Acts as a log."""
    lines = [json.dumps(line) + "\n" for _, each in acts for line in each]
    log.write_text("".join(lines), encoding="utf-8")


def kind_of(fault: str) -> str:
    """What a failure is known by: its kind, and the innermost function of the program, without numbers."""
    lines, frames = fault.strip().splitlines(), FRAME.findall(fault)
    if not fault.startswith("Traceback"):
        return re.sub(r"0x[0-9a-f]+|\d+", "", lines[0])
    last = fault.rpartition("Traceback")[2].strip().splitlines()  # of several that caused each other
    kind = next(line for line in last[1:] if not line.startswith(" ")).partition(":")[0]
    return " in ".join([kind, *frames[-1:][0]]) if frames else kind


def main() -> int:
    """Shrink; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("log", type=Path, help="of a walk that failed")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="at most")
    arguments = parser.parse_args()
    return shrink(arguments.log, arguments.minutes)


def shrink(log: Path, minutes: float = MINUTES, walker: Path = WALKER) -> int:
    """Say which acts are enough, and keep them beside the log; returns the exit status."""
    shrinker = Shrinker(log, walker, minutes)
    acts = shrinker.shortest()
    if acts is None:
        print(f"{log}: does not fail again: {shrinker.failure or 'no failure'}")
        return 1
    shortest = log.with_suffix(".shortest.log")
    write(acts, shortest)
    print(f"{len(acts)} of {len(shrinker.acts)} acts are enough for: {shrinker.failure}")
    for line in shortest.read_text(encoding="utf-8").splitlines():
        print("   ", line)
    print(f"python {walker} --replay {shortest}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
