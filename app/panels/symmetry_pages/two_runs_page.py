"""Two runs, one function? Which unit of one network is which of another, and the cost on the way between."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QHeaderView,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.look.layouts import filled
from app.look.named_widgets import read_only_table
from app.look.theme import Palette
from app.panels.choice_field import WideChoice
from app.panels.study_dialog.dialog_page import DialogPage
from app.views.two_networks.path_plot import PathPlot
from symgui.plain_text.numbers import MINUS, number
from symgui.training.studies.progress import Progress
from symgui.training.studies.symmetry_studies import (
    MatchedNetworks,
    NamedNetwork,
    matching_study,
    why_no_match,
)

HEAD = ("layer", "first", "second", "sign")
TOO_FEW = "Two networks are needed: pin moments (Ctrl+P) of one run or of several, or race starts (Ctrl+K)."


class TwoRunsPage(DialogPage):
    """Two choices, which unit of one run is which of the other, and the cost on both paths in one plot.

    Attributes
    ----------
    first, second : WideChoice
        ``two-runs-first``, ``two-runs-second``.
    barriers, distances, function : QLabel
        ``two-runs-barriers``, ``two-runs-distances``, ``two-runs-function``.
    table : QTableWidget
        ``two-runs-table``: a row a unit.
    plot : PathPlot
        ``two-runs-plot``: ``plot.dashed`` the path before matching, ``plot.solid`` after it.
    stop : QPushButton
        ``two-runs-stop``: gives up what takes long.
    result : MatchedNetworks or None
    """

    name = "two-runs"
    title = "Two runs, one function?"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._networks: tuple[NamedNetwork, ...] = ()
        self._wanted = ("", "")  # as a person has chosen
        self.result: MatchedNetworks | None = None
        self.first, self.second = (
            WideChoice(f"two-runs-{name}", name) for name in ("first", "second")
        )  # fmt: skip
        for choice in (self.first, self.second):
            choice.chosen.connect(self._choose)
        self.barriers, self.function = self.label("barriers"), self.label("function", "muted")
        self.distances, self.progress = self.label("distances", "muted"), self.label("progress", "muted")
        self.plot = PathPlot("two-runs-plot")
        self.plot.resized.connect(self._draw)
        self._make_table()
        self.stop = self.button("stop", "Stop", "Give up what is being computed")
        self.stop.clicked.connect(self._give_up)
        self._lay_out()

    def _make_table(self) -> None:
        self.table = read_only_table(
            "two-runs-table", "which unit of the first is which of the second, and with which sign", HEAD
        )
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        form = QFormLayout(fieldGrowthPolicy=QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("first", self.first)
        form.addRow("second", self.second)
        texts = QWidget()
        texts.setMinimumWidth(self.texts_width)
        filled(
            QVBoxLayout(texts),
            form,
            self.problem,
            self.barriers,
            self.distances,
            self.function,
            (self.table, 1),
            margins=(0, 0, 8, 0),
        )
        self.put_beside(texts, self.plot)
        self.fill_foot(self.progress, self.stop)

    # ---- what there is to choose from ------------------------------------------------------------

    def show_networks(self, networks: Sequence[NamedNetwork]) -> None:
        """Offer these; what was chosen stays chosen where its name is still there."""
        self._networks = tuple(networks)
        names = [network.name for network in networks]
        for choice in (self.first, self.second):
            choice.set_items([(name, name, "") for name in names])
        if not names:
            return
        first, second = self._wanted
        first = first if first in names else names[0]
        others = [name for name in names if name != first] or names
        self.first.show_choice(first)
        self.second.show_choice(second if second in names else others[0])

    @Slot()
    def _choose(self) -> None:
        self._wanted = self.first.currentData(), self.second.currentData()
        self.compute()

    def _chosen(self) -> tuple[NamedNetwork, NamedNetwork] | None:
        if len(self._networks) < 2:
            return None
        return self._networks[self.first.currentIndex()], self._networks[self.second.currentIndex()]

    # ---- computing -------------------------------------------------------------------------------

    def compute(self) -> None:
        """Have the two that are chosen matched, or say why they cannot be."""
        self.result = None
        chosen = self._chosen()
        reason = TOO_FEW if chosen is None else why_no_match(*chosen)
        if chosen is not None and chosen[0] is chosen[1]:
            reason = "Choose two different ones."
        self.refuse(reason)
        self._show()
        if chosen is None or reason:
            self.drop()
        else:
            self.progress.setText("Computing …")
            self.begin(matching_study(*chosen))
        self.stop.setVisible(self.busy)

    def take(self, point: object) -> None:
        """How far it is, or what came of it."""
        if isinstance(point, Progress):
            self.progress.setText(f"Computing: part {point.iteration + 1} of {point.of} …")
        elif isinstance(point, MatchedNetworks):
            self.result = point
            self._show()

    def wait_no_more(self) -> None:
        """Take the button away that stops it."""
        super().wait_no_more()
        self.progress.clear()
        self.stop.hide()

    @Slot()
    def _give_up(self) -> None:
        self.drop()
        self.refuse("Stopped: choose again to have it computed.")

    # ---- showing ---------------------------------------------------------------------------------

    def recolour(self, palette: Palette) -> None:
        """Take the colours."""
        self.plot.recolour(palette)
        self._draw()

    def _show(self) -> None:
        result = self.result
        self.table.setRowCount(0)
        self._draw()
        for label in (self.barriers, self.distances, self.function):
            label.setVisible(result is not None)
        if result is None:
            return
        before, after = result.barriers
        self.barriers.setText(f"Barrier: {number(before, 3)} before matching, {number(after, 3)} after.")
        self.distances.setText(
            f"Distance: {number(result.distance_straight, 3)} before, {number(result.distance_matched, 3)} "
            "after. A barrier is how far the cost on the straight path rises above the line between its ends."
        )
        largest = result.function.largest
        kept = (
            "no answer changes by a bit"
            if largest == 0.0
            else f"no answer changes by more than {number(largest, 2)}"
        )
        self.function.setText(f"Matching leaves the second network's function as it is: {kept}.")
        self._fill(result)

    def _fill(self, result: MatchedNetworks) -> None:
        rows = [
            (str(l), str(unit + 1), str(partner + 1), "+" if sign > 0 else MINUS)
            for l, pairs in enumerate(result.pairs, start=1)
            for unit, (partner, sign) in enumerate(zip(pairs.partners, pairs.signs, strict=True))
        ]
        self.table.setRowCount(len(rows))
        for k, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                self.table.setItem(k, column, item)

    @Slot()
    def _draw(self) -> None:
        self.plot.show_paths(self.result)
