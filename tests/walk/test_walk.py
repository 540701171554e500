"""Seeded walks end without a fault, each in a process of its own: a crash is a finding like any other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

WALKER = Path(__file__).with_name("walker.py")
ACTS = 230
"""For each seed, as many on a slow machine as on a fast one; `make walk` goes on for longer."""


def walk(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(WALKER), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_a_walk_ends_without_a_fault(tmp_path: Path, seed: int) -> None:
    log = tmp_path / "walk.log"
    done = walk("--seed", str(seed), "--acts", str(ACTS), "--log", str(log))
    assert done.returncode == 0, f"{done.stderr}\n{done.stdout}\n{tail(log)}"


def test_a_log_is_replayed_act_by_act(tmp_path: Path) -> None:
    first, again = tmp_path / "first.log", tmp_path / "again.log"
    assert walk("--seed", "3", "--acts", "25", "--log", str(first)).returncode == 0
    assert walk("--replay", str(first), "--log", str(again)).returncode == 0
    assert acts_of(again) == acts_of(first)


def test_a_fault_is_a_finding(tmp_path: Path) -> None:
    log = tmp_path / "bad.log"
    log.write_text('{"n": 1, "act": "no such act"}\n', encoding="utf-8")
    done = walk("--replay", str(log), "--log", str(tmp_path / "again.log"))
    assert done.returncode == 1
    assert "no such act" in done.stderr


def acts_of(log: Path) -> list[str]:
    return [line for line in log.read_text(encoding="utf-8").splitlines() if '"act"' in line]


def tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8").splitlines()[-20:])
