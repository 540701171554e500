"""The view of the plane of σ_w and σ_b: deep networks measured cell by cell, lines of theory over them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from app.views.many_runs.grid_page import GridPage
from app.views.many_runs.plane_picture import PlanePicture
from app.views.study.origin import Origin
from symgui.plain_text.numbers import iteration
from symgui.sweep.depth_plane import DEPTH_QUANTITIES, CriticalLine, DepthCell, plane_study, why_no_plane
from symgui.training.frame import Frame


class PlanePage(GridPage):
    """Fills in while the cells are measured.

    Attributes
    ----------
    picture : PlanePicture
    cells : list of DepthCell
    """

    name = "plane"
    title = "Order and chaos"
    sentence = "Deep networks as they start: measured in each cell, and predicted by lines."
    more = (
        "σ_w is the standard deviation of a weight times √n_in, σ_b that of a bias. A cell is one network;\n"
        "the lines are those of layers without an end to their width\n"
        "(Poole et al. 2016, Schoenholz et al. 2017)."
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        self.picture = PlanePicture()
        super().__init__(self.picture, self.picture, parent)
        self.cells: list[DepthCell] = []

    def impossible(self) -> str:
        """Why not: the step names no plane."""
        reason = super().impossible()
        grid = self.grid
        return reason or ("" if grid is None else why_no_plane(grid))

    def make(self, frame: Frame) -> tuple[Iterator[object], Origin]:
        """The study of all cells, from the experiment's start."""
        grid, step = self.grid, self.step
        assert grid is not None
        assert step is not None
        assert step.grid is not None
        self.of = grid.rows * grid.columns
        return plane_study(grid, step.grid.show), Origin.start(frame)

    def start(self) -> None:
        """Begin with an empty plane."""
        super().start()
        grid, step = self.grid, self.step
        if grid is not None and step is not None and step.grid is not None:
            self.picture.show_plane(grid, DEPTH_QUANTITIES[step.grid.show])

    def clear(self) -> None:
        """Show no cells."""
        self.cells = []
        self.done = 0
        self.picture.clear()
        self.figures.show_rows([])

    def keep(self, points: tuple[object, ...]) -> None:
        """Some more cells."""
        for point in points:
            if isinstance(point, CriticalLine):
                self.picture.show_line(point)
            elif isinstance(point, DepthCell):
                self.cells.append(point)
        self.done = len(self.cells)

    def show_kept(self) -> None:
        """The picture and the numbers."""
        self.picture.show_cells(self.cells, whole=self.done == self.of)
        made = iteration(self.done) if self.done == self.of else f"{self.done} of {self.of}"
        self.figures.show_rows([("cells", made), *self.picture.figures(self.cells)])

    def _draw(self) -> None:
        self.picture.redraw()
