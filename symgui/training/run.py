"""One run with its record: advance, go back, change, and look."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from symgui.data.dataset import Dataset
from symgui.experiment import Experiment
from symgui.symmetry.balance import balanced_partition
from symgui.symmetry.partition import measure
from symgui.symmetry.spread import row_spread
from symgui.symmetry.verdict import judge
from symgui.training.changes import with_change
from symgui.training.frame import Divergence, Frame
from symgui.training.history import CurveRecorder, Keyframes, is_measured, is_recorded
from symgui.training.picture import Painter
from symgui.training.trainer import Trainer

KEYFRAME_STRIDE = 500
"""Going back recomputes at most about this many updates, while memory allows."""


def never() -> bool:
    """Do not interrupt."""
    return False


class Run:
    """A run of an experiment: its trainer, the curve so far, and states to go back to.

    Attributes
    ----------
    id : int
        Frames carry it, so that a view can tell a stale one.
    trainer : Trainer
    furthest : int
        The latest iteration that has been reached.
    """

    def __init__(self, experiment: Experiment, run_id: int = 0, data: Dataset | None = None) -> None:
        self.id = run_id
        self.trainer = Trainer(experiment, data)
        self.furthest = 0
        self._curve = CurveRecorder(self.trainer.network.L - 1)
        self._keyframes = Keyframes()
        self._painter = Painter(self.trainer)
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
        """Where the run left the finite numbers, if it has."""
        return self.trainer.divergence

    def advance(self, updates: int, interrupted: Callable[[], bool] = never) -> int:
        """Up to `updates` updates, recording the curve on the way.

        Parameters
        ----------
        updates : int
        interrupted : callable
            Asked before each update; True ends the call.

        Returns
        -------
        int
            Updates done: fewer if interrupted or diverged.
        """
        trainer, start = self.trainer, self.iteration
        while self.iteration - start < updates and trainer.divergence is None and not interrupted():
            trainer.step()
            if trainer.iteration > self.furthest:
                self._record()
        return self.iteration - start

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
        if not self.iteration <= iteration:
            self.trainer.restore(self._keyframes.before(iteration))
        self.advance(iteration - self.iteration, interrupted)

    def set_learning_rate(self, learning_rate: float) -> None:
        """Change the learning rate from this iteration on; recorded in the experiment."""
        self._change(learning_rate=learning_rate)

    def edit(self, values: Mapping[str, float]) -> None:
        """Set weights or biases at this iteration (``{"W1[0,1]": 0.3}``); recorded in the experiment."""
        self._change(values=dict(values))

    def stands_still(self) -> bool:
        """Whether this state is provably the last: t+1 equals t bit for bit."""
        self.trainer.network_state()
        return self.trainer.stands_still()

    def frame(self) -> Frame:
        """What a view sees of this iteration."""
        trainer = self.trainer
        state = trainer.network_state()
        standstill = trainer.stands_still()
        symmetry = measure(state)
        divergence = trainer.divergence
        verdict = judge(state, symmetry, str(divergence) if divergence else None)
        pictures = self._painter.paint(state)
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
            penalty=trainer.penalty(),
            train_accuracy=trainer.train_accuracy(),
            test_accuracy=test_accuracy if trainer.data.has_test else None,
            learning_rate=trainer.learning_rate,
            curve=self._curve.curve(),
            symmetry=symmetry,
            verdict=verdict,
            plane=pictures.plane,
            standstill=standstill,
            divergence=divergence,
        )

    def _record(self) -> None:
        trainer = self.trainer
        t = self.furthest = trainer.iteration
        if is_recorded(t) or trainer.divergence is not None:
            self._curve.append(t, trainer.cost(), trainer.train_accuracy(), trainer.test_accuracy())
        if is_measured(t):
            self._measure()
        if t % KEYFRAME_STRIDE == 0:
            self._keyframes.add(trainer.snapshot())

    def _measure(self) -> None:
        """Effective units and spread, from the parameters alone: no pass over the data."""
        network = self.trainer.network
        W, b = list(network.W.values()), list(network.b.values())
        names = [g.name for g in network.g.values()]
        self._curve.append_symmetry(
            self.iteration,
            [len(layer.cells) for layer in balanced_partition(W, b, names)],
            [row_spread(*parameters) for parameters in zip(W[:-1], b[:-1], strict=True)],
        )

    def _change(self, learning_rate: float | None = None, values: dict[str, float] | None = None) -> None:
        """Record a change at this iteration; what came later in the run is no longer its future."""
        t = self.iteration
        experiment = with_change(self.experiment, t, learning_rate, values)
        self._curve.forget_after(t - 1)
        self._keyframes.forget_after(t - 1)
        self.trainer.set_changes(experiment)
        self._record()
        self._keyframes.add(self.trainer.snapshot())
