"""Several runs in lockstep: the same data, the same batches, one clock."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

import msgspec
from msgspec.structs import replace

from symgui.data import load_data
from symgui.data.dataset import Dataset
from symgui.nn.interruption import Interrupted, never, stopping
from symgui.symmetry.divergence import Divergence
from symgui.training.frame import Event, Frame
from symgui.training.lane_threads import LaneThreads
from symgui.training.lanes import Lane
from symgui.training.run import RecordedRun
from symgui.training.section import InputSection, SectionAxes, axes_of

BLOCK = 16
"""Most updates one lane makes before the next lane's turn: what it works on stays in the cache."""
BLOCK_WORK = 1e8
"""Multiplications of all lanes' blocks, at most (about 25 ms): an interruption is not kept waiting."""
BLOCK_SECONDS = 0.008
"""What the lanes of the kernel do between two looks at whether to go on takes about so long."""
WORTH_THREADS = 3e6
"""Multiplications of all lanes, about a millisecond's, from which on threads are worth their start."""
PROCESSORS = os.cpu_count() or 1
"""Asked once: a system takes a quarter of a millisecond to answer."""
ALIKE = 10.0
"""Scales of lanes that differ by more than this factor do not fit one picture."""


class RaceFrame(msgspec.Struct, frozen=True, eq=False):
    """A race at one iteration. Nothing in it changes once it is made.

    Attributes
    ----------
    run : int
        Id of the race; a view of another is stale.
    iteration : int
        Updates done: the one clock. A lane that has diverged stands where it did (its frame's iteration).
    furthest : int
        The latest iteration that has been reached.
    lanes : tuple of Lane
        As they began; what changed since is in the frames' experiments.
    frames : tuple of Frame
        One a lane, all with the same `data`.
    """

    run: int
    iteration: int
    furthest: int
    lanes: tuple[Lane, ...]
    frames: tuple[Frame, ...]

    @property
    def data(self) -> Dataset:
        """What they race on."""
        return self.frames[0].data

    @property
    def axes(self) -> SectionAxes | None:
        """Where the plane through more than two inputs lies that the lanes show, if they show one."""
        section = self.frames[0].section
        return None if section is None else section.axes

    @property
    def standstill(self) -> bool:
        """Whether no lane moves any more: each stands still for ever or has diverged."""
        return all(frame.standstill or frame.divergence is not None for frame in self.frames)

    @property
    def weight_scale(self) -> float:
        """The ± limit that holds all lanes' weights and biases."""
        return max(frame.weight_scale for frame in self.frames)

    @property
    def scales_are_alike(self) -> bool:
        """Whether one colour scale for all lanes' weights shows something in each."""
        return self.weight_scale <= ALIKE * min(frame.weight_scale for frame in self.frames)

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened in all lanes, each with its lane's letter, by iteration."""
        events = [
            replace(event, lane=lane.letter)
            for lane, frame in zip(self.lanes, self.frames, strict=True)
            for event in frame.events
        ]
        return tuple(sorted(events, key=lambda event: event.iteration))


