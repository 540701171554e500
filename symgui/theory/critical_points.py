"""How many networks are the same one, and how many critical points symmetry makes.

Sources: Chen, Lu and Hecht-Nielsen 1993, Neural Computation 5 (the group); Şimşek et al. 2021 (arXiv
2105.12221).
"""

from __future__ import annotations

import math


def equal_networks(units: int, *, odd: bool) -> int:
    """How many settings of one hidden layer's parameters make the same function: n!, times 2ⁿ if g is odd.

    Any two units may be exchanged; a unit with an odd g may change the sign of all weights into it, its bias
    and all weights out of it. Fewer settings are different ones where units are equal or zero.
    """
    return math.factorial(units) * (2**units if odd else 1)


def surjections(groups: int, units: int) -> int:
    """G(r, m): the ways to put m units into r named groups, none empty.

    The number of affine subspaces into which a critical point of a network with r units expands in one with
    m, each unit a copy of one of the r (Şimşek et al. 2021, proposition 4.2).
    """
    return sum((-1) ** i * math.comb(groups, i) * (groups - i) ** units for i in range(groups + 1))


def minima_subspaces(needed: int, units: int) -> int:
    """T(r*, m): the affine subspaces of global minima of m units, where r* are enough and necessary.

    Each unit is a copy of one of the r*, or belongs to one of j further groups whose weights out add up to
    zero: Σ_j G(r* + j, m)/j! (Şimşek et al. 2021, theorem 4.3).
    """
    return sum(
        surjections(needed + j, units) // math.factorial(j) for j in range(units - needed + 1)
    )  # each term is a whole number: the j groups have no names
