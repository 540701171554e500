"""The scripts of ``docs/examples`` run, and print what their first lines say."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import symgui.nn.initializers

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"
PRINTS = {
    "two_starts.py": r"zeros    cost 0\.6931  frozen: .*\nnormal   cost 0\.2\d{3}  healthy: .*\n",
    "library.py": r"cost 0\.6931  frozen  effective units \(1,\)\n"
    r"cost 0\.\d{4}  healthy  effective units \(4,\)\n"
    r"W\[1\] \(4, 2\) b\[1\] \(4, 1\) different function\n",
    "many_seeds.py": r"12 of 20 seeds above 90 %\n",
    "drive_the_window.py": r"cost 0\.\d+\n",
}


def test_every_example_is_listed() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == set(PRINTS)


@pytest.mark.parametrize("name", PRINTS)
def test_an_example_runs(name: str) -> None:
    path = os.pathsep.join([str(EXAMPLES.parents[1]), *sys.path])
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / name)],
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(PRINTS[name], done.stdout)


def test_what_the_schemes_say_of_themselves() -> None:
    found = doctest.testmod(symgui.nn.initializers)
    assert found.attempted > 0
    assert found.failed == 0
