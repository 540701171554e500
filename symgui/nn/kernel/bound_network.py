"""Passes of a network by the kernel: its parameters, memory and examples, checked once and remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ctypes import byref, c_int64
from itertools import pairwise
from typing import TypeVar

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.interruption import KERNEL_TIMES, WORTH_A_LOOK, Interrupted
from symgui.nn.kernel.addresses import KernelError, rows, vector
from symgui.nn.kernel.asking import asking
from symgui.nn.kernel.binding import ACTIVATION_CODES, ELEMENT, Kernel, unknown
from symgui.nn.kernel.structs import MOST_LAYERS, CExamples, CNetwork, CPass
from symgui.nn.memory import LINE, padded, row_length

T = TypeVar("T")
_OUTPUT = 0
"""The code that input and output layer have in the place of an activation's."""
REMEMBERED = 8
"""Passes, and sets of examples, that a network remembers having checked."""


class BoundNetwork:
    """A network's parameters and gradients as the kernel sees them.

    Parameters
    ----------
    kernel : Kernel
    sizes : sequence of int
        n_0, n_1, …, n_L.
    activations : sequence of str
        Of the hidden layers.
    parameters, gradients : ndarray
        Laid out as `symgui.nn.memory.allocate` does for W[1] … W[L], b[1] … b[L].
    """

    def __init__(
        self,
        kernel: Kernel,
        sizes: Sequence[int],
        activations: Sequence[str],
        parameters: FloatArray,
        gradients: FloatArray,
    ) -> None:
        L = len(sizes) - 1
        if not 1 <= L <= MOST_LAYERS:
            raise KernelError(f"a network of 1 to {MOST_LAYERS} layers is expected, not of {L}")
        if min(sizes) < 1:
            raise KernelError(f"layers of at least one unit are expected, not {tuple(sizes)}")
        if lacking := unknown(activations):
            raise KernelError(f"the {lacking} is not known")
        length = sum(n * (row_length(k) + LINE // 8) for k, n in pairwise(sizes))
        codes = [_OUTPUT, *(ACTIVATION_CODES.index(name) for name in activations), _OUTPUT]
        if len(codes) != L + 1:
            raise KernelError(f"{L - 1} activations are expected, not {len(codes) - 2}")
        self.kernel, self.sizes = kernel, tuple(sizes)
        self.parameters, self.gradients = parameters, gradients
        self._largest = max(n * k for k, n in pairwise(sizes))
        self._work = sum(n * (k + ELEMENT) for k, n in pairwise(sizes))
        self._stop = np.zeros(1, dtype=np.int32)
        self._flag = self._stop.ctypes.data
        self._passes: dict[tuple[int, ...], CPass] = {}
        self._examples: dict[tuple[int, ...], CExamples] = {}
        self.struct = CNetwork(
            L,
            (c_int64 * (MOST_LAYERS + 1))(*sizes),
            (c_int64 * (MOST_LAYERS + 1))(*codes),
            vector(parameters, length, "parameters"),
            vector(gradients, length, "gradients"),
        )

    def pass_over(self, m: int, columns: int, memory: Sequence[FloatArray]) -> CPass:
        """The memory of a pass: Z, A, dZ and slope, each flat, for m of `columns` examples."""
        key = (m, columns, *map(id, memory))
        known = self._passes.get(key)
        if known is not None:
            return known
        if not 0 <= m <= columns:
            raise KernelError(f"a pass over at most {columns} examples is expected, not over {m}")
        length = sum(self.sizes[1:]) * row_length(columns)
        names = ("Z", "A", "dZ", "slope")
        p = CPass(columns, *(vector(a, length, name) for a, name in zip(memory, names, strict=True)))
        p.kept, p.sizes, p.m = tuple(memory), self.sizes, m
        _remember(self._passes, key, p)
        return p

    def examples(self, X: FloatArray | None, Y: FloatArray | None = None) -> CExamples:
        """The examples of a pass, in rows that are filled up: copied if they are not."""
        key = (id(X), id(Y))
        known = self._examples.get(key)
        if known is not None:
            return known
        kept = None if X is None else padded(X), None if Y is None else padded(Y)
        m = next(array.shape[1] for array in kept if array is not None)
        e = CExamples(m, 0, 0, None, None)
        e.kept, e.sizes = kept, self.sizes
        if kept[0] is not None:
            e.X, e.x_row = rows(kept[0], self.sizes[0], m, "X")
        if kept[1] is not None:
            e.Y, e.y_row = rows(kept[1], self.sizes[-1], m, "Y")
        if kept[0] is X and kept[1] is Y:  # else the next one may be another's with its identity
            _remember(self._examples, key, e)
        return e

    def targets(self, Y: FloatArray) -> CExamples:
        """Examples of which only Y is looked at."""
        return self.examples(None, Y)

    def forward(self, p: CPass, e: CExamples) -> None:
        """Fill Z and A."""
        self._fit(p, e, X=True)
        self._call("symgui_forward", e.m, byref(self.struct), byref(p), byref(e))

    def backward(self, p: CPass, e: CExamples, l2: float) -> None:
        """Fill dZ and the gradients, after `forward`."""
        self._fit(p, e, X=True, Y=True)
        self._call("symgui_backward", e.m, byref(self.struct), byref(p), byref(e), l2)

    def _call(self, name: str, m: int, *arguments: object) -> None:
        """A pass; in one that takes long it is asked whether to go on."""
        function: Callable[..., int] = getattr(self.kernel.c(self._work * m), name)
        if self._largest * m < KERNEL_TIMES * WORTH_A_LOOK:
            function(*arguments, self._flag)
            return
        ended: list[int] = []
        asking(lambda: ended.append(function(*arguments, self._flag)), self._stop)
        if ended == [0]:
            raise Interrupted

    def cost(self, p: CPass, e: CExamples) -> float:
        """Mean cross-entropy of the last `forward`."""
        self._fit(p, e, Y=True)
        c = self.kernel.c(ELEMENT * self.sizes[-1] * e.m)
        return float(c.symgui_cost(byref(self.struct), byref(p), byref(e)))

    def _fit(self, p: CPass, e: CExamples, *, X: bool = False, Y: bool = False) -> None:
        """Refuse a pass or examples of another network or number, or without what is to be read."""
        if p.sizes != self.sizes or e.sizes != self.sizes:
            raise KernelError(f"made for {p.sizes} and {e.sizes}, not for {self.sizes}")
        if not 1 <= e.m == p.m:
            raise KernelError(f"a pass over {p.m} examples was given {e.m}")
        for wanted, array, name in zip((X, Y), e.kept, "XY", strict=True):
            if wanted and array is None:
                raise KernelError(f"{name} is missing")


def _remember(known: dict[tuple[int, ...], T], key: tuple[int, ...], made: T) -> None:
    """Keep what was checked for the next pass over the same arrays, whose identities `key` has."""
    if len(known) >= REMEMBERED:
        known.clear()
    known[key] = made
