"""Many updates of a network in one call of the kernel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from ctypes import addressof, byref, c_void_p
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.nn.kernel.addresses import KernelError, numbers, rows, vector
from symgui.nn.kernel.asking import asking
from symgui.nn.kernel.binding import RULE_CODES, STREAM
from symgui.nn.kernel.bound_network import BoundNetwork
from symgui.nn.kernel.structs import CBatches, CExamples, CJob, COptimizer, CPass

DONE, STOPPED, UNSURE, NO_SUCH_EXAMPLE = range(4)
"""Why `Training.run` returned, as the kernel numbers it (train.h)."""


class MiniBatches(NamedTuple):
    """Memory of mini-batches, which the kernel reads and writes.

    Attributes
    ----------
    size : int
        Examples of an update.
    x, y : ndarray, shapes (n_0, size) and (n_L, size)
        They hold the examples of an update side by side.
    order : ndarray of int64, shape (m,)
        The examples' numbers in this epoch's order.
    start : ndarray of int64, shape (1,)
        Where in it the next batch starts; at its end another one is drawn first.
    stream, before : ndarray of uint32, shape (STREAM,)
        The Mersenne Twister that draws the orders, and what it was before it drew this one.
    """

    size: int
    x: FloatArray
    y: FloatArray
    order: NDArray[np.int64]
    start: NDArray[np.int64]
    stream: NDArray[np.uint32]
    before: NDArray[np.uint32]


class Training:
    """Updates of a network, many in one call.

    Parameters
    ----------
    network : BoundNetwork
    rule : str
        As in the experiment file.
    memory : sequence of ndarray
        What the rule remembers: arrays as long as all parameters together.
    examples : CExamples
        All of them.
    whole : CPass
        Memory of a pass over an update's examples.
    batches : MiniBatches, optional
        Else an update takes all examples.

    Attributes
    ----------
    network : BoundNetwork
    job : CJob
        The call that was prepared last.
    """

    def __init__(
        self,
        network: BoundNetwork,
        rule: str,
        memory: Sequence[FloatArray],
        examples: CExamples,
        whole: CPass,
        batches: MiniBatches | None = None,
    ) -> None:
        n = network.parameters.size
        places = [vector(array, n, "the optimizer's memory") for array in memory]
        self._rule = COptimizer(RULE_CODES.index(rule), 0, (c_void_p * 2)(*places))
        if len(places) != self._rule.name:
            raise KernelError(f"{rule}: {self._rule.name} arrays of memory are expected, not {len(places)}")
        if whole.sizes != network.sizes or examples.sizes != network.sizes:
            raise KernelError(f"made for {whole.sizes} and {examples.sizes}, not for {network.sizes}")
        if examples.m < 1 or any(array is None for array in examples.kept):
            raise KernelError("examples with X and Y are expected")
        if batches is None and examples.m > whole.columns:
            raise KernelError(f"{examples.m} examples do not fit in a pass over {whole.columns}")
        self._m, self._start = examples.m, None if batches is None else batches.start
        self._batches = CBatches() if batches is None else _in_batches(batches, network, examples.m, whole)
        self._stop = np.zeros(1, dtype=np.int32)
        self.network = network
        self._kept = memory, examples, whole, batches
        structs = (network.struct, whole, examples, self._batches, self._rule)
        self.job = CJob(*map(addressof, structs), stop=self._stop.ctypes.data)
        self._call = byref(self.job)
        self._train = network.kernel.c(math.inf).symgui_train

    def run(
        self, updates: int, done: int, learning_rate: float, l2: float, surely_finite: float
    ) -> tuple[int, int]:
        """`prepare`, `make` and the `outcome`."""
        self.prepare(updates, done, learning_rate, l2, surely_finite)
        self.make()
        return self.outcome()

    def prepare(self, updates: int, done: int, learning_rate: float, l2: float, surely_finite: float) -> None:
        """Prepare up to so many updates, after `done`.

        Raises
        ------
        KernelError
            If the next batch starts nowhere.
        """
        if self._start is not None and self._start[0] < 0:
            raise KernelError(f"a batch cannot start at {self._start[0]}")
        job = self.job
        self._rule.updates, self._stop[0] = done, 0
        job.rate, job.l2, job.surely_finite, job.updates = learning_rate, l2, surely_finite, updates
        job.made, job.why, job.looks = 0, STOPPED, 0

    def look(self, after: NDArray[np.int64], costs: FloatArray, bound: float) -> None:
        """Let the call that is prepared put the cost into `costs`, each time after so many of its updates.

        Parameters
        ----------
        after : ndarray of int64, shape (n,)
            Ascending, from 0 on; after the last update of the call nothing is put.
        costs : ndarray, shape (n,)
        bound : float
            The first cost below it is the last that is put.

        Raises
        ------
        KernelError
            If an update does not take all examples.
        """
        if self._start is not None:
            raise KernelError("an update of a mini-batch does not see the cost of all examples")
        self._looks = after, costs
        self.job.bound = bound
        self.job.look_at = numbers(after, np.int64, len(after), "the looks")
        self.job.costs = numbers(costs, np.float64, len(after), "the costs")
        self.job.looks = len(after)

    def make(self) -> None:
        """Make the updates that were prepared, in whichever thread, without the interpreter's lock."""
        self._train(self._call)

    def make_asking(self) -> None:
        """The same, while this thread asks whether to go on."""
        asking(self.make, self._stop)

    def stop(self) -> None:
        """End the `make` that another thread is in, if one is, within an update; it is `STOPPED`."""
        self._stop[0] = 1

    def outcome(self) -> tuple[int, int]:
        """What `make` has done.

        Returns
        -------
        made, why : int
            Updates, and the reason to return: `DONE`, `UNSURE`, or `STOPPED`, also if none was made.

        Raises
        ------
        KernelError
            If the order named what is no example.
        """
        if self.job.why == NO_SUCH_EXAMPLE:
            raise KernelError(f"the order names an example that is not one of {self._m}")
        return self.job.made, self.job.why


def _in_batches(given: MiniBatches, network: BoundNetwork, m: int, whole: CPass) -> CBatches:
    """The same as the kernel sees it, each array checked."""
    x, y = given.x, given.y
    if not 1 <= given.size <= min(whole.columns, x.shape[1], y.shape[1]):
        raise KernelError(f"batches of {given.size} do not fit in their memory")
    x_place, x_row = rows(x, network.sizes[0], x.shape[1], "x", written=True)
    y_place, y_row = rows(y, network.sizes[-1], y.shape[1], "y", written=True)
    return CBatches(
        size=given.size,
        start=numbers(given.start, np.int64, 1, "the batch's start"),
        order=numbers(given.order, np.int64, m, "the order of the examples"),
        x=x_place,
        y=y_place,
        x_row=x_row,
        y_row=y_row,
        stream=numbers(given.stream, np.uint32, STREAM, "the stream"),
        before=numbers(given.before, np.uint32, STREAM, "the stream before"),
    )
