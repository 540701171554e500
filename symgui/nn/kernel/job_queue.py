"""Calls of the kernel that several threads take from each other, without the interpreter's lock."""

from __future__ import annotations

import math
from _thread import start_new_thread
from collections.abc import Sequence
from ctypes import addressof, byref, c_void_p

import numpy as np

from symgui.nn.kernel.binding import Kernel
from symgui.nn.kernel.bound_training import Training

NONE_MADE, NONE_LEFT = -1, -2
"""As in `jobs.h`."""


class JobQueue:
    """A call for each of several networks, and threads that make them, while the ``with`` statement lasts.

    The thread that is inside it prepares the calls and takes what has been made; at its end nothing is under
    way any more.

    Parameters
    ----------
    kernel : Kernel
    calls : sequence of Training
        Known by their numbers from here on.
    helpers : int
        Threads beside this one.
    """

    def __init__(self, kernel: Kernel, calls: Sequence[Training], helpers: int) -> None:
        self._calls = calls
        places = (c_void_p * len(calls))(*(addressof(call.job) for call in calls))
        self._jobs = len(calls), places
        self._c, self._at_once = kernel.c(math.inf), kernel.c(0.0)
        self._ended = np.zeros(1, dtype=np.int32)
        self._helpers = helpers

    def __enter__(self) -> JobQueue:
        # To wait until a thread has begun, or has ended, is to wait for Python's lock.
        for _ in range(self._helpers):
            start_new_thread(self._help, ())
        return self

    def __exit__(self, *_: object) -> None:
        self.give_up()
        self._ended[0] = 1

    def _help(self) -> None:
        """What a helper does; the bound method keeps alive what it looks at until it sees the end."""
        self._c.symgui_help(*self._jobs, self._ended.ctypes.data)

    def post(self, number: int, left: float) -> None:
        """Have the call of this number made; what has most `left` to be done comes first."""
        self._at_once.symgui_post(byref(self._calls[number].job), int(left))

    def take(self, *, computing: bool) -> int:
        """The number of a call that has been made; `NONE_LEFT` if all that were posted have been taken.

        Parameters
        ----------
        computing : bool
            Make calls meanwhile, until one has been made. Else it returns at once, with `NONE_MADE` if none
            has been.
        """
        number = int(self._at_once.symgui_taken(*self._jobs, False))
        if computing and number == NONE_MADE:  # only then the interpreter's lock is given up
            number = int(self._c.symgui_taken(*self._jobs, True))
        return number

    def give_up(self) -> None:
        """End what is under way, and take it."""
        for call in self._calls:
            call.stop()
        while self.take(computing=True) != NONE_LEFT:
            pass
