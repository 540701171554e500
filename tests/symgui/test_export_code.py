"""The programs of an experiment run by themselves, and come to the same cost."""

from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from symgui.data import GENERATORS
from symgui.experiment import Experiment, ExperimentError
from symgui.experiment.parts import KIND_DEFAULTS
from symgui.export.code import notebook, numpy_script, pieces, start_code, torch_script
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.initializers import BIASES, WEIGHTS
from symgui.nn.optimizers import OPTIMIZERS
from symgui.training.trainer import Trainer

UPDATES = 200
BASE = Experiment().with_(
    data={"kind": "circles", "samples": 90},
    network={"hidden": [{"units": 4, "activation": "tanh"}, {"units": 3, "activation": "tanh"}]},
    initialization={"weights": {"scheme": "xavier"}, "biases": {"scheme": "uniform", "limit": 0.1}},
    training={"learning_rate": 0.1},
)


def layers(*names: str) -> dict[str, Any]:
    return {"hidden": [{"units": 4 - i, "activation": name} for i, name in enumerate(names)]}


def cases() -> dict[str, Experiment]:
    found = {f"activation {name}": BASE.with_(network=layers(name, name)) for name in ACTIVATIONS}
    for name in OPTIMIZERS:
        for batch in (None, 32, 90):
            rate = 0.01 if name == "adam" else 0.1
            training = {"optimizer": name, "batch_size": batch, "l2": 0.5, "learning_rate": rate}
            found[f"{name}, batches of {batch}"] = BASE.with_(training=training)
    for name in WEIGHTS:
        if name != "explicit":
            found[f"weights {name}"] = BASE.with_(initialization={"weights": {"scheme": name}})
    for name in BIASES:
        if name != "explicit":
            found[f"biases {name}"] = BASE.with_(initialization={"biases": {"scheme": name}})
    for kind in GENERATORS:
        for balance in (0.5,) if KIND_DEFAULTS[kind].fixed else (0.5, 0.3):
            data = BASE.with_kind(kind)  # type: ignore[arg-type]
            found[f"{kind}, {balance}"] = data.with_(data={"balance": balance, "standardize": balance != 0.5})
        if KIND_DEFAULTS[kind].many_classes:
            many = {"kind": kind, "classes": 5, "samples": 83}
            found[f"{kind}, five classes"] = BASE.with_(data=many, training={"optimizer": "momentum"})
    W = [[[0.5, -1.25], [1 / 3, 2.0]], [[1e-3, -0.7]]]
    own = {"weights": {"scheme": "explicit", "values": W}, "biases": {"scheme": "zeros"}}
    found["explicit weights"] = BASE.with_(network={"hidden": [{"units": 2, "activation": "elu"}]},
                                           initialization=own)  # fmt: skip
    per_layer = {"2": {"weights": {"scheme": "constant", "value": 0.2}, "biases": {"scheme": "normal"}}}
    found["a layer of its own"] = BASE.with_(initialization={"layers": per_layer})
    changes = [
        {"at": 0, "set": {"W1[0,1]": 0.75}},
        {"at": 40, "learning_rate": 0.3},
        {"at": 60, "l2": 2.0},
        {"at": 41, "set": {"b2[1]": -1.0, "W3[0,0]": 2.0}},
        {"at": UPDATES, "set": {"b3[0]": 0.125}},
    ]
    found["changes on the way"] = BASE.with_(changes=changes, training={"optimizer": "momentum"})
    found["no hidden layer"] = BASE.with_(network={"hidden": []})
    found["blas"] = BASE.with_(arithmetic="blas")
    return found


CASES = cases()


def cost_of(said: str) -> float:
    return float(re.findall(rf"cost after {UPDATES} updates: (.*)", said)[-1])


def run_here(code: str) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code, "script.py", "exec"), {"__name__": "__main__"})
    return said.getvalue()


