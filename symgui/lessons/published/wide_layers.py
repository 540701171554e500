"""Random layers that are wide and deep: what mean field theory says of them, computed anew."""

from __future__ import annotations

import math
from collections.abc import Iterator

from symgui.lessons.published.card import PublishedCard, PublishedRow, near, printed
from symgui.theory.critical_points import equal_networks, minima_subspaces, surjections
from symgui.theory.mean_field import MeanField, critical_weight_variance, relu_correlation

QUADRATURE = "a second program integrated over 1,600 points of Gauss and Legendre; rounding is left"
DIGITS = 1e-11
FAR = 10_000
"""Layers after which the correlation is compared with its limit."""
SECOND = "; the figures with many digits are a second program's"


def length_maps() -> Iterator[PublishedRow]:
    """Fixed length, growth of the gradients and fixed correlation for three spreads of the weights."""
    expected = {
        "1.3": ("0.6070467919093", "0.9398074286822", "1"),
        "2.5": ("4.079123875282", "1.585224765006", "0.1221037473056"),
        "4": ("12.60414949784", "2.367261035546", "0.029695921580"),
    }
    for deviation, (length, growth, correlation) in expected.items():
        field = MeanField("tanh", float(deviation) ** 2, 0.3 * 0.3)
        at = f"σ_w = {deviation}"
        yield near(f"q*, {at}", length, field.length(), relative=DIGITS, because=QUADRATURE)
        yield near(f"χ₁, {at}", growth, field.gradient_growth(), relative=DIGITS, because=QUADRATURE)
        yield near(f"c*, {at}", correlation, field.correlation(), within=DIGITS, because=QUADRATURE)


def critical_line() -> Iterator[PublishedRow]:
    """The weight variance at which χ₁ = 1, for some bias variances; and He's for ReLU."""
    yield near("σ_b² = 0", "1", critical_weight_variance("tanh", 0.0), because="g′(0) = 1")
    yield printed(
        "σ_b² = 0.05, printed", "1.76", critical_weight_variance("tanh", 0.05), because="rounded so"
    )
    expected = {0.05: "1.7609546396", 0.1: "1.9860726411", 0.2: "2.2851524737", 1.0: "3.4432109123"}
    for variance, figure in expected.items():
        value = critical_weight_variance("tanh", variance)
        yield near(f"σ_b² = {variance:g}", figure, value, within=1e-10, because=QUADRATURE)
    root = math.sqrt(critical_weight_variance("relu", 0.0))
    yield near("ReLU: σ_w", "√2", root, expected=math.sqrt(2.0), because="the same operations")


def depth_scales() -> Iterator[PublishedRow]:
    """How many layers a difference between two examples lives, left and right of the critical line."""
    expected = {1.0: "3.626975618", 1.6: "27.03488576", 2.0: "25.21341479", 4.0: "6.980273533"}
    for variance, figure in expected.items():
        value = MeanField("tanh", variance, 0.05).depth_scale()
        yield near(f"ξ, σ_w² = {variance:g}", figure, value, relative=1e-9, because=QUADRATURE)


def arc_cosine() -> Iterator[PublishedRow]:
    """The correlation of two examples that begin at right angles, down many ReLU layers."""
    expected = {2: "0.49373", 10: "0.87154", 100: "0.99642"}
    c = relu_correlation(0.0)
    yield near("layer 1", "1/π", c, expected=1.0 / math.pi, within=1e-15, because="rounding")
    for layer in range(2, FAR + 1):
        c = relu_correlation(c)
        if layer in expected:
            yield printed(f"layer {layer}", expected[layer], c, because="rounded so")
    yield near(
        f"l² (1 − c), l = {FAR}", "9π²/2 = 44.41", FAR * FAR * (1.0 - c),
        expected=4.5 * math.pi**2, relative=0.01, because="the next term falls as ln l/l",
    )  # fmt: skip


def counted_subspaces() -> Iterator[PublishedRow]:
    """Subspaces of minima T, and of critical points G, by counting."""
    for needed, units, count in ((1, 2, 3), (2, 3, 12), (4, 5, 360)):
        yield whole(f"T({needed}, {units})", count, minima_subspaces(needed, units))
    yield whole("G(3, 5)", 150, surjections(3, 5))
    for units, figure in ((11, "1.75"), (20, "0.015")):
        share = surjections(9, units) / minima_subspaces(10, units)
        yield printed(f"G(9, {units})/T(10, {units})", figure, share, because="rounded so")


def counted_networks() -> Iterator[PublishedRow]:
    """The settings of the parameters that make the same function as one."""
    for units, count in ((2, 8), (4, 384), (10, 3_715_891_200)):
        yield whole(f"{units} tanh units", count, equal_networks(units, odd=True))


def whole(label: str, published: int, ours: int) -> PublishedRow:
    """A row for a number that is counted."""
    return PublishedRow(label, f"{published:,}", f"{ours:,}", "exact (whole numbers)", ours == published)


WIDE_CARDS = (
    PublishedCard(
        "poole2016",
        "Length and correlation of signals in wide tanh layers",
        "Poole et al. 2016, arXiv 1606.05340, figures 1 and 2 (curves)" + SECOND,
        "Fixed points of the maps from layer to layer, at σ_b = 0.3.",
        length_maps,
        note="Only for layers so wide that pre-activations are normal. A rule of Gauss and Hermite with "
        "200 points still gives 12.6050 and 2.3594 for q* and χ₁ at σ_w = 4: the function is too steep.",
    ),
    PublishedCard(
        "critical-line",
        "The line between order and chaos",
        "Schoenholz et al. 2017, arXiv 1611.01232, figure 5 (1.76); He et al. 2015 (√2)" + SECOND,
        "σ_w² at which the mean square of a gradient neither grows nor shrinks from layer to layer.",
        critical_line,
    ),
    PublishedCard(
        "depth-scale",
        "How deep a difference between two examples goes",
        "Schoenholz et al. 2017, arXiv 1611.01232, sections 3 and 5" + SECOND,
        "ξ in layers, at σ_b² = 0.05: the difference from the fixed correlation falls to 1/e.",
        depth_scales,
        note="Of the first order: it holds near the fixed point.",
    ),
    PublishedCard(
        "cho-saul",
        "ReLU layers make all examples alike, slowly",
        "Cho and Saul 2009, the arc-cosine kernel of degree 1; Hayou et al. 2019, arXiv 1902.06853",
        "Two examples at right angles, and their correlation after wide ReLU layers with He's weights.",
        arc_cosine,
    ),
    PublishedCard(
        "simsek2021",
        "How many subspaces of minima symmetry makes",
        "Şimşek et al. 2021, arXiv 2105.12221, theorem 4.3",
        "A network of m units, of which r are enough: the ways to share them out.",
        counted_subspaces,
    ),
    PublishedCard(
        "chen1993",
        "How many networks are the same one",
        "Chen, Lu and Hecht-Nielsen 1993, Neural Computation 5",
        "Exchanging units and changing signs: n! · 2ⁿ.",
        counted_networks,
    ),
)
"""In the order of the gallery."""
