"""The compiled kernel: updates, passes and functions that give the same bits on every machine.

The C files say what is computed; `compile` makes a library of them, `library` finds and loads it, `binding`
calls it with NumPy's arrays, each checked before its address crosses the border. Where there is none, NumPy
computes the same (`symgui.nn.network`), with this machine's own last digits.
"""

from symgui.nn.kernel.binding import STOPPED, UNSURE, BoundNetwork, Kernel, KernelError, Training, unknown
from symgui.nn.kernel.shared_library import computes, kernel, missing, numpy_computes, using

__all__ = [
    "STOPPED", "UNSURE", "BoundNetwork", "Kernel", "KernelError", "Training",
    "computes", "kernel", "missing", "numpy_computes", "unknown", "using",
]  # fmt: skip
