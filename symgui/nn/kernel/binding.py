"""Calls into the compiled kernel. Every array is checked before its address crosses the border."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterable, Sequence
from ctypes import POINTER, Structure, byref, c_double, c_int64, c_void_p
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.nn.interruption import WORTH_A_LOOK, Interrupted
from symgui.nn.kernel.asking import asking
from symgui.nn.kernel.compile import NAMES, digest, seal_of
from symgui.nn.memory import LINE, allocate, fits_rows, padded, row_length

INTERFACE = 1
"""The version that `kernel.c` must have."""
MOST_LAYERS = 16
ACTIVATION_CODES = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "linear", "softplus", "swish")
"""In the order of `activations.h`."""
RULE_CODES = ("gd", "momentum", "adam")
"""In the order of `optimizers.h`."""
FUNCTIONS = ("exp", "expm1", "log", "log1p", "sin", "cos")
DONE, STOPPED, UNSURE, NO_SUCH_EXAMPLE = range(4)
"""Why `Training.run` returned."""


T = TypeVar("T")
_OUTPUT = 0
REMEMBERED = 8
"""Passes, and sets of examples, that a network remembers having checked."""
ELEMENT = 20
"""Multiplications that an activation counts as."""
SHORT = 3e5
"""Multiplications, about a tenth of a millisecond's, up to which a call keeps the interpreter's lock.

