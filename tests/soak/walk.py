"""Random acts at the real window, in walks of several seeds: ``python tests/soak/walk.py --acts 20000``.

Each walk is a process of its own, so that a crash is a finding like any other. The first one that fails ends
it: its failure is replayed, and shrunk to the shortest run of acts that leads to it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "walk"))

from shrink import WALKER, shrink


def main() -> int:
    """Walk seed after seed; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=20_000, help="in all")
    parser.add_argument("--each", type=int, default=2_000, help="acts of one seed")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    arguments = parser.parse_args()
    began, left, seed = time.monotonic(), arguments.acts, arguments.first
    while left > 0:
        acts = min(left, arguments.each)
        log = Path(tempfile.gettempdir()) / f"symgui-walk-{seed}.log"
        command = [sys.executable, str(WALKER), "--seed", str(seed), "--acts", str(acts), "--log", str(log)]
        status = subprocess.run(command, check=False).returncode
        if status:
            print(f"seed {seed} failed with status {status}; shrinking {log}", flush=True)
            shrink(log)
            return 1
        left, seed = left - acts, seed + 1
    minutes = (time.monotonic() - began) / 60
    print(f"{arguments.acts} acts of {seed - arguments.first} seeds in {minutes:.0f} minutes: no fault")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
