"""`from symgui import Experiment, Run`: what a script and a notebook see is what the run has."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

import symgui
import symgui.library
from symgui import Experiment, Run
from symgui.training.report import ReportRow
from symgui.training.trainer import Trainer

SMALL = Experiment().with_(
    data={"kind": "circles", "samples": 60, "test_samples": 20},
    network={"hidden": [{"units": 3, "activation": "tanh"}]},
    initialization={"weights": {"scheme": "normal", "scale": 0.5}},
    training={"l2": 0.1},
)


def test_the_import_loads_nothing_and_never_qt() -> None:
    code = (
        "import sys, symgui\n"
        "assert 'numpy' not in sys.modules and 'msgspec' not in sys.modules\n"
        "symgui.Run, symgui.Experiment\n"
        "assert 'numpy' in sys.modules and not any(m.startswith('PySide6') for m in sys.modules)\n"
        "print(sorted(symgui.__all__) == [n for n in dir(symgui) if n in symgui.__all__])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "True"), done.stderr


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Rum'"):
        symgui.Rum  # noqa: B018


def test_what_it_says_of_itself() -> None:
    found = doctest.testmod(symgui.library)
    assert found.attempted > 0
    assert found.failed == 0


def test_every_look_is_that_of_the_run() -> None:
    run = Run(SMALL)
    assert run.advance(50) == 50
    trainer = Trainer(SMALL)
    trainer.advance(50)
    state, row = trainer.network_state(), ReportRow.of(trainer)
    assert (run.cost, run.train_accuracy, run.test_accuracy) == (
        row.cost,
        row.train_accuracy,
        row.test_accuracy,
    )
    assert (run.verdict.name, run.effective_units) == (row.verdict, row.effective_units)
    assert list(run.W) == list(run.b) == [1, 2]
    np.testing.assert_array_equal(run.A[0], trainer.data.X)
    for layer in state.layers:
        l = layer.number
        for ours, theirs in (
            (run.W[l], layer.W), (run.b[l], layer.b), (run.A[l], layer.A),
            (run.dW[l], layer.dW), (run.db[l], layer.db),
        ):  # fmt: skip
            np.testing.assert_array_equal(ours, theirs)


def test_what_was_looked_at_stays_and_cannot_be_written() -> None:
    run = Run(SMALL)
    W = run.W[1]
    before = W.copy()
    run.advance(5)
    np.testing.assert_array_equal(W, before)
    assert not np.array_equal(run.W[1], before)
    with pytest.raises(ValueError, match="read-only"):
        W[0, 0] = 1.0
    with pytest.raises(TypeError):
        run.W[1] = before  # type: ignore[index]


def test_looking_changes_nothing() -> None:
    looked, plain = Run(SMALL), Run(SMALL)
    for _ in range(4):
        looked.advance(5)
        _ = looked.cost, looked.verdict, looked.A, looked.dW, looked.effective_units, looked._repr_html_()
    plain.advance(20)
    np.testing.assert_array_equal(looked.W[1], plain.W[1])


def test_two_runs_are_compared_unit_by_unit() -> None:
    one, other, third = Run(SMALL), Run(SMALL), Run(SMALL.with_(initialization={"seed": 9}))
    for run in (one, other, third):
        run.advance(20)
    assert one.compare(other).same_function
    comparison = one.compare(third)
    assert not comparison.same_function
    np.testing.assert_array_equal(comparison.layer(1)[2].weights_after, third.W[1][2])
    wider = Run(SMALL.with_(network={"hidden": [{"units": 5, "activation": "tanh"}]}))
    with pytest.raises(ValueError, match="2-3-1, the other 2-5-1"):
        one.compare(wider)


def test_a_notebook_draws_the_score() -> None:
    run = Run(SMALL)
    run.advance(10)
    html = run._repr_html_()
    drawn = re.search(r"<svg.*</svg>", html, re.DOTALL)
    assert drawn is not None
    root = ET.fromstring(drawn[0])
    words = ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "Layer 1 · tanh" in words
    assert any(word.startswith("iteration\N{NO-BREAK SPACE}10") for word in words)
    assert "<script" not in html


def test_the_lines_of_readme_run(capsys: pytest.CaptureFixture[str]) -> None:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    (lines,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    exec(compile(lines, "README.md", "exec"), {})
    said = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"1000 0\.693\d+ frozen \(1,\)", said[0])
    assert re.fullmatch(r"1000 0\.\d+ healthy \(4,\)", said[1])
    assert said[-1] == "different function"
