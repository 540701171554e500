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

_EPOCHS = 32
"""Epochs between two copies of the generator's state: a copy takes as long as seven permutations."""


class BatchPosition(msgspec.Struct, frozen=True):
    """Where a stream of batches stands.

    Attributes
    ----------
    generator
        State of the generator some epochs ago.
    epochs : int
        Permutations drawn since, this epoch's included.
    start : int
        Offset in this epoch's permutation.
    """

    generator: dict[str, Any] | tuple[Any, ...]
    epochs: int
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
        self._epochs = 0
        self._new_epoch()

    @property
    def position(self) -> BatchPosition:
        """What `seek` needs to go on from here."""
        return BatchPosition(self._generator, self._epochs, self._start)

    def seek(self, position: BatchPosition) -> None:
        """Go on from a former position."""
        self._stream.set_state(position.generator)
        self._epochs = 0
        for _ in range(position.epochs):
            self._new_epoch()
        self._start = position.start

    def next(self) -> tuple[FloatArray, FloatArray, Pass]:
        """X and Y of the next batch, and a pass as wide."""
        self.skip()
        columns = self._order[self._start - self.size : self._start]
        k = columns.size
        x, y = self._x[:, :k], self._y[:, :k]
        np.take(self._X, columns, axis=1, out=x, mode="clip")
        np.take(self._Y, columns, axis=1, out=y, mode="clip")
        return x, y, self.whole if k == self.size else self._short

    @property
    def side_by_side(self) -> tuple[FloatArray, FloatArray]:
        """Memory for the X and Y of a batch."""
        return self._x, self._y

    def epoch(self) -> tuple[NDArray[np.int64], int]:
        """The numbers of the examples in this epoch's order, and where the next batch starts."""
        if self._start >= self._order.size:
            self._new_epoch()
        return self._order, self._start

    def go_on_at(self, start: int) -> None:
        """Other batches of this epoch have been taken by themselves."""
        self._start = start

    def skip(self) -> None:
        """Leave the next batch out."""
        if self._start >= self._order.size:
            self._new_epoch()
        self._start += self.size

    def _new_epoch(self) -> None:
        if self._epochs % _EPOCHS == 0:
            self._generator, self._epochs = self._stream.get_state(), 0
        self._epochs += 1
        self._order: NDArray[np.int64] = self._stream.permutation(self._X.shape[1]).astype(
            np.int64, copy=False
        )
        self._start = 0
