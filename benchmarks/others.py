"""The kernel's step against those of JAX and PyTorch, where they are installed; the program needs neither."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from benchmarks.steps import compare, experiment
from benchmarks.table import Row
from symgui.experiment import DataSpec
from symgui.experiment.parts import ActivationName
from symgui.training.trainer import Trainer

AT_ONCE = 50
"""Updates in one compiled loop of JAX."""
CASES: dict[str, tuple[Sequence[int], ActivationName, DataSpec]] = {
    "2-4-1 tanh, m 400": ((4,), "tanh", DataSpec(kind="flower", samples=400)),
    "2-8-8-8-1 relu, m 400": ((8, 8, 8), "relu", DataSpec(kind="moons", samples=400)),
    "2-10-5-1 relu, m 300": ((10, 5), "relu", DataSpec(kind="circles", samples=300)),
    "2-8×6-1 tanh, m 400": ((8,) * 6, "tanh", DataSpec(kind="moons", samples=400)),
    "2-4-1 tanh, m 32": ((4,), "tanh", DataSpec(kind="flower", samples=32)),
}


def other_rows() -> Iterator[Row]:
    """A row for each library that is there, and each case."""
    makers = {"jax": ("JAX's compiled loop", JaxLoop), "torch": ("PyTorch", TorchLoop)}
    found = [maker for library, maker in makers.items() if importlib.util.find_spec(library)]
    yield from (row(case, name, make) for name, make in found for case in CASES)


def row(case: str, name: str, make: Callable[[Trainer, str], Any]) -> Row:
    hidden, activation, data = CASES[case]
    ours = Trainer(experiment(hidden, data, activation, 0.01))
    ratio, microseconds = compare(ours.advance, make(ours, activation).advance)
    return Row(
        f"kernel's step against {name}, {case}", ratio, 1.0, at_most=False,
        note=f"{microseconds[0]:.1f} µs against {microseconds[1]:.1f} µs",
    )  # fmt: skip


class JaxLoop:
    """Gradient descent as one would write it with JAX for speed: `fori_loop`, compiled, in float64."""

    def __init__(self, like: Trainer, activation: str) -> None:
        import jax
        import jax.numpy as jnp

        jax.config.update("jax_enable_x64", True)
        network, rate = like.network, like.learning_rate
        X, Y = jnp.asarray(like.data.X), jnp.asarray(like.data.Y)
        g = {"tanh": jnp.tanh, "relu": jax.nn.relu}[activation]

        def cost(parameters: Any) -> Any:
            A = X
            for W, b in parameters[:-1]:
                A = g(W @ A + b)
            W, b = parameters[-1]
            z = W @ A + b
            return jnp.mean(jnp.maximum(z, 0.0) - z * Y + jnp.log1p(jnp.exp(-jnp.abs(z))))

        def step(_: int, parameters: Any) -> Any:
            return jax.tree.map(lambda p, d: p - rate * d, parameters, jax.grad(cost)(parameters))

        self._loop = jax.jit(lambda parameters: jax.lax.fori_loop(0, AT_ONCE, step, parameters))
        self._parameters = [(jnp.asarray(network.W[l]), jnp.asarray(network.b[l])) for l in network.layers]

    def advance(self, updates: int) -> None:
        """As many whole loops as come closest to it, at least one."""
        for _ in range(max(1, round(updates / AT_ONCE))):
            self._parameters = self._loop(self._parameters)
        self._parameters[0][0].block_until_ready()


class TorchLoop:
    """The same with PyTorch, its gradients and its update, one thread."""

    def __init__(self, like: Trainer, activation: str) -> None:
        import torch

        torch.set_num_threads(1)
        network = like.network
        self._X, self._Y = (torch.from_numpy(np.array(a)) for a in (like.data.X, like.data.Y))
        self._layers = [
            tuple(torch.from_numpy(np.array(p)).requires_grad_() for p in (network.W[l], network.b[l]))
            for l in network.layers
        ]
        self._g = {"tanh": torch.tanh, "relu": torch.relu}[activation]
        self._cost = torch.nn.functional.binary_cross_entropy_with_logits
        self._rule = torch.optim.SGD([p for layer in self._layers for p in layer], lr=like.learning_rate)

    def advance(self, updates: int) -> None:
        for _ in range(updates):
            A = self._X
            for W, b in self._layers[:-1]:
                A = self._g(W @ A + b)
            W, b = self._layers[-1]
            self._rule.zero_grad()
            self._cost(W @ A + b, self._Y).backward()
            self._rule.step()
