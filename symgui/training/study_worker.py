"""A study is worked through in slices, while the network rests."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

from symgui.nn.interruption import Interrupted, stopping
from symgui.plain_text.failure import failure_sentence
from symgui.training.command_queue import CommandQueue
from symgui.training.outbox import Outbox

SLICE = 0.03
"""Seconds of a study between two reports."""
PATIENCE = 0.1
"""Seconds of one point of a study after which it is given up, with the study, for what a person wants."""


class StudyWorker:
    """Works through one study; another one takes its place.

    Parameters
    ----------
    queue : CommandQueue
        What waits there goes before the study.
    outbox : Outbox
        Where findings are left.
    """

    def __init__(self, queue: CommandQueue, outbox: Outbox) -> None:
        self._queue, self._outbox = queue, outbox
        self._name = ""
        self._points: Iterator[object] | None = None

    @property
    def busy(self) -> bool:
        """Whether there is a study that has not ended."""
        return self._points is not None

    def begin(self, name: str, points: Iterator[object]) -> None:
        """Take up a study, by the name under which its findings are left."""
        self._name, self._points = name, points
        self._outbox.drop_findings()

    def drop(self) -> None:
        """Have no study."""
        self._points = None

    def pursue(self) -> None:
        """A slice; what was found is left in the outbox."""
        points = self._points
        if points is None:
            return
        found: list[object] = []
        end = time.perf_counter() + SLICE
        failure = ""
        try:
            while not self._queue.attention and time.perf_counter() < end:
                began = time.perf_counter()
                with stopping(partial(self._gives_up, began)):
                    found.append(next(points))
        except StopIteration:
            self.drop()
        except Interrupted:
            self.drop()
            failure = "given up, as one step of it takes too long to wait for"
        except Exception as error:
            self.drop()
            failure = failure_sentence(error)
        self._outbox.put_findings(self._name, found, done=not self.busy, failure=failure)

    def _gives_up(self, began: float) -> bool:
        """Whether a point of a study takes too long for what a person wants meanwhile."""
        return self._queue.wanted_elsewhere() and (
            self._queue.closing or time.perf_counter() > began + PATIENCE
        )
