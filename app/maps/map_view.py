"""A map as one sees it: the cells, what their colours mean, and the runs of the cell at the cursor."""

from __future__ import annotations

import numpy as np
import numpy.ma
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.look.indices import with_indices
from app.look.layouts import filled
from app.look.named_widgets import push_button, wrapped_label
from app.look.text_scale import follow_text
from app.look.theme import colours
from app.panels.choice_field import WideChoice
from app.views.many_runs.map_axes import is_even, place
from app.views.many_runs.map_colours import quantity_colours, verdict_colours
from app.views.many_runs.map_dots import Where, cell_dots, row_dots
from app.views.many_runs.map_legend import MapLegend, class_entries
from app.views.many_runs.map_picture import MapPicture
from app.views.many_runs.map_scale import scale_for
from app.views.many_runs.map_words import cell_sentence, map_sentence, quantity_words, run_name, run_sentence
from app.views.many_runs.run_histogram import RunHistogram
from app.views.many_runs.run_strip import RunStrip
from app.views.many_runs.theory_words import cell_words, line_entry, line_tip
from symgui.plain_text.numbers import THIN_SPACE
from symgui.sweep import Cell
from symgui.sweep.critical_line import CellTheory, activation_of_theory
from symgui.sweep.outcome_map import MISSING, QUANTITIES, VERDICT, OutcomeMap, RunQuantity
from symgui.sweep.swept_settings import SETTINGS

HINT = (
    "Each cell of the map will be the open experiment with other settings, run from several seeds.\n"
    "Choose what changes across and what changes upwards, and press Start."
)
SIDE_WIDTH = 214
LINE = 16
"""Pixels of a line of text."""
LEAD = 6
"""Pixels that a label of several lines takes beside them."""


