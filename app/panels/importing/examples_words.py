"""What is said of the examples that a table becomes: how many, of which class, what is left out."""

from __future__ import annotations

import numpy as np

from symgui.arrays import FloatArray
from symgui.data.tables import Chosen
from symgui.experiment.parts import MAX_SAMPLES
from symgui.figures.classes import class_text
from symgui.plain_text.numbers import number

LARGE = 10.0
"""Inputs beyond it are said to be large: times weights of about 1 they saturate tanh and sigmoid."""


def examples_sentences(
    found: Chosen, points: FloatArray, labels: np.ndarray, tests: int, *, standardized: bool
) -> str:
    """The sentences below the columns.

    Parameters
    ----------
    found : Chosen
        What was chosen of the table.
    points, labels : array
        The training examples, a column each, and the class of each.
    tests : int
        How many are for testing.
    standardized : bool
    """
    spec, samples = found.spec, len(labels)
    counts = [int((labels == k).sum()) for k in range(len(spec.classes))]
    classes = ", ".join(f"{n} of {class_text(spec.classes, k)}" for k, n in enumerate(counts))
    of = f"of {len(spec.features)} features" if len(spec.features) > 1 else "of 1 feature"
    parts = [f"{samples} training examples ({classes}) and {tests} test example{'s' * (tests != 1)} {of}."]
    if found.left_out:
        rows = "1 row is" if found.left_out == 1 else f"{found.left_out} rows are"
        parts.append(f"{rows} left out, as something is missing: first {found.first_left_out}.")
    if samples + tests < len(found.labels):
        unused = len(found.labels) - samples - tests
        parts.append(f"{unused} rows are not used: a run takes {MAX_SAMPLES} at most.")
    where = "holds the numbers" if spec.file is None else "names the file, which must lie beside it or below"
    parts.append(f"The experiment {where}.")
    largest = float(np.abs(points).max(initial=0.0))
    if largest > LARGE and not standardized:
        parts.append(
            f"The inputs are as large as {number(largest, 3)}: units of tanh or sigmoid are saturated "
            "by them unless the weights are small, or the inputs standardized."
        )
    return " ".join(parts)
