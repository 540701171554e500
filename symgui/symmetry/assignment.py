"""The best way to pair rows with columns: the linear assignment problem.

Kuhn's Hungarian method with shortest augmenting paths (Jonker and Volgenant 1987), O(n³).
"""

from __future__ import annotations

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.interruption import look


def best_pairs(costs: FloatArray) -> list[int]:
    """The column of each row such that the costs of the pairs add up to the least.

    Parameters
    ----------
    costs : ndarray, shape (n, n)
        Finite numbers.

    Returns
    -------
    list of int
        ``columns[i]`` is the partner of row i; each column once.
    """
    n = len(costs)
    row_price, column_price = np.zeros(n), np.zeros(n + 1)
    row_of = np.full(n + 1, -1)  # of each column; column n stands for the row that looks for a partner
    for row in range(n):
        look()
        row_of[n] = row
        column = n
        reached = np.zeros(n + 1, dtype=bool)
        shortest = np.full(n, np.inf)
        before = np.full(n, n)
        while row_of[column] >= 0:
            reached[column] = True
            at = row_of[column]
            free = ~reached[:n]
            lengths = costs[at] - row_price[at] - column_price[:n]
            better = free & (lengths < shortest)
            shortest[better] = lengths[better]
            before[better] = column
            nearest = int(np.where(free, shortest, np.inf).argmin())
            step = shortest[nearest]
            row_price[row_of[reached]] += step
            column_price[reached] -= step
            shortest[free] -= step
            column = nearest
        while column != n:
            previous = int(before[column])
            row_of[column] = row_of[previous]
            column = previous
    columns = [0] * n
    for column in range(n):
        columns[int(row_of[column])] = column
    return columns
