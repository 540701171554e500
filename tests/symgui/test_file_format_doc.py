"""docs/file-format.md says what the program does."""

from __future__ import annotations

import json
import re
from pathlib import Path

from symgui.experiment import Experiment
from symgui.experiment.parts import SCHEME_PARAMETERS
from symgui.nn.initializers import BIASES, WEIGHTS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "file-format.md").read_text(encoding="utf-8")


def test_the_example_is_an_experiment() -> None:
    (example,) = re.findall(r"```json\n(\{\"format.*?)```", TEXT, re.S)
    experiment = Experiment.loads(example)
    assert experiment.title == json.loads(example)["title"]


def test_the_table_of_schemes_is_the_registry() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*)\| ([^|]+) \| ([^|]+) \|$", TEXT, re.M)
    expected = []
    for name, record in WEIGHTS.items():
        parameter = SCHEME_PARAMETERS.get(name)
        value = "" if parameter is None else f"`{parameter}`"
        if record.parameter is not None:
            value += f" = {record.default:g}"
        expected.append((name, value, record.formula, record.source))
    assert [(name, value.strip(), formula, source) for name, value, formula, source in rows] == expected
    for name in BIASES:
        assert f"`{name}`" in TEXT.partition("`initialization.biases` has")[2].partition(", whose")[0]
