"""``symgui run FILE``: train an experiment and print its rows."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, get_args

from symgui.cli.console import complain, progress, write_line
from symgui.cli.files import experiment_of
from symgui.cli.number_arguments import whole_number
from symgui.experiment import Experiment, ExperimentError
from symgui.experiment.parts import ActivationName
from symgui.export.number_files import npz, parameters_of
from symgui.export.write_result import check_can_write, write_export
from symgui.nn.build import why_numpy
from symgui.training.report import ReportRow, row_iterations, table_head
from symgui.training.trainer import Trainer
from symgui.weights import ORIENTATIONS, with_weights

MAX_ITERATIONS = 10**9
EVERY = 1000
BAR_SECONDS = 0.05
"""Updates are made in portions of about this long, so that the progress bar moves."""

DESCRIPTION = """\
Train the experiment in FILE and print a row for iteration 0, every K-th and the last one.

  iteration        updates done
  cost             mean cross-entropy over the training set after those updates, without the L2 penalty
  train_accuracy   share of the training examples classified right, from 0 to 1
  test_accuracy    the same of the test examples; null (-) without any
  effective_units  how many different units each hidden layer has
  verdict          healthy, frozen, symmetric, ...: what is wrong, if anything
  evidence         the sentence that proves the verdict

A run that diverges ends there, with its row: that is a result, not an error.
"""


def add_command(commands: Any) -> None:
    """Add ``run`` to the parser's commands."""
    command = commands.add_parser(
        "run",
        help="train an experiment and print its numbers",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(act=_act)
    command.add_argument("file", metavar="FILE", help="the experiment, a *.symgui.json")
    command.add_argument(
        "--weights",
        metavar="WEIGHTS",
        help="start from the weights in this file (NPZ, safetensors, JSON), with FILE's data and training",
    )
    command.add_argument(
        "--activation", choices=get_args(ActivationName), help="of the hidden layers in WEIGHTS"
    )
    command.add_argument(
        "--orientation",
        choices=ORIENTATIONS,
        help="what rows and columns of a matrix in WEIGHTS are, where the file does not tell",
    )
    command.add_argument(
        "--as-sigmoid",
        action="store_true",
        help="let two softmax units at the end of WEIGHTS be one sigmoid unit with the same answers",
    )
    command.add_argument(
        "--iterations",
        metavar="N",
        type=whole_number(0, MAX_ITERATIONS),
        help="make N updates instead of the file's number; 0 prints the start",
    )
    command.add_argument(
        "--every",
        metavar="K",
        type=whole_number(1, MAX_ITERATIONS),
        default=EVERY,
        help=f"print a row every K iterations ({EVERY} if left out)",
    )
    command.add_argument("--json", action="store_true", help="print a JSON object a line instead of a table")
    command.add_argument(
        "--save-params",
        metavar="OUT.npz",
        help="write W1, b1, W2, b2, … after the last iteration to this file",
    )


def _act(arguments: argparse.Namespace) -> int:
    try:
        run(
            arguments.file,
            iterations=arguments.iterations,
            every=arguments.every,
            as_json=arguments.json,
            save_params=arguments.save_params,
            start=_start_of(arguments),
        )
    except MemoryError:
        return complain(f"{arguments.file}: there is not enough memory for this run")
    return 0


def _start_of(arguments: argparse.Namespace) -> Callable[[Experiment], Experiment]:
    """What the options make of the experiment in the file."""
    if arguments.weights is None:
        for option in ("activation", "orientation", "as_sigmoid"):
            if getattr(arguments, option):
                name = f"--{option.replace('_', '-')}"
                raise ExperimentError("says something of --weights, which is missing", name)
        return lambda experiment: experiment
    return partial(
        with_weights,
        path=arguments.weights,
        activation=arguments.activation,
        orientation=arguments.orientation,
        as_sigmoid=arguments.as_sigmoid,
    )


def run(
    file: str,
    *,
    iterations: int | None = None,
    every: int = EVERY,
    as_json: bool = False,
    save_params: str | None = None,
    start: Callable[[Experiment], Experiment] = lambda experiment: experiment,
) -> None:
    """Train an experiment and print its rows.

    Parameters
    ----------
    file : str
        Path of the experiment file, or its line (`symgui.experiment.line`).
    iterations : int, optional
        Updates to make; the file's own number if left out.
    every : int
        A row is printed for iteration 0, every such iteration and the last.
    as_json : bool
        One JSON object a line instead of a table.
    save_params : str, optional
        Path of an NPZ file for the parameters after the last iteration: W1, b1, W2, b2, …, b as columns.
    start : callable
        Makes of the experiment in the file the one that is run.

    Raises
    ------
    ExperimentError
        If the file holds no experiment, or the parameters cannot be saved there.
    OSError
        If standard output takes no more.
    """
    experiment = start(experiment_of(file))
    if save_params is not None:
        check_can_write(save_params)
    if note := why_numpy(experiment):
        print(f"note: {note}", file=sys.stderr)
    trainer = Trainer(experiment)
    last = experiment.training.iterations if iterations is None else iterations
    with progress(last, "updates") as bar:
        if not as_json:
            write_line(bar, table_head())
        for goal in row_iterations(last, every):
            _advance(trainer, goal, bar)
            row = ReportRow.of(trainer)
            write_line(bar, row.json() if as_json else row.text())
            if trainer.divergence is not None:
                break
    if save_params is not None:
        _save_parameters(trainer, save_params)


def _advance(trainer: Trainer, goal: int, bar: Any) -> None:
    """Advance to an iteration, telling the progress bar on the way if there is one."""
    portion = goal if bar.disable else 1
    while trainer.iteration < goal and trainer.divergence is None:
        start = time.perf_counter()
        bar.update(trainer.advance(min(portion, goal - trainer.iteration)))
        portion = portion * 2 if time.perf_counter() - start < BAR_SECONDS else max(1, portion // 2)


def _save_parameters(trainer: Trainer, path: str) -> None:
    write_export(path, npz(parameters_of(trainer.network_state())))
