"""A vector multiplied a hundred times by a matrix of standard normal numbers, in single precision."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from symgui.lessons.published.card import PublishedCard, PublishedRow, near
from symgui.training.studies import Progress

SIZE, PRODUCTS = 512, 100


def products(seed: int, scale: float = 1.0, *, fresh: bool = False) -> Iterator[tuple[int, float]]:
    """The number of each product, from 1, and the root mean square of the vector; inf once a number is."""
    stream = RandomState(seed)
    x = stream.randn(SIZE).astype(np.float32)
    a = _matrix(stream, scale)
    for product in range(1, PRODUCTS + 1):
        if fresh and product > 1:
            a = _matrix(stream, scale)
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            x = a @ x
        finite = bool(np.isfinite(x).all())
        yield product, math.sqrt(float((x.astype(np.float64) ** 2).mean())) if finite else math.inf


def _matrix(stream: RandomState, scale: float) -> NDArray[np.float32]:
    return (scale * stream.randn(SIZE, SIZE)).astype(np.float32)


def overflow_row(label: str, seeds: range, *, fresh: bool) -> Iterator[PublishedRow | Progress]:
    """The row of the product at which a number is no longer finite, over several draws."""
    firsts = []
    for seed in seeds:
        for product, rms in products(seed, fresh=fresh):
            yield Progress(product, PRODUCTS)
            if math.isinf(rms):
                firsts.append(product)
                break
    ours = " or ".join(str(product) for product in sorted(set(firsts))) or "none"
    tolerance = f"exact (in each of {len(seeds)} draws; log 3.4e38 / log √512 = 28.4)"
    yield PublishedRow(
        label, "28 or 29", ours, tolerance, len(firsts) == len(seeds) and set(firsts) <= {28, 29}
    )


def rows() -> Iterator[PublishedRow | Progress]:
    """Where it overflows, and where it vanishes."""
    yield from overflow_row("first overflow, one matrix", range(1, 11), fresh=False)
    yield from overflow_row("first overflow, new matrices", range(1, 4), fresh=True)
    growth, last = 0.0, 0.0
    for product, rms in products(1, fresh=True):
        yield Progress(product, PRODUCTS)
        if product == 20:
            growth = math.exp(math.log(rms) / product)
            break
    yield near(
        "growth of the rms a product", f"√512 = {math.sqrt(SIZE):.4f}", growth,
        expected=math.sqrt(SIZE), relative=0.03, because="20 products and the vector itself scatter",
    )  # fmt: skip
    for product, rms in products(1, scale=0.01):
        yield Progress(product, PRODUCTS)
        last = rms
    yield near("rms after 100 of 0.01 · randn", "0.", last, because="underflow leaves nothing", expected=0.0)


OVERFLOW_CARDS = (
    PublishedCard(
        name="overflow",
        title="Weights of randn overflow float32",
        source="fast.ai, “Deep Learning from the Foundations” (2019), notebook 02b_initializing, “Why "
        "you need a good init”; retold by Dellinger, “Weight Initialization in Neural Networks: A Journey "
        "From the Basics to Kaiming” (2019)",
        setup="A vector of 512 standard normal numbers is multiplied up to 100 times by a 512 × 512 matrix "
        "of such numbers, in single precision. No network: plain NumPy.",
        compute=rows,
        note="The notebook prints 28 and counts from 0: the 29th product. It stops where the standard "
        "deviation is no number; we stop at the first entry that is not finite. In double precision, which "
        "SymGUI trains in, all 100 products stay finite.",
    ),
)
