"""``symgui``: the window; ``symgui FILE`` opens a file in it; ``symgui run …`` works without one."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path

USAGE = """\
usage: symgui [FILE]      open the window, with FILE or with what was open last
       symgui run FILE …  train without a window (symgui run --help)
       symgui verify …    compute what is claimed, and compare (symgui verify --help)"""

HEADLESS = ("run", "verify", "-h", "--help", "--version")
WRONG_INPUT = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, or hand over to the command line; returns the exit code.

    Parameters
    ----------
    argv : sequence of str or None
        Arguments without the program's name; the process's own if left out.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in HEADLESS:
        from symgui.cli import main as headless

        if arguments[0] in ("-h", "--help"):
            print(USAGE, end="\n\n")
        return headless(arguments)
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        print(USAGE, file=sys.stderr)
        return WRONG_INPUT
    return open_window(Path(arguments[0]) if arguments else None)


def open_window(path: Path | None) -> int:
    """Show the window until it is closed; a file that cannot be opened is an error before it opens."""
    from symgui.experiment import Experiment, ExperimentError, opening_experiment

    given = None
    if path is not None:
        try:
            given = Experiment.load(path)
        except ExperimentError as error:
            print(f"symgui: {error}", file=sys.stderr)
            return WRONG_INPUT

    from PySide6.QtWidgets import QApplication

    from app.main_window import MainWindow
    from app.settings import Settings

    application = QApplication(sys.argv[:1])
    application.setApplicationName("SymGUI")
    application.setStyle("Fusion")
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in the terminal ends it
    settings = Settings()
    if given is None:
        given, path = settings.last_experiment, settings.last_path
    window = MainWindow(given or opening_experiment(), settings, path)
    window.show()
    return application.exec()


if __name__ == "__main__":
    raise SystemExit(main())
