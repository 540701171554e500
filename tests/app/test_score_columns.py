"""The score's geometry: columns that cover the width, rows that cover the height."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.views.painting.brackets import contiguous, lanes
from app.views.painting.columns import MIN_WIDTH, arrange, arrange_histograms, row_heights

widths = st.floats(min_value=300, max_value=2_500)
layer_counts = st.integers(min_value=1, max_value=13)


@given(widths, layer_counts, st.integers(0, 14), st.floats(0, 3_000), st.integers(-3, 20))
def test_columns_cover_the_width_with_input_and_output_in_sight(
    width: float, layers: int, selected: int, needed: float, first: int
) -> None:
    columns = arrange(width, layers, selected, needed, first, reveal=True)
    visible = columns.visible
    assert (visible[0].layer, visible[-1].layer) == (0, layers)
    assert visible[0].left == 0
    assert abs(visible[-1].right - width) <= 1
    assert all(a.right == b.left for a, b in pairwise(visible))
    hidden = [column.layer for column in visible[1:-1]]
    assert hidden == list(range(columns.before + 1, layers - columns.after))
    if 1 <= selected <= layers:
        assert columns.of(selected) is not None


@given(widths, layer_counts, st.integers(1, 13), st.floats(0, 3_000))
def test_no_layer_is_narrower_than_the_least_width(
    width: float, layers: int, selected: int, needed: float
) -> None:
    for column in arrange(width, layers, selected, needed).visible:
        assert column.width >= MIN_WIDTH - 1


def test_the_selected_layer_takes_what_it_needs_and_the_others_share() -> None:
    equal, wide, _ = (column.width for column in arrange(804, 3, selected=2, needed=400).visible[1:])
    assert wide == 400
    assert equal == pytest.approx((804 - 145 - 400) / 2, abs=2)


def test_the_others_keep_the_least_width_whatever_the_selected_one_wants() -> None:
    narrow, wide, last = (column.width for column in arrange(804, 3, selected=2, needed=9_999).visible[1:])
    assert (narrow, last) == (MIN_WIDTH, MIN_WIDTH)
    assert wide > 500


def test_twelve_hidden_layers_scroll_by_whole_columns() -> None:
    start, end = arrange(804, 13), arrange(804, 13, first=99)
    assert start.before == 0
    assert start.after == end.before > 0
    assert end.after == 0
    assert arrange(804, 13, first=3).before == 2


@given(st.floats(min_value=300, max_value=2_000), st.booleans())
def test_rows_cover_the_height(height: float, gradients: bool) -> None:
    heights = row_heights(height, gradients)
    assert abs(sum(heights) - height) <= 1
    assert (heights[3] > 0) == gradients
    assert heights[0] > heights[1]


def test_brackets_that_would_cross_take_another_lane() -> None:
    assert lanes([(0, 10), (12, 20), (5, 15), (16, 30)]) == [0, 0, 1, 1]


def test_a_group_is_contiguous_if_nothing_lies_between() -> None:
    assert contiguous((2, 3), (0, 1, 2, 3))
    assert not contiguous((0, 2), (0, 1, 2))
    # units that have no tile do not lie between
    assert contiguous((0, 5, 9), (0, 9, 12))


def test_histograms_alone_leave_the_input_next_to_nothing() -> None:
    columns = arrange_histograms(165.0, 2, 62.0)
    assert columns is not None
    first, *layers = columns.visible
    assert first.width < 10
    assert [column.layer for column in layers] == [1, 2]
    assert not any(column.narrow for column in layers)
    assert layers[-1].right == 165.0
    assert arrange_histograms(165.0, 3, 62.0) is None
