"""Pinned moments: a list to go back to, and two of them compared unit by unit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.look.layouts import filled
from app.look.named_widgets import push_button, wrapped_label
from app.look.others_words import literal
from app.look.style_sheet import FIELD_RADIUS, tabular
from app.look.theme import Palette
from app.look.type_sizes import small_font
from app.views.base.choice import ViewChoice
from app.views.base.frame_view import FrameView
from app.views.moments.comparison_words import UNIT_HEADERS, UNIT_TIPS, in_short, summary, unit_row
from app.views.moments.text_table import PADDING, ROW_HEIGHT, TextTable
from symgui.plain_text.numbers import iteration
from symgui.training.moments import Moment, MomentComparison, compare

LIST_HEADERS = ("Name", "Iteration", "Run")
LOW_ROW_HEIGHT = 19
MOST_IN_TIP = 64
"""Weights of a unit that its tool tip writes out."""
DETAILS = ((3, 8, True), (3, 4, True), (2, 4, True), (2, 2, True), (2, 2, False), (2, 1, False))
"""Digits of a number, weights of a unit that are written out, whether it is said how far they moved.

The first for which there is room.
"""
LIST_SHARE = 0.3
"""Of the width, at most, for the list of pins."""
LOW = 260
"""Pixels of height below which the summary stands beside the choices, so that more units are in sight."""
NARROW = 900
"""Pixels of width below which the summary is short and the table's type small."""
NAME_ROOM = 96
"""Pixels of a pin's name in a choice."""
CHOICE_PADDING = 34
NONE = (
    "Pin the moment that is shown (Ctrl+P), train on, pin another: the two are compared here, unit by unit."
)
ONE = "Pin a second moment, and the two are compared here, unit by unit."


