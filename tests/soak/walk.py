"""Random acts at the real window, in walks of several seeds: ``python tests/soak/walk.py --acts 20000``.

Each walk is a process of its own, so that a crash is a finding like any other; ``--jobs`` of them go at a
time. Where one fails no other is begun: its failure is replayed, and shrunk to the shortest run of acts that
leads to it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "walk"))

from shrink import WALKER, shrink

NOT_BEGUN = -1


def walk(seed: int, acts: int, failed: Event) -> int:
    """The exit status of one walk; `NOT_BEGUN` if another has failed before."""
    if failed.is_set():
        return NOT_BEGUN
    command = [
        sys.executable,
        str(WALKER),
        "--seed",
        str(seed),
        "--acts",
        str(acts),
        "--log",
        str(log_of(seed)),
    ]
    status = subprocess.run(command, check=False).returncode
    if status:
        failed.set()
    return status


def log_of(seed: int) -> Path:
    """What a walk has done."""
    return Path(tempfile.gettempdir()) / f"symgui-walk-{seed}.log"


def main() -> int:
    """Walk seed after seed; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=20_000, help="in all")
    parser.add_argument("--each", type=int, default=2_000, help="acts of one seed")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--jobs", type=int, default=1, help="walks at a time")
    arguments = parser.parse_args()
    began, failed = time.monotonic(), Event()
    shares = [min(arguments.each, arguments.acts - done) for done in range(0, arguments.acts, arguments.each)]
    seeds = range(arguments.first, arguments.first + len(shares))
    with ThreadPoolExecutor(arguments.jobs) as pool:
        statuses = list(pool.map(lambda seed, acts: walk(seed, acts, failed), seeds, shares))
    for seed, status in zip(seeds, statuses, strict=True):
        if status not in (0, NOT_BEGUN):
            print(f"seed {seed} failed with status {status}; shrinking {log_of(seed)}", flush=True)
            shrink(log_of(seed))
    if failed.is_set():
        return 1
    minutes = (time.monotonic() - began) / 60
    print(f"{arguments.acts} acts of {len(seeds)} seeds in {minutes:.0f} minutes: no fault")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
