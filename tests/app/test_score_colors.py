"""The colour scales: zero, something and nonsense never look alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PySide6.QtGui import QColor

from app.look.theme import DARK, LIGHT, Palette
from symgui.figures.colors import (
    BAD,
    ZERO,
    cell_indices,
    cell_table,
    dark_digits,
    signed_maximum,
    tile_indices,
    tile_table,
)

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def rgb(color: int) -> np.ndarray:
    value = QColor(int(color))
    return np.array([value.red(), value.green(), value.blue()])


def luminance(color: int) -> float:
    channel = rgb(color) / 255
    linear = np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@given(hnp.arrays(np.float64, 6), st.floats(min_value=1e-300, max_value=1e300))
def test_only_zero_gets_zeros_colour_and_only_nonsense_is_hatched(values: np.ndarray, limit: float) -> None:
    indices = cell_indices(values, limit)
    assert np.array_equal(indices == ZERO, values == 0)
    assert np.array_equal(indices == BAD, ~np.isfinite(values))
    finite = np.isfinite(values) & (values != 0)
    assert np.array_equal(indices[finite] > 128, values[finite] > 0)


def test_opposite_numbers_are_equally_far_from_the_middle() -> None:
    values = np.array([1e-12, 0.3, 0.999, 1.0, 7.0])
    up, down = cell_indices(values, 1.0).astype(int), cell_indices(-values, 1.0).astype(int)
    assert np.array_equal(up - 129, 128 - down)
    assert up[-1] == up[-2] == 255


@PALETTES
def test_the_smallest_number_keeps_a_fifth_of_its_hue(palette: Palette) -> None:
    table = cell_table(palette)
    neutral = rgb(QColor(palette.neutral).rgb())
    for index, color in ((129, palette.positive), (128, palette.negative)):
        full = rgb(QColor(color).rgb()) - neutral
        share = (rgb(table[index]) - neutral) @ full / (full @ full)
        assert share == pytest.approx(0.2, abs=0.02)
    assert np.array_equal(rgb(table[255]), rgb(QColor(palette.positive).rgb()))
    assert np.array_equal(rgb(table[2]), rgb(QColor(palette.negative).rgb()))


@PALETTES
def test_digits_take_the_higher_contrast(palette: Palette) -> None:
    table = cell_table(palette)
    for dark, color in zip(dark_digits(table), table, strict=True):
        black, white = (luminance(color) + 0.05) / 0.05, 1.05 / (luminance(color) + 0.05)
        assert dark == (black > white)
        assert max(black, white) >= 4.5


@PALETTES
def test_a_tile_is_neutral_at_zero(palette: Palette) -> None:
    table = tile_table(palette)
    indices = tile_indices(np.array([-2.0, -1.0, 0.0, 1.0, np.inf, np.nan]), 1.0)
    assert indices.tolist() == [1, 1, 128, 255, 255, 0]
    assert np.array_equal(rgb(table[128]), rgb(QColor(palette.neutral).rgb()))


@given(hnp.arrays(np.float64, (7, 5), elements=st.floats(-1e6, 1e6)), st.integers(1, 7), st.integers(1, 5))
def test_pooling_keeps_the_number_of_largest_magnitude(values: np.ndarray, rows: int, columns: int) -> None:
    pooled = signed_maximum(values, rows, columns)
    assert pooled.shape == (rows, columns)
    bounds = [[i * length // count for i in range(count + 1)] for length, count in ((7, rows), (5, columns))]
    for j in range(rows):
        for k in range(columns):
            block = values[bounds[0][j] : bounds[0][j + 1], bounds[1][k] : bounds[1][k + 1]]
            assert abs(pooled[j, k]) == np.abs(block).max()
            assert pooled[j, k] in block


def test_pooling_does_not_hide_a_nan() -> None:
    values = np.ones((4, 4))
    values[2, 1] = np.nan
    assert np.isnan(signed_maximum(values, 2, 2)).tolist() == [[False, False], [True, False]]
