"""From the command line's arguments to a command, and from its outcome to an exit code."""

from __future__ import annotations

import argparse
import errno
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from symgui import __version__
from symgui.cli import export_command as export
from symgui.cli import import_command
from symgui.cli import run_command as run
from symgui.cli import sweep_command as sweep
from symgui.cli import verify_command as verify
from symgui.cli.console import BROKEN_PIPE, INTERRUPTED, WRONG_INPUT, complain, discard_output
from symgui.cli.export_out import Painters
from symgui.experiment import ExperimentError
from symgui.files import reason
from symgui.files.streams import fill_closed_streams


def main(argv: Sequence[str] | None = None, painters: Painters | None = None) -> int:
    """Run the command line; returns the exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments, without the program's name; those of the process if left out.
    painters : Painters, optional
        What makes pixels of SVG, where there is a program that can.
    """
    fill_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show a letter shows its number
            stream.reconfigure(errors="backslashreplace")
    try:
        return _obeyed(argv, painters or Painters())
    except BrokenPipeError:  # the reader has seen enough
        discard_output()
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except ExperimentError as error:
        return complain(str(error))
    except OSError as error:
        discard_output()
        cause = "standard output is closed" if error.errno == errno.EBADF else reason(error)
        return complain(f"the rows cannot be written: {cause}")


def _obeyed(argv: Sequence[str] | None, painters: Painters) -> int:
    """Do what is asked for; what it writes is written when this returns."""
    try:
        parser = _parser()
        arguments = parser.parse_args(argv)
        arguments.painters = painters
        if arguments.command is None:
            parser.print_help()
            return 0
        act: Callable[[argparse.Namespace], int] = arguments.act
        return act(arguments)
    finally:
        sys.stdout.flush()


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
    run.add_command(commands)
    export.add_command(commands)
    import_command.add_command(commands)
    sweep.add_command(commands)
    verify.add_command(commands)
    return parser
