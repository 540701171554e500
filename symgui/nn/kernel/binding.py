"""The compiled library: loading it, and its functions of single arrays."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.nn.kernel.addresses import KernelError, numbers, rows, vector
from symgui.nn.kernel.compile import NAMES, digest, seal_of
from symgui.nn.kernel.structs import declare
from symgui.nn.memory import LINE, allocate

INTERFACE = 3
"""The version that `kernel.c` must have."""
ACTIVATION_CODES = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "linear", "softplus", "swish")
"""In the order of `activations.h`."""
RULE_CODES = ("gd", "momentum", "adam")
"""In the order of `optimizers.h`."""
STREAM = 625
"""Words of `shuffle.h`'s Mersenne Twister: 624, and which of them comes next."""
ELEMENT = 20
"""Multiplications that an activation counts as."""
SHORT = 3e5
"""Multiplications, about a tenth of a millisecond's, up to which a call keeps the interpreter's lock.

To give it up and take it again costs more where another thread wants it: until that one gives it up.
"""


def unknown(activations: Iterable[str], rule: str = RULE_CODES[0]) -> str:
    """What no kernel knows of a network and its optimizer, as "activation 'toy'"; empty if it knows all."""
    for name in activations:
        if name not in ACTIVATION_CODES:
            return f"activation {name!r}"
    return "" if rule in RULE_CODES else f"optimizer {rule!r}"


class Kernel:
    """A compiled library.

    Attributes
    ----------
    lanes : int
        Doubles that it computes at once.
    wider_builds : tuple of str
        Those builds of `compile.NAMES` beyond the least that this processor can run, the widest last.

    Raises
    ------
    KernelError
        If it cannot be loaded, or is of another version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            raise KernelError(f"{path.name} was not compiled")
        try:
            if seal_of(path).read_bytes() != digest(path).encode():
                raise KernelError(f"{path.name} is damaged")
            library = declare(ctypes.CDLL(str(path)))
            holding = declare(ctypes.PyDLL(str(path)))
        except (OSError, AttributeError) as error:
            raise KernelError(f"{path.name} cannot be loaded: {error}") from None
        if library.symgui_interface() != INTERFACE:
            raise KernelError(f"{path.name} is of another version")
        self._releasing, self._holding = library, holding
        self.lanes = int(library.symgui_lanes())
        self.wider_builds = tuple(NAMES)[1 : 1 + int(library.symgui_wider())]

    def __repr__(self) -> str:
        return f"<Kernel {self.path.name}, {self.lanes} at once>"

    def c(self, work: float) -> ctypes.CDLL:
        """The functions, for a call of so many multiplications: a short one keeps the interpreter's lock."""
        return self._releasing if work > SHORT else self._holding

    def of_each(self, function: str, z: FloatArray | float) -> FloatArray:
        """A function of `maths.h` or `trig.h` (``"exp"``, ``"sin"``), elementwise, in a new array."""
        z = np.array(z, dtype=np.float64, order="C")
        out = np.empty_like(z)
        getattr(self.c(ELEMENT * z.size), f"symgui_{function}")(z.size, z.ctypes.data, out.ctypes.data)
        return out

    def activation(self, name: str, z: FloatArray | float, *, slope: bool = False) -> FloatArray:
        """g(z) or g'(z), elementwise, in a new array."""
        z = np.array(z, dtype=np.float64, order="C")
        out = np.empty_like(z)
        c = self.c(ELEMENT * z.size)
        function = c.symgui_slope if slope else c.symgui_activation
        function(ACTIVATION_CODES.index(name), z.size, z.ctypes.data, out.ctypes.data)
        return out

    def sum_of_squares(self, flat: FloatArray) -> float:
        """Σ x² of a flat buffer that is filled up to 64 bytes."""
        if flat.size % (LINE // 8):
            raise KernelError(f"a multiple of {LINE // 8} numbers is expected, not {flat.size}")
        place = vector(flat, flat.size, "the vector")
        return float(self.c(flat.size).symgui_sum_of_squares(flat.size, place))

    def permutation(self, stream: NDArray[np.uint32], order: NDArray[np.int64]) -> None:
        """Fill `order` with 0, 1, … in the order that NumPy's `RandomState.permutation` draws.

        Parameters
        ----------
        stream : ndarray of uint32, shape (STREAM,)
            The Mersenne Twister, which goes on.
        order : ndarray of int64, shape (m,)
        """
        m = order.size
        places = numbers(stream, np.uint32, STREAM, "stream"), numbers(order, np.int64, m, "order")
        self.c(ELEMENT * m).symgui_permutation(places[0], m, places[1])

    def orthonormal(self, vectors: FloatArray) -> FloatArray:
        """Vectors, one a row, made orthonormal one after the other, in a new array."""
        _, (v,) = allocate([vectors.shape])
        v[:] = vectors
        count, length = vectors.shape
        self.c(count * count * length).symgui_orthonormal(
            count, length, *rows(v, count, length, "the vectors")
        )
        return v
