"""The score's geometry: columns that cover the width, rows that cover the height."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.views.painting.brackets import contiguous, lanes
from app.views.painting.columns import (
    HISTOGRAM_WIDTH,
    LEAST_HEIGHTS,
    MIN_WIDTH,
    arrange,
    arrange_histograms,
    row_heights,
)

widths = st.floats(min_value=300, max_value=2_500)
layer_counts = st.integers(min_value=1, max_value=13)


@st.composite
def asked(draw: st.DrawFn) -> tuple[int, tuple[tuple[float, ...], ...]]:
    """A number of layers, and two wishes for each, the second no larger."""
    layers = draw(layer_counts)
    modest = draw(st.lists(st.floats(0, 3_000), min_size=layers, max_size=layers))
    return layers, (tuple(1.5 * width for width in modest), tuple(modest))


@given(widths, asked(), st.integers(0, 14), st.integers(-3, 20))
def test_columns_cover_the_width_with_input_and_output_in_sight(
    width: float, asked: tuple[int, tuple[tuple[float, ...], ...]], selected: int, first: int
) -> None:
    layers, wishes = asked
    columns = arrange(width, layers, selected, wishes, first, reveal=True)
    visible = columns.visible
    assert (visible[0].layer, visible[-1].layer) == (0, layers)
    assert visible[0].left == 0
    assert abs(visible[-1].right - width) <= 1
    assert all(a.right == b.left for a, b in pairwise(visible))
    hidden = [column.layer for column in visible[1:-1]]
    assert hidden == list(range(columns.before + 1, layers - columns.after))
    if 1 <= selected <= layers:
        assert columns.of(selected) is not None


@given(widths, asked())
def test_no_layer_is_narrower_than_the_least_width(
    width: float, asked: tuple[int, tuple[tuple[float, ...], ...]]
) -> None:
    layers, wishes = asked
    for column in arrange(width, layers, 1, wishes).visible:
        assert column.width >= MIN_WIDTH - 1


@given(widths, asked(), st.integers(1, 13))
def test_what_is_selected_changes_no_width(
    width: float, asked: tuple[int, tuple[tuple[float, ...], ...]], selected: int
) -> None:
    layers, wishes = asked
    assert arrange(width, layers, selected, wishes) == arrange(width, layers, None, wishes)


@given(widths, asked())
def test_a_wish_that_all_have_room_for_is_granted(
    width: float, asked: tuple[int, tuple[tuple[float, ...], ...]]
) -> None:
    layers, wishes = asked
    columns = arrange(width, layers, None, wishes)
    if columns.before or columns.after:
        return
    room = width - columns.visible[0].width
    floor = min(HISTOGRAM_WIDTH, room / layers)
    for wish in wishes:
        if sum(max(wished, floor, MIN_WIDTH) for wished in wish) <= room:
            shares = zip(columns.visible[1:], wish, strict=True)
            assert all(column.width >= wished - 1 for column, wished in shares)
            return


def test_who_wishes_for_too_much_leaves_the_others_what_they_wish() -> None:
    first, wide, last = (column.width for column in arrange(804, 3, None, ((160, 9_999, 300),)).visible[1:])
    assert first >= 160
    assert last >= 300
    assert wide >= HISTOGRAM_WIDTH


def test_room_to_spare_goes_to_the_narrowest() -> None:
    first, wide, last = (column.width for column in arrange(804, 3, None, ((100, 400, 100),)).visible[1:])
    assert wide == 400
    assert first == pytest.approx(last, abs=1)


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
    needed = LEAST_HEIGHTS if gradients else LEAST_HEIGHTS[:3]
    if height >= sum(needed):
        assert all(got >= least - 1 for got, least in zip(heights, needed, strict=False))


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
