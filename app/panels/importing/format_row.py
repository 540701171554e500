"""How a table is written in its file: what stands between cells, the sheet of a workbook, a row of names."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.panels.choice_field import WideChoice
from app.views.base.check_box import CheckBox
from symgui.data.tables import How, sheets_of

DELIMITERS = ((",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar"))
DECIMALS = ((".", "point"), (",", "comma"))
ENCODINGS = (
    "utf-8",
    "utf-16",
    "cp1252",
    "latin-1",
    "cp1250",
    "cp1251",
    "gb18030",
    "shift_jis",
    "euc_kr",
    "big5",
)


class FormatRow(QHBoxLayout):
    """Shows how a table was read; a person may say that it is written otherwise.

    Attributes
    ----------
    delimiter, decimal, encoding, sheet : WideChoice
        ``import-delimiter``, ``import-decimal``, ``import-encoding``, ``import-sheet``.
    header : CheckBox
        ``import-header``.

    Signals
    -------
    changed
        A person has chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        encodings = tuple((name, name) for name in ENCODINGS)
        self.delimiter = choice_of("import-delimiter", DELIMITERS, "What stands between the cells of a row")
        self.decimal = choice_of("import-decimal", DECIMALS, "What stands before the digits of a fraction")
        self.encoding = choice_of("import-encoding", encodings, "How letters are written as bytes")
        self.sheet = choice_of("import-sheet", (), "The sheet of the workbook")
        self.header = CheckBox("the first row names the columns")
        self.header.setObjectName("import-header")
        self.header.clicked.connect(self.changed)
        self._choices = (self.delimiter, self.decimal, self.encoding, self.sheet)
        self._words: list[QLabel] = []
        names = ("between cells", "decimal", "encoding", "sheet")
        for text, control in zip(names, self._choices, strict=True):
            control.activated.connect(self.changed)
            word = QLabel(text)
            word.setBuddy(control)
            self._words.append(word)
            self.addWidget(word)
            self.addWidget(control)
        self.addWidget(self.header)
        self.addStretch(1)
        hidden: tuple[QWidget, ...] = (*self._choices, *self._words, self.header)
        for widget in hidden:
            widget.hide()

    def offer_sheets(self, path: Path) -> None:
        """Offer the sheets of a workbook."""
        for sheet in sheets_of(path):
            self.sheet.addItem(sheet, sheet)

    def show_how(self, how: How, *, is_file: bool) -> None:
        """Show how the table was read; what was pasted has no encoding."""
        is_text, is_book = how.format == "text", how.format == "workbook"
        values = (how.delimiter, how.decimal, how.encoding, how.sheet)
        shown = (is_text, is_text, is_text and is_file, is_book)
        for control, word, value, visible in zip(self._choices, self._words, values, shown, strict=True):
            if value is not None and control.findData(value) < 0 and value:
                control.addItem(value, value)
            control.setCurrentIndex(control.findData(value))
            control.setVisible(visible)
            word.setVisible(visible)
        self.header.setVisible(is_text or is_book)
        self.header.setChecked(bool(how.header))

    def how(self, before: How) -> How:
        """What a person says of a table that was read as `before`."""
        if before.format == "text":
            return How(
                delimiter=self.delimiter.currentData(), decimal=self.decimal.currentData(),
                encoding=self.encoding.currentData(), header=self.header.isChecked(),
            )  # fmt: skip
        if before.format == "workbook":
            sheet = self.sheet.currentText()
            return How(header=self.header.isChecked() if sheet == before.sheet else None, sheet=sheet)
        return before


def choice_of(name: str, items: tuple[tuple[str, str], ...], tip: str) -> WideChoice:
    """A choice of the Import dialog, between data that are called by a text each."""
    choice = WideChoice(name, name.removeprefix("import-"))
    choice.setToolTip(tip)
    for data, text in items:
        choice.addItem(text, data)
    return choice