To give it up and take it again costs more where another thread wants it: until that one gives it up.
"""


class KernelError(Exception):
    """A library that is no kernel of ours, or an array that it must not be given."""


class _Network(Structure):
    _fields_ = [
        ("layers", c_int64),
        ("sizes", c_int64 * (MOST_LAYERS + 1)),
        ("g", c_int64 * (MOST_LAYERS + 1)),
        ("parameters", c_void_p),
        ("gradients", c_void_p),
    ]


class _Pass(Structure):
    kept: tuple[FloatArray, ...]  # an address alone keeps no array alive
    sizes: tuple[int, ...]
    m: int
    _fields_ = [("columns", c_int64), ("Z", c_void_p), ("A", c_void_p), ("dZ", c_void_p), ("slope", c_void_p)]


class _Examples(Structure):
    kept: tuple[FloatArray | None, FloatArray | None]
    sizes: tuple[int, ...]
    _fields_ = [("m", c_int64), ("x_row", c_int64), ("y_row", c_int64), ("X", c_void_p), ("Y", c_void_p)]


class _Batches(Structure):
    _fields_ = [
        ("size", c_int64), ("start", c_int64), ("order", c_void_p),
        ("x", c_void_p), ("y", c_void_p), ("x_row", c_int64), ("y_row", c_int64), ("following", c_int64),
    ]  # fmt: skip


class _Optimizer(Structure):
    _fields_ = [("name", c_int64), ("updates", c_int64), ("memory", c_void_p * 2)]


class _Result(Structure):
    _fields_ = [("made", c_int64), ("why", c_int64)]


def unknown(activations: Iterable[str], rule: str = RULE_CODES[0]) -> str:
    """What no kernel knows of a network and its optimizer, as "activation 'toy'"; empty if it knows all."""
    for name in activations:
        if name not in ACTIVATION_CODES:
            return f"activation {name!r}"
    return "" if rule in RULE_CODES else f"optimizer {rule!r}"


class Kernel:
    """A compiled library.

    Parameters
    ----------
    path : Path

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
            library = _declare(ctypes.CDLL(str(path)))
            holding = _declare(ctypes.PyDLL(str(path)))
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

    def orthonormal(self, vectors: FloatArray) -> FloatArray:
        """Vectors, one a row, made orthonormal one after the other, in a new array."""
        _, (v,) = allocate([vectors.shape])
        v[:] = vectors
        count, length = vectors.shape
        self.c(count * count * length).symgui_orthonormal(
            count, length, *rows(v, count, length, "the vectors")
        )
        return v


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
        self._passes: dict[tuple[int, ...], _Pass] = {}
        self._examples: dict[tuple[int, ...], _Examples] = {}
        self.struct = _Network(
            L,
            (c_int64 * (MOST_LAYERS + 1))(*sizes),
            (c_int64 * (MOST_LAYERS + 1))(*codes),
            vector(parameters, length, "parameters"),
            vector(gradients, length, "gradients"),
        )

    def pass_over(self, m: int, columns: int, memory: Sequence[FloatArray]) -> _Pass:
        """The memory of a pass: Z, A, dZ and slope, each flat, for m of `columns` examples."""
        key = (m, columns, *map(id, memory))
        known = self._passes.get(key)
        if known is not None:
            return known
        if not 0 <= m <= columns:
            raise KernelError(f"a pass over at most {columns} examples is expected, not over {m}")
        length = sum(self.sizes[1:]) * row_length(columns)
        names = ("Z", "A", "dZ", "slope")
        p = _Pass(columns, *(vector(a, length, name) for a, name in zip(memory, names, strict=True)))
        p.kept, p.sizes, p.m = tuple(memory), self.sizes, m
        _remember(self._passes, key, p)
        return p

    def examples(self, X: FloatArray | None, Y: FloatArray | None = None) -> _Examples:
        """The examples of a pass, in rows that are filled up: copied if they are not."""
        key = (id(X), id(Y))
        known = self._examples.get(key)
        if known is not None:
            return known
        kept = None if X is None else padded(X), None if Y is None else padded(Y)
        m = next(array.shape[1] for array in kept if array is not None)
        e = _Examples(m, 0, 0, None, None)
        e.kept, e.sizes = kept, self.sizes
        if kept[0] is not None:
            e.X, e.x_row = rows(kept[0], self.sizes[0], m, "X")
        if kept[1] is not None:
            e.Y, e.y_row = rows(kept[1], self.sizes[-1], m, "Y")
        if kept[0] is X and kept[1] is Y:  # else the next one may be another's with its identity
            _remember(self._examples, key, e)
        return e

    def targets(self, Y: FloatArray) -> _Examples:
        """Examples of which only Y is looked at."""
        return self.examples(None, Y)

    def forward(self, p: _Pass, e: _Examples) -> None:
        """Fill Z and A."""
        self._fit(p, e, X=True)
        self._call("symgui_forward", e.m, byref(self.struct), byref(p), byref(e))

    def backward(self, p: _Pass, e: _Examples, l2: float) -> None:
        """Fill dZ and the gradients, after `forward`."""
        self._fit(p, e, X=True, Y=True)
        self._call("symgui_backward", e.m, byref(self.struct), byref(p), byref(e), l2)

    def _call(self, name: str, m: int, *arguments: object) -> None:
        """A pass; in one that takes long it is asked whether to go on."""
        function: Callable[..., int] = getattr(self.kernel.c(self._work * m), name)
        if self._largest * m < WORTH_A_LOOK:
            function(*arguments, self._stop.ctypes.data)
            return
        ended: list[int] = []
        asking(lambda: ended.append(function(*arguments, self._stop.ctypes.data)), self._stop)
        if ended == [0]:
            raise Interrupted

    def cost(self, p: _Pass, e: _Examples) -> float:
        """Mean cross-entropy of the last `forward`."""
        self._fit(p, e, Y=True)
        c = self.kernel.c(ELEMENT * self.sizes[-1] * e.m)
        return float(c.symgui_cost(byref(self.struct), byref(p), byref(e)))

    def _fit(self, p: _Pass, e: _Examples, *, X: bool = False, Y: bool = False) -> None:
        """Refuse a pass or examples of another network or number, or without what is to be read."""
        if p.sizes != self.sizes or e.sizes != self.sizes:
            raise KernelError(f"made for {p.sizes} and {e.sizes}, not for {self.sizes}")
        if not 1 <= e.m == p.m:
            raise KernelError(f"a pass over {p.m} examples was given {e.m}")
        for wanted, array, name in zip((X, Y), e.kept, "XY", strict=True):
            if wanted and array is None:
                raise KernelError(f"{name} is missing")


