"""``symgui``: the window, with a file or a lesson if one is given; ``symgui run …`` works without one."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import cache, partial
from multiprocessing import freeze_support
from typing import TYPE_CHECKING, Any

from app import importing
from app.actions.arguments import USAGE, ArgumentsError, Opening, opening
from app.runtime import no_window
from symgui.files.streams import fill_closed_streams

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

    from symgui.cli.export_out import Painters

HEADLESS = ("run", "verify", "export", "import", "sweep", "-h", "--help", "--version")
WRONG_INPUT = 2
OURS = ("app", "symgui")
"""Packages that are never missing: an error in them is no matter of what is installed."""
WITHOUT_PEOPLE = ("offscreen", "minimal")
"""Qt's platforms where nobody looks at the window."""


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, or hand over to the command line; returns the exit code.

    Parameters
    ----------
    argv : sequence of str or None
        Arguments without the program's name; the process's own if left out.
    """
    fill_closed_streams()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in HEADLESS:
        from symgui.cli import main as headless
        from symgui.cli.console import BROKEN_PIPE, discard_output

        if arguments[0] in ("-h", "--help"):
            try:
                print(USAGE, end="\n\n", flush=True)
            except BrokenPipeError:  # the reader has seen enough
                discard_output()
                return BROKEN_PIPE
        return headless(arguments, _painters())
    try:
        return open_window(opening(arguments))
    except ArgumentsError as error:
        print(f"symgui: {error}" if str(error) else USAGE, file=sys.stderr)
        return WRONG_INPUT


def _painters() -> Painters:
    """What makes pixels of SVG: Qt, which needs no screen for it, and is loaded when it is wanted."""
    from symgui.cli.export_out import Painters

    files = {".png": partial(_paint, "png"), ".pdf": partial(_paint, "pdf")}
    return Painters(files=files, pixels=partial(_paint, "pixels"))


def _paint(name: str, what: Any, scale: float) -> Any:
    """SVG as `app.look.svg_paint` makes it.

    Raises
    ------
    ExperimentError
        If Qt cannot be loaded.
    """
    from symgui.experiment import ExperimentError

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        from app.look import svg_paint
    except ImportError as error:
        raise ExperimentError(f"cannot be loaded: {error} (see Install in the README)", "", "Qt") from None
    _application()
    return getattr(svg_paint, name)(what, scale)


@cache
def _application() -> QCoreApplication:
    """The one that paints need, until the program ends."""
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication.instance() or QGuiApplication(sys.argv[:1])


def open_window(first: Opening) -> int:
    """Show the window until it is closed."""
    try:
        with importing():
            import app.before_qt  # noqa: F401
            from app.look.program_icon import program_icon
            from app.main_window import MainWindow
            from app.runtime.ending import Ending
            from app.runtime.screen import make_application
            from app.runtime.session import sight_of
            from app.runtime.settings import Settings
    except ImportError as error:
        if (error.name or "").partition(".")[0] in OURS:
            raise
        print(no_window.sentence(no_window.missing(error)), file=sys.stderr)
        return no_window.STATUS

    from symgui.experiment import opening_experiment

    application = make_application(sys.argv[:1])
    application.setApplicationName("SymGUI")
    application.setDesktopFileName("symgui")  # so that a desktop knows whose window it is
    application.setWindowIcon(program_icon())
    application.setStyle("Fusion")
    settings = Settings()
    found = settings.sessions.take(latest=first.experiment is None)
    if first.experiment is not None:
        window = MainWindow(first.experiment, settings, first.path)
    elif found.session is not None:
        sight, _ = sight_of(found.session.now)
        window = MainWindow(sight.place.experiment, settings, document=sight.document)
    else:
        window = MainWindow(opening_experiment(), settings)

    def end(status: int) -> None:
        if not window.close():  # which keeps what is open
            window.close()  # what was being saved could not be, which was said
        application.exit(status)

    Ending(end, application)
    window.show()
    if window.keeper is not None:
        window.keeper.take(found)
    if first.race is not None:
        window.workspace.document.open(first.race, first.path)
    if first.lesson is not None:
        window.lessons.start(first.lesson, first.step)
    if first.present:
        window.present()
    if first.shown is not None:
        window.drops.open(first.shown)
    asked = any(each is not None for each in (first.experiment, first.race, first.lesson, first.shown))
    if settings.first_start and not asked and application.platformName() not in WITHOUT_PEOPLE:
        window.tour.start()
    settings.forget_first_start()
    return application.exec()


if __name__ == "__main__":
    freeze_support()  # of a program in one folder: what the processes of a map or a sweep start with
    raise SystemExit(main())
