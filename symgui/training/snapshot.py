"""What a run goes on from."""

from __future__ import annotations

import msgspec

from symgui.arrays import FloatArray
from symgui.nn.state import Start
from symgui.training.batches import BatchPosition


class Snapshot(msgspec.Struct, frozen=True, eq=False):
    """All that determines how a run goes on from an iteration."""

    iteration: int
    parameters: FloatArray
    memory: tuple[FloatArray, ...]
    updates: int
    learning_rate: float
    l2: float
    batch: BatchPosition | None
    start: Start

    @property
    def nbytes(self) -> int:
        """Memory it takes, roughly: its arrays, Python's share, and the state of the batches' generator."""
        arrays = self.parameters.nbytes + sum(array.nbytes for array in self.memory)
        return arrays + (1024 if self.batch is None else 4096)
