"""Find and load the compiled kernel, once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from symgui.nn.kernel.addresses import KernelError
from symgui.nn.kernel.binding import Kernel
from symgui.nn.kernel.compile import HERE, NAMES, suffix


class Loaded:
    """What this process computes with."""

    tried = False
    kernel: Kernel | None = None
    why_not = ""


def kernel() -> Kernel | None:
    """The kernel of this process, for the widest registers the processor has; None if it cannot be loaded."""
    if not Loaded.tried:
        Loaded.tried = True
        try:
            Loaded.kernel = _load()
        except KernelError as error:
            Loaded.why_not = str(error)
    return Loaded.kernel


def missing() -> str:
    """What a person should know if there is no kernel, in one sentence; empty if there is one."""
    if kernel() is not None:
        return ""
    why = f" ({Loaded.why_not})" if Loaded.why_not else ""
    return numpy_computes(f"No compiled kernel{why}")


def numpy_computes(reason: str) -> str:
    """What that means, in one sentence."""
    return f"{reason}: NumPy computes, slower, and the last digits are this machine's own."


def computes() -> str:
    """What computes here, in one sentence: what a person should know who compares digits."""
    return missing() or "The compiled kernel computes: the same digits on every machine."


@contextmanager
def using(other: Kernel | None) -> Iterator[None]:
    """Compute with another kernel, or with none, for a while: what is made meanwhile keeps it."""
    kernel()
    before, Loaded.kernel = Loaded.kernel, other
    try:
        yield
    finally:
        Loaded.kernel = before


def _load() -> Kernel:
    least = Kernel(HERE / (NAMES[""] + suffix()))
    for build in reversed(least.wider_builds):
        try:
            return Kernel(HERE / (NAMES[build] + suffix()))
        except KernelError:  # the next narrower one gives the same bits
            continue
    return least
