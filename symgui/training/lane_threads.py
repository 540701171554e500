"""Runs side by side: the kernel computes them in several threads, and one thread puts them on record.

While one run is put on record, which needs the interpreter's lock, the kernel goes on with the others: its
threads take their work from each other and not from Python. To wait for another thread's Python, and to be
woken again, takes longer than many updates.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np

from symgui.nn.interruption import look
from symgui.nn.kernel import JobQueue, Kernel, Training
from symgui.nn.kernel.job_queue import NONE_LEFT, NONE_MADE
from symgui.training.run import RecordedRun

LOOK = 0.0005
"""Seconds between two looks at whether to go on, and at what has been made, where a call takes long."""
PARTS = 4
"""Calls, at least, that each run's way is made in, so that all threads end at the same time."""


class LaneThreads:
    """Threads for runs of the kernel, while the ``with`` statement lasts.

    Parameters
    ----------
    kernel : Kernel
    runs : sequence of RecordedRun
        All computed by the kernel.
    processors : int
        How many of them are computed at the same time.
    """

    def __init__(self, kernel: Kernel, runs: Sequence[RecordedRun], processors: int) -> None:
        self._runs = runs
        # a thread that asks whether to go on does not compute
        self._computes = not any(run.trainer.takes_long for run in runs)
        calls = [run.trainer.compiled for run in runs if run.trainer.compiled is not None]
        self._queue = JobQueue(kernel, calls, processors - 1 if self._computes else processors)

    def __enter__(self) -> LaneThreads:
        self._queue.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._queue.__exit__()

    def bring_to(self, iteration: int) -> None:
        """Bring every run that does not diverge to `iteration`, on record.

        Raises
        ------
        symgui.nn.interruption.Interrupted
            If that is wanted; the runs then have to be set back to what they were.
        """
        ways = [_way(run, iteration) for run in self._runs]
        try:
            with np.errstate(all="ignore"):
                for number in range(len(ways)):
                    self._go_on(ways, number, iteration)
                while (number := self._queue.take(computing=self._computes)) != NONE_LEFT:
                    if number == NONE_MADE:
                        look()
                        time.sleep(LOOK)
                    else:
                        self._go_on(ways, number, iteration)
        except BaseException:
            self._queue.give_up()
            raise

    def _go_on(self, ways: Sequence[Iterator[Training]], number: int, iteration: int) -> None:
        """Put a run on record where it is, and have its next call made, if there is one."""
        if next(ways[number], None) is not None:
            run = self._runs[number]
            self._queue.post(number, (iteration - run.iteration) * run.trainer.work)


def _way(run: RecordedRun, iteration: int) -> Iterator[Training]:
    """The calls that bring a run to `iteration`; it is put on record between them."""
    part = max(1, -(-(iteration - run.iteration) // PARTS))
    while run.divergence is None and run.iteration < iteration:
        yield from run.trainer.updating(run.next_note(min(iteration, run.iteration + part)) - run.iteration)
        run.note()
