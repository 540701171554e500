"""The program is killed (kill -9) at random moments of its work, and started again: ``kills.py --kills 200``.

It saves, keeps what is open by itself, sweeps and exports, in turn. After each kill every file is whole, the
old one or the new one, and nothing lies beside it; what the next start shows lacks at most the last seconds.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from kill_targets import EXPORTS, FIRST, JOURNAL, MINE, ROOT, SECOND, large_experiment

from app.controllers.keeper import DELAY
from symgui.experiment import Experiment, opening_experiment
from symgui.files import read_file
from symgui.sweep import GridAxis, ResultsFile, RunGrid, compute

KINDS = ("save", "autosave", "sweep", "export")
TARGETS = Path(__file__).with_name("kill_targets.py")
LONGEST = {"save": 1.0, "autosave": 5.0, "sweep": 4.0, "export": 3.0}
"""Seconds of work, at most, before the kill."""
LATE = 2.0
"""Seconds by which a busy machine may be late in keeping what is open, beyond the program's own delay."""
START = 900.0
"""Seconds after which the program should have started, and should have ended, on the busiest machine."""
MOST_BYTES = 2**26


class FaultError(Exception):
    """Something that must not be."""


def check(holds: bool, sentence: str) -> None:
    """Complain unless it holds."""
    if not holds:
        raise FaultError(sentence)


