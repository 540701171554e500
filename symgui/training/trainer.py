"""One run, one update at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from symgui.arrays import FloatArray
from symgui.data import load_data
from symgui.data.dataset import Dataset
from symgui.experiment import Experiment, parse_parameter
from symgui.nn.build import initialize, network_of_zeros
from symgui.nn.in_parts import copied, same_bits
from symgui.nn.interruption import KERNEL_TIMES, WORTH_A_LOOK, Interrupted
from symgui.nn.kernel import STOPPED, UNSURE, Training
from symgui.nn.memory import allocate, padded, sum_of_squares
from symgui.nn.network import Pass
from symgui.nn.optimizers import OPTIMIZERS, Optimizer
from symgui.nn.read_state import layer_states, optimizer_state
from symgui.nn.state import NetworkState, Start
from symgui.symmetry.divergence import Divergence, first_bad, surely_finite
from symgui.training.batches import Batches
from symgui.training.coasting import coasting
from symgui.training.cost_looks import CostLooks
from symgui.training.planned_changes import PlannedChanges
from symgui.training.snapshot import Snapshot
from symgui.training.standstill import changes_nothing

AT_ONCE = 3e7
"""Multiplications of the updates that are asked of the kernel at once: a few milliseconds."""
QUICK = 1e6
"""An update of fewer multiplications is no loss where it is given up halfway."""


class Trainer:
    """Trains the network of an experiment; one step is one update.

    An update uses one mini-batch, or all examples if the experiment's ``batch_size`` is null. Recorded
    changes of the experiment are applied when their iteration is reached, before the next update.

    Attributes
    ----------
    experiment : Experiment
    data : Dataset
    network : Network
        Its parameters are those after `iteration` updates.
    iteration : int
        Updates done.
    learning_rate : float
        The one in force.
    l2 : float
        λ, the one in force.
    last_pass : Pass
        Z and A over the whole training set, as the last `cost` or `network_state` left them.
    compiled : Training or None
        The kernel's part in training, if there is a kernel.
    takes_long : bool
        Whether a product of it takes so long that it may be given up in the middle.
    divergence : Divergence or None
        Set as soon as the state of `iteration` is a diverged one, also at 0; the trainer does not go on
        from there.
    """

    def __init__(self, experiment: Experiment, data: Dataset | None = None) -> None:
        self.experiment = experiment
        self.data = load_data(experiment.data) if data is None else data
        self.network = network_of_zeros(experiment, self.data.X.shape[0], self.data.classes)
        self.learning_rate, self.l2 = experiment.training.learning_rate, experiment.training.l2
        self.divergence: Divergence | None = None
        sizes, training = self.network.sizes, experiment.training
        self._optimizer: Optimizer = OPTIMIZERS[training.optimizer](self.network.parameters.size)
        _, (self._X, self._Y) = allocate([self.data.X.shape, self.data.Y.shape])
        self._X[:], self._Y[:] = self.data.X, self.data.Y
        self.last_pass = Pass(sizes, self.data.m)
        self._X_test = padded(self.data.X_test)
        self._test = Pass(sizes, self.data.X_test.shape[1]) if self.data.has_test else None
        self._batches: Batches | None = None
        if training.batch_size is not None and training.batch_size < self.data.m:
            self._batches = Batches(self._X, self._Y, training.batch_size, training.batch_seed, sizes)
        largest = max(n * k for k, n in pairwise(sizes)) * self.data.m
        times = 1.0 if self.network.bound is None else KERNEL_TIMES
        self.takes_long = largest >= times * WORTH_A_LOOK
        self._passed: FloatArray | None = None  # the parameters that the pass over all examples is of
        self._surely_finite = self._find_surely_finite()
        self.compiled = self._training()
        self._first_batch = self._batches.position if self._batches else None
        self._begin(experiment)

    def fits(self, experiment: Experiment, data: Dataset) -> bool:
        """Whether a run of an experiment has the memory of this one: the same data, layers and batches."""
        mine, other = self.experiment, experiment
        same = data is self.data and mine.network == other.network and mine.arithmetic == other.arithmetic
        names = ("optimizer", "batch_size", "batch_seed")
        return same and all(getattr(mine.training, name) == getattr(other.training, name) for name in names)

    def begin(self, experiment: Experiment) -> None:
        """Begin the run of an experiment that `fits`: all as in a new trainer, in a third of the time."""
        for array in (self.network.parameters, self.network.gradients, *self._optimizer.memory):
            array[:] = 0.0
        self._optimizer.updates = 0
        if self._batches is not None and self._first_batch is not None:
            self._batches.seek(self._first_batch)
        self.learning_rate = experiment.training.learning_rate
        self._set_l2(experiment.training.l2)
        self._begin(experiment)

    def _begin(self, experiment: Experiment) -> None:
        """Draw the parameters, and look at the start."""
        initialize(self.network, experiment.initialization)
        self.iteration = 0
        self._drawn = frozenset(l for l in self.network.layers if self.network.W[l].any())
        self._start = Start(0, self.cost())
        self.set_changes(experiment)

    def __repr__(self) -> str:
        return f"<Trainer of {self.network!r} at iteration {self.iteration}>"

    def set_changes(self, experiment: Experiment) -> None:
        """Take over the recorded changes of `experiment`, alike in all else, and apply those of now."""
        self.experiment = experiment
        self._changes = PlannedChanges(experiment.changes)
        self._apply_changes()
        self.look_for_divergence()

    def advance(self, updates: int = 1, looks: CostLooks | None = None) -> int:
        """Make up to `updates` updates; returns how many: fewer if the run diverges or is stopped.

        Parameters
        ----------
        updates : int
        looks : CostLooks, optional
            Its costs become known up to the first below its bound, and not at the iteration that is
            reached. Only where `sees_costs`.
        """
        start = self.iteration
        with np.errstate(all="ignore"):
            for call in self.updating(updates, looks):
                if self.takes_long:
                    call.make_asking()
                else:
                    call.make()
        return self.iteration - start

    def updating(self, updates: int, looks: CostLooks | None = None) -> Iterator[Training]:
        """`advance` whose calls of the kernel another makes: each before the next one is taken.

        Raises
        ------
        symgui.nn.interruption.Interrupted
            If a call was given up in its first update, or not made.
        """
        compiled, goal, stopped = self.compiled, self.iteration + updates, False
        self._passed = None
        while self.iteration < goal and self.divergence is None and not stopped:
            if compiled is None:
                self._update()
                continue
            most = int(min(goal, self.next_change) - self.iteration)
            compiled.prepare(most, self._optimizer.updates, self.learning_rate, self.l2, self._surely_finite)
            if looks is not None and looks.first_below() is None:
                first = int(looks.iterations.searchsorted(self.iteration))
                compiled.look(looks.iterations[first:] - self.iteration, looks.costs[first:], looks.bound)
            yield compiled
            stopped = self._count(*compiled.outcome())

    def stop(self) -> None:
        """End, from another thread, the `advance` that is under way after the update it is at.

        Raises there `Interrupted` if it has not made one yet. Only where `can_be_stopped`.
        """
        if self.compiled is not None and self.can_be_stopped:
            self.compiled.stop()

    @property
    def can_be_stopped(self) -> bool:
        """Whether many updates can be asked for at once, as `stop` ends them soon."""
        return self.compiled is not None and self.work <= QUICK

    @property
    def sees_costs(self) -> bool:
        """Whether an update knows the cost of all examples on its way."""
        return self.compiled is not None and self._batches is None

    @property
    def updates(self) -> int:
        """Updates since the parameters were last given: the start, or an edit of one."""
        return self.iteration - self._start.iteration

    @property
    def at_once(self) -> int:
        """How many updates to ask for where others wait for an answer: a few milliseconds' worth."""
        return 1 if self.compiled is None else max(1, int(AT_ONCE / self.work))

    @property
    def batch_size(self) -> int:
        """Examples of an update."""
        return self._batches.size if self._batches else self.data.m

    @property
    def work(self) -> int:
        """Multiplications of an update, roughly; an activation and its slope count as twenty."""
        return self.batch_size * sum(n * (3 * k + 20) for k, n in pairwise(self.network.sizes))

    @property
    def was_changed(self) -> bool:
        """Whether a change is recorded at this iteration."""
        return self.iteration in self._changes.at

    @property
    def next_change(self) -> float:
        """The first later iteration at which a change is recorded; infinite if there is none."""
        return self._changes.after(self.iteration)

    def cost(self) -> float:
        """Mean cross-entropy over the training set, at the parameters as they are now."""
        with np.errstate(all="ignore"):
            self._pass_over_all()
            return self.network.cost(self._Y, self.last_pass)

    def train_accuracy(self) -> float:
        """Share of training examples classified right, by the last `cost` or `network_state`."""
        return float(np.mean(self.network.predict(self.last_pass) == self.data.labels))

    def test_accuracy(self) -> float:
        """Share of test examples classified right; NaN without any."""
        if self._test is None:
            return math.nan
        with np.errstate(all="ignore"):
            self.network.forward(self._X_test, self._test)
        return float(np.mean(self.network.predict(self._test) == self.data.labels_test))

    @property
    def penalty(self) -> float:
        """λ/(2m) Σ W² over the training set."""
        with np.errstate(all="ignore"):
            return self.network.penalty(self.l2, self.data.m)

    def network_state(self) -> NetworkState:
        """Parameters, forward and backward pass over the whole training set, as read-only copies."""
        network, p, l2 = self.network, self.last_pass, self.l2
        with np.errstate(all="ignore"):
            self._pass_over_all()
            network.backward(self._X, self._Y, p, l2)
            cost = network.cost(self._Y, p)
        return NetworkState(
            X=self.data.X, Y=self.data.Y, layers=layer_states(network, p), cost=cost, l2=l2,
            iteration=self.iteration, start=self._start, learning_rate=self.learning_rate,
            batch=self.batch_size, arithmetic=self.experiment.arithmetic,
            full_batch=self._batches is None, coasting=coasting(network, self._optimizer),
            given=self._drawn.union(self._changes.given(self.iteration)),
            optimizer=optimizer_state(network, self._optimizer, self.experiment.training.optimizer),
            class_names=self.data.class_names,
        )  # fmt: skip

    def stands_still(self) -> bool:
        """Whether one more update would change no bit of parameters or of the optimizer's memory.

        Only a full batch can prove it: the next update would then be the same, and so on for ever. Call right
        after `network_state`, whose gradients it uses.
        """
        if self._batches is not None or self.divergence is not None or self.next_change < math.inf:
            return False
        return changes_nothing(self.network, self._optimizer, self.learning_rate)

    def set_parameters(self, values: Mapping[str, float]) -> None:
        """Set weights or biases, named as in the experiment file: ``W1[0,1]``, ``b2[0]``.

        Raises
        ------
        ValueError
            If there is no such parameter.
        """
        self._give(values)
        self.look_for_divergence()

    def snapshot(self) -> Snapshot:
        """A copy of all that determines how the run goes on."""
        return Snapshot(
            iteration=self.iteration,
            parameters=copied(self.network.parameters),
            memory=tuple(map(copied, self._optimizer.memory)),
            updates=self._optimizer.updates,
            learning_rate=self.learning_rate,
            l2=self.l2,
            batch=self._batches.position if self._batches else None,
            start=self._start,
        )

    def restore(self, snapshot: Snapshot) -> None:
        """Go back (or on) to a snapshot of this run."""
        self.iteration = snapshot.iteration
        self.network.parameters[:] = snapshot.parameters
        for array, kept in zip(self._optimizer.memory, snapshot.memory, strict=True):
            array[:] = kept
        self._optimizer.updates = snapshot.updates
        self.learning_rate = snapshot.learning_rate
        self._set_l2(snapshot.l2)
        self._start = snapshot.start
        if self._batches is not None and snapshot.batch is not None:
            self._batches.seek(snapshot.batch)
        self.look_for_divergence()

    def look_for_divergence(self) -> None:
        """Set `divergence` if the state as it is now is a diverged one, else take it back."""
        self.divergence = None
        with np.errstate(all="ignore"):
            if sum_of_squares(self.network.parameters) < self._surely_finite:  # NaN compares false
                return
            self._pass_over_all()
            self.network.backward(self._X, self._Y, self.last_pass, self.l2)
            self.divergence = first_bad(self.iteration, self.network.L, self._values)

    def _pass_over_all(self) -> None:
        """Z and A of all training examples at the parameters as they are now.

        Where that takes long it is not done twice: a run begins with its cost, its record and a frame.
        """
        parameters = self.network.parameters
        if self._passed is not None and same_bits(parameters, self._passed):
            return
        self._passed = None
        self.network.forward(self._X, self.last_pass)
        if self.takes_long:
            self._passed = copied(parameters)

    # ---- the update --------------------------------------------------------------------------------

    def _training(self) -> Training | None:
        """The kernel's part in training, if there is a kernel."""
        bound, batches = self.network.bound, self._batches
        if bound is None:
            return None
        examples, p = bound.examples(self._X, self._Y), batches.whole if batches else self.last_pass
        return Training(
            bound, self.experiment.training.optimizer, self._optimizer.memory, examples,
            bound.pass_over(p.m, p.columns, p.flat),
            None if batches is None else batches.memory,
        )  # fmt: skip

    def _count(self, made: int, why: int) -> bool:
        """Take over what the kernel has made; returns whether it was stopped."""
        if why == STOPPED and not made:
            raise Interrupted
        self._optimizer.updates += made
        self.iteration += made
        if made:
            self._apply_changes()
        if why == UNSURE or (made and self.was_changed):
            self.look_for_divergence()
        return why == STOPPED

    def _update(self) -> None:
        network = self.network
        X, Y, p = self._batches.next() if self._batches else (self._X, self._Y, self.last_pass)
        network.forward(X, p)
        network.backward(X, Y, p, self.l2)
        self._optimizer.update(network.parameters, network.gradients, self.learning_rate)
        self.iteration += 1
        self._apply_changes()
        self.look_for_divergence()

    def _apply_changes(self) -> None:
        for change in self._changes.at.get(self.iteration, ()):
            if change.learning_rate is not None:
                self.learning_rate = change.learning_rate
            if change.l2 is not None:
                self._set_l2(change.l2)
            if change.set:
                self._give(change.set)

    def _set_l2(self, l2: float) -> None:
        if l2 != self.l2:
            self.l2 = l2
            self._surely_finite = self._find_surely_finite()

    def _find_surely_finite(self) -> float:
        return surely_finite(self.network.sizes, self.data.X, self.l2 / self.batch_size)

    def _give(self, values: Mapping[str, float]) -> None:
        """Set parameters: what the run makes of them from here on is measured against the cost they have."""
        for name, value in values.items():
            letter, layer, row, column = parse_parameter(name)
            matrices = self.network.W if letter == "W" else self.network.b
            try:
                matrices[layer][row, column] = value
            except (KeyError, IndexError):
                raise ValueError(f"{name}: the network {self.network!r} has no such parameter") from None
        self._start = Start(self.iteration, self.cost())

    def _values(self, quantity: str, l: int) -> FloatArray:
        """A quantity of layer l, over the whole training set, as the last pass left it."""
        values: dict[int, FloatArray] = (
            self.last_pass.Z if quantity == "Z" else getattr(self.network, quantity)
        )
        return values[l]
