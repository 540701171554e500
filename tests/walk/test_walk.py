"""Seeded walks end without a fault, each in a process of its own: a crash is a finding like any other."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hang import guarded
from shrink import Shrinker, shrink

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


PLANTED = """
import json, os, sys
lines = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
names = [line["act"] for line in lines if "act" in line]
with open(sys.argv[4], "w", encoding="utf-8") as again:
    if HOLDS:
        again.write(json.dumps({"fault": FAULT}) + "\\n")
        sys.exit(1)
"""
"""A program that replays, with a fault that some acts together lead to."""
FAULT = (
    'Traceback (most recent call last):\n  File "/somewhere/app/views/part.py", line 3, in draw\nKeyError: 3'
)


@pytest.mark.parametrize(
    ("holds", "shortest"),
    [
        ("'j' in names", "j"),
        ("'b' in names and 'i' in names and names.index('b') < names.index('i')", "bi"),
        ("{'a', 'e', 'l'} <= set(names)", "ael"),
        ("len(names) > 3", "ijkl"),
    ],
)
def test_a_failure_shrinks_to_its_shortest_run_of_acts(tmp_path: Path, holds: str, shortest: str) -> None:
    planted, log = tmp_path / "planted.py", tmp_path / "walk.log"
    again = 'File "/elsewhere/app/views/part.py", line 30, in draw'  # another copy of the program, edited
    fault = FAULT.replace('File "/somewhere/app/views/part.py", line 3, in draw', again)
    planted.write_text(PLANTED.replace("HOLDS", holds).replace("FAULT", repr(fault)), encoding="utf-8")
    walked = [json.dumps({"n": number, "act": name}) for number, name in enumerate("abcdefghijkl", start=1)]
    walked.insert(2, json.dumps({"n": 2, "drawn": 0.5}))
    log.write_text("\n".join([*walked, json.dumps({"fault": FAULT})]), encoding="utf-8")
    shrinker = Shrinker(log, planted)
    acts = shrinker.shortest()
    assert shrinker.failure == "KeyError in app/views/part.py in draw"
    assert acts is not None
    assert "".join(lines[0]["act"] for _, lines in acts) == shortest
    assert [len(lines) for number, lines in acts if number == 2] in ([], [2]), (
        "what was drawn goes with its act"
    )


def test_what_does_not_fail_again_is_not_shrunk(tmp_path: Path) -> None:
    planted, log = tmp_path / "planted.py", tmp_path / "walk.log"
    planted.write_text(PLANTED.replace("HOLDS", "True").replace("FAULT", "'Qt says: no'"), encoding="utf-8")
    log.write_text(f'{{"n": 1, "act": "a"}}\n{json.dumps({"fault": FAULT})}', encoding="utf-8")
    assert Shrinker(log, planted).shortest() is None


def test_the_walk_itself_is_shrunk_and_replayed(tmp_path: Path) -> None:
    log = tmp_path / "walk.log"
    acts = [{"n": 1, "act": "wait"}, {"n": 1, "drawn": 0.0}, {"n": 2, "act": "no such act"}]
    log.write_text("\n".join(json.dumps(act) for act in acts), encoding="utf-8")  # as after a crash
    assert shrink(log) == 0
    shortest = log.with_suffix(".shortest.log")
    assert shortest.read_text(encoding="utf-8") == '{"n": 2, "act": "no such act"}\n'


@pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="no clock of the processor here")
@pytest.mark.parametrize(
    ("hang", "limits"), [("while True: pass", "processor=0.1"), ("threading.Event().wait()", "clock=0.1")]
)
def test_what_hangs_is_ended_and_told(hang: str, limits: str) -> None:
    """Whether it computes for ever or waits for ever."""
    program = f"import threading\nfrom hang import guarded\nwith guarded({limits}):\n    {hang}"
    folder = WALKER.parent
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert 'File "<string>", line 4' in done.stderr


def test_what_takes_no_processor_time_is_no_hang() -> None:
    with guarded(processor=0.05):
        time.sleep(0.1)


def acts_of(log: Path) -> list[str]:
    return [line for line in log.read_text(encoding="utf-8").splitlines() if '"act"' in line]


def tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8").splitlines()[-20:])