class MomentsView(FrameView):
    """The list on the left, the comparison on the right.

    Attributes
    ----------
    moments : tuple of Moment
    list : QTableWidget
        ``moments-list``: a row each; the name can be edited.
    before, after : Choice
        ``moments-before``, ``moments-after``: which two are compared.
    verdict : QLabel
        ``moments-verdict``: of the whole network, or why the two cannot be compared.
    units : QTableWidget
        ``moments-units``: a row for each unit.
    comparison : MomentComparison or None
        What the table shows.
    """

    pinWanted = Signal()
    goWanted = Signal(int)
    removeWanted = Signal(int)
    renamed = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("moments-view", parent)
        self.setAccessibleName("Pinned moments")
        self.moments: tuple[Moment, ...] = ()
        self._here: tuple[bool, ...] = ()
        self.comparison: MomentComparison | None = None
        self._refusal = ""
        self._narrow = False
        self.list = TextTable("moments-list", "Pinned moments", LIST_HEADERS)
        self.list.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.list.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.itemChanged.connect(self._rename)
        self.list.itemSelectionChanged.connect(self._enable)
        self.units = TextTable("moments-units", "The two moments, unit by unit", UNIT_HEADERS)
        for column, tip in enumerate(UNIT_TIPS):
            self.units.header(column).setToolTip(tip)
        self.pin_button = push_button(
            "moments-pin", "Pin", "Keep the iteration that is shown (Ctrl+P)", by_tab=True
        )
        self.go_button = push_button("moments-go", "Go", "Show the chosen moment in every view", by_tab=True)
        self.remove_button = push_button("moments-remove", "Remove", "Remove the chosen moment", by_tab=True)
        self.pin_button.clicked.connect(lambda: self.pinWanted.emit())
        self.go_button.clicked.connect(lambda: self.goWanted.emit(self.list.currentRow()))
        self.remove_button.clicked.connect(lambda: self.removeWanted.emit(self.list.currentRow()))
        self.before = _choice("moments-before", "The first of the two moments")
        self.after = _choice("moments-after", "The second of the two moments")
        self.before.currentIndexChanged.connect(self._compare)
        self.after.currentIndexChanged.connect(self._compare)
        self.verdict = wrapped_label("moments-verdict")
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = filled(QHBoxLayout(), self.pin_button, self.go_button, self.remove_button, 1, gap=6)
        self._left = QWidget()
        filled(QVBoxLayout(self._left), (self.list, 1), buttons, margins=0, gap=6)
        self._arrow = QLabel("→")
        choices = filled(QHBoxLayout(), self.before, self._arrow, self.after, 1, gap=6)
        self._said = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._said.setSpacing(6)
        self._said.addLayout(choices)
        self._said.addWidget(self.verdict, 1)
        right = filled(QVBoxLayout(), self._said, (self.units, 1), gap=4)
        filled(QHBoxLayout(self), self._left, (right, 1), margins=0, gap=14)

    def show_pins(self, moments: tuple[Moment, ...], here: tuple[bool, ...]) -> None:
        """Show these moments, and through which of them the open run comes."""
        more = len(moments) > len(self.moments)
        fewer = len(moments) < len(self.moments)
        self.moments, self._here = moments, here
        self._fill_list()
        first, second = self.before.currentIndex(), self.after.currentIndex()
        if more or fewer:
            second = len(moments) - 1
            first = second - 1
            if first >= 0 and moments[first].iteration > moments[second].iteration:
                first, second = second, first
        self._fill_choices(first, second)
        if more:
            self.list.selectRow(len(moments) - 1)
        self._enable()
        self._compare()

    def showEvent(self, event: QShowEvent) -> None:
        """Compare what was pinned while it was hidden."""
        super().showEvent(event)
        self._compare()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self._share()
        self._fill_units()

    def sentence(self) -> str:
        """Which moments are pinned."""
        names = [f"{moment.name} at iteration {iteration(moment.iteration)}" for moment in self.moments]
        return f"Pinned: {', '.join(names)}." if names else NONE

    def draw_palette(self, palette: Palette) -> None:
        """Take the colours."""
        self.setFont(tabular(self.font()))
        self.setStyleSheet(_style(palette))
        self._share()

    def _fill_list(self) -> None:
        chosen = self.list.currentRow()
        self.list.blockSignals(True)
        self.list.setRowCount(len(self.moments))
        for row, (moment, here) in enumerate(zip(self.moments, self._here, strict=True)):
            texts = (moment.name, iteration(moment.iteration), "this" if here else "other")
            self.list.fill(row, texts, editable=0)
            hint = (
                "Double-click or F2 renames it"
                if here
                else "Of another run: going there opens that one; undo comes back"
            )
            at = f"iteration {iteration(moment.iteration)}"
            self.list.cell(row, 0).setToolTip(literal(f"{moment.name}\n{at}\n{hint}"))
        self.list.blockSignals(False)
        self._fit_list()
        if 0 <= chosen < len(self.moments):
            self.list.selectRow(chosen)

    def _fit_list(self) -> None:
        """Leave out the columns that would only say the same again in every row."""
        self.list.horizontalHeader().setVisible(bool(self.moments))
        named = any(moment.has_own_name for moment in self.moments)
        self.list.setColumnHidden(1, not named)
        self.list.setColumnHidden(2, all(self._here))
        self.list.fit()
        self._share()

    def _share(self) -> None:
        """The list takes what its names need, the comparison has the rest; both turn to the height."""
        shown = [column for column in range(3) if not self.list.isColumnHidden(column)]
        wanted = self._name_width + sum(self.list.columnWidth(column) for column in shown if column)
        least = sum(button.sizeHint().width() + 6 for button in self._left.findChildren(QPushButton))
        self._left.setFixedWidth(max(least, min(wanted + PADDING, round(LIST_SHARE * self.width()))))
        low, self._narrow = self.height() < LOW, self.width() < NARROW
        self.units.verticalHeader().setDefaultSectionSize(LOW_ROW_HEIGHT if self._narrow else ROW_HEIGHT)
        self.units.setFont(tabular(small_font(self)) if self._narrow else self.font())
        direction = QBoxLayout.Direction
        self._said.setDirection(direction.LeftToRight if low else direction.TopToBottom)
        self._say()

    @property
    def _name_width(self) -> int:
        metrics = QFontMetrics(self.list.font())
        widest = max((metrics.horizontalAdvance(moment.name) for moment in self.moments), default=0)
        return widest + PADDING

    def _fill_choices(self, first: int, second: int) -> None:
        moments = self.moments
        for box, index in ((self.before, first), (self.after, second)):
            metrics = box.fontMetrics()
            box.blockSignals(True)
            box.clear()
            for k, moment in enumerate(moments):
                box.addItem(metrics.elidedText(moment.name, Qt.TextElideMode.ElideMiddle, NAME_ROOM))
                box.setItemData(k, literal(moment.name), Qt.ItemDataRole.ToolTipRole)
            box.setCurrentIndex(max(index, 0))
            texts = [metrics.horizontalAdvance(box.itemText(k)) for k in range(box.count())]
            box.setFixedWidth(max(texts, default=0) + CHOICE_PADDING)
            box.blockSignals(False)
            box.setVisible(len(moments) > 1)
        self._arrow.setVisible(len(moments) > 1)

    @Slot()
    def _enable(self) -> None:
        chosen = 0 <= self.list.currentRow() < len(self.moments)
        self.go_button.setEnabled(chosen)
        self.remove_button.setEnabled(chosen)

    def _rename(self, item: QTableWidgetItem) -> None:
        if item.column() == 0:
            self.renamed.emit(item.row(), item.text())

    @Slot()
    def _compare(self) -> None:
        """Compare the two moments that are chosen, while the view is visible."""
        if not self.isVisible():
            return
        self.comparison, self._refusal = None, ""
        if len(self.moments) >= 2:
            before, after = (self.moments[box.currentIndex()] for box in (self.before, self.after))
            try:
                self.comparison = compare(before, after)
            except ValueError as error:
                self._refusal = f"{str(error)[:1].upper()}{str(error)[1:]}."
        self._say()
        self._fill_units()

    def _say(self) -> None:
        """What there is to say of the two, or what to do to have two."""
        if self.comparison is not None:
            whole = summary(self.comparison)
            self.verdict.setWordWrap(not self._narrow)
            self.verdict.setText(in_short(self.comparison) if self._narrow else whole)
            self.verdict.setToolTip(literal(whole))
        else:
            self.verdict.setWordWrap(True)
            self.verdict.setText(self._refusal or (ONE if self.moments else NONE))
            self.verdict.setToolTip("")

    def _fill_units(self) -> None:
        """A row a unit, in as much detail as there is room for."""
        units = self.comparison.units if self.comparison is not None else ()
        self.units.setVisible(self.comparison is not None)
        self.units.setRowCount(len(units))
        self.units.setColumnHidden(1, not any(unit.same_function for unit in units))
        self.units.setColumnHidden(5, not any(unit.alike_before or unit.alike_after for unit in units))
        layout = self.layout()
        assert layout is not None
        layout.activate()  # the list may have taken another width
        room = self.units.width() - self.units.verticalScrollBar().sizeHint().width()
        for digits, most, moved in DETAILS if units else ():
            self.units.setColumnHidden(4, not moved)
            for row, unit in enumerate(units):
                self.units.fill(row, unit_row(unit, digits, most))
            self.units.fit()
            if self.units.horizontalHeader().length() <= room:
                break
        for row, unit in enumerate(units):
            self.units.cell(row, 0).setToolTip(f"unit {unit.unit + 1} of layer {unit.layer}")
            self.units.cell(row, 1).setToolTip(unit.verdict)
            whole = unit_row(unit, 3, MOST_IN_TIP)
            for column in (2, 3):
                self.units.cell(row, column).setToolTip(whole[column])


