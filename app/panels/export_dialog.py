"""One dialog for all there is to export: what, how it will look, and where it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from symgui.experiment import ExperimentError

SIZE = QSize(940, 620)
LIST_WIDTH = 220
MOST_SHOWN = 20_000
"""Characters of a text that the preview shows."""
SCALES = (1, 2, 3, 4)
FORMATS = {".png": "PNG, pixels", ".svg": "SVG, lines and letters", ".pdf": "PDF, lines and letters"}


class Look(msgspec.Struct, frozen=True):
    """How a picture is to look.

    Attributes
    ----------
    dark : bool
    titled : bool
        With the line of settings.
    scale : int
        Pixels to one of the screen, in a PNG.
    """

    dark: bool = False
    titled: bool = True
    scale: int = 2


class ExportItem(msgspec.Struct, frozen=True):
    """Something to export.

    Attributes
    ----------
    name : str
        As `symgui export` calls it, or the view.
    label, tip : str
    suffixes : tuple of str
        Of its files, the usual one first.
    preview : callable
        ``(look)`` to what is seen of it: a picture, or text.
    data : callable
        ``(suffix, look)`` to the bytes of a file.
    copy : callable or None
        Puts it on the clipboard; None where no clipboard can hold it.
    has_title : bool
        Whether it can be without the line of settings.
    """

    name: str
    label: str
    tip: str
    suffixes: tuple[str, ...]
    preview: Callable[[Look], QImage | str]
    data: Callable[[str, Look], bytes]
    copy: Callable[[Look], None] | None = None
    has_title: bool = True

    @property
    def is_picture(self) -> bool:
        """Whether it is painted."""
        return any(suffix in FORMATS for suffix in self.suffixes)


class ExportDialog(QDialog):
    """A list of what there is, a preview, and the choices that it has.

    Attributes
    ----------
    what : QListWidget
        ``export-what``.
    format, scale, ground : QComboBox
        ``export-format`` (its data is the suffix), ``export-scale``, ``export-ground`` (True: dark).
    titled : QCheckBox
        ``export-titled``.
    said : QLabel
        ``export-said``: what was done, or why not.

    Signals
    -------
    saveWanted(ExportItem, str, Look)
        With the suffix.
    """

    saveWanted = Signal(object, str, object)

    def __init__(self, items: Sequence[ExportItem], title: str, dark: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("export")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # each time is a new one
        self.setWindowTitle(title)
        self.resize(SIZE.boundedTo(parent.window().size()))
        self._items = tuple(items)
        self._make_choices(dark)
        self._lay_out()
        self.what.currentRowChanged.connect(self._show_item)
        for box in (self.format, self.scale, self.ground):
            box.currentIndexChanged.connect(self._show_preview)
        self.titled.toggled.connect(self._show_preview)
        self.what.setCurrentRow(0)
        self.what.setFocus()

    def _make_choices(self, dark: bool) -> None:
        self.what = QListWidget()
        self.what.setObjectName("export-what")
        self.what.setAccessibleName("what to export")
        self.what.addItems([item.label for item in self._items])
        self.what.setFixedWidth(LIST_WIDTH)
        self.what.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.format, self.scale, self.ground = QComboBox(), QComboBox(), QComboBox()
        for box, name in ((self.format, "format"), (self.scale, "scale"), (self.ground, "ground")):
            box.setObjectName(f"export-{name}")
            box.setAccessibleName(name)
            box.setMinimumWidth(90)
        for scale in SCALES:
            self.scale.addItem(f"{scale} ×", scale)
        self.scale.setCurrentIndex(SCALES.index(2))
        self.ground.addItem("light", False)
        self.ground.addItem("dark", True)
        self.ground.setCurrentIndex(int(dark))
        self.titled = QCheckBox("with the line of settings")
        self.titled.setObjectName("export-titled")
        self.titled.setChecked(True)

    def _lay_out(self) -> None:
        self.tip, self.said = QLabel(), QLabel()
        self.tip.setProperty("role", "muted")
        self.said.setObjectName("export-said")
        self.said.setWordWrap(True)
        self.picture, self.text = QLabel(), QPlainTextEdit()
        self.picture.setObjectName("export-picture")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumSize(200, 150)
        self.text.setObjectName("export-text")
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.preview = QStackedWidget()
        for page in (self.picture, self.text):
            self.preview.addWidget(page)
        self._choices = QWidget()
        row = QHBoxLayout(self._choices)
        row.setContentsMargins(0, 0, 0, 0)
        self._labels = [QLabel(words) for words in ("format", "scale", "ground")]
        for label, box in zip(self._labels, (self.format, self.scale, self.ground), strict=True):
            row.addWidget(label)
            row.addWidget(box)
        row.addWidget(self.titled)
        row.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self.tip)
        right.addWidget(self.preview, 1)
        right.addWidget(self._choices)
        right.addWidget(self.said)
        top = QHBoxLayout()
        top.addWidget(self.what)
        top.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.addLayout(top, 1)
        column.addWidget(self._make_buttons())

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.copy, self.save = QPushButton("Copy"), QPushButton("Save as…")
        self.copy.setObjectName("export-copy")
        self.copy.setToolTip("Put it on the clipboard")
        self.copy.clicked.connect(self._copy)
        self.save.setObjectName("export-save")
        self.save.setToolTip("Write it to a file")
        self.save.setDefault(True)
        self.save.clicked.connect(self._ask_to_save)
        for button in (self.copy, self.save):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        return buttons

    @property
    def item(self) -> ExportItem:
        """What is chosen."""
        return self._items[max(0, self.what.currentRow())]

    @property
    def look(self) -> Look:
        """How it is to look."""
        return Look(self.ground.currentData(), self.titled.isChecked(), self.scale.currentData())

    def say(self, sentence: str) -> None:
        """What was done, or why not."""
        self.said.setText(sentence)

    @Slot(int)
    def _show_item(self, _row: int) -> None:
        item = self.item
        self.tip.setText(item.tip)
        self.format.blockSignals(True)
        self.format.clear()
        for suffix in item.suffixes:
            self.format.addItem(FORMATS.get(suffix, suffix.removeprefix(".").upper()), suffix)
        self.format.blockSignals(False)
        self._choices.setVisible(item.is_picture)
        self.titled.setVisible(item.has_title)
        self.copy.setEnabled(item.copy is not None)
        self._show_preview()

    @Slot()
    def _show_preview(self) -> None:
        pixels = self.format.currentData() == ".png"
        self._labels[1].setEnabled(pixels)
        self.scale.setEnabled(pixels)
        self.say("")
        try:
            seen = self.item.preview(self.look)
        except ExperimentError as error:
            seen = ""
            self.say(str(error))
        self.save.setEnabled(bool(seen) if isinstance(seen, str) else True)
        if isinstance(seen, str):
            more = "\n…" if len(seen) > MOST_SHOWN else ""
            self.text.setPlainText(seen[:MOST_SHOWN] + more)
            self.preview.setCurrentWidget(self.text)
            return
        self._seen = seen
        self.preview.setCurrentWidget(self.picture)
        self._fit_picture()

    def _fit_picture(self) -> None:
        """The picture as large as there is room for, never larger than it is."""
        room = self.preview.size() * self.devicePixelRatioF()
        shown = self._seen
        if shown.width() > room.width() or shown.height() > room.height():
            shown = shown.scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        pixmap = QPixmap.fromImage(shown)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(pixmap)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture into the new room."""
        super().resizeEvent(event)
        if self.preview.currentWidget() is self.picture and self._items:
            self._fit_picture()

    @Slot()
    def _copy(self) -> None:
        if self.item.copy is not None:
            try:
                self.item.copy(self.look)
            except ExperimentError as error:
                self.say(str(error))
                return
            self.say(f"{self.item.label}: copied.")

    @Slot()
    def _ask_to_save(self) -> None:
        self.saveWanted.emit(self.item, self.format.currentData(), self.look)
