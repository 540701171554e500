"""Signals that end a program, turned into an orderly end: what is open is kept."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier, Slot

NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Of the signals, as far as the system has them: Ctrl+C, the end of the session, of the terminal."""
FIRST_SIGNAL_STATUS = 128
"""A program that a signal ends has this plus the signal's number as its exit status."""


class Ending(QObject):
    """Calls `end` in the window's thread, with the exit status, when the process is asked to end.

    Python runs a signal's handler only when its interpreter has a turn, which it has not while Qt waits. So
    the signal's number is written to a socket, which wakes Qt. A second signal ends the process at once.
    """

    def __init__(self, end: Callable[[int], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._end = end
        self._out, self._in = socket.socketpair()
        for end_of_it in (self._out, self._in):
            end_of_it.setblocking(False)
        signal.set_wakeup_fd(self._in.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._out.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._numbers = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
        for number in self._numbers:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                signal.signal(number, _nothing)

    @Slot()
    def _read(self) -> None:
        received = self._out.recv(64)
        numbers = [number for number in received if number in self._numbers]
        if numbers:
            for number in self._numbers:
                if signal.getsignal(number) is _nothing:
                    signal.signal(number, signal.SIG_DFL)
            self._end(FIRST_SIGNAL_STATUS + numbers[0])


def _nothing(_number: int, _frame: object) -> None:
    """Do nothing: the signal has woken Qt's event loop, which is all that is needed."""
