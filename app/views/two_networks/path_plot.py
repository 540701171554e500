"""The cost on the straight path between two networks, before and after their units were matched."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QWidget

from app.look.type_sizes import small_font
from app.views.study.study_plot import EMPTY, Axis, StudyPlot
from symgui.plain_text.numbers import limit, number
from symgui.training.studies.symmetry_studies import MatchedNetworks

LEAST_GAP = 0.08
"""Share of the axis of the costs that two numbers on it are apart, at least."""
NAMED_AT = (0.5, 0.6, 0.7, 0.8, 0.4, 0.9, 1.0)
"""Where the name of the path after matching may end, the first ones rather."""
HEADROOM = 1.1
"""How much higher the axis of the costs goes than the highest of them."""


class PathPlot(StudyPlot):
    """``dashed`` is the path before matching, ``solid`` that after it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, "cost on the straight path between the two networks", parent)

    def show_paths(self, result: MatchedNetworks | None) -> None:
        """Draw both paths, or nothing."""
        if result is None:
            self.clear_data()
            self.set_axes(EMPTY, EMPTY)  # no number of a path that is no longer shown
            return
        top = HEADROOM * float(max(np.max(result.straight), np.max(result.matched))) or 1.0
        end = float(max(result.straight[0], result.straight[-1]))
        height = QFontMetricsF(small_font(self)).height() / max(1.0, self.view_box.height())
        least = max(LEAST_GAP, height)
        ends = ((end, number(end, 3)),) if least * top < end < (1.0 - least) * top else ()
        self.set_axes(
            Axis("share of the second", 0.0, 1.0, ((0.0, "0"), (0.5, "½"), (1.0, "1"))),
            Axis("cost", 0.0, top, ((0.0, "0"), *ends, (top, limit(top)))),
        )
        self.draw(self.dashed, result.shares, result.straight)
        self.draw(self.solid, result.shares, result.matched)
        straight = int(result.straight.argmax())
        self.write_at(
            self.dashed_label, "before", float(result.shares[straight]), float(result.straight[straight])
        )
        self._name_solid("after matching", result, height)

    def _name_solid(self, text: str, result: MatchedNetworks, height: float) -> None:
        """Write above the path after matching, where the other one is farthest away."""
        wide = QFontMetricsF(small_font(self)).horizontalAdvance(text) / max(1.0, self.view_box.width())
        high = float(result.matched.max())
        middle = high + height * self.y.high

        def away(end: float) -> float:
            under = (result.shares >= end - wide) & (result.shares <= end)
            return float(np.abs(result.straight[under] - middle).min(initial=np.inf))

        self.write_at(self.solid_label, text, max(NAMED_AT, key=away), high)
