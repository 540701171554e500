"""Numbers as the window writes them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symgui.plain_text.numbers import iteration, limit, number, percent


@pytest.mark.parametrize(
    ("x", "significant", "text"),
    [
        (0.0, 4, "0"), (-0.0, 4, "0"), (0.69314718, 4, "0.6931"), (-10.568, 3, "−10.6"),
        (0.000552, 3, "5.52e−4"), (0.99996, 4, "1.000"), (123456.0, 4, "1.235e5"), (99999.6, 5, "1.0000e5"),
        (-1e-5, 1, "−1e−5"), (math.inf, 4, "inf"), (-math.inf, 4, "−inf"), (math.nan, 4, "nan"),
    ],
)  # fmt: skip
def test_number(x: float, significant: int, text: str) -> None:
    assert number(x, significant) == text


@given(st.floats(-1e300, 1e300), st.integers(2, 6))
def test_a_number_reads_back_to_its_digits(x: float, significant: int) -> None:
    text = number(x, significant)
    assert (text == "0") == (x == 0)
    assert float(text.replace("−", "-")) == pytest.approx(x, rel=10.0 ** (1 - significant), abs=1e-320)


def test_ends_of_axes_have_no_trailing_zeros() -> None:
    assert [limit(x) for x in (1.0, -0.5, 20.0, 1e-5, 2e-12, 500.0)] == [
        "1", "−0.5", "20", "1e−5", "2e−12", "500",
    ]  # fmt: skip


def test_counts_and_shares() -> None:
    assert iteration(1_234_567) == "1\u2009234\u2009567"
    assert percent(0.9075) == "90.8\u2009%"
    assert percent(None) == percent(math.nan) == "–"
