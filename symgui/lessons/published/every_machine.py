"""The bits of every machine: runs whose digits are the same wherever the kernel computes them."""

from __future__ import annotations

from collections.abc import Iterator

from symgui.lessons.published.card import PublishedCard, PublishedRow
from symgui.nn.kernel import kernel
from symgui.training.bits import UPDATES, digest, experiments, published
from symgui.training.studies import Progress

EVERY = 5
"""Of the forty experiments every fifth is computed here; the tests compute all."""
SHOWN = 16
"""Digits of a digest that are shown."""


def rows() -> Iterator[PublishedRow | Progress]:
    """A row a run; none without a kernel, whose digits these are."""
    if kernel() is None:
        return
    expected = published()
    for i, (name, experiment) in enumerate(experiments().items()):
        if i % EVERY == 0:
            yield Progress(i, len(expected))
            found = digest(experiment)
            yield PublishedRow(
                name, expected[name][:SHOWN], found[:SHOWN], "exact: these are the bits of every machine",
                found == expected[name],
            )  # fmt: skip


BITS_CARDS = (
    PublishedCard(
        name="bits",
        title="The bits of every machine",
        source="This program, on x86-64 (SSE2, AVX2, AVX-512) and on arm64, compiled by gcc and by clang",
        setup=f"Runs over all settings, {UPDATES} updates each. A digest (SHA-256, its first {SHOWN} digits) "
        "stands for all parameters and for costs on the way: one other bit makes another digest.",
        compute=rows,
        note="The kernel adds, multiplies, divides and takes roots, which every processor rounds alike, "
        "in one order; exp, log and tanh are made of these. NumPy's sums and functions differ.",
    ),
)
"""Of reproducibility."""
