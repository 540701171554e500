"""The one dialog for data of one's own: what was understood, and which columns are what."""

from __future__ import annotations

import math
from pathlib import Path

import msgspec
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSpinBox,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.look.layouts import filled
from app.look.named_widgets import push_button, read_only_table, wrapped_label
from app.look.others_words import literal
from app.look.plain_buttons import take_or_cancel
from app.panels.importing.column_table import ColumnTable
from app.panels.importing.examples_words import examples_sentences
from app.panels.importing.format_row import FormatRow, choice_of
from app.panels.importing.reader import TableReader
from app.views.base.check_box import CheckBox
from symgui.data.tables import Chosen, How, Table, chosen, cost_of, suggested
from symgui.data.tables.examples import split
from symgui.data.tables.reading import described
from symgui.experiment import DataSpec, ExperimentError
from symgui.experiment.parts import MAX_SAMPLES
from symgui.files import reason

SIZE = QSize(860, 640)
FRAME = QSize(16, 48)
"""Pixels that a desktop's frame takes of a screen."""
ASK_FROM = 32 * 2**20
"""A file of so many bytes is read only when somebody has seen what that costs, and says so."""
MOST_SHOWN = 50
"""Columns of the preview."""
SMALLEST_PICTURE = 16
"""Features from which on a square number of them may be a picture."""
TEST_SHARE = 0.2
"""Of the rows, suggested for testing."""
SPIN_MARGIN = 5
"""Pixels before and behind a number in its field: a style sheet gives other fields as much."""


