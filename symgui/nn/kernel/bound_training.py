"""Many updates of a network in one call of the kernel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from ctypes import byref, c_void_p

import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.nn.kernel.addresses import KernelError, rows, vector
from symgui.nn.kernel.asking import asking
from symgui.nn.kernel.binding import RULE_CODES
from symgui.nn.kernel.bound_network import BoundNetwork
from symgui.nn.kernel.structs import CBatches, CExamples, COptimizer, CPass, CResult

DONE, STOPPED, UNSURE, NO_SUCH_EXAMPLE = range(4)
"""Why `Training.run` returned."""


class Training:
    """Updates of a network, many in one call.

    Parameters
    ----------
    network : BoundNetwork
    rule : str
        As in the experiment file.
    memory : sequence of ndarray
        What the rule remembers.
    examples : CExamples
        All of them.
    whole : CPass
        Memory of a pass over an update's examples.
    batch : tuple of (int, ndarray, ndarray), optional
        Examples of an update, and X and Y that hold them side by side.
    """

    def __init__(
        self,
        network: BoundNetwork,
        rule: str,
        memory: Sequence[FloatArray],
        examples: CExamples,
        whole: CPass,
        batch: tuple[int, FloatArray, FloatArray] | None = None,
    ) -> None:
        n = network.parameters.size
        places = [vector(array, n, "the optimizer's memory") for array in memory]
        self._stop = np.zeros(1, dtype=np.int32)
        self._kept = network, memory, batch
        self._rule = COptimizer(RULE_CODES.index(rule), 0, (c_void_p * 2)(*places))
        if len(places) != self._rule.name:
            raise KernelError(f"{rule}: {self._rule.name} arrays of memory are expected, not {len(places)}")
        self._batches = CBatches(0, 0, None, None, None, 0, 0, 0)
        self._m = examples.m
        if whole.sizes != network.sizes or examples.sizes != network.sizes:
            raise KernelError(f"made for {whole.sizes} and {examples.sizes}, not for {network.sizes}")
        if self._m < 1 or any(array is None for array in examples.kept):
            raise KernelError("examples with X and Y are expected")
        if batch is not None:
            size, x, y = batch
            if not 1 <= size <= min(whole.columns, x.shape[1], y.shape[1]):
                raise KernelError(f"batches of {size} do not fit in their memory")
            self._batches.size = size
            self._batches.x, self._batches.x_row = rows(x, network.sizes[0], x.shape[1], "x", written=True)
            self._batches.y, self._batches.y_row = rows(y, network.sizes[-1], y.shape[1], "y", written=True)
        elif examples.m > whole.columns:
            raise KernelError(f"{examples.m} examples do not fit in a pass over {whole.columns}")
        self._result = CResult(0, 0)
        self._structs = [byref(s) for s in (network.struct, whole, examples, self._batches, self._rule)]
        self._all = whole, examples
        self._flag, self._out = self._stop.ctypes.data, byref(self._result)
        self._train = network.kernel.c(math.inf).symgui_train
        self._orders: tuple[NDArray[np.int64] | None, int] = None, 0
        self._numbers = 0.0, 0.0, 0.0, 0

    def run(
        self,
        updates: int,
        done: int,
        learning_rate: float,
        l2: float,
        surely_finite: float,
        orders: NDArray[np.int64] | None = None,
        start: int = 0,
    ) -> tuple[int, int, int, int]:
        """`prepare`, `make` and the `outcome`."""
        self.prepare(updates, done, learning_rate, l2, surely_finite, orders, start)
        self.make()
        return self.outcome()

    def prepare(
        self,
        updates: int,
        done: int,
        learning_rate: float,
        l2: float,
        surely_finite: float,
        orders: NDArray[np.int64] | None = None,
        start: int = 0,
    ) -> None:
        """Up to so many updates, after `done`; with `orders`, a row an epoch, from `start` in the first.

        Raises
        ------
        KernelError
            If `orders` are no lists of examples, or are missing.
        """
        batches = self._batches
        if (orders is None) != (batches.size == 0):
            raise KernelError("an order of the examples goes with batches, and only with them")
        following = 0
        if orders is not None:
            if orders.dtype != np.int64 or orders.shape[1:] != (self._m,) or not orders.flags.c_contiguous:
                raise KernelError(f"each order must be {self._m} int64 side by side, not {orders!r}")
            following = len(orders) - 1
            if start < 0 or following < 0:
                raise KernelError(
                    f"{len(orders)} epochs from {start} on: at least one, from 0 on, is expected"
                )
            batches.order, batches.start, batches.following = orders.ctypes.data, start, following
        self._orders = orders, following  # kept as long as the kernel may read them
        self._rule.updates, self._stop[0] = done, 0
        self._result.made, self._result.why = 0, STOPPED
        self._numbers = learning_rate, l2, surely_finite, updates

    def make(self) -> None:
        """Make the updates that were prepared, in whichever thread, without the interpreter's lock."""
        self._train(*self._structs, *self._numbers, self._flag, self._out)

    def make_asking(self) -> None:
        """The same, while this thread asks whether to go on."""
        asking(self.make, self._stop)

    def stop(self) -> None:
        """End the `make` that another thread is in, if one is, within an update; it is `STOPPED`."""
        self._stop[0] = 1

    def outcome(self) -> tuple[int, int, int, int]:
        """What `make` has done.

        Returns
        -------
        made, why, epochs, start : int
            Updates, the reason to return (`DONE`, `UNSURE`, or `STOPPED`, also if nothing was made at all),
            how many of the epochs are over of which another one follows, and how far the next is.

        Raises
        ------
        KernelError
            If `orders` named what is no example.
        """
        if self._result.why == NO_SUCH_EXAMPLE:
            raise KernelError(f"the order names an example that is not one of {self._m}")
        _, following = self._orders
        return (
            self._result.made, self._result.why, following - self._batches.following, self._batches.start
        )  # fmt: skip
