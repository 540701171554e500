"""Pinned moments: a list to go back to, and two of them compared unit by unit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.format import iteration, number, percent
from app.style import FIELD_RADIUS, tabular
from app.theme import Palette
from app.views.view import FrameView
from symgui.nn.state import FloatArray
from symgui.symmetry.wording import subscript
from symgui.training.moments import Comparison, Moment, UnitChange, compare

LIST_HEADERS = ("Name", "Iteration", "Run")
UNIT_HEADERS = ("Unit", "Function", "W · b before", "W · b after", "Moved by", "Alike")
UNIT_TIPS = (
    "a[l] with the number of the unit",
    "Whether it answers every training example after as before",
    "Incoming weights and the bias at the first moment",
    "Incoming weights and the bias at the second moment",
    "Largest change of an incoming weight or the bias",
    "Other units of its layer that are the same function as it: at the first moment → at the second",
)
ROW_HEIGHT = 23
MOST_WEIGHTS = 4
MOST_ALIKE = 8
LIST_SHARE = 0.3
CELL_PADDING = 14
NONE = "Ctrl+P pins the moment that is shown: pin one, train on, pin another, and compare them here."
ONE = "Pin a second moment, and the two are compared here, unit by unit."


class MomentsView(FrameView):
    """The list on the left, the comparison on the right.

    Attributes
    ----------
    moments : tuple of Moment
    list : QTableWidget
        ``moments-list``: a row each; the name can be edited.
    before, after : QComboBox
        ``moments-before``, ``moments-after``: which two are compared.
    verdict : QLabel
        ``moments-verdict``: of the whole network, or why the two cannot be compared.
    units : QTableWidget
        ``moments-units``: a row for each unit.
    comparison : Comparison or None
        What the table shows.
    """

    pin_wanted = Signal()
    go_wanted = Signal(int)
    remove_wanted = Signal(int)
    renamed = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("moments-view", parent)
        self.setAccessibleName("Pinned moments")
        self.moments: tuple[Moment, ...] = ()
        self._here: tuple[bool, ...] = ()
        self.comparison: Comparison | None = None
        self.list = _table("moments-list", "Pinned moments", LIST_HEADERS)
        self.list.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.list.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.itemChanged.connect(self._rename)
        self.list.itemSelectionChanged.connect(self._enable)
        self.units = _table("moments-units", "The two moments, unit by unit", UNIT_HEADERS)
        for column, tip in enumerate(UNIT_TIPS):
            _header(self.units, column).setToolTip(tip)
        self.pin_button = _button("Pin", "moments-pin", "Keep the iteration that is shown (Ctrl+P)")
        self.go_button = _button("Go there", "moments-go", "Show the chosen moment in every view")
        self.remove_button = _button("Remove", "moments-remove", "Let the chosen moment go")
        self.pin_button.clicked.connect(lambda: self.pin_wanted.emit())
        self.go_button.clicked.connect(lambda: self.go_wanted.emit(self.list.currentRow()))
        self.remove_button.clicked.connect(lambda: self.remove_wanted.emit(self.list.currentRow()))
        self.before = _choice("moments-before", "The first of the two moments")
        self.after = _choice("moments-after", "The second of the two moments")
        self.before.currentIndexChanged.connect(self._compare)
        self.after.currentIndexChanged.connect(self._compare)
        self.verdict = QLabel()
        self.verdict.setObjectName("moments-verdict")
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict.setWordWrap(True)
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.pin_button, self.go_button, self.remove_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.list, 1)
        left.addLayout(buttons)
        self._arrow = QLabel("→")
        choices = QHBoxLayout()
        choices.addWidget(self.before, 1)
        choices.addWidget(self._arrow)
        choices.addWidget(self.after, 1)
        choices.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(choices)
        right.addWidget(self.verdict)
        right.addWidget(self.units, 1)
        row = QHBoxLayout(self)
        row.setSpacing(18)
        row.addLayout(left, round(100 * LIST_SHARE))
        row.addLayout(right, round(100 * (1 - LIST_SHARE)))

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

    def draw_palette(self, palette: Palette) -> None:
        """Take the colours."""
        self.setFont(tabular(self.font()))
        self.setStyleSheet(_style(palette))

    def _fill_list(self) -> None:
        chosen = self.list.currentRow()
        self.list.blockSignals(True)
        self.list.setRowCount(len(self.moments))
        for row, (moment, here) in enumerate(zip(self.moments, self._here, strict=True)):
            texts = (
                moment.name,
                iteration(moment.iteration),
                "this" if here else "other",
            )
            _fill(self.list, row, texts, editable=0)
            tip = (
                "Double-click or F2 names it anew"
                if here
                else "Going there opens its own run; undo comes back"
            )
            _cell(self.list, row, 0).setToolTip(tip)
        self.list.blockSignals(False)
        _fit(self.list, first=1)
        if 0 <= chosen < len(self.moments):
            self.list.selectRow(chosen)

    def _fill_choices(self, first: int, second: int) -> None:
        for box, index in ((self.before, first), (self.after, second)):
            box.blockSignals(True)
            box.clear()
            box.addItems([moment.name for moment in self.moments])
            box.setCurrentIndex(max(index, 0))
            box.blockSignals(False)
            box.setVisible(len(self.moments) > 1)
        self._arrow.setVisible(len(self.moments) > 1)

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
        """Compare the two that are chosen, if somebody looks."""
        if not self.isVisible():
            return
        self.comparison = None
        if len(self.moments) < 2:
            self.verdict.setText(ONE if self.moments else NONE)
        else:
            before, after = (self.moments[box.currentIndex()] for box in (self.before, self.after))
            try:
                self.comparison = compare(before, after)
            except ValueError as error:
                self.verdict.setText(f"{str(error)[:1].upper()}{str(error)[1:]}.")
            else:
                self.verdict.setText(summary(self.comparison))
        self._fill_units(self.comparison)

    def _fill_units(self, comparison: Comparison | None) -> None:
        units = comparison.units if comparison is not None else ()
        self.units.setVisible(comparison is not None)
        self.units.setRowCount(len(units))
        for row, unit in enumerate(units):
            _fill(self.units, row, unit_row(unit))
            _cell(self.units, row, 0).setToolTip(f"unit {unit.unit + 1} of layer {unit.layer}")
            _cell(self.units, row, 1).setToolTip(unit.verdict)
        _fit(self.units)


def summary(comparison: Comparison) -> str:
    """Of the whole network: same function or not, cost and accuracy."""
    before, after = comparison.before, comparison.after
    same = sum(unit.same_function for unit in comparison.units)
    return (
        f"{comparison.verdict.capitalize()}; of {len(comparison.units)} units {same or 'none'} as before. "
        f"Cost {number(before.cost)} → {number(after.cost)}, "
        f"train accuracy {percent(before.train_accuracy)} → {percent(after.train_accuracy)}."
    )


def unit_row(unit: UnitChange) -> tuple[str, ...]:
    """The texts of a unit's row, in the order of `UNIT_HEADERS`."""
    return (
        f"a[{unit.layer}]{subscript(unit.unit + 1)}",
        unit.verdict.removesuffix(" function"),
        f"{_weights(unit.weights_before)}  ·  {number(unit.bias_before, 3)}",
        f"{_weights(unit.weights_after)}  ·  {number(unit.bias_after, 3)}",
        number(unit.moved, 3),
        f"{_alike(unit.alike_before)} → {_alike(unit.alike_after)}",
    )