class MapView(QWidget):
    """Shows an `OutcomeMap`; a grid with one row as dots and a histogram instead of cells.

    Attributes
    ----------
    found : OutcomeMap or None
    colour : WideChoice
        ``map-colour``: the verdict, or one of `QUANTITIES`.
    picture : MapPicture
    row : RunStrip
        ``map-row``: all runs of a grid with one row.
    histogram : RunHistogram
    strip : RunStrip
        ``map-strip``: the runs of the cell at the cursor.
    legend : MapLegend
    hint : QLabel
        ``map-hint``: what to do while there is no map.
    reading, run_words : QLabel
        ``map-reading`` of a cell, ``map-run`` of the marked run.
    open_button : QPushButton
        ``map-open``.

    Signals
    -------
    openWanted(Cell, int)
        The run of this index in this cell is wanted.
    theoryWanted(Cell)
        The cursor is at this cell of a map over which theory speaks; see `show_theory`.
    """

    openWanted = Signal(object, int)
    theoryWanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: OutcomeMap | None = None
        self._where: Where = []
        self._wanted: tuple[Cell, int] | None = None  # the run that a person has marked
        self._line = False
        self._activation = ""  # of which theory speaks
        self._theory: tuple[Cell, str] | None = None  # what it says of the cell at the cursor
        self._hovered: Cell | None = None
        self._drawn: object = None  # what the dots show
        self.colour = WideChoice("map-colour", "colour by")
        self.colour.set_items(
            [
                (
                    VERDICT,
                    "verdict",
                    "The most frequent verdict; the stronger the colour, the more of the seeds",
                ),
                *((each.name, each.label, quantity_words(each)) for each in QUANTITIES.values()),
            ]
        )
        self.colour.chosen.connect(self._recolour_cells)
        self.picture, self.row, self.histogram = MapPicture(), RunStrip("map-row"), RunHistogram()
        self.strip, self.legend = RunStrip("map-strip"), MapLegend()
        self.reading, self.run_words = self._label("map-reading", 3), self._label("map-run", 5)
        self.hint = QLabel(HINT, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self.hint.setObjectName("map-hint")
        self.hint.setProperty("role", "muted")
        tip = "Open the marked run at its last iteration, as a new experiment"
        self.open_button = push_button("map-open", "Open this run", tip)
        self.open_button.clicked.connect(self._open)
        self._lay_out()
        self.picture.chosen.connect(self._choose)
        self.picture.hovered.connect(self._read)
        for dots in (self.strip, self.row):
            dots.marking.connect(self._mark)
            dots.openWanted.connect(self._open)
        self.picture.openWanted.connect(self._open)
        self.show_map(None)

    def _label(self, name: str, lines: int) -> QLabel:
        label = wrapped_label(name)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        follow_text(label, QWidget.setFixedHeight, lines * LINE + LEAD)
        return label

    def _lay_out(self) -> None:
        word = QLabel("colour by")
        word.setProperty("role", "muted")
        self._choice = word, self.colour
        above = filled(QHBoxLayout(), word, self.colour, 1)
        pictures = filled(
            QHBoxLayout(), (self.picture, 1), (self.row, 3), (self.histogram, 1), (self.hint, 1), gap=0
        )
        middle = filled(QVBoxLayout(), above, (pictures, 1), self.reading)
        self._side = QWidget()
        follow_text(self._side, QWidget.setFixedWidth, SIDE_WIDTH)
        filled(
            QVBoxLayout(self._side),
            self.legend,
            1,
            (self.strip, 4),
            self.run_words,
            self.open_button,
            margins=0,
        )
        filled(QHBoxLayout(self), (middle, 1), self._side, margins=0, gap=12)

    # ---- what is shown ---------------------------------------------------------------------------

    def show_map(self, found: OutcomeMap | None) -> None:
        """Show another grid; None for none."""
        self.found, self._line, self._wanted, self._hovered = found, False, None, None
        self._activation, self._theory = "", None
        self._show_parts()
        if found is not None:
            labels = [SETTINGS[axis.setting].label for axis in found.grid.axes]
            across, up = (*labels, "", "")[:2]
            self.picture.show_grid(found.grid, (across, up))
        self.refresh()

    def _show_parts(self) -> None:
        """Cells and the dots of one, or all dots and their histogram; or what to do first."""
        begun = self.found is not None
        shown: list[tuple[QWidget, bool]] = [(self.hint, not begun)]
        shown += [(part, begun and not self.as_row) for part in (self.picture, self.strip)]
        shown += [(part, begun and self.as_row) for part in (self.row, self.histogram)]
        shown += [(part, begun) for part in (*self._choice, self.reading, self._side)]
        for part, is_shown in shown:
            part.setVisible(is_shown)

    def recolour(self) -> None:
        """Take the colours of the theme."""
        for part in (self.picture, self.row, self.histogram, self.strip):
            part.recolour(colours())
        self._drawn = None
        self.refresh()

    @Slot()
    def _recolour_cells(self) -> None:
        self.refresh()

    @property
    def quantity(self) -> RunQuantity | None:
        """What is coloured; None for the verdict."""
        return QUANTITIES.get(self.colour.currentData())

    @property
    def as_row(self) -> bool:
        """Whether all runs are shown as dots."""
        return self.found is not None and self.found.grid.rows == 1

    def refresh(self) -> None:
        """Draw what is known by now."""
        found = self.found
        if found is None:
            self.legend.show_entries("", [])
            self.reading.setText("")
        elif self.as_row:
            self._show_verdicts()
        elif self.quantity is None:
            self.picture.show_colours(verdict_colours(found, colours()))
            self._show_verdicts()
        else:
            self._show_means(found, self.quantity)
        self._show_dots()
        self._read(self._hovered)

    def show_theory(self, cell: Cell, theory: CellTheory | None) -> None:
        """Say what theory says of a cell, while the cursor is there."""
        self._theory = None if theory is None else (cell, cell_words(theory))
        self._read(self._hovered)

    def show_line(self, weights: list[float], biases: list[float]) -> None:
        """Draw the line χ₁ = 1 through these spreads of W and b, where both axes are even."""
        found = self.found
        if found is None or not weights or not all(map(is_even, found.grid.axes)):
            return
        first, second = found.grid.axes
        along = (weights, biases) if first.setting == "weight-scale" else (biases, weights)
        x = [place(first, value) for value in along[0]]
        y = [place(second, value) for value in along[1]]
        self.picture.line.setData(x, y)
        self._line = True
        self._activation = activation_of_theory(found.grid) or ""
        self.refresh()
        if self.picture.cell is not None:
            self.theoryWanted.emit(self.picture.cell)

    def _show_verdicts(self) -> None:
        assert self.found is not None
        self.legend.show_entries("verdict, runs", [*class_entries(self.found), *self._line_entry()])

    def _show_means(self, found: OutcomeMap, quantity: RunQuantity) -> None:
        means = found.means[quantity.name]
        scale = scale_for(quantity, means, found.grid.updates, cut=True)
        self.picture.show_colours(quantity_colours(found, means, scale, colours()))
        lacking = np.isnan(means) & (found.main != MISSING)
        none = [(colours().line, quantity.none)] if lacking.any() else []
        self.legend.show_entries(quantity_words(quantity), [*none, *self._line_entry()], scale.ticks(room=5))

    def _line_entry(self) -> list[tuple[str, str]]:
        self.picture.setToolTip(with_indices(line_tip(self._activation)) if self._line else "")
        if not self._line or self.found is None:
            return []
        upright = self.found.grid.axes[0].setting == "weight-scale"
        return [(colours().ink, line_entry(self._activation, upright=upright))]

    # ---- the runs --------------------------------------------------------------------------------

    def _show_dots(self) -> None:
        found, cell = self.found, self.picture.cell
        if found is None or cell is None:
            self.strip.show_dots(None, None)
            self._drawn = None
            self._say_run(None)
            return
        quantity = self.quantity or QUANTITIES["cost"]
        if self.as_row:
            dots, self._where = row_dots(found, quantity)
            strip = self.row
            self.histogram.show_dots(dots)
        else:
            drawn = (found, cell, int(found.counts(cell).sum()), quantity.name, self._wanted)
            if drawn == self._drawn:
                return
            self._drawn = drawn
            dots, self._where = cell_dots(found, cell, quantity)
            strip = self.strip
        if self._wanted in self._where:
            index: int | None = self._where.index(self._wanted)
        else:  # nobody has chosen: the run that stands out, else the first
            index = dots.outlier if dots.outlier is not None else (0 if self._where else None)
        strip.show_dots(dots, index)
        self._say_run(index)

    def _run_at(self, index: int | None) -> tuple[Cell, int] | None:
        return self._where[index] if index is not None and index < len(self._where) else None

    @property
    def marked(self) -> tuple[Cell, int] | None:
        """Cell and index of the run that is marked."""
        return self._run_at(self.row.marked if self.as_row else self.strip.marked)

    @Slot()
    def _choose(self) -> None:
        """The cursor is at another cell."""
        self._show_dots()
        self._read(None)
        if self._line and self.picture.cell is not None:
            self.theoryWanted.emit(self.picture.cell)

    @Slot(object)
    def _read(self, cell: Cell | None) -> None:
        """Read a cell; without one, that at the cursor."""
        self._hovered = cell
        found, at = self.found, cell or self.picture.cell
        if found is None or at is None:
            return
        cursor = cell_sentence(found, at)
        if self._theory is not None and self._theory[0] == at:
            cursor = f"{cursor}; {self._theory[1]}"
        sentence = map_sentence(found) if self.as_row else cursor
        self.reading.setText(_unbroken(sentence))
        self.reading.setToolTip(sentence)
        self.picture.setAccessibleDescription(f"{map_sentence(found)} Cursor: {cursor}")
        self.row.setAccessibleDescription(map_sentence(found))

    @Slot(int)
    def _mark(self, index: int) -> None:
        self._wanted = self._run_at(index)
        self._say_run(index)

    def _say_run(self, index: int | None) -> None:
        run = self._run_at(index)
        self.open_button.setEnabled(run is not None)
        if run is None or self.found is None:
            self.run_words.setText("")
            return
        dots = self.row.dots if self.as_row else self.strip.dots
        alone = " (stands out)" if dots is not None and index == dots.outlier else ""
        cell, k = run
        in_sight = not self.as_row and self.found.grid.seeds > 1  # the cell is read beside it
        name = f"seed {self.found.seed(k)}" if in_sight else run_name(self.found, cell, k)
        sentence = f"{run_sentence(self.found, cell, k, name)}{alone}"
        self.run_words.setText(_unbroken(sentence))
        self.run_words.setToolTip(sentence)
        strip = self.row if self.as_row else self.strip
        strip.setAccessibleDescription(sentence)

    @Slot()
    def _open(self) -> None:
        run = self.marked
        if run is not None:
            self.openWanted.emit(*run)


def _unbroken(sentence: str) -> str:
    """The same, whose numbers are not broken over two lines."""
    return sentence.replace(THIN_SPACE, "\N{NARROW NO-BREAK SPACE}")
