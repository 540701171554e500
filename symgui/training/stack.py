"""Several networks of one shape trained together: each operation of a step done once for all of them.

A step of a small network takes its time in calling some seventy array operations, not in their arithmetic.
On arrays with a leading axis, a lane for each network, the same operations are called once for all. The sums
within a lane are the very ones of the lane alone, so its digits are the same, bit for bit.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from symgui.nn.arithmetic import PerUnit, PerUnitLanes
from symgui.nn.memory import aligned_zeros, sum_of_squares
from symgui.nn.network import Network, Pass
from symgui.nn.optimizers import OPTIMIZERS, Optimizer
from symgui.training.trainer import Trainer

PAYS = 20_000
"""A network of more activations (units × examples of a batch) is not stacked: its arithmetic outweighs the
calls, and the arrays of several no longer fit the processor's cache (measured: benchmarks/race.py)."""


def stack_key(trainer: Trainer) -> Hashable | None:
    """Trainers of one key that stand at one iteration can be stacked; None for one that goes alone.

    They have the same shapes, activations and optimizer, see the same batches, and their L2 is the same at
    every iteration. Sums by BLAS over whole
    matrices may round otherwise in a stack: only `per-unit` is stacked.
    """
    network, training = trainer.network, trainer.experiment.training
    if type(network.arithmetic) is not PerUnit or sum(network.sizes[1:]) * trainer.batch_size > PAYS:
        return None
    changes_of_l2 = tuple((c.at, c.l2) for c in trainer.experiment.changes if c.l2 is not None)
    return (
        network.sizes,
        tuple(g.name for g in network.g.values()),
        network.loss.name,
        (training.optimizer, training.l2, changes_of_l2, training.batch_size, training.batch_seed),
        id(trainer.data),
    )


class Stack:
    """Trainers of one `stack_key`, updated together; from now on they live in the stack's memory.

    Parameters
    ----------
    trainers : sequence of Trainer
        Each stays a trainer of its own: it can be looked at, changed, restored, and go on alone. The stack
        may be used as long as no other has taken a trainer over and all stand at one iteration.
    """

    def __init__(self, trainers: Sequence[Trainer]) -> None:
        first, lanes = trainers[0], (len(trainers),)
        sizes, training = first.network.sizes, first.experiment.training
        g, loss = list(first.network.g.values()), first.network.loss
        self.trainers = tuple(trainers)
        self._network = Network(sizes, g, loss, PerUnitLanes(), lanes)
        parameters, gradients = self._network.parameters, self._network.gradients
        self._optimizer: Optimizer = OPTIMIZERS[training.optimizer](*parameters.shape)
        for k, trainer in enumerate(trainers):
            memory = tuple(array[k] for array in self._optimizer.memory)
            trainer.move(parameters[k], gradients[k], memory)
        batch = first.batch_size
        self._full = Pass(sizes, batch, lanes)
        self._short = self._full.narrowed(first.data.m % batch or batch)
        self._rates = aligned_zeros(*lanes, 1)
        self._flat = parameters.reshape(-1)

    @property
    def iteration(self) -> int:
        """Updates done."""
        return self.trainers[0].iteration

    def step(self) -> bool:
        """One update of every trainer. Returns whether one of them has diverged."""
        with np.errstate(all="ignore"):
            return self._update()

    def _update(self) -> bool:
        network, trainers = self._network, self.trainers
        first = trainers[0]
        X, Y = first.next_examples()
        p = self._full if Y.shape[1] == self._full.m else self._short
        network.forward(X, p)
        network.backward(X, Y, p, first.l2)
        self._optimizer.updates = first.iteration
        self._rates[:, 0] = [trainer.learning_rate for trainer in trainers]
        self._optimizer.update(network.parameters, network.gradients, self._rates)
        for trainer in trainers:
            trainer.count_update(skip_examples=trainer is not first)
        if sum_of_squares(self._flat) < first.surely_finite:  # of shapes, data and L2, which all have alike
            return False
        for trainer in trainers:
            trainer.look_for_divergence()
        return any(trainer.divergence is not None for trainer in trainers)
