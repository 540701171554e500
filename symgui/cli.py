"""The command line without a window: ``python -m symgui run FILE``.

The numbers of a run go to standard output, everything else to standard error. Exit codes: 0 if the run was
made (divergence is a result), 2 if something given was wrong, 130 if interrupted from the keyboard.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from tqdm import tqdm

from symgui import __version__
from symgui.experiment import Experiment, ExperimentError
from symgui.files import reason, replace_file
from symgui.report import Row, row_iterations, table_head
from symgui.training.trainer import Trainer

MAX_ITERATIONS = 10**9
EVERY = 1000
WRONG_INPUT = 2
INTERRUPTED = 130
BROKEN_PIPE = 141
BAR_SECONDS = 0.05
"""Updates are made in portions of about this long, so that the progress bar moves."""

RUN_DESCRIPTION = """\
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


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments, without the program's name; those of the process if left out.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show a letter shows its number
            stream.reconfigure(errors="backslashreplace")
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.command is None:
        parser.print_help()
        return 0
    try:
        run(
            arguments.file,
            iterations=arguments.iterations,
            every=arguments.every,
            as_json=arguments.json,
            save_params=arguments.save_params,
        )
    except BrokenPipeError:  # the reader has seen enough
        _discard_output()
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except ExperimentError as error:
        return _complain(str(error))
    except MemoryError:
        return _complain(f"{arguments.file}: there is not enough memory for this run")
    except OSError as error:
        _discard_output()
        return _complain(f"the rows cannot be written: {reason(error)}")
    return 0


def run(
    file: str,
    *,
    iterations: int | None = None,
    every: int = EVERY,
    as_json: bool = False,
    save_params: str | None = None,
) -> None:
    """Train an experiment and print its rows.

    Parameters
    ----------
    file : str
        Path of the experiment file.
    iterations : int, optional
        Updates to make; the file's own number if left out.
    every : int
        A row is printed for iteration 0, every such iteration and the last.
    as_json : bool
        One JSON object a line instead of a table.
    save_params : str, optional
        Path of an NPZ file for the parameters after the last iteration: W1, b1, W2, b2, …, b as columns.

    Raises
    ------
    ExperimentError
        If the file holds no experiment, or the parameters cannot be saved there.
    OSError
        If standard output takes no more.
    """
    experiment = Experiment.load(file)
    if save_params is not None:
        _check_can_save(save_params)
    trainer = Trainer(experiment)
    last = experiment.training.iterations if iterations is None else iterations
    with _progress(last) as bar:
        if not as_json:
            _print(bar, table_head())
        for goal in row_iterations(last, every):
            _advance(trainer, goal, bar)
            row = Row.of(trainer)
            _print(bar, row.json() if as_json else row.text())
            if trainer.divergence is not None:
                break
    if save_params is not None:
        _save_parameters(trainer, save_params)


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaints take one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_INPUT, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    as_module = Path(sys.argv[0]).name == "__main__.py"
    parser = _Parser(
        prog="python -m symgui" if as_module else "symgui",
        description="See why a neural network must not start symmetric: experiments without a window.",
    )
    parser.add_argument("--version", action="version", version=f"SymGUI {__version__}")
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    command = commands.add_parser(
        "run",
        help="train an experiment and print its numbers",
        description=RUN_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("file", metavar="FILE", help="the experiment, a *.symgui.json")
    command.add_argument(
        "--iterations",
        metavar="N",
        type=_whole_number(0, MAX_ITERATIONS),
        help="make N updates instead of the file's number; 0 prints the start",
    )
    command.add_argument(
        "--every",
        metavar="K",
        type=_whole_number(1, MAX_ITERATIONS),
        default=EVERY,
        help=f"print a row every K iterations ({EVERY} if left out)",
    )
    command.add_argument("--json", action="store_true", help="print a JSON object a line instead of a table")
    command.add_argument(
        "--save-params",
        metavar="OUT.npz",
        help="write W1, b1, W2, b2, … after the last iteration to this file",
    )
    return parser


def _whole_number(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if text.isdecimal() and len(text) <= 20 and low <= int(text) <= high:
            return int(text)
        shown = text if len(text) <= 40 else text[:38] + " …"
        raise argparse.ArgumentTypeError(f"must be a whole number from {low} to {high}, not {shown!r}")

    return parse


def _progress(iterations: int) -> Any:
    """A progress bar on standard error if that is a terminal; nothing otherwise."""
    return tqdm(
        total=iterations,
        unit=" updates",
        file=sys.stderr,
        disable=not sys.stderr.isatty(),
        leave=False,
        dynamic_ncols=True,
    )


def _print(bar: Any, line: str) -> None:
    """A line on standard output, at once; on a terminal the bar makes room for it."""
    if sys.stdout.isatty():
        bar.write(line, file=sys.stdout)
    else:
        print(line)
    sys.stdout.flush()


def _advance(trainer: Trainer, goal: int, bar: Any) -> None:
    """Advance to an iteration, telling the progress bar on the way if there is one."""
    portion = goal if bar.disable else 1
    while trainer.iteration < goal and trainer.divergence is None:
        start = time.perf_counter()
        bar.update(trainer.advance(min(portion, goal - trainer.iteration)))
        portion = portion * 2 if time.perf_counter() - start < BAR_SECONDS else max(1, portion // 2)


def _check_can_save(path: str) -> None:
    """Complain before the training, not after it."""
    if not path or Path(path).is_dir():
        raise ExperimentError("cannot be written: it is no file name", "", path or "--save-params")
    if not Path(path).resolve().parent.is_dir():
        raise ExperimentError("cannot be written: there is no such folder", "", path)


def _save_parameters(trainer: Trainer, path: str) -> None:
    arrays = {}
    for l in trainer.network.layers:
        arrays[f"W{l}"], arrays[f"b{l}"] = trainer.network.W[l], trainer.network.b[l]
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    try:
        replace_file(Path(path), buffer.getvalue())
    except OSError as error:
        raise ExperimentError(f"cannot be written: {reason(error)}", "", path) from None


def _complain(sentence: str) -> int:
    print(f"symgui: {sentence}", file=sys.stderr)
    return WRONG_INPUT


def _discard_output() -> None:
    """Let the interpreter's last flush go nowhere, so that it has nothing to complain of."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
