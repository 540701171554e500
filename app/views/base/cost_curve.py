"""What a cost curve is read against: the cost of guessing, and the point at which the run is."""

from __future__ import annotations

import numpy as np

from symgui.arrays import FloatArray
from symgui.data.dataset import Dataset
from symgui.symmetry.signal import entropy
from symgui.training.frame import Frame


def guessing(data: Dataset) -> tuple[float, str]:
    """What it costs to answer every input with the class frequencies, and what to call it.

    Returns
    -------
    cost : float
        Entropy of the class frequencies, in nats.
    name : str
        ``"ln 2"`` (or of the number of classes) if all classes are equally frequent.
    """
    counts = np.bincount(data.labels, minlength=data.classes)
    equal = bool((counts == counts[0]).all())
    return entropy(data.Y), f"ln {data.classes}" if equal else "guessing"


def with_current(frame: Frame) -> tuple[FloatArray, FloatArray]:
    """The curve's iterations and costs, the frame's own among them: it may lie between recorded ones."""
    t, cost = frame.curve.iterations.astype(np.float64), frame.curve.cost
    here = int(np.searchsorted(t, frame.iteration))
    if here == t.size or t[here] != frame.iteration:
        t = np.concatenate((t[:here], [float(frame.iteration)], t[here:]))
        cost = np.concatenate((cost[:here], [frame.cost], cost[here:]))
    return t, cost
