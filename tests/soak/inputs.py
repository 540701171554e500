"""Files that are almost right, an hour of them: ``python tests/soak/inputs.py --minutes 60``.

For each format (`formats.py`) valid files are changed by a seed (`mutations.py`), and those that reach a line
of the program for the first time are kept and changed further. The program reads each in a process whose
memory is limited and in which it is watched what is opened, written, run and fetched (`guard.py`). It must
read it, or refuse it in one sentence; the command line must refuse it in one, too, with status 2, and write
nothing.

What was kept stands in ``tests/soak/corpus`` with ``--keep``; what went wrong in the folder ``--faults``.
Exit status 1 at any fault.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import faulthandler
import hashlib
import json
import math
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="symgui-inputs-")

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from tests.soak.attempts import Lines, attempt, limit_memory, refused_by_command
from tests.soak.formats import FORMATS
from tests.soak.guard import Guard
from tests.soak.mutations import changed

CORPUS = Path(__file__).parent / "corpus"
MOST_KEPT = 60
"""Files of a format that are kept in the corpus, those that reached the most new lines first."""
LONGEST_KEPT = 1_500
"""Bytes of a file that is kept there."""
ASKED = 40
"""One in so many refused files is given to the command line, too."""
HANGS = 300
"""Seconds of any clock after which the process of a format is ended where it stands."""


def corpus(name: str) -> list[bytes]:
    """The files of a format that an earlier run has kept."""
    try:
        text = (CORPUS / f"{name.replace(' ', '-')}.jsonl").read_text(encoding="ascii")
    except FileNotFoundError:
        return []
    return [base64.b85decode(json.loads(line)) for line in text.splitlines()]


def keep(name: str, found: list[tuple[int, bytes]]) -> None:
    """Keep the most telling ones."""
    small = [data for _, data in sorted(found, key=lambda each: -each[0]) if len(data) <= LONGEST_KEPT]
    chosen = sorted(dict.fromkeys([*corpus(name), *small]), key=len)[:MOST_KEPT]
    CORPUS.mkdir(exist_ok=True)
    lines = "".join(json.dumps(base64.b85encode(data).decode()) + "\n" for data in chosen)
    (CORPUS / f"{name.replace(' ', '-')}.jsonl").write_text(lines, encoding="ascii")


class Effort(NamedTuple):
    """How long a format is looked at: for some seconds of processor, or so many files."""

    seconds: float = math.inf
    files: float = math.inf


def explore(name: str, effort: Effort, seed: int, faults: Path, guard: Guard, *, keeping: bool) -> int:
    """Read files of one format; returns the number of different faults. A process of its own."""
    kind = FORMATS[name]
    source = random.Random(f"{seed} {name}")
    lines, told = Lines(), Counter[str]()
    made = refused = asked = 0
    slowest, slow = 0.0, b""
    pool: list[bytes] = []
    kept: list[tuple[int, bytes]] = []
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as text:
        folder = Path(text)
        waiting = [*kind.seeds(), *corpus(name)]
        seeds = len(waiting)
        if kind.command(folder / kind.file):
            refused_by_command(kind, b"\x00", folder)  # what it imports, it imports now
        end = time.monotonic() + effort.seconds
        while time.monotonic() < end and (waiting or made < effort.files):
            data = waiting.pop() if waiting else changed(source, source.choice(pool), source.choice(pool))
            (faults / "now").write_bytes(data)
            faulthandler.dump_traceback_later(HANGS, exit=True)
            traced = math.isinf(effort.files) and (made % 4 == 0 or bool(waiting))  # it is slow
            with lines.watched() if traced else contextlib.nullcontext():
                found = attempt(kind, data, folder, guard)
            if not found.fault and found.refused and refused % ASKED == 0:
                found = found._replace(fault=refused_by_command(kind, data, folder))
                asked += 1
            faulthandler.cancel_dump_traceback_later()
            made, refused = made + 1, refused + bool(found.refused)
            if found.seconds > slowest:
                slowest, slow = found.seconds, data
            if found.fault:
                tell(name, data, found.fault, told, faults)
            new = lines.new()
            if new or made <= seeds:
                pool.append(data)
                kept.append((new, data))
    if keeping:
        (faults / f"{name.replace(' ', '-')}.slowest").write_bytes(slow)
        keep(name, kept)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(
        f"{name:15} {made:8} {refused:8} {asked:6} {len(lines.seen):7} {len(pool):6} {slowest:8.2f}"
        f" {memory:6.0f} {len(told):6}",
        flush=True,
    )
    return len(told)


def tell(name: str, data: bytes, fault: str, told: Counter[str], faults: Path) -> None:
    """Write a fault down, the first one of its kind."""
    kind = fault.strip().splitlines()[-1][:80] if "Traceback" in fault else fault[:40]
    told[kind] += 1
    if told[kind] > 1:
        return
    digest = hashlib.sha256(data).hexdigest()[:12]
    (faults / f"{name.replace(' ', '-')}-{digest}").write_bytes(data)
    print(f"{name}: {fault}\n  the file: {data[:200]!r} ({faults / digest})", flush=True)


def main() -> int:
    """Format after format, each in a process of its own; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0, help="in all")
    parser.add_argument("--files", type=int, help="so many of each format instead, in one process")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=FORMATS, action="append", help="this format")
    parser.add_argument("--keep", action="store_true", help="keep in the corpus what reached new lines")
    parser.add_argument("--faults", type=Path, help="where files go that something was wrong with")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    names = arguments.only or list(FORMATS)
    faults = arguments.faults or Path(tempfile.mkdtemp(prefix="symgui-inputs-"))
    faults.mkdir(parents=True, exist_ok=True)
    seconds = 60 * arguments.minutes / len(names)
    if arguments.one or arguments.files is not None:
        faulthandler.enable()
        limit_memory()
        warnings.simplefilter("ignore")
        qInstallMessageHandler(lambda *_: None)  # Qt tells of every value in settings that it cannot make
        sys.dont_write_bytecode = True  # what is imported for the first time would be written
        application = QApplication([])
        application.setStyle("Fusion")
        guard = Guard()
        effort = Effort(seconds) if arguments.one else Effort(files=arguments.files)
        found = [
            explore(name, effort, arguments.seed, faults, guard, keeping=arguments.keep) for name in names
        ]
        return 1 if any(found) else 0
    print(f"{'format':15} {'files':>8} {'refused':>8} {'by CLI':>6} {'lines':>7} {'kept':>6} {'slowest':>8}"
          f" {'MB':>6} {'faults':>6}", flush=True)  # fmt: skip
    bad = 0
    for name in names:
        command = [sys.executable, __file__, "--one", "--only", name, "--minutes", str(seconds / 60),
                   "--seed", str(arguments.seed), "--faults", str(faults)]  # fmt: skip
        status = subprocess.run([*command, *(["--keep"] if arguments.keep else [])], check=False).returncode
        if status not in (0, 1):
            crash = faults / f"{name.replace(' ', '-')}-crash"
            (faults / "now").replace(crash)
            print(f"{name}: the process ended with status {status}; the file: {crash}")
        bad += status != 0
    print(f"faults in {bad} of {len(names)} formats; files: {faults}")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
