"""One run with its record: advance, go back, change, and look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import partial

from symgui.data.dataset import Dataset
from symgui.experiment import Experiment
from symgui.nn.interruption import Interrupted, look, never, stopping
from symgui.symmetry.balance import balanced_partition
from symgui.symmetry.divergence import Divergence
from symgui.symmetry.partition import measure
from symgui.symmetry.spread import row_spread
from symgui.symmetry.verdict import judge
from symgui.training.changes import with_change
from symgui.training.events import Watch
from symgui.training.frame import Event, Frame
from symgui.training.history import CurveRecorder, is_measured, is_recorded, next_recorded
from symgui.training.keyframes import MEMORY, Keyframes
from symgui.training.picture import PictureBuilder
from symgui.training.plane_grid import BUDGET
from symgui.training.section import InputSection, SectionAxes
from symgui.training.trainer import Trainer

KEYFRAME_STRIDE = 2000
"""Updates between two kept states, at most; while memory allows, going back recomputes no more."""
SLOW_STRIDE = 500
"""The same where NumPy makes the updates, which takes some five times as long, or where they are long."""
FINE = 256
"""Of a stride so many parts are told apart where a person steps back."""
REPLAY = 2e8
"""Multiplications between two kept states: those of a wide network are closer (about 50 ms apart)."""
STRIDES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
"""Updates between two kept states: so most of them fall on iterations that are put on record anyway."""


class RecordedRun:
    """A run of an experiment: its trainer, the curve so far, and states to go back to.

    Attributes
    ----------
    id : int
        Frames carry it, so that a view can tell a stale one.
    trainer : Trainer
    furthest : int
        The latest iteration that has been reached.
    """

    def __init__(
        self, experiment: Experiment, run_id: int = 0, data: Dataset | None = None, *, lanes: int = 1
    ) -> None:
        """Begin at iteration 0.

        Parameters
        ----------
        experiment : Experiment
        run_id : int
        data : Dataset, optional
            What ``load_data(experiment.data)`` gives, if it is there already.
        lanes : int
            How many runs side by side share the memory for kept states, the time to go back, and the budget
            for pictures.
        """
        self.id = run_id
        self.trainer = Trainer(experiment, data)
        self.furthest = 0
        self._curve = CurveRecorder(self.trainer.network.L - 1)
        self._keyframes = Keyframes(MEMORY // lanes)
        most = KEYFRAME_STRIDE if self.trainer.can_be_stopped else SLOW_STRIDE
        quick = min(most, REPLAY / lanes / self.trainer.work)
        self._stride = max((stride for stride in STRIDES if stride <= quick), default=1)
        self._builder = PictureBuilder(self.trainer, BUDGET / lanes)
        self._watch = Watch(self.trainer)
        self._due = 0.0
        self._record()

    def __repr__(self) -> str:
        return f"<Run {self.id} of {self.trainer.network!r} at iteration {self.iteration}>"

    @property
    def experiment(self) -> Experiment:
        """The experiment, with the changes recorded so far."""
        return self.trainer.experiment

    @property
    def iteration(self) -> int:
        """Updates done."""
        return self.trainer.iteration

    @property
    def divergence(self) -> Divergence | None:
        """The iteration at which the run diverged, if it has."""
        return self.trainer.divergence

    @property
    def frame_work(self) -> float:
        """Multiplications of a frame, roughly: an update with all examples."""
        return self.trainer.work * self.trainer.data.m / self.trainer.batch_size

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened so far, also after this iteration where the run has been farther."""
        return self._watch.events(self.furthest)

    def advance(self, updates: int, interrupted: Callable[[], bool] = never) -> int:
        """Make up to `updates` updates, recording the curve on the way.

        Parameters
        ----------
        updates : int
        interrupted : callable
            Asked before each few updates; True ends the call.

        Returns
        -------
        int
            Updates done: fewer if interrupted or diverged.

        Raises
        ------
        symgui.nn.interruption.Interrupted
            In the middle of an update, if that is wanted; the run is then where it was before it.
        """
        trainer, start = self.trainer, self.iteration
        goal = start + updates
        while self.iteration < goal and trainer.divergence is None and not interrupted():
            self._or_not_at_all(lambda: self._advance_to_note(goal))
        return self.iteration - start

    def stop(self) -> None:
        """End, from another thread, the few updates that `advance` is at; it then asks whether to go on."""
        self.trainer.stop()

    def next_note(self, goal: int) -> int:
        """The next iteration at which `note` may have something to do, `goal` at most."""
        due = self._due if self.iteration >= self.furthest else self.furthest
        return int(min(goal, max(due, self.iteration + 1)))

    def note(self) -> None:
        """Record the iteration that the trainer has come to, if the run has not been there before."""
        t = self.trainer.iteration
        if t > self.furthest:
            if t >= self._due or self.trainer.divergence is not None:
                self._record()  # which may be given up: then the run has not been here
            self.furthest = t

    def seek(self, iteration: int, interrupted: Callable[[], bool] = never) -> None:
        """Go to an iteration up to the furthest, bit for bit: recomputed from the nearest kept state.

        Parameters
        ----------
        iteration : int
        interrupted : callable
            Asked before each update; True ends the call on the way.

        Raises
        ------
        ValueError
            If the run has not been there.
        """
        if not 0 <= iteration <= self.furthest:
            raise ValueError(f"iteration {iteration} is outside this run's 0 to {self.furthest}")
        self._keyframes.focus = iteration
        kept = self._keyframes.before(iteration)
        if not kept.iteration <= self.iteration <= iteration:
            self.trainer.restore(kept)
        trainer, halts = self.trainer, self._halts(iteration)
        while trainer.iteration < iteration and trainer.divergence is None and not interrupted():
            halt = min((t for t in halts if t > trainer.iteration), default=iteration)
            updates = min(halt - trainer.iteration, trainer.at_once)
            self._or_not_at_all(partial(trainer.advance, updates))
            if trainer.iteration in halts:
                self._keyframes.add(trainer.snapshot())

    def take_over(self, other: RecordedRun) -> None:
        """What another run of the same experiment has on record: `seek` goes wherever that one has been.

        Raises
        ------
        ValueError
            If it is a run of another experiment.
        """
        if other.experiment != self.experiment:
            raise ValueError("a record can be taken over from a run of the same experiment only")
        self.furthest, self._due = other.furthest, other._due
        self._curve = deepcopy(other._curve)
        self._keyframes.take_over(other._keyframes)
        self._watch.take_over(other._watch)

    def set_learning_rate(self, learning_rate: float, title: str | None = None) -> None:
        """Change the learning rate from this iteration on; recorded in the experiment, under a title."""
        self._change(title, learning_rate=learning_rate)

    def set_l2(self, l2: float, title: str | None = None) -> None:
        """Change λ of the L2 term from this iteration on; recorded in the experiment, under a title."""
        self._change(title, l2=l2)

    def edit(self, values: Mapping[str, float], title: str | None = None) -> None:
        """Set weights or biases at this iteration (``{"W1[0,1]": 0.3}``); recorded, under a title."""
        self._change(title, values=dict(values))

    def stands_still(self) -> bool:
        """Whether this state is provably the last: t+1 equals t bit for bit."""
        self.trainer.network_state()
        return self.trainer.stands_still()

    def show_section(self, section: InputSection | None, axes: SectionAxes | None = None) -> None:
        """Let frames have the answers over a plane through more than two inputs; None: no more.

        Where the plane lies, `axes`, may be given by who knows it already.
        """
        self._builder.show_section(section, axes)

    def frame(self) -> Frame:
        """What a view sees of this iteration."""
        trainer = self.trainer
        state = trainer.network_state()
        standstill = trainer.stands_still()
        look()
        symmetry = measure(state)
        look()
        verdict = judge(state, symmetry)
        look()
        pictures = self._builder.paint(state)
        test_accuracy = trainer.test_accuracy()
        return Frame(
            run=self.id,
            iteration=trainer.iteration,
            experiment=trainer.experiment,
            data=trainer.data,
            network=state,
            pictures=pictures.layers,
            input_tiles=pictures.input_tiles,
            weight_scale=pictures.weight_scale,
            cost=state.cost,
            penalty=trainer.penalty,
            train_accuracy=trainer.train_accuracy(),
            test_accuracy=test_accuracy if trainer.data.has_test else None,
            learning_rate=trainer.learning_rate,
            curve=self._curve.curve(),
            symmetry=symmetry,
            verdict=verdict,
            plane=pictures.plane,
            section=pictures.section,
            standstill=standstill,
            divergence=trainer.divergence,
            events=self.events,
            furthest=self.furthest,
        )

    def _advance_to_note(self, goal: int) -> None:
        """A few updates, up to the iteration at which `note` has something to do."""
        trainer, updates = self.trainer, self.next_note(goal) - self.iteration
        trainer.advance(updates if trainer.can_be_stopped else min(updates, trainer.at_once))
        self.note()

    def _or_not_at_all(self, do: Callable[[], object]) -> None:
        """Do something whole; if it is given up, everything is as if it had not begun."""
        trainer, furthest = self.trainer, self.furthest
        if not trainer.takes_long:
            with stopping(never):  # so short that it is not given up in the middle
                do()
            return
        before = trainer.snapshot()
        try:
            do()
        except Interrupted:
            with stopping(never):
                trainer.restore(before)
            self.furthest = furthest
            raise

    def _halts(self, iteration: int) -> set[int]:
        """Where to keep states on the way to `iteration`, so that steps back from there are quick."""
        way, halts = iteration - self.iteration, set()
        distance = max(1, self._stride // FINE)
        while distance < way:
            halts.add(iteration - distance)
            distance *= 2
        return halts

    def _record(self) -> None:
        """Put this iteration, where the run has not been before, on record."""
        trainer = self.trainer
        t = trainer.iteration
        recorded = is_recorded(t) or trainer.divergence is not None
        measured = is_measured(t) or trainer.was_changed
        # all that may be interrupted comes before anything is written down
        if recorded or trainer.was_changed:
            cost, accuracy = trainer.cost(), trainer.train_accuracy()
            test_accuracy = trainer.test_accuracy() if recorded else 0.0
            seen = self._watch.look(cost, accuracy)
        effective_units, spread = self._measured() if measured else ([], [])
        kept = t == 0 or (t % self._stride == 0 and trainer.divergence is None)
        snapshot = trainer.snapshot() if kept else None
        self.furthest = t
        if recorded or trainer.was_changed:
            self._watch.note(seen)
            if recorded:
                self._curve.append(t, cost, accuracy, test_accuracy)
        if measured:
            self._watch.look_at_symmetry(effective_units)
            if is_measured(t):
                self._curve.append_symmetry(t, effective_units, spread)
        if snapshot is not None:
            self._keyframes.add(snapshot)
        self._due = min(next_recorded(t), t + self._stride - t % self._stride, trainer.next_change)

    def _measured(self) -> tuple[list[int], list[float]]:
        """Effective units and spread, from the parameters alone: no pass over the data."""
        network = self.trainer.network
        W, b = list(network.W.values()), list(network.b.values())
        names = [g.name for g in network.g.values()]
        effective_units = [len(layer.cells) for layer in balanced_partition(W, b, names)]
        return effective_units, [row_spread(*each) for each in zip(W[:-1], b[:-1], strict=True)]

    def _change(
        self,
        title: str | None,
        learning_rate: float | None = None,
        values: dict[str, float] | None = None,
        l2: float | None = None,
    ) -> None:
        """Record a change at this iteration; what came later in the run is no longer its future."""
        t = self.iteration
        experiment = with_change(self.experiment, t, learning_rate, values, title, l2=l2)
        furthest = self.furthest
        self._curve.forget_after(t - 1)
        self._keyframes.forget_after(t - 1)
        self._watch.forget_from(t)
        self._builder.forget_after(t - 1)
        self.trainer.set_changes(experiment)
        self._record()
        self._keyframes.add(self.trainer.snapshot())
        if furthest > t:
            self._watch.fork(furthest)