@pytest.mark.parametrize("name", CASES)
def test_the_numpy_script_comes_to_the_same_cost(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = CASES[name]
    trainer = Trainer(experiment)
    trainer.advance(UPDATES)
    code = numpy_script(experiment, UPDATES)
    assert code == numpy_script(experiment, UPDATES)
    assert "symgui" not in code  # it imports nothing of ours
    monkeypatch.setattr(sys, "argv", ["script.py"])
    said = run_here(code)
    assert cost_of(said) == pytest.approx(trainer.cost(), rel=1e-9, abs=1e-9)
    share = float(re.findall(r"train accuracy: (.*)", said)[-1])
    assert share == pytest.approx(trainer.train_accuracy(), abs=1e-12)


@pytest.mark.parametrize("name", CASES)
def test_the_torch_script_comes_to_the_same_cost(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code = torch_script(CASES[name], UPDATES)
    compile(code, "script.py", "exec")
    pytest.importorskip("torch", reason="PyTorch is not installed here")
    trainer = Trainer(CASES[name])
    trainer.advance(UPDATES)
    monkeypatch.setattr(sys, "argv", ["script.py"])
    assert cost_of(run_here(code)) == pytest.approx(trainer.cost(), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", ["adam, batches of 32", "spiral, five classes", "changes on the way"])
def test_the_notebook_is_one_and_its_cells_run(name: str) -> None:
    text = notebook(CASES[name], UPDATES)
    found = json.loads(text)
    assert (found["nbformat"], found["nbformat_minor"]) == (4, 5)
    assert set(found) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    ids = [cell["id"] for cell in found["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name) for name in ids)
    code = []
    for cell in found["cells"]:
        wanted = {"cell_type", "id", "metadata", "source"}
        if cell["cell_type"] == "code":
            wanted |= {"execution_count", "outputs"}
            code.append("".join(cell["source"]))
        assert set(cell) == wanted
        assert all(line.endswith("\n") for line in cell["source"][:-1])
    trainer = Trainer(CASES[name])
    trainer.advance(UPDATES)
    assert cost_of(run_here("\n\n".join(code))) == pytest.approx(trainer.cost(), rel=1e-9, abs=1e-9)


def test_the_notebook_is_valid_by_its_own_schema() -> None:
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed here")
    nbformat.validate(nbformat.reads(notebook(BASE), as_version=4))


def test_a_script_runs_alone_as_long_as_it_is_told(tmp_path: Path) -> None:
    """In a process that knows nothing of this project."""
    path = tmp_path / "script.py"
    path.write_text(numpy_script(BASE), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", str(path), str(UPDATES)],
        capture_output=True, text=True, check=False, cwd=tmp_path, env={},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    trainer = Trainer(BASE)
    trainer.advance(UPDATES)
    assert cost_of(done.stdout) == pytest.approx(trainer.cost(), abs=1e-9)


def test_equal_units_stay_equal_in_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = BASE.with_(
        network={"hidden": [{"units": 7, "activation": "tanh"}, {"units": 5, "activation": "tanh"}]},
        initialization={
            "weights": {"scheme": "constant", "value": 0.3}, "biases": {"scheme": "constant", "value": 0.1},
        },
        training={"learning_rate": 1.0},
    )  # fmt: skip
    names: dict[str, Any] = {"__name__": "script"}
    exec(compile(numpy_script(experiment), "script.py", "exec"), names)
    parameters = names["model"](*names["load_data"](), 500, print_cost=False)
    for name in ("W1", "W2"):
        assert (parameters[name] == parameters[name][0]).all()
    assert not np.array_equal(parameters["W1"], np.full((7, 2), 0.3))


def test_what_no_formula_gives_is_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(start_code.FORMULAS, "xavier")
    experiment = CASES["adam, batches of 32"]
    code = numpy_script(experiment, UPDATES)
    assert "stream.randn" not in code.partition("def initialize_parameters")[2].partition("return")[0]
    trainer = Trainer(experiment)
    trainer.advance(UPDATES)
    monkeypatch.setattr(sys, "argv", ["script.py"])
    assert cost_of(run_here(code)) == pytest.approx(trainer.cost(), abs=1e-9)
    monkeypatch.setattr(pieces, "MOST_NUMBERS", 5)
    with pytest.raises(ExperimentError, match="has 8 numbers that no formula gives, and 5 are the most"):
        numpy_script(experiment)


@pytest.mark.parametrize(
    "title", ['"""\nimport os', "\\", 'it ends with "', "\u2028x", "'''", "#\r\nraise SystemExit"]
)
def test_a_title_of_others_stays_a_title(title: str) -> None:
    experiment = BASE.with_(title=title)
    for code in (numpy_script(experiment), torch_script(experiment)):
        assert code.count('"""') == numpy_script(BASE).count('"""') or "torch" in code
        assert "\nimport os" not in code
        assert "\nraise" not in code
        compile(code, "script.py", "exec")
    first = json.loads(notebook(experiment))["cells"][0]
    assert len(first["source"]) == 1
