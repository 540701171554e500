"""Soft measures: row spread, effective rank, cosines."""

from __future__ import annotations

import math

import numpy as np
import pytest
from symmetry_cases import column, matrix, trainer

from symgui.experiment import WeightInit
from symgui.symmetry.partition import measure
from symgui.symmetry.spread import cosine_matrix, effective_rank, row_spread


def test_row_spread_is_the_largest_range_over_rows():
    assert row_spread(matrix((1, 5), (2, -1)), column(0, 3)) == 6.0
    assert row_spread(matrix((1, 5), (1, 5)), column(0, -2)) == 2.0
    assert row_spread(matrix((1, 5)), column(7)) == 0.0


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_row_spread_of_what_is_not_finite_is_nan(bad):
    assert math.isnan(row_spread(matrix((1, bad), (2, 1)), column(0, 0)))
    assert math.isnan(row_spread(matrix((1, 1), (2, 1)), column(0, bad)))


def test_effective_rank_agrees_with_the_singular_values():
    A = np.random.RandomState(0).randn(6, 50) * np.array([5, 4, 3, 2, 1, 0.1])[:, None]
    values = np.linalg.svd(A, compute_uv=False)
    share = values / values.sum()
    assert effective_rank(A) == pytest.approx(math.exp(-(share * np.log(share)).sum()), rel=1e-12)
    assert effective_rank(A.T) == pytest.approx(effective_rank(A), rel=1e-9)


def test_effective_rank_of_extremes():
    assert effective_rank(np.zeros((3, 7))) == 0.0
    assert effective_rank(np.full((3, 7), 1e-200)) == pytest.approx(1.0)
    assert effective_rank(np.eye(4) * 1e200) == pytest.approx(4.0)
    assert math.isnan(effective_rank(matrix((1, math.nan))))


def test_cosines():
    W = matrix((1, 0), (-2, 0), (0, 3), (1e-200, 1e-200), (0, 0))
    found = cosine_matrix(W, np.zeros((5, 1)))
    assert found[0, 1] == -1.0
    assert found[0, 2] == 0.0
    assert found[0, 3] == pytest.approx(math.sqrt(0.5))
    assert np.isnan(found[4]).all()
    assert np.isnan(found[:, 4]).all()
    assert np.array_equal(found, found.T, equal_nan=True)
    assert cosine_matrix(matrix((1,), (1,)), column(1, -1))[0, 1] == pytest.approx(0.0, abs=1e-15)


def test_a_layer_is_ranked_where_that_costs_no_more_than_is_allowed():
    state = trainer((6,), weights=WeightInit(scheme="normal", scale=1.0)).network_state()
    assert math.isnan(measure(state, rank_budget=100.0).layers[0].effective_rank)
    assert measure(state).layers[0].effective_rank == effective_rank(state.layers[0].A)
