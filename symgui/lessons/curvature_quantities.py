"""Quantities of the Hessian at a state: how many of its eigenvalues are negative or 0, and why."""

from __future__ import annotations

from collections.abc import Callable

from symgui.lessons.quantity import Quantity
from symgui.lessons.run_view import CannotSay, RunView
from symgui.symmetry.flat_directions import Curvature
from symgui.training.studies.symmetry_studies import why_no_hessian


def _of(count: Callable[[Curvature], int]) -> Callable[[RunView], int]:
    def of(look: RunView) -> int:
        reason = why_no_hessian(look.state)
        if reason:
            raise CannotSay(reason.rstrip("."))
        return count(look.curvature)

    return of


CURVATURE = (
    Quantity("eigenvalues", "rows of the Hessian: one a parameter", _of(lambda found: len(found.eigenvalues)),
             cheap=False),
    Quantity("zero eigenvalues", "those below 1e-10 of the largest", _of(lambda found: found.zero),
             cheap=False),
    Quantity("negative eigenvalues", "directions in which the cost is curved downwards",
             _of(lambda found: found.negative), cheap=False),
    Quantity("explained zeros", "zero eigenvalues that a symmetry explains",
             _of(lambda found: found.explained), cheap=False),
    Quantity("unexplained zeros", "zero eigenvalues that none explains",
             _of(lambda found: found.unexplained), cheap=False),
)  # fmt: skip