class Training:
    """Updates of a network, many in one call.

    Parameters
    ----------
    network : BoundNetwork
    rule : str
        As in the experiment file.
    memory : sequence of ndarray
        What the rule remembers.
    examples : _Examples
        All of them.
    whole : _Pass
        Memory of a pass over an update's examples.
    batch : tuple of (int, ndarray, ndarray), optional
        Examples of an update, and X and Y that hold them side by side.
    """

    def __init__(
        self,
        network: BoundNetwork,
        rule: str,
        memory: Sequence[FloatArray],
        examples: _Examples,
        whole: _Pass,
        batch: tuple[int, FloatArray, FloatArray] | None = None,
    ) -> None:
        n = network.parameters.size
        places = [vector(array, n, "the optimizer's memory") for array in memory]
        self._stop = np.zeros(1, dtype=np.int32)
        self._kept = network, memory, batch
        self._rule = _Optimizer(RULE_CODES.index(rule), 0, (c_void_p * 2)(*places))
        if len(places) != self._rule.name:
            raise KernelError(f"{rule}: {self._rule.name} arrays of memory are expected, not {len(places)}")
        self._batches = _Batches(0, 0, None, None, None, 0, 0, 0)
        self._m = examples.m
        if whole.sizes != network.sizes or examples.sizes != network.sizes:
            raise KernelError(f"made for {whole.sizes} and {examples.sizes}, not for {network.sizes}")
        if self._m < 1 or any(array is None for array in examples.kept):
            raise KernelError("examples with X and Y are expected")
        if batch is not None:
            size, x, y = batch
            if not 1 <= size <= min(whole.columns, x.shape[1], y.shape[1]):
                raise KernelError(f"batches of {size} do not fit in their memory")
            self._batches.size = size
            self._batches.x, self._batches.x_row = rows(x, network.sizes[0], x.shape[1], "x", written=True)
            self._batches.y, self._batches.y_row = rows(y, network.sizes[-1], y.shape[1], "y", written=True)
        elif examples.m > whole.columns:
            raise KernelError(f"{examples.m} examples do not fit in a pass over {whole.columns}")
        self._result = _Result(0, 0)
        self._structs = [byref(s) for s in (network.struct, whole, examples, self._batches, self._rule)]
        self._all = whole, examples
        self._flag, self._out = self._stop.ctypes.data, byref(self._result)
        self._train = network.kernel.c(math.inf).symgui_train
        self._orders: tuple[NDArray[np.int64] | None, int] = None, 0
        self._numbers = 0.0, 0.0, 0.0, 0

    def run(
        self,
        updates: int,
        done: int,
        learning_rate: float,
        l2: float,
        surely_finite: float,
        orders: NDArray[np.int64] | None = None,
        start: int = 0,
    ) -> tuple[int, int, int, int]:
        """`prepare`, `make` and the `outcome`."""
        self.prepare(updates, done, learning_rate, l2, surely_finite, orders, start)
        self.make()
        return self.outcome()

    def prepare(
        self,
        updates: int,
        done: int,
        learning_rate: float,
        l2: float,
        surely_finite: float,
        orders: NDArray[np.int64] | None = None,
        start: int = 0,
    ) -> None:
        """Up to so many updates, after `done`; with `orders`, a row an epoch, from `start` in the first.

        Raises
        ------
        KernelError
            If `orders` are no lists of examples, or are missing.
        """
        batches = self._batches
        if (orders is None) != (batches.size == 0):
            raise KernelError("an order of the examples goes with batches, and only with them")
        following = 0
        if orders is not None:
            if orders.dtype != np.int64 or orders.shape[1:] != (self._m,) or not orders.flags.c_contiguous:
                raise KernelError(f"each order must be {self._m} int64 side by side, not {orders!r}")
            following = len(orders) - 1
            if start < 0 or following < 0:
                raise KernelError(
                    f"{len(orders)} epochs from {start} on: at least one, from 0 on, is expected"
                )
            batches.order, batches.start, batches.following = orders.ctypes.data, start, following
        self._orders = orders, following  # kept as long as the kernel may read them
        self._rule.updates, self._stop[0] = done, 0
        self._result.made, self._result.why = 0, STOPPED
        self._numbers = learning_rate, l2, surely_finite, updates

    def make(self) -> None:
        """Make the updates that were prepared, in whichever thread, without the interpreter's lock."""
        self._train(*self._structs, *self._numbers, self._flag, self._out)

    def make_asking(self) -> None:
        """The same, while this thread asks whether to go on."""
        asking(self.make, self._stop)

    def stop(self) -> None:
        """End the `make` that another thread is in, if one is, within an update; it is `STOPPED`."""
        self._stop[0] = 1

    def outcome(self) -> tuple[int, int, int, int]:
        """What `make` has done.

        Returns
        -------
        made, why, epochs, start : int
            Updates, the reason to return (`DONE`, `UNSURE`, or `STOPPED`, also if nothing was made at all),
            how many of the epochs are over of which another one follows, and how far the next is.

        Raises
        ------
        KernelError
            If `orders` named what is no example.
        """
        if self._result.why == NO_SUCH_EXAMPLE:
            raise KernelError(f"the order names an example that is not one of {self._m}")
        _, following = self._orders
        return (
            self._result.made, self._result.why, following - self._batches.following, self._batches.start
        )  # fmt: skip


