"""Mini-batches: a new permutation of the examples each epoch, a short last batch used as it is."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.nn.memory import allocate
from symgui.nn.network import Pass

_EPOCHS = 64
"""Epochs drawn at once, at most, after a copy of the generator's state, which takes as long as seven."""
_NUMBERS = 2**15
"""Numbers of examples that are drawn at once, at most, but for one epoch's."""


class BatchPosition(msgspec.Struct, frozen=True):
    """Where a stream of batches stands.

    Attributes
    ----------
    generator
        State of the generator before some epochs were drawn.
    epoch : int
        Which of them this is.
    start : int
        Offset in this epoch's permutation.
    """

    generator: dict[str, Any] | tuple[Any, ...]
    epoch: int
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
    """

    def __init__(self, X: FloatArray, Y: FloatArray, size: int, seed: int, sizes: tuple[int, ...]) -> None:
        self._X, self._Y, self.size = X, Y, size
        self._stream = RandomState(seed)
        _, (self._x, self._y) = allocate([(X.shape[0], size), (Y.shape[0], size)])
        self.whole = Pass(sizes, size)
        self._short = self.whole.narrowed(X.shape[1] % size or size)
        self._draw()

    @property
    def position(self) -> BatchPosition:
        """What `seek` needs to go on from here."""
        return BatchPosition(self._generator, self._epoch, self._start)

    def seek(self, position: BatchPosition) -> None:
        """Go on from a former position."""
        self._stream.set_state(position.generator)
        self._draw()
        self._epoch, self._start = position.epoch, position.start

    def next(self) -> tuple[FloatArray, FloatArray, Pass]:
        """X and Y of the next batch, and a pass as wide."""
        self.skip()
        columns = self._orders[self._epoch, self._start - self.size : self._start]
        k = columns.size
        x, y = self._x[:, :k], self._y[:, :k]
        np.take(self._X, columns, axis=1, out=x, mode="clip")
        np.take(self._Y, columns, axis=1, out=y, mode="clip")
        return x, y, self.whole if k == self.size else self._short

    @property
    def side_by_side(self) -> tuple[FloatArray, FloatArray]:
        """Memory for the X and Y of a batch."""
        return self._x, self._y

    def epochs(self) -> tuple[NDArray[np.int64], int]:
        """The examples' numbers, a row an epoch from this one on, and where in it the next batch starts."""
        self._begin()
        return self._orders[self._epoch :], self._start

    def go_on_at(self, epochs: int, start: int) -> None:
        """Other batches have been taken by themselves, up to this place, so many epochs on."""
        self._epoch += epochs
        self._start = start

    def skip(self) -> None:
        """Leave the next batch out."""
        self._begin()
        self._start += self.size

    def _begin(self) -> None:
        """Begin the next epoch where this one is over."""
        if self._start < self._X.shape[1]:
            return
        if self._epoch + 1 == len(self._orders):
            self._draw()
        else:
            self._epoch, self._start = self._epoch + 1, 0

    def _draw(self) -> None:
        """Draw the orders of the next epochs, a row each, and begin the first."""
        m = self._X.shape[1]
        self._generator = self._stream.get_state()
        self._orders: NDArray[np.int64] = np.empty((max(1, min(_EPOCHS, _NUMBERS // m)), m), dtype=np.int64)
        for order in self._orders:
            order[:] = self._stream.permutation(m)
        self._epoch = self._start = 0
