"""Frames of the run that is there: when one is wanted, owed, made, and how long that takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress

from symgui.experiment import Experiment
from symgui.nn.interruption import Interrupted, stopping
from symgui.training.command_queue import CommandQueue
from symgui.training.frame import Frame
from symgui.training.outbox import Outbox
from symgui.training.race import Race, RaceFrame
from symgui.training.run import RecordedRun
from symgui.training.section import InputSection
from symgui.training.workload import frame_products_of

SLOW = 2e8
"""Multiplications of a frame, about a tenth of a second, above which it is first said that the run rests."""


def takes_long(experiments: Iterable[Experiment]) -> bool:
    """Whether a person would wait for the first frame of these, all together."""
    return sum(map(frame_products_of, experiments)) > SLOW


class FrameMaker:
    """Makes frames and leaves them in the outbox.

    Parameters
    ----------
    outbox : Outbox
    queue : CommandQueue
        Says whether a frame that takes long is to be given up for something else.

    Attributes
    ----------
    wanted : bool
        Somebody has asked for a frame of a network that runs.
    owed : bool
        The run rests, and its frame was put off.
    seconds : float
        Of work that a frame takes, a running mean.
    section : InputSection or None
        The plane through more than two inputs that frames show.
    """

    def __init__(self, outbox: Outbox, queue: CommandQueue) -> None:
        self._outbox, self._queue = outbox, queue
        self.wanted = self.owed = False
        self.seconds = 0.0
        self.section: InputSection | None = None
        self._framed = -1

    def due(self, run: RecordedRun | Race) -> bool:
        """Whether a frame is wanted of an iteration that none was made of yet."""
        return self.wanted and run.iteration != self._framed

    def make(self, run: RecordedRun | Race) -> Frame | RaceFrame:
        """A frame, which is left in the outbox."""
        began = time.thread_time()
        run.show_section(self.section)
        frame = run.frame()
        self.wanted = self.owed = False
        self.seconds += 0.2 * (time.thread_time() - began - self.seconds)
        self._framed = run.iteration
        self._outbox.put_frame(frame)
        return frame

    def make_wanted(self, run: RecordedRun | Race) -> Frame | RaceFrame | None:
        """A frame of a run that goes on, if one is wanted; it may be given up, and is wanted still."""
        if not self.due(run):
            return None
        with suppress(Interrupted), stopping(self._queue.wanted_off_course):
            return self.make(run)
        return None

    def show(self, run: RecordedRun | Race, said: Callable[[], None]) -> None:
        """Make a frame, and then say what is so: who sees it at rest finds its last frame.

        Where a frame takes long, it is the other way round: that the run rests is said at once, and the
        frame follows as soon as nobody wants anything else.
        """
        if run.frame_work < SLOW:
            self.make(run)
        else:
            self.owed = True
        said()

    def pay(self, run: RecordedRun | Race) -> bool:
        """Make the frame that was put off; False if it is put off again, as something else is wanted."""
        with suppress(Interrupted), stopping(self._queue.wanted_elsewhere):
            self.make(run)
            return True
        return False
