"""The compiled kernel: updates, passes and functions that give the same bits on every machine.

The C files say what is computed; `compile` makes a library of them, `shared_library` finds it, `binding`
loads it. `bound_network` and `bound_training` call it with NumPy's arrays, each checked by `addresses` before
its address crosses the border. Where there is none, NumPy computes the same (`symgui.nn.network`), with this
machine's own last digits.
"""

from symgui.nn.kernel.addresses import KernelError
from symgui.nn.kernel.binding import Kernel, unknown
from symgui.nn.kernel.bound_network import BoundNetwork
from symgui.nn.kernel.bound_training import STOPPED, UNSURE, MiniBatches, Training
from symgui.nn.kernel.job_queue import JobQueue
from symgui.nn.kernel.shared_library import computes, kernel, missing, numpy_computes, using

__all__ = [
    "STOPPED", "UNSURE", "BoundNetwork", "JobQueue", "Kernel", "KernelError", "MiniBatches", "Training",
    "computes", "kernel", "missing", "numpy_computes", "unknown", "using",
]  # fmt: skip
