"""A window needs a screen: what is said where there is none."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from app.runtime import no_window

NO_DISPLAY = "there is no display (DISPLAY is not set)"


def make_application(arguments: list[str]) -> QApplication:
    """The application, or the end of the process: where no window can be opened, Qt would abort it.

    Then one sentence on standard error says why, and the exit status is 2.
    """
    said: list[str] = []

    def take(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            _end(_cause(said, text))
        said.append(text)

    before = qInstallMessageHandler(take)
    try:
        application = QApplication(arguments)
    finally:
        qInstallMessageHandler(before)
    for text in said:  # it went well all the same
        print(text, file=sys.stderr)
    return application


def _cause(said: list[str], last: str) -> str:
    """Why Qt has no screen, in a few words of our own, or in Qt's."""
    wanted = os.environ.get("QT_QPA_PLATFORM", "")
    for text in said:
        if "could not connect to display" in text:
            name = os.environ.get("DISPLAY", "")
            return f"there is no display {name!r} (DISPLAY)" if name else NO_DISPLAY
        if "Could not find the Qt platform plugin" in text:
            return f"Qt has no platform {wanted!r} (QT_QPA_PLATFORM)"
    if wanted.startswith("wayland"):
        return f"there is no Wayland display {os.environ.get('WAYLAND_DISPLAY', '')!r} (WAYLAND_DISPLAY)"
    if any('load the Qt platform plugin "xcb"' in text for text in said):
        return "Qt cannot load its platform xcb: a library is missing, most often libxcb-cursor0"
    return " ".join((said[-1] if said else last).split()).rstrip(".")


def _end(cause: str) -> None:
    """Leave at once: when this returns Qt aborts."""
    try:
        print(no_window.sentence(cause), file=sys.stderr, flush=True)
    finally:
        os._exit(no_window.STATUS)
