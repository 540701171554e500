"""Runs side by side: the kernel computes them in several threads, and one thread puts them on record.

What needs the interpreter's lock is done for all runs one after the other, between two rounds of the kernel:
to wait for another thread's Python, and to be woken again, takes longer than many updates.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

import numpy as np

from symgui.nn.interruption import Interrupted, look
from symgui.nn.kernel import Training
from symgui.training.run import Run

LOOK = 0.004
"""Seconds between two looks at whether to go on, in what takes long."""


class LaneThreads:
    """Threads for runs of the kernel, while the ``with`` statement lasts.

    Parameters
    ----------
    runs : sequence of Run
    processors : int
        How many of them are computed at the same time.
    """

    def __init__(self, runs: Sequence[Run], processors: int) -> None:
        self._runs = sorted(runs, key=lambda run: -run.trainer.work)  # the longest first: all end together
        self._take_long = any(run.trainer.takes_long for run in runs)
        # a thread that asks whether to go on does not compute
        self._helpers = processors if self._take_long else processors - 1
        self._pool = ThreadPoolExecutor(self._helpers, "lane")

    def __enter__(self) -> LaneThreads:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def bring_to(self, iteration: int) -> None:
        """Bring every run that does not diverge to `iteration`, on record.

        Raises
        ------
        symgui.nn.interruption.Interrupted
            If that is wanted; the runs then have to be set back to what they were.
        """
        while going := [run for run in self._runs if run.divergence is None and run.iteration < iteration]:
            halt = min(run.next_note(iteration) for run in going)
            self._compute([run for run in going if run.iteration < halt], halt)
            for run in going:
                run.note()

    def _compute(self, runs: Sequence[Run], halt: int) -> None:
        """Update runs up to `halt`, or until they diverge."""
        steps = [run.trainer.updating(halt - run.iteration) for run in runs]
        with np.errstate(all="ignore"):
            while calls := [call for step in steps if (call := next(step, None)) is not None]:
                self._make(calls)

    def _make(self, calls: Sequence[Training]) -> None:
        """Make these calls; each thread takes the next one as soon as it is free."""
        waiting = deque(call.make for call in calls)
        jobs = [self._pool.submit(_empty, waiting) for _ in range(min(self._helpers, len(calls)))]
        if self._take_long:
            _watch(jobs, waiting, calls)
        else:
            _empty(waiting)
        for job in jobs:
            job.result()


def _empty(waiting: deque[Callable[[], None]]) -> None:
    """Make the calls that no other thread has taken."""
    while waiting:
        try:
            call = waiting.popleft()
        except IndexError:  # another was quicker
            return
        call()


def _watch(
    jobs: Sequence[Future[None]], waiting: deque[Callable[[], None]], calls: Sequence[Training]
) -> None:
    """Wait for the threads, asking whether to go on; if not, have them return."""
    try:
        while wait(jobs, LOOK).not_done:
            look()
    except Interrupted:
        waiting.clear()
        for call in calls:
            call.stop()