class Kills:
    """Kills, one after the other; each kind of work goes on where the kill before left it.

    Parameters
    ----------
    folder : Path
    seed : int

    Attributes
    ----------
    middle : int
        Kills that came in the middle of writing a file.
    lost : float
        The most seconds of work that a kill has cost.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder, self._random = folder, random.Random(seed)
        self.middle, self.lost = 0, 0.0
        self._saved = 0
        self._changes: list[tuple[int, float]] = []
        self._killed_at, self._done = 0.0, 0

    def kill(self, kind: str) -> None:
        """One start, one kill, and a look at what is left.

        Raises
        ------
        FaultError
            If something is lost, torn or left behind.
        """
        home = self._folder / kind
        if not home.exists():
            home.mkdir(parents=True)
            self._prepare(kind, home)
        if kind == "sweep":
            self._sweep(home)
        elif kind == "export":
            self._export(home)
        else:
            self._work(home, kind)

    def _prepare(self, kind: str, home: Path) -> None:
        if kind == "sweep":
            _grid().save(home / "grid.json")
        elif kind == "export":
            for number, name in enumerate((FIRST, SECOND)):
                opening_experiment().with_(
                    training={"iterations": 20 + number}, initialization={"weights": {"scheme": "he"}}
                ).save(home / name)
            for folder in ("out", "right"):
                (home / folder).mkdir()
            subprocess.run([*_target("export-once", home)], env=_environment(home), check=True)
        else:
            large_experiment().save(home / MINE)

    # ---- the window: saving, and what is kept by itself --------------------------------------------

    def _work(self, home: Path, kind: str) -> None:
        lines, at = self._killed(_target(kind, home), home, LONGEST[kind], ready="came")
        came, how = int(lines[0][1]), lines[0][2]
        if self._changes:
            check(how == "killed", "the next start does not say that the program was not closed")
            check(came in [number for number, _ in self._changes], f"came back with {came}")
            gone = [then for number, then in self._changes if number > max(came, self._in_file(home, kind))]
            lost = self._killed_at - min(gone, default=self._killed_at)
            self.lost = max(self.lost, lost)
            check(lost <= DELAY / 1000 + LATE, f"{lost:.1f} seconds of work are gone")
        self._changes = [(came, 0.0)]
        self._changes += [(int(line[1]), float(line[2])) for line in lines if line[0] == "changed"]
        self._killed_at = at
        before, now = self._saved, read_mine(home)
        saved = [int(line[1]) for line in lines if line[0] in ("saving", "saved")]
        if saved:
            self._saved = now
            done = [int(line[1]) for line in lines if line[0] == "saved"]
            former = done[-1] if done else before
            check(now in (saved[-1], former), f"the file holds {now}, neither {saved[-1]} nor {former}")
            check(lines[-1][0] != "saved" or now == saved[-1], "what was saved is not in the file")
            self.middle += lines[-1][0] == "saving"
        beside = {each.name for each in home.iterdir()} - {MINE, JOURNAL, "came-before", *HOME, "stderr.txt"}
        check(not beside, f"left beside the file: {sorted(beside)}")

    def _in_file(self, home: Path, kind: str) -> int:
        return self._saved if kind == "save" else 0

    # ---- sweeps --------------------------------------------------------------------------------

    def _sweep(self, home: Path) -> None:
        out = home / "out"
        command = [sys.executable, "-m", "symgui", "sweep", str(home / "grid.json"), "--out", str(out)]
        self._killed([*command, "--workers", "2"], home, LONGEST["sweep"])
        if not out.exists():
            return
        with ResultsFile(out, _grid()) as results:
            done = results.count()
            check(done >= self._done, f"{self._done} runs were there, {done} are")
            self._done = done
        connection = sqlite3.connect(out / "results.sqlite")
        check(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), "the results are damaged")
        connection.close()
        if done == _grid().runs:
            check(_table(out) == _table(home / "right"), "the outcomes are not those of a sweep in one go")
            shutil.rmtree(out)
            self._done = 0

    # ---- exports -------------------------------------------------------------------------------

    def _export(self, home: Path) -> None:
        lines, _ = self._killed(_target("export", home), home, LONGEST["export"], ready="exporting")
        self.middle += bool(lines)
        for name in EXPORTS:
            path = home / "out" / name
            if path.exists():
                whole = [(home / "right" / f"{each}-{name}").read_bytes() for each in (FIRST, SECOND)]
                check(read_file(path, MOST_BYTES) in whole, f"{name} is neither the old file nor the new one")
        beside = {each.name for each in (home / "out").iterdir()} - set(EXPORTS)
        check(not beside, f"left beside the exports: {sorted(beside)}")

    # ---- killing -------------------------------------------------------------------------------

    def _killed(
        self, command: Sequence[str], home: Path, longest: float, ready: str = ""
    ) -> tuple[list[list[str]], float]:
        """Start it, kill it some time after it says it is ready; what it has noted, and when it ended."""
        journal, said = home / JOURNAL, home / "stderr.txt"
        journal.unlink(missing_ok=True)
        with said.open("wb") as errors, subprocess.Popen(
            command, env=_environment(home), stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True
        ) as process:  # fmt: skip
            try:
                until = time.monotonic() + START
                while ready and ready not in (journal.read_text() if journal.exists() else ""):
                    check(process.poll() is None, f"it has ended by itself: {said.read_text()[-2000:]}")
                    check(time.monotonic() < until, "it does not start")
                    time.sleep(0.01)
                time.sleep(self._random.uniform(0, longest))
                check(not ready or process.poll() is None, f"it has ended: {said.read_text()[-2000:]}")
                at = time.monotonic()
            finally:
                process.kill()
        until = time.monotonic() + START
        while session_of(process.pid):
            check(time.monotonic() < until, f"processes are left: {session_of(process.pid)}")
            time.sleep(0.02)
        lines = journal.read_text().splitlines() if journal.exists() else []
        return [line.split() for line in lines], at


HOME = ("config", "state", "cache")
"""Folders of settings and journals, for the program."""


def _environment(home: Path) -> dict[str, str]:
    folders = {f"XDG_{kind.upper()}_HOME": str(home / kind) for kind in HOME}
    return os.environ | folders | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}


def _target(kind: str, home: Path) -> list[str]:
    return [sys.executable, str(TARGETS), kind, str(home)]


def read_mine(home: Path) -> int:
    """The number in the file, of which everything else is as it was."""
    found = Experiment.load(home / MINE)
    seed = found.training.batch_seed
    check(found == large_experiment().with_(training={"batch_seed": seed}), "the file holds something else")
    return seed


def _grid() -> RunGrid:
    scales = GridAxis(setting="weight-scale", low=1e-3, high=10.0, steps=12, spacing="log")
    return RunGrid(experiment=opening_experiment(), axes=(scales,), seeds=60, updates=60)


def _table(folder: Path) -> str:
    with ResultsFile(folder, _grid()) as results:
        compute(_grid(), results, workers=1)
        return results.as_csv()


def session_of(leader: int) -> list[int]:
    """Processes of the session that this one led; none where the system does not tell."""
    found = []
    for folder in Path("/proc").iterdir() if Path("/proc/self/stat").exists() else ():
        if folder.name.isdecimal():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == leader and fields[0] != "Z":
                found.append(int(folder.name))
    return found


def main() -> int:
    """Kill; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200, help="in all, of each kind as many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=KINDS, default=None)
    arguments = parser.parse_args()
    kinds = (arguments.only,) if arguments.only else KINDS
    faults = 0
    with tempfile.TemporaryDirectory(prefix="symgui-kills-") as folder:
        for kind in kinds:
            kills, done, began = Kills(Path(folder), arguments.seed), 0, time.monotonic()
            try:
                for _ in range(-(-arguments.kills // len(kinds))):
                    kills.kill(kind)
                    done += 1
            except FaultError as fault:
                faults += 1
                print(f"{kind}, kill {done + 1} of seed {arguments.seed}: {fault}")
                shutil.copytree(Path(folder) / kind, f"{folder}-{kind}", symlinks=True)
                print(f"what was left is in {folder}-{kind}")
            seconds = time.monotonic() - began
            print(
                f"{kind}: {done} kills in {seconds:.0f} s, {kills.middle} in the middle of a file, "
                f"at most {kills.lost:.1f} s of work gone",
                flush=True,
            )
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