class Race:
    """Runs of several experiments in lockstep; has what a loop needs of a `RecordedRun`.

    Each lane's digits are those of a `RecordedRun` of its experiment alone, bit for bit. With the kernel,
    lanes run on as many threads as there are processors; with NumPy they take turns. A lane that diverges
    stops; the others go on.

    Parameters
    ----------
    lanes : sequence of Lane
        On the same data.
    race_id : int
        Frames carry it, so that a view can tell a stale one.

    Attributes
    ----------
    id : int
    lanes : tuple of Lane
    data : Dataset
        One object for all.
    runs : tuple of RecordedRun
        One a lane.
    furthest : int
        The latest iteration that has been reached by all lanes that go on.
    """

    def __init__(self, lanes: Sequence[Lane], race_id: int = 0) -> None:
        self.id = race_id
        self.lanes = tuple(lanes)
        self.data = load_data(self.lanes[0].experiment.data)
        self.runs = tuple(
            RecordedRun(lane.experiment, race_id, self.data, lanes=len(lanes)) for lane in self.lanes
        )
        self._compiled = all(run.trainer.network.bound is not None for run in self.runs)
        self._work = sum(run.trainer.work for run in self.runs)
        self._block = max(1, min(BLOCK, int(BLOCK_WORK / self._work)))
        self.furthest = 0
        self._section: InputSection | None = None
        if self._compiled:
            self._block = min(run.trainer.at_once for run in self.runs)

    def show_section(self, section: InputSection | None) -> None:
        """Let all lanes' frames have the answers over one plane through more than two inputs, or no more."""
        if section == self._section:
            return
        axes = axes_of(section, self.data) if section is not None and section.fits(self.data) else None
        for run in self.runs:
            run.show_section(section, axes)
        self._section = section

    def __repr__(self) -> str:
        texts = ", ".join(f"{lane.letter}: {lane.text}" for lane in self.lanes)
        return f"<Race {self.id} ({texts}) at iteration {self.iteration}>"

    @property
    def iteration(self) -> int:
        """Updates done: where the lanes that go on stand, or where the last one diverged."""
        going = [run.iteration for run in self.runs if run.divergence is None]
        return max(going or [run.iteration for run in self.runs])

    @property
    def frame_work(self) -> float:
        """Multiplications of a frame, roughly."""
        return sum(run.frame_work for run in self.runs)

    @property
    def divergence(self) -> Divergence | None:
        """The iteration at which the last lane diverged, if all have."""
        if any(run.divergence is None for run in self.runs):
            return None
        return max(self.runs, key=lambda run: run.iteration).divergence

    @property
    def together(self) -> bool:
        """Whether every lane stands where the race does, or ended before; in the middle of a `seek` not."""
        here = self.iteration
        return all(
            run.iteration == here or (run.divergence is not None and run.iteration < here)
            for run in self.runs
        )

    def advance(self, updates: int, interrupted: Callable[[], bool] = never) -> int:
        """Make up to `updates` updates of every lane that has not diverged.

        Parameters
        ----------
        updates : int
        interrupted : callable
            Asked before each few updates; True ends the call. The lanes stand at one iteration then, too.

        Returns
        -------
        int
            Updates done: fewer if interrupted, or if all lanes have diverged.

        Raises
        ------
        symgui.nn.interruption.Interrupted
            In the middle of an update, if that is wanted; all lanes are then where they were before it.
        """
        start = self.iteration
        goal = start + updates
        with self._threads(updates) as threads:
            while self.iteration < goal and self.divergence is None and not interrupted():
                self._go_a_block(goal, threads)
                self.furthest = max(self.furthest, self.iteration)
        return self.iteration - start

    def stop(self) -> None:
        """Do nothing: lanes in lockstep make so few updates that there is nothing to end."""

    def seek(self, iteration: int, interrupted: Callable[[], bool] = never) -> None:
        """Go to an iteration up to the furthest, bit for bit; a lane that diverged before stands there.

        Parameters
        ----------
        iteration : int
        interrupted : callable
            Asked before each update; True ends the call on the way. The lanes may then stand at different
            iterations; the next `seek` or `advance` brings them together.

        Raises
        ------
        ValueError
            If the race has not been there.
        """
        if not 0 <= iteration <= self.furthest:
            raise ValueError(f"iteration {iteration} is outside this race's 0 to {self.furthest}")
        for run in self.runs:
            run.seek(min(iteration, run.furthest), interrupted)

    def frame(self) -> RaceFrame:
        """What a view sees of this iteration."""
        frames = tuple(run.frame() for run in self.runs)
        return RaceFrame(self.id, self.iteration, self.furthest, self.lanes, frames)

    def _threads(self, updates: int) -> AbstractContextManager[LaneThreads | None]:
        """A thread a processor for lanes of the kernel; None where they do not pay, or NumPy needs Python."""
        processors = min(PROCESSORS, len(self.runs))
        pays = self._compiled and processors > 1 and updates * self._work >= WORTH_THREADS
        bound = self.runs[0].trainer.network.bound
        return LaneThreads(bound.kernel, self.runs, processors) if pays and bound else nullcontext()

    def _go_a_block(self, goal: int, threads: LaneThreads | None) -> None:
        """Bring all lanes some milliseconds on, as measured; not farther than `goal`."""
        start, began = self.iteration, time.perf_counter()
        self._go_to(min(goal, start + self._block), threads)
        if self._compiled and self.iteration - start == self._block:
            share = BLOCK_SECONDS / max(time.perf_counter() - began, 1e-6)
            self._block = max(1, int(self._block * min(share, 2.0)))

    def _go_to(self, iteration: int, threads: LaneThreads | None) -> None:
        """Bring every lane that does not diverge to `iteration`; all of them, or none."""
        if not any(run.trainer.takes_long for run in self.runs):
            with stopping(never):  # so short that it is not given up in the middle
                self._bring_to(iteration, threads)
            return
        before = [run.trainer.snapshot() for run in self.runs]
        try:
            self._bring_to(iteration, threads)
        except Interrupted:
            with stopping(never):
                for run, kept in zip(self.runs, before, strict=True):
                    run.trainer.restore(kept)
            raise

    def _bring_to(self, iteration: int, threads: LaneThreads | None) -> None:
        if threads is not None:
            threads.bring_to(iteration)
            return
        for run in self.runs:
            run.advance(iteration - run.iteration)