class ImportDialog(QDialog):
    """Shows a table that is to become data; stays open, and says why, when it cannot.

    Parameters
    ----------
    path : Path or None
        The file; None where the table was pasted.
    text : str
        What was pasted.
    seed : int
        That splits into training and test examples first.

    Attributes
    ----------
    preview : QTableWidget
        ``import-preview``: the first rows.
    columns : ColumnTable
        ``import-columns``.
    label : WideChoice
        ``import-class``: the column of the class.
    problem : QLabel
        ``import-problem``.
    take : QPushButton
        ``import-take``.

    Signals
    -------
    wanted(DataSpec)
        A person takes it.
    """

    wanted = Signal(object)

    def __init__(self, path: Path | None, text: str, seed: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import-dialog")
        self.setProperty("look", "tables")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._path, self._text = path, text
        self._table: Table | None = None
        self._chosen: Chosen | None = None
        self.setWindowTitle(f"Import {path.name}" if path is not None else "Import what was pasted")
        self.resize(SIZE.boundedTo(self.screen().availableSize() - FRAME))
        self._reader = TableReader(self)
        self._reader.advanced.connect(self._show_progress)
        self._reader.found.connect(self._show_table)
        self._reader.failed.connect(self._show_failure)
        self._make_controls(seed)
        self._lay_out()
        self._begin()

    # ---- building --------------------------------------------------------------------------------

    def _make_controls(self, seed: int) -> None:
        self.understood = wrapped_label("import-understood")
        self.format = FormatRow()
        self.format.changed.connect(self._read_otherwise)
        self.preview = read_only_table("import-preview", "first rows of the table")
        self.preview.setMinimumHeight(120)
        heads = self.preview.verticalHeader()
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.columns = ColumnTable()
        self.columns.featuresChanged.connect(self._choose)
        self.label = choice_of("import-class", (), "The column that says the class of each row")
        self.label.activated.connect(self._choose)
        self.tests = QSpinBox()
        self.tests.setObjectName("import-test")
        self.tests.setToolTip("So many rows are kept for testing: never trained on, only measured")
        self.seed = QSpinBox()
        self.seed.setObjectName("import-seed")
        self.seed.setRange(0, 2**31 - 1)
        self.seed.setValue(min(seed, 2**31 - 1))
        self.seed.setToolTip("Which rows are for training and which for testing")
        for spin in (self.tests, self.seed):
            spin.valueChanged.connect(self._show_examples)
            spin.lineEdit().setTextMargins(SPIN_MARGIN, 0, SPIN_MARGIN, 0)
        self.standardize = CheckBox(
            "standardize: subtract the mean of the training examples, divide by their std"
        )
        self.standardize.setObjectName("import-standardize")
        self.standardize.toggled.connect(self._show_examples)
        self.standardize.setToolTip("Nothing is shifted or scaled unless this is checked")
        self.picture = CheckBox()
        self.picture.setObjectName("import-picture")
        self.picture.setToolTip("Then the weights of a unit of layer 1 are drawn as a picture, too")
        self.summary = wrapped_label("import-summary")
        self.problem = wrapped_label("import-problem")
        self.progress = QProgressBar()
        self.progress.setObjectName("import-progress")
        self.progress.setRange(0, 1000)
        self.progress.hide()
        self.read_button = push_button("import-read", "Read it")
        self.read_button.setAutoDefault(True)  # it has the focus: Enter presses it
        self.read_button.hide()
        self.read_button.clicked.connect(lambda: self._read(How()))
        self.buttons, self.take = take_or_cancel(self, "import-take", "Import", self._take)
        self.take.setEnabled(False)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        fields: tuple[tuple[str, QWidget], ...] = (
            ("class", self.label), ("test examples", self.tests), ("seed", self.seed),
        )  # fmt: skip
        for column, (text, field) in enumerate(fields):
            word = QLabel(text)
            word.setBuddy(field)
            grid.addWidget(word, 0, 2 * column)
            grid.addWidget(field, 0, 2 * column + 1)
        grid.setColumnStretch(6, 1)
        column_layout = filled(
            QVBoxLayout(self),
            self.understood,
            self.format,
            (self.preview, 2),
            (self.columns, 3),
            grid,
            self.standardize,
            self.picture,
            self.summary,
            self.problem,
        )
        waiting = filled(QHBoxLayout(), (self.progress, 1), self.read_button)
        column_layout.addLayout(waiting)
        column_layout.addWidget(self.buttons)
        self.picture.hide()

    # ---- reading ---------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Read it, unless that takes long: then say what it costs and wait to be told."""
        if self._path is None:
            self._read(How())
            return
        try:
            cost = cost_of(self._path)
        except (OSError, ValueError) as error:
            self._show_failure(f"{self._path.name} cannot be read: {reason(error)}")
            return
        self.understood.setText(f"{self._path.name}: {cost}.")
        if cost.file_bytes >= ASK_FROM:
            self.read_button.show()
            self.read_button.setFocus()
        else:
            self._read(How())

    def _read(self, how: How) -> None:
        self.read_button.hide()
        self.take.setEnabled(False)
        self.problem.clear()
        if self._path is not None:
            self._reader.read_file(self._path, how)
        else:
            self._reader.read_text(self._text, how)
        self.progress.setVisible(self._reader.busy)

    @Slot()
    def _read_otherwise(self) -> None:
        """Read it again, as a person says it is written."""
        if self._table is None:
            return
        self._read(self.format.how(self._table.how))

    @Slot(float)
    def _show_progress(self, share: float) -> None:
        self.progress.setValue(round(1000 * share))

    @Slot(str)
    def _show_failure(self, sentence: str) -> None:
        self.progress.hide()
        self._chosen = None
        self.summary.clear()
        if self._table is None:  # what reading would take says nothing of a file that cannot be read
            self.understood.clear()
        self.problem.setText(sentence)
        self.take.setEnabled(False)

    @Slot(object)
    def _show_table(self, table: Table) -> None:
        self.progress.hide()
        first = self._table is None
        self._table = table
        name = self._path.name if self._path is not None else "What was pasted"
        self.understood.setText(
            f"{name}: {table.rows} rows, {len(table.columns)} columns; {described(table.how)}."
        )
        if first and table.how.format == "workbook" and self._path is not None:
            self.format.offer_sheets(self._path)
        self.format.show_how(table.how, is_file=self._path is not None)
        self._show_rows(table)
        features, label = suggested(table)
        self._show_label(table, label)
        self.columns.show_table(table, features, label)
        self._choose()
        self.picture.setChecked(table.picture is not None)
        if first:
            self.take.setFocus()

    def _show_rows(self, table: Table) -> None:
        names = [column.name for column in table.columns[:MOST_SHOWN]]
        if len(table.columns) > MOST_SHOWN:
            names.append(f"and {len(table.columns) - MOST_SHOWN} more")
        self.preview.setColumnCount(len(names))
        self.preview.setHorizontalHeaderLabels(names)
        self.preview.setRowCount(len(table.head))
        numbers = [str(table.first_row + k) for k in range(len(table.head))]
        self.preview.setVerticalHeaderLabels(numbers)
        for row, cells in enumerate(table.head):
            for k, cell in enumerate(cells[:MOST_SHOWN]):
                self.preview.setItem(row, k, QTableWidgetItem(cell[:80]))

    def _show_label(self, table: Table, label: int | None) -> None:
        self.label.clear()
        for k, column in enumerate(table.columns):
            classes = column.classes()
            if classes is not None:
                self.label.addItem(column.name, k)
                tip = literal(", ".join(classes))
                self.label.setItemData(self.label.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.label.setCurrentIndex(self.label.findData(label))
        self.label.setEnabled(self.label.count() > 0)

    # ---- choosing --------------------------------------------------------------------------------

    @Slot()
    def _choose(self) -> None:
        """Make examples of the columns that are chosen."""
        table = self._table
        if table is None:
            return
        label = self.label.currentData()
        features = tuple(k for k in self.columns.features if k != label)
        if self.sender() is self.label:
            self.columns.show_table(table, features, label)
        try:
            self._chosen = chosen(table, features, label, self._path)
        except ExperimentError as error:
            self._show_failure(str(error))
            self.columns.show_statistics((), None)
            return
        self.problem.clear()
        count = len(self._chosen.labels)
        self.tests.blockSignals(True)
        fresh = self.tests.maximum() != max(0, count - 1)
        self.tests.setRange(0, min(count - 1, MAX_SAMPLES))
        if fresh:
            self.tests.setValue(min(round(TEST_SHARE * count), MAX_SAMPLES))
        self.tests.blockSignals(False)
        self.take.setEnabled(True)
        self._show_examples()

    @property
    def _samples(self) -> int:
        assert self._chosen is not None
        return min(len(self._chosen.labels) - self.tests.value(), MAX_SAMPLES)

    @Slot()
    def _show_examples(self) -> None:
        """The split, and the training examples' own mean and standard deviation."""
        found = self._chosen
        if found is None:
            return
        tests, samples = self.tests.value(), self._samples
        (points, labels), _ = split((found.points, found.labels), samples, tests, self.seed.value())
        self.columns.show_statistics(
            tuple(k for k in self.columns.features if k != self.label.currentData()), points
        )
        sides = self._sides
        self.picture.setVisible(sides is not None)
        if sides is not None:
            self.picture.setText(f"the features are the pixels of a picture, {sides[0]} × {sides[1]}")
        self.summary.setText(
            examples_sentences(found, points, labels, tests, standardized=self.standardize.isChecked())
        )

    @property
    def _sides(self) -> tuple[int, int] | None:
        """Rows and columns of the picture that the features may be."""
        assert self._table is not None
        assert self._chosen is not None
        features, known = len(self._chosen.spec.features), self._table.picture
        if known is not None and known[0] * known[1] == features:
            return known
        side = math.isqrt(features)
        return (side, side) if side * side == features >= SMALLEST_PICTURE else None

    @property
    def data(self) -> DataSpec | None:
        """What was chosen, as an experiment has it; None as long as it cannot be."""
        if self._chosen is None:
            return None
        picture = self._sides if self.picture.isChecked() else None
        return DataSpec(
            kind="file",
            table=msgspec.structs.replace(self._chosen.spec, picture=picture),
            samples=self._samples,
            test_samples=self.tests.value(),
            seed=self.seed.value(),
            standardize=self.standardize.isChecked(),
        )

    def refuse(self, sentence: str) -> None:
        """Say why it cannot be taken."""
        self.problem.setText(sentence)

    @Slot()
    def _take(self) -> None:
        try:
            data = self.data
        except ExperimentError as error:
            self.refuse(str(error))
            return
        if data is not None and not self._reader.busy:
            self.wanted.emit(data)

    def done(self, result: int) -> None:
        """Stop reading first."""
        self._reader.give_up()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop reading first."""
        self._reader.give_up()
        super().closeEvent(event)