def _weights(weights: FloatArray) -> str:
    shown = "  ".join(number(float(w), 3) for w in weights[:MOST_WEIGHTS])
    return f"{shown}  … {len(weights)} in all" if len(weights) > MOST_WEIGHTS else shown


def _alike(units: tuple[int, ...]) -> str:
    if not units:
        return "–"
    more = f" … {len(units)} in all" if len(units) > MOST_ALIKE else ""
    return ", ".join(str(unit + 1) for unit in units[:MOST_ALIKE]) + more


def _table(name: str, label: str, headers: tuple[str, ...]) -> QTableWidget:
    table = QTableWidget(0, len(headers))
    table.setObjectName(name)
    table.setAccessibleName(label)
    table.setHorizontalHeaderLabels(list(headers))
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    header.setMinimumSectionSize(20)
    return table


def _fill(table: QTableWidget, row: int, texts: tuple[str, ...], editable: int = -1) -> None:
    for column, text in enumerate(texts):
        if table.item(row, column) is None:
            item = QTableWidgetItem()
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
            item.setFlags(flags | Qt.ItemFlag.ItemIsEditable if column == editable else flags)
            table.setItem(row, column, item)
        _cell(table, row, column).setText(text)


def _cell(table: QTableWidget, row: int, column: int) -> QTableWidgetItem:
    item = table.item(row, column)
    assert item is not None
    return item


def _header(table: QTableWidget, column: int) -> QTableWidgetItem:
    item = table.horizontalHeaderItem(column)
    assert item is not None
    return item


def _fit(table: QTableWidget, first: int = 0) -> None:
    """Columns as wide as their longest text."""
    metrics = QFontMetrics(table.font())
    for column in range(first, table.columnCount()):
        texts = [_cell(table, row, column).text() for row in range(min(table.rowCount(), 200))]
        texts.append(_header(table, column).text())
        table.setColumnWidth(column, max(map(metrics.horizontalAdvance, texts)) + CELL_PADDING)


def _button(text: str, name: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _choice(name: str, label: str) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(label)
    box.setToolTip(label)
    box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
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
        padding: 3px 9px;
    }}
    QComboBox:focus {{ border-color: {p.ink}; }}
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
