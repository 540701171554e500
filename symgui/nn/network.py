"""The network: parameters, forward and backward, as the course writes them.

Z[l] = W[l] A[l-1] + b[l]            A[l] = g[l](Z[l])
dZ[L] = A[L] − Y                     dZ[l-1] = W[l]ᵀ dZ[l] ∘ g'(Z[l-1])
dW[l] = 1/m dZ[l] A[l-1]ᵀ            db[l] = 1/m Σ dZ[l]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.nn.activations import Activation
from symgui.nn.arithmetic import Arithmetic, Compiled
from symgui.nn.interruption import WORTH_A_LOOK, blocks
from symgui.nn.kernel import BoundNetwork
from symgui.nn.losses import OutputLoss
from symgui.nn.memory import aligned_zeros, allocate, carve

Flat: TypeAlias = tuple[FloatArray, FloatArray, FloatArray, FloatArray]


class Pass:
    """Memory of one forward and backward pass over m examples; nothing is allocated during a step.

    Parameters
    ----------
    sizes : sequence of int
        n_0, n_1, …, n_L.
    m : int
        Number of examples.
    lanes : tuple of int
        Leading axes, for several networks at once.

    Attributes
    ----------
    Z, A, dZ, slope, scratch : dict of ndarray, shape (*lanes, n_l, m)
        By layer from 1; the input itself is not kept. `slope` holds g'(Z), `scratch` nothing of use.
    flat : tuple of four ndarray
        Z, A, dZ and slope, each of all layers after each other, with what lies between them for alignment.
    columns : int
        Number of examples there is memory for.
    """

    def __init__(self, sizes: Sequence[int], m: int, lanes: tuple[int, ...] = ()) -> None:
        shapes = [(n, m) for n in sizes[1:]]
        layers = range(1, len(sizes))
        self.m = self.columns = m
        flat_Z, Z = allocate(shapes, lanes)
        flat_A, A = allocate(shapes, lanes)
        flat_dZ, dZ = allocate(shapes, lanes)
        flat_slope, slope = allocate(shapes, lanes)
        _, scratch = allocate(shapes, lanes)
        self.flat: Flat = flat_Z, flat_A, flat_dZ, flat_slope
        self.Z = dict(zip(layers, Z, strict=True))
        self.A = dict(zip(layers, A, strict=True))
        self.dZ = dict(zip(layers, dZ, strict=True))
        self.slope = dict(zip(layers, slope, strict=True))
        self.scratch = dict(zip(layers, scratch, strict=True))

    def narrowed(self, m: int) -> Pass:
        """The same memory for fewer examples: the short last batch of an epoch."""
        part = object.__new__(Pass)
        part.m, part.columns, part.flat = m, self.columns, self.flat
        for name in ("Z", "A", "dZ", "slope", "scratch"):
            buffers: dict[int, FloatArray] = getattr(self, name)
            setattr(part, name, {layer: buffer[..., :m] for layer, buffer in buffers.items()})
        return part


class Network:
    """Layers of units with their parameters and gradients.

    Several networks of the same shape can be one `Network`: then every array has leading axes (`lanes`), and
    `forward` and `backward` treat them all at once; what the course writes of one network is not changed.

    Attributes
    ----------
    sizes : tuple of int
        n_0 (the inputs), n_1, …, n_L.
    L : int
        Number of layers with weights; L = 1 is logistic regression.
    W, b, dW, db : dict of ndarray
        By layer from 1, in the course's shapes (n_l, n_{l-1}) and (n_l, 1).
    parameters, gradients : ndarray, shape (size,)
        The same memory, flat (rows padded with zeros).
    bound : BoundNetwork or None
        What the compiled kernel sees of it; None if NumPy computes.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activations: Sequence[Activation],
        loss: OutputLoss,
        arithmetic: Arithmetic,
        lanes: tuple[int, ...] = (),
    ) -> None:
        self.sizes = tuple(sizes)
        self.L = len(self.sizes) - 1
        self.g = dict(enumerate(activations, start=1))
        self.loss = loss
        self.arithmetic = arithmetic
        weight_shapes = [(self.sizes[l], self.sizes[l - 1]) for l in self.layers]
        self._shapes = weight_shapes + [(self.sizes[l], 1) for l in self.layers]
        self._live_in(allocate(self._shapes, lanes)[0], allocate(self._shapes, lanes)[0])
        self._penalty = aligned_zeros(*self.parameters.shape)
        self._weight_count = self._end_of_weights()

    @property
    def layers(self) -> range:
        """1 … L."""
        return range(1, self.L + 1)

    def __repr__(self) -> str:
        names = [g.name for g in self.g.values()] + [self.loss.name]
        return f"<Network {'-'.join(map(str, self.sizes))} {', '.join(names)} ({self.arithmetic.name})>"

    def forward(self, X: FloatArray, p: Pass) -> None:
        """Fill Z and A of `p` from the examples X, shape (n_x, m)."""
        bound = self.bound
        if bound is not None:
            bound.forward(bound.pass_over(p.m, p.columns, p.flat), bound.examples(X))
            return
        A = X
        for l in self.layers:
            Z = p.Z[l]
            self._forward(l, A, Z)
            np.add(Z, self.b[l], out=Z)
            g = self.loss.function if l == self.L else self.g[l].function
            g(Z, p.A[l], p.scratch[l])
            A = p.A[l]

    def backward(self, X: FloatArray, Y: FloatArray, p: Pass, l2: float = 0.0) -> None:
        """Fill dZ of `p`, and dW and db, after `forward` on the same examples.

        Y has shape (n_L, m): 0/1 labels, one-hot columns above two classes; λ is `l2`.

        1/m multiplies after the sum: dividing each term first would make a sum that cancels exactly
        come out as rounding, and the network would seem to learn from it. λ/m W is added to dW.
        """
        bound = self.bound
        if bound is not None:
            examples = bound.examples(X, Y)
            bound.backward(bound.pass_over(p.m, p.columns, p.flat), examples, l2)
            return
        np.subtract(p.A[self.L], Y, out=p.dZ[self.L])
        for l in reversed(self.layers):
            dZ = p.dZ[l]
            self._gradient(l, dZ, X if l == 1 else p.A[l - 1])
            np.add.reduce(dZ, axis=-1, out=self.db[l], keepdims=True)
            if l > 1:
                self._backward(l, dZ, p.dZ[l - 1])
                self.g[l - 1].slope(p.Z[l - 1], p.slope[l - 1], p.scratch[l - 1])
                np.multiply(p.dZ[l - 1], p.slope[l - 1], out=p.dZ[l - 1])
        np.multiply(self.gradients, 1.0 / p.m, out=self.gradients)
        if l2:
            self._add_penalty(l2 / p.m)

    def cost(self, Y: FloatArray, p: Pass) -> float:
        """Mean cross-entropy of the last `forward` against Y, shape (n_L, m) (the penalty excluded)."""
        bound = self.bound
        if bound is not None:
            return bound.cost(bound.pass_over(p.m, p.columns, p.flat), bound.targets(Y))
        return self.loss.cost(p.Z[self.L], Y, p.slope[self.L], p.scratch[self.L])

    def penalty(self, l2: float, m: int) -> float:
        """λ/(2m) Σ W²."""
        if self.bound is not None:
            squares = self.bound.kernel.sum_of_squares(self.parameters[: self._weight_count])
        else:
            squares = 0.0
            for W in self.W.values():
                squares += float(np.vdot(W, W))  # what `sum` makes of floats depends on the version of Python
        return l2 / (2 * m) * squares

    def predict(self, p: Pass) -> NDArray[np.int64]:
        """Class of every example of the last `forward`, shape (m,): 1 if A > 0.5, or the largest output."""
        A = p.A[self.L]
        classes: NDArray[np.int64] = (A[0] > 0.5).astype(np.int64) if A.shape[0] == 1 else A.argmax(axis=0)
        return classes

    # ---- products, some units at a time where they take long -------------------------------------

    def _forward(self, l: int, A: FloatArray, Z: FloatArray) -> None:
        W, make = self.W[l], self.arithmetic.forward
        if Z.size * W.shape[-1] < WORTH_A_LOOK:
            make(W, A, Z)
            return
        for rows in self._blocks(Z, W.shape[-1]):
            make(W[..., rows, :], A, Z[..., rows, :])

    def _gradient(self, l: int, dZ: FloatArray, A: FloatArray) -> None:
        dW, make = self.dW[l], self.arithmetic.gradient
        if dW.size * dZ.shape[-1] < WORTH_A_LOOK:
            make(dZ, A, dW)
            return
        for rows in self._blocks(dW, dZ.shape[-1]):
            make(dZ[..., rows, :], A, dW[..., rows, :])

    def _backward(self, l: int, dZ: FloatArray, dA: FloatArray) -> None:
        W, make = self.W[l], self.arithmetic.backward
        if dA.size * dZ.shape[-2] < WORTH_A_LOOK:
            make(W, dZ, dA)
            return
        for rows in self._blocks(dA, dZ.shape[-2]):
            make(W[..., rows], dZ, dA[..., rows, :])

    def _blocks(self, out: FloatArray, terms: int) -> Iterable[slice]:
        """The rows of a product, each number of which has so many terms; see `symgui.nn.interruption`."""
        rows, columns = out.shape[-2:]
        return blocks(rows, columns * terms, whole=not self.arithmetic.by_unit)

    def carved(self, flat: FloatArray) -> list[FloatArray]:
        """Views of a flat vector that is laid out as the parameters are: W[1] … W[L], then b[1] … b[L]."""
        return carve(flat, self._shapes)

    def _live_in(self, parameters: FloatArray, gradients: FloatArray) -> None:
        self.parameters, self.gradients = parameters, gradients
        L, views = self.L, self.carved(parameters)
        self.W = dict(zip(self.layers, views[:L], strict=True))
        self.b = dict(zip(self.layers, views[L:], strict=True))
        views = self.carved(gradients)
        self.dW = dict(zip(self.layers, views[:L], strict=True))
        self.db = dict(zip(self.layers, views[L:], strict=True))
        self.bound: BoundNetwork | None = None
        if isinstance(self.arithmetic, Compiled) and parameters.ndim == 1:
            names = [self.g[l].name for l in range(1, L)]
            self.bound = BoundNetwork(self.arithmetic.kernel, self.sizes, names, parameters, gradients)

    def _end_of_weights(self) -> int:
        first_bias = self.b[1].ctypes.data - self.parameters.ctypes.data
        return first_bias // self.parameters.itemsize

    def _add_penalty(self, factor: float) -> None:
        weights = (..., slice(0, self._weight_count))
        np.multiply(self.parameters[weights], factor, out=self._penalty[weights])
        np.add(self.gradients[weights], self._penalty[weights], out=self.gradients[weights])
