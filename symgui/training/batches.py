"""Mini-batches: a new permutation of the examples each epoch, a short last batch used as it is."""

from __future__ import annotations

from ctypes import POINTER, c_uint32, cast

import msgspec
import numpy as np
from numpy.random import MT19937, RandomState
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.nn.kernel import MiniBatches, kernel
from symgui.nn.kernel.binding import STREAM
from symgui.nn.memory import allocate
from symgui.nn.network import Pass


class BatchPosition(msgspec.Struct, frozen=True, eq=False):
    """Where a stream of batches stands.

    Attributes
    ----------
    stream : ndarray of uint32, shape (STREAM,)
        The generator before the epoch's order was drawn.
    start : int
        Offset in that order.
    """

    stream: NDArray[np.uint32]
    start: int


class Batches:
    """Examples in batches, copied column by column into memory of their own.

    Parameters
    ----------
    X, Y : ndarray, shapes (n_x, m) and (n_L, m)
    size : int
        Examples in a batch.
    seed : int
        Of the ``RandomState`` that permutes every epoch.
    sizes : tuple of int
        Units of every layer, for the memory of the passes.

    Attributes
    ----------
    whole : Pass
        Memory of the pass over a batch.
    memory : MiniBatches
        The same for the kernel, which then takes batches itself.
    """

    def __init__(self, X: FloatArray, Y: FloatArray, size: int, seed: int, sizes: tuple[int, ...]) -> None:
        self._X, self._Y, self.size = X, Y, size
        twister = MT19937()
        self._random = RandomState(twister)
        self._random.seed(seed)
        m = X.shape[1]
        _, (x, y) = allocate([(X.shape[0], size), (Y.shape[0], size)])
        stream = _words(twister)
        order, start = np.arange(m, dtype=np.int64), np.array([m], dtype=np.int64)
        self.memory = MiniBatches(size, x, y, order, start, stream, stream.copy())
        self.whole = Pass(sizes, size)
        self._short = self.whole.narrowed(m % size or size)
        self._draw()

    @property
    def position(self) -> BatchPosition:
        """What `seek` needs to go on from here."""
        return BatchPosition(self.memory.before.copy(), int(self.memory.start[0]))

    def seek(self, position: BatchPosition) -> None:
        """Go on from a former position."""
        self.memory.stream[:] = position.stream
        self._draw()
        self.memory.start[0] = position.start

    def next(self) -> tuple[FloatArray, FloatArray, Pass]:
        """X and Y of the next batch, and a pass as wide."""
        memory = self.memory
        if memory.start[0] >= memory.order.size:
            self._draw()
        columns = memory.order[memory.start[0] :][: self.size]
        memory.start[0] += self.size
        k = columns.size
        x, y = memory.x[:, :k], memory.y[:, :k]
        np.take(self._X, columns, axis=1, out=x, mode="clip")
        np.take(self._Y, columns, axis=1, out=y, mode="clip")
        return x, y, self.whole if k == self.size else self._short

    def _draw(self) -> None:
        """Draw the next epoch's order, and begin it."""
        memory, compiled = self.memory, kernel()
        memory.before[:] = memory.stream
        if compiled is None:
            memory.order[:] = self._random.permutation(memory.order.size)
        else:
            compiled.permutation(memory.stream, memory.order)
        memory.start[0] = 0


def _words(twister: MT19937) -> NDArray[np.uint32]:
    """A generator's own memory: its words, and which of them comes next. It lives as long as the array."""
    words = cast(twister.ctypes.state_address, POINTER(c_uint32 * STREAM)).contents
    words.owner = twister  # type: ignore[attr-defined]
    return np.ctypeslib.as_array(words)
