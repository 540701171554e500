"""A study that computes for long says so in between, so that it can be stopped."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from symgui.training.trainer import Trainer

PROGRESS_INTERVAL = 0.01
"""Seconds after which a study that has found nothing yet lets go."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the training is that leads to the next finding, while nothing is found yet.

    Attributes
    ----------
    iteration, of : int
        Updates done, and those after which there will be something to tell.
    """

    iteration: int
    of: int


class ProgressTimer:
    """Called now and then, it says whether `PROGRESS_INTERVAL` seconds have passed since it last said so."""

    def __init__(self) -> None:
        self._next = time.perf_counter() + PROGRESS_INTERVAL

    def __call__(self) -> bool:
        now = time.perf_counter()
        if now < self._next:
            return False
        self._next = now + PROGRESS_INTERVAL
        return True


def catch_up(trainer: Trainer, iteration: int) -> Iterator[Progress]:
    """Train up to `iteration`, or until the run diverges."""
    due = ProgressTimer()
    while trainer.iteration < iteration and trainer.divergence is None:
        trainer.advance()
        if due():
            yield Progress(trainer.iteration, iteration)
