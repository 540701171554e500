"""The Hessian of a small network's cost: all second derivatives, exact but for rounding.

A column of it is the change of the gradient along one parameter (Pearlmutter 1994, Neural Computation 6):
with R for the derivative along a direction v,

    RZ[l] = v_W[l] A[l-1] + W[l] RA[l-1] + v_b[l]         RA[l] = g'(Z[l]) ∘ RZ[l]
    RdZ[l-1] = (v_W[l]ᵀ dZ[l] + W[l]ᵀ RdZ[l]) ∘ g'(Z[l-1]) + W[l]ᵀ dZ[l] ∘ g″(Z[l-1]) ∘ RZ[l-1]
    RdW[l] = 1/m (RdZ[l] A[l-1]ᵀ + dZ[l] RA[l-1]ᵀ)        Rdb[l] = 1/m Σ RdZ[l]

Eigenvalues come from LAPACK, whose last digits depend on the machine: they are shown rounded.
"""

from __future__ import annotations

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.interruption import look
from symgui.nn.state import NetworkState

MAX_PARAMETERS = 600
"""More would take long: the Hessian has a row and a column for each."""
ZERO = 1e-10
"""An eigenvalue counts as 0 if it is below this share of the largest."""


def hessian(state: NetworkState) -> FloatArray:
    """All second derivatives of the cost (with the L2 term) at a network's state.

    Returns
    -------
    ndarray, shape (p, p)
        Symmetric; rows and columns in the order W[1], b[1], W[2], b[2], …, each row by row.

    Raises
    ------
    ValueError
        If there are more than `MAX_PARAMETERS`.
    """
    shapes = [shape for layer in state.layers for shape in (layer.W.shape, layer.b.shape)]
    sizes = [rows * columns for rows, columns in shapes]
    p = sum(sizes)
    if p > MAX_PARAMETERS:
        raise ValueError(f"the network has {p} parameters, and a Hessian is made of {MAX_PARAMETERS} at most")
    H = np.empty((p, p))
    ends = np.cumsum(sizes)[:-1]
    for i, direction in enumerate(np.eye(p)):
        look()
        parts = [part.reshape(shape) for part, shape in zip(np.split(direction, ends), shapes, strict=True)]
        H[i] = gradient_change(state, parts[0::2], parts[1::2])
    return (H + H.T) / 2.0


def gradient_change(state: NetworkState, v_W: list[FloatArray], v_b: list[FloatArray]) -> FloatArray:
    """H v: the derivative of the gradient along a direction, in the order of `hessian`.

    Parameters
    ----------
    state : NetworkState
    v_W, v_b : list of ndarray
        The direction, in the shapes of the layers' W and b.
    """
    layers, m = state.layers, state.m
    RZ, RA = _forward(state, v_W, v_b)
    changes: list[FloatArray] = []
    R_delta = RA[-1]
    for l in range(len(layers), 0, -1):
        layer, below = layers[l - 1], state.A(l - 1)
        RdW = R_delta @ below.T
        if l > 1:
            RdW += layer.dZ @ RA[l - 1].T
        changes[:0] = [RdW / m + state.l2 / m * v_W[l - 1], R_delta.sum(axis=1, keepdims=True) / m]
        if l > 1:
            under = layers[l - 2]
            dA = layer.W.T @ layer.dZ
            slope = ACTIVATIONS[under.activation].derivative(under.Z)
            R_delta = (v_W[l - 1].T @ layer.dZ + layer.W.T @ R_delta) * slope
            R_delta += dA * curvature(under.activation, under.Z) * RZ[l - 1]
    return np.concatenate([change.ravel() for change in changes])


def _forward(
    state: NetworkState, v_W: list[FloatArray], v_b: list[FloatArray]
) -> tuple[list[FloatArray], list[FloatArray]]:
    """RZ and RA by layer, from 0: nothing changes the inputs."""
    RZ, RA = [np.zeros_like(state.X)], [np.zeros_like(state.X)]
    for l, layer in enumerate(state.layers, start=1):
        change = v_W[l - 1] @ state.A(l - 1) + layer.W @ RA[l - 1] + v_b[l - 1]
        RZ.append(change)
        if layer is not state.output:
            RA.append(ACTIVATIONS[layer.activation].derivative(layer.Z) * change)
        elif layer.activation == "softmax":
            RA.append(layer.A * (change - np.sum(layer.A * change, axis=0)))
        else:
            RA.append(ACTIVATIONS["sigmoid"].derivative(layer.Z) * change)
    return RZ, RA


def curvature(activation: str, Z: FloatArray) -> FloatArray:
    """g″(z), elementwise; 0 at the kinks of ReLU and its kind."""
    g, sigmoid = ACTIVATIONS[activation], ACTIVATIONS["sigmoid"]
    match activation:
        case "tanh":
            return -2.0 * g(Z) * g.derivative(Z)
        case "sigmoid":
            return g.derivative(Z) * (1.0 - 2.0 * g(Z))
        case "softplus":
            return sigmoid.derivative(Z)
        case "swish":
            return sigmoid.derivative(Z) * (2.0 + Z * (1.0 - 2.0 * sigmoid(Z)))
        case "elu":
            return np.where(Z < 0.0, g.derivative(Z), 0.0)
        case "relu" | "leaky_relu" | "linear":
            return np.zeros_like(Z)
        case _:
            raise ValueError(f"g″ of {activation} is not known")
