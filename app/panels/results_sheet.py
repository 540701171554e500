"""The results of several runs as one table, to read and to copy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.look.layouts import filled
from app.look.named_widgets import push_button, wrapped_label
from app.look.style_sheet import FIELD_RADIUS
from app.look.theme import COLOURS, colours
from symgui.plain_text.numbers import iteration, number, percent
from symgui.training.results import COLUMNS, ResultRow, as_tsv

SIZE = (1120, 400)
"""Pixels of width and height, where the screen has so many."""
PADDING = 22
"""Pixels of a column beside its longest text."""
HEADS = [name.replace(" ", "\n") for name in COLUMNS]
NAME, TEST, EVIDENCE = (list(COLUMNS).index(name) for name in ("name", "test accuracy", "evidence"))
"""Positions of these columns, from 0."""
LISTS = [list(COLUMNS).index(name) for name in ("effective units", "units")]
MOST_LISTED = "100, 100, 100"
"""A number a layer: of deep networks they stand in several lines, of this width."""
LEAST_NAME, LEAST_EVIDENCE = 120, 170
"""Pixels of the columns whose texts are broken into lines, at least."""
NAME_SHARE = 0.4
"""Of what the other columns leave, where names and evidence find no room in one line."""
ROW_HEIGHT = 26
ROW_AIR = 8
"""Pixels that a row is higher than its lines."""


class ResultsSheet(QDialog):
    """A row a network; what a column means stands in its tool tip. It blocks nothing.

    Without test data there is no column of their accuracy.

    Attributes
    ----------
    rows : tuple of ResultRow
    table : QTableWidget
        ``results-table``.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("results")
        self.setWindowTitle("Results")
        self.setModal(False)
        self.setSizeGripEnabled(True)
        self.resize(QSize(*SIZE).boundedTo(self.screen().availableSize()))
        self.rows: tuple[ResultRow, ...] = ()
        self.head = wrapped_label("results-head")
        self.table = QTableWidget(0, len(COLUMNS))
        self._make_table()
        self.table.viewport().installEventFilter(self)
        copy, close = (
            push_button(
                "results-copy",
                "Copy the table",
                "The whole table with all digits, a tab between two cells, for a spreadsheet",
            ),
            push_button("results-close", "Close"),
        )
        copy.clicked.connect(self.copy)
        close.clicked.connect(self.reject)
        note = wrapped_label(
            "results-note",
            "muted",
            "Copied with all digits; shares are of 1. What a column means stands in its tool tip.",
        )
        COLOURS.changed.connect(self._recolour)
        self._recolour()
        below = filled(QHBoxLayout(), (note, 1), copy, close)
        filled(QVBoxLayout(self), self.head, (self.table, 1), below)

    def _make_table(self) -> None:
        table = self.table
        table.setObjectName("results-table")
        table.setAccessibleName("results")
        table.setHorizontalHeaderLabels(HEADS)
        for k, meaning in enumerate(COLUMNS.values()):
            item = table.horizontalHeaderItem(k)
            assert item is not None
            item.setToolTip(meaning)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def show_rows(self, rows: Sequence[ResultRow], head: str) -> None:
        """Show these rows; `head` says of what they are the results."""
        self.rows = tuple(rows)
        self.head.setText(head)
        table = self.table
        table.setRowCount(len(self.rows))
        for k, row in enumerate(self.rows):
            for column, text in enumerate(_shown(row)):
                item = table.item(k, column)
                if item is None:
                    item = QTableWidgetItem()
                    table.setItem(k, column, item)
                if item.text() != text:
                    item.setText(text)
                    item.setToolTip(text)
        self._fit()

    def copy(self) -> None:
        """The whole table to the clipboard, as text with tabs."""
        QGuiApplication.clipboard().setText(as_tsv(self.rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy; all else is a dialog's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _recolour(self) -> None:
        p = colours()
        self.setStyleSheet(f"""
            QTableWidget {{
                background: {p.paper}; color: {p.ink}; border: 1px solid {p.line};
                border-radius: {FIELD_RADIUS}px; outline: none;
                selection-background-color: {p.neutral}; selection-color: {p.ink};
            }}
            QTableWidget:focus {{ border-color: {p.ink}; }}
            QHeaderView {{ background: {p.paper}; border: none; }}
            QHeaderView::section {{
                background: {p.paper}; color: {p.muted}; border: none; border-bottom: 1px solid {p.line};
                padding: 4px 3px; font-weight: normal;
            }}
        """)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the width anew, also where a scroll bar has taken some of it."""
        if event.type() == QEvent.Type.Resize and watched is self.table.viewport():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Make columns as wide as their texts; names and evidence share what is left, in lines."""
        metrics, shown = QFontMetrics(self.table.font()), [_shown(row) for row in self.rows]
        self.table.setColumnHidden(TEST, all(row.test_accuracy is None for row in self.rows))
        widths = [
            max(map(metrics.horizontalAdvance, (*head.split("\n"), *(row[column] for row in shown))))
            + PADDING
            for column, head in enumerate(HEADS)
        ]
        most = metrics.horizontalAdvance(MOST_LISTED) + PADDING
        for column in LISTS:
            widths[column] = min(widths[column], most)
        others = [k for k in range(len(COLUMNS)) if k not in (NAME, EVIDENCE)]
        left = self.table.viewport().width() - sum(
            widths[k] for k in others if not self.table.isColumnHidden(k)
        )
        if widths[NAME] + widths[EVIDENCE] > left:
            widths[NAME] = min(widths[NAME], max(LEAST_NAME, round(NAME_SHARE * left)))
        widths[EVIDENCE] = max(LEAST_EVIDENCE, left - widths[NAME])
        for column, width in enumerate(widths):
            self.table.setColumnWidth(column, width)
        self.table.resizeRowsToContents()
        for row in range(self.table.rowCount()):
            self.table.setRowHeight(row, self.table.rowHeight(row) + ROW_AIR)


def _shown(row: ResultRow) -> tuple[str, ...]:
    """The row as it is read on screen: four digits, per cent."""
    exact = row.cells
    return (
        exact[0],
        iteration(row.iteration),
        "" if row.cost is None else number(row.cost),
        "" if row.train_accuracy is None else percent(row.train_accuracy),
        "" if row.test_accuracy is None else percent(row.test_accuracy),
        *exact[5:],
    )