def _choice(name: str, label: str) -> ViewChoice:
    box = ViewChoice(name, label, (), label)
    box.setSizeAdjustPolicy(ViewChoice.SizeAdjustPolicy.AdjustToContents)
    return box


def _style(p: Palette) -> str:
    return f"""
    QLabel {{ color: {p.ink}; background: transparent; }}
    QPushButton {{
        color: {p.ink}; background: transparent; border: 1px solid {p.line}; border-radius: {FIELD_RADIUS}px;
        padding: 3px 9px;
    }}
    QPushButton:hover {{ background: {p.neutral}; }}
    QPushButton:focus {{ border-color: {p.ink}; }}
    QPushButton:disabled {{ color: {p.edge}; }}
    QComboBox {{
        color: {p.ink}; background: {p.field}; border: 1px solid {p.line}; border-radius: {FIELD_RADIUS}px;
        padding: 3px 20px 3px 8px;
    }}
    QComboBox:hover {{ border-color: {p.edge}; }}
    QComboBox:focus {{ border-color: {p.ink}; }}
    QComboBox::drop-down {{ border: none; width: 0; }}
    QTableView {{
        background: transparent; color: {p.ink}; border: none; outline: none;
        selection-background-color: {p.neutral}; selection-color: {p.ink};
    }}
    QTableView QLineEdit {{ background: {p.field}; color: {p.ink}; border: 1px solid {p.ink}; }}
    QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    QHeaderView {{ background: transparent; border: none; }}
    QHeaderView::section {{
        background: transparent; color: {p.muted}; border: none; border-bottom: 1px solid {p.line};
        padding: 2px 3px;
    }}
    """
