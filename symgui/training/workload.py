"""How long an update will take and how much memory it needs, before either is tried."""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import pairwise

import msgspec
import numpy as np

from symgui.experiment import Experiment
from symgui.nn.arithmetic import arithmetic_named
from symgui.nn.memory import allocate
from symgui.plain_text.numbers import number

MOST_SECONDS = 2.0
"""Seconds of an update from which on a person is asked before the run begins."""
MOST_BYTES = 2e9
"""Bytes of a network with its activations from which on a person is asked likewise."""
SURELY_QUICK = 2e8
"""Multiplications of an update that any computer does in that time: nothing is measured for them."""
SAMPLE = (16, 256, 2048)
"""Units, units below and examples of the product that the speed is measured with: some ten milliseconds."""
COPIES = 11
"""Arrays as large as all activations: five of a pass, three of a frame, and two frames may be there."""
FLOAT = 8


class Workload(msgspec.Struct, frozen=True):
    """What one update of some networks takes.

    Attributes
    ----------
    products : float
        Multiplications; an activation and its slope count as twenty.
    speed : float
        Of them a second, measured; infinite where it was not worth measuring.
    memory : float
        Bytes, roughly, of activations and frames.
    """

    products: float
    speed: float
    memory: float

    @property
    def seconds(self) -> float:
        """Seconds of an update."""
        return self.products / self.speed

    @property
    def too_much(self) -> bool:
        """Whether a person is to be asked first."""
        return self.seconds > MOST_SECONDS or self.memory > MOST_BYTES

    def __str__(self) -> str:
        takes = f"One update takes about {number(self.seconds, 2)} s on this computer"
        how = f"{number(self.products, 2)} multiplications at {number(self.speed, 2)} a second"
        return f"{takes} ({how}), and needs {number(self.memory / 1e9, 2)} GB of memory."


def workload(experiments: Iterable[Experiment]) -> Workload:
    """What an update of all of them, one after the other, takes on this computer."""
    specs = list(experiments)
    products = float(sum(products_of(spec) for spec in specs))
    memory = float(sum(_memory(spec) for spec in specs))
    quick = products < SURELY_QUICK and memory <= MOST_BYTES
    speed = float("inf") if quick else min(measured_speed(spec.arithmetic) for spec in specs)
    return Workload(products, speed, memory)


def measured_speed(arithmetic: str) -> float:
    """Multiplications a second of a product, in this thread's own time: others may be busy meanwhile."""
    product = arithmetic_named(arithmetic)
    n, k, m = SAMPLE
    _, (W, A, Z) = allocate([(n, k), (k, m), (n, m)])
    W[:], A[:] = np.linspace(-1.0, 1.0, n * k).reshape(n, k), 0.5
    product.forward(W, A, Z)  # whatever is slow the first time only
    began = time.thread_time()
    product.forward(W, A, Z)
    return float(n * k * m / max(time.thread_time() - began, 1e-6))


def products_of(spec: Experiment) -> int:
    """Multiplications of an update, roughly; an activation and its slope count as twenty."""
    return min(spec.training.batch_size or spec.data.samples, spec.data.samples) * _products_of_example(spec)


def frame_products_of(spec: Experiment) -> int:
    """The same of a frame: it shows what all examples would make of the network."""
    return spec.data.samples * _products_of_example(spec)


def _products_of_example(spec: Experiment) -> int:
    return sum(n * (3 * k + 20) for k, n in pairwise(spec.sizes))


def _memory(spec: Experiment) -> int:
    examples = spec.data.samples + spec.data.test_samples
    return COPIES * FLOAT * examples * sum(spec.sizes[1:])
