"""A long call of the kernel, while the calling thread asks whether to go on (`symgui.nn.interruption`)."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from symgui.nn.interruption import Interrupted, look

SECONDS = 0.004
"""Between two looks."""


def asking(call: Callable[[], object], stop: NDArray[np.int32]) -> None:
    """Make a call in a thread of its own, and set `stop` if it is to be given up; returns when it has ended.

    Parameters
    ----------
    call : callable
        Of the kernel, which leaves it to other threads to use Python meanwhile; it must not raise.
    stop : ndarray of int32, shape (1,)
        What the kernel looks at.
    """
    thread = threading.Thread(target=call, name="kernel")
    thread.start()
    try:
        while thread.is_alive():
            thread.join(SECONDS)
            look()
    except Interrupted:
        stop[0] = 1
    finally:
        thread.join()
        stop[0] = 0
