"""Whether one more update would change nothing, bit for bit."""

from __future__ import annotations

import numpy as np

from symgui.nn.in_parts import ONE_NUMBER, same_bits
from symgui.nn.interruption import blocks
from symgui.nn.network import Network
from symgui.nn.optimizers import Optimizer


def changes_nothing(network: Network, optimizer: Optimizer, learning_rate: float) -> bool:
    """Whether an update by the gradients that are there changes no bit of parameters or memory.

    Memory that is not zero proves nothing, as Adam's step depends on the number of updates too.
    """

    def stands_still(part: slice) -> bool:
        """The same of some parameters; what an update makes of one depends on no other."""
        before, memories = network.parameters[part], [each[part] for each in optimizer.memory]
        if any(memory.any() for memory in memories):
            return False
        after, again = before.copy(), type(optimizer)(before.size)
        again.updates = optimizer.updates
        for memory, kept in zip(again.memory, memories, strict=True):
            memory[:] = kept
        with np.errstate(all="ignore"):
            again.update(after, network.gradients[part], learning_rate)
        pairs = zip((after, *again.memory), (before, *memories), strict=True)
        return all(same_bits(new, old) for new, old in pairs)

    return all(map(stands_still, blocks(network.parameters.size, ONE_NUMBER)))
