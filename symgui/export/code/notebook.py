"""An experiment as a Jupyter notebook: the pieces of the NumPy script, each with its sentence."""

from __future__ import annotations

import json
import re
from typing import Any

from symgui.experiment import Experiment
from symgui.export.code.numpy_code import head_of, numpy_pieces, run_lines
from symgui.export.code.pieces import safe

FORMAT = {"nbformat": 4, "nbformat_minor": 5}


def notebook(experiment: Experiment, iterations: int | None = None) -> str:
    """The experiment as the text of an ``.ipynb`` file, not run yet; the same experiment is the same text.

    Parameters
    ----------
    experiment : Experiment
    iterations : int, optional
        Updates to make; the experiment's own number if left out.

    Raises
    ------
    ExperimentError
        If its data or parameters are too many numbers to write.
    """
    count = experiment.training.iterations if iterations is None else iterations
    cells = [("markdown", f"# {as_markdown(safe(head_of(experiment)))}"), ("code", "import numpy as np")]
    for piece in numpy_pieces(experiment, count):
        cells += [("markdown", piece.text), ("code", piece.code)]
    run = "\n".join([f"num_iterations = {count}", *run_lines(experiment)])
    cells += [("markdown", "Train, and see what came of it."), ("code", run)]
    written = {
        "cells": [_cell(index, kind, text) for index, (kind, text) in enumerate(cells)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        **FORMAT,
    }
    return json.dumps(written, indent=1, ensure_ascii=False) + "\n"


def as_markdown(words: str) -> str:
    """Words shown letter by letter: a title of somebody else's makes no link, and fetches no picture."""
    return re.sub(r"([\\`*_\[\]<>!$&~|])", r"\\\1", words)


def _cell(index: int, kind: str, text: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{index}", "metadata": {}}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell | {"source": text.splitlines(keepends=True)}