def _remember(known: dict[tuple[int, ...], T], key: tuple[int, ...], made: T) -> None:
    """Keep what was checked for the next pass over the same arrays, whose identities `key` has."""
    if len(known) >= REMEMBERED:
        known.clear()
    known[key] = made


def vector(array: FloatArray, length: int, what: str) -> int:
    """The address of a flat array of so many float64, from a boundary of 64 bytes, that may be written.

    Raises
    ------
    KernelError
        If it is anything else.
    """
    if array.dtype != np.float64 or array.shape != (length,):
        raise KernelError(f"{what}: expected {length} float64, got {array.dtype} of shape {array.shape}")
    address = int(array.ctypes.data)
    if not array.flags.c_contiguous or address % LINE:
        raise KernelError(f"{what}: expected one block of memory from a boundary of {LINE} bytes")
    if not array.flags.writeable:
        raise KernelError(f"{what}: expected an array that may be written")
    return address


def rows(array: FloatArray, n: int, m: int, what: str, *, written: bool = False) -> tuple[int, int]:
    """The address of an array of n rows of m float64, each filled up to 64 bytes, and their distance.

    With `written` the kernel writes there.

    Raises
    ------
    KernelError
        If it is anything else.
    """
    if array.dtype != np.float64 or array.shape != (n, m):
        raise KernelError(f"{what}: expected {n} × {m} float64, got {array.dtype} of shape {array.shape}")
    if not fits_rows(array):
        raise KernelError(f"{what}: expected rows that are filled up to {LINE} bytes, as `padded` makes them")
    if written and not array.flags.writeable:
        raise KernelError(f"{what}: expected an array that may be written")
    return int(array.ctypes.data), array.strides[0] // 8 if n > 1 else row_length(m)


def _declare(library: ctypes.CDLL) -> ctypes.CDLL:
    address, number, real = c_void_p, c_int64, c_double
    net, p, e = POINTER(_Network), POINTER(_Pass), POINTER(_Examples)
    for name, result, arguments in (
        ("interface", number, []), ("wider", number, []), ("lanes", number, []),
        ("train", None, [net, p, e, POINTER(_Batches), POINTER(_Optimizer), real, real, real, number, address,
                         POINTER(_Result)]),
        ("forward", number, [net, p, e, address]), ("backward", number, [net, p, e, real, address]),
        ("cost", real, [net, p, e]),
        ("sum_of_squares", real, [number, address]),
        ("orthonormal", None, [number, number, address, number]),
        ("activation", None, [number, number, address, address]),
        ("slope", None, [number, number, address, address]),
        *((name, None, [number, address, address]) for name in FUNCTIONS),
    ):  # fmt: skip
        function = getattr(library, f"symgui_{name}")
        function.restype, function.argtypes = result, arguments
    return library
