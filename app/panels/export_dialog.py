"""One dialog for all there is to export: what, how it will look, and where it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.look.layouts import filled
from app.look.named_widgets import push_button
from app.look.plain_buttons import plain_buttons
from app.panels.choice_field import ChoiceField
from app.panels.movement_choices import Movement, MovementChoices
from app.views.base.check_box import CheckBox
from symgui.experiment import ExperimentError
from symgui.export.animation import Made, Making

SIZE = QSize(940, 620)
"""Pixels of the dialog when it is opened."""
LIST_WIDTH = 220
"""Pixels of the list of what can be exported."""
LARGEST_BAR = 1_000_000
"""Steps of a bar, whatever it counts."""
MOST_SHOWN = 20_000
"""Characters of a text that the preview shows."""
SCALES = (1, 2, 3, 4)
FORMATS = {
    ".png": "PNG, pixels", ".svg": "SVG, lines and letters", ".pdf": "PDF, lines and letters",
    ".gif": "GIF, 256 colours", ".apng": "PNG that moves", ".mp4": "MP4, a film",
}  # fmt: skip
IN_PIXELS = (".png", ".gif", ".apng", ".mp4")


class Look(msgspec.Struct, frozen=True):
    """How a picture is to look.

    Attributes
    ----------
    dark : bool
    titled : bool
        With the line of settings.
    scale : int
        Pixels to one of the screen, where it is pixels.
    movement : Movement
        Of an animation.
    """

    dark: bool = False
    titled: bool = True
    scale: int = 2
    movement: Movement = Movement()


def nothing(_suffix: str, _look: Look) -> bytes:
    """None: what is made bit by bit is not there at once."""
    return b""


class ExportItem(msgspec.Struct, frozen=True):
    """A picture, file or text that can be exported.

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
    pictures : tuple of (str, str)
        Names and labels of what an animation can show.
    last : int
        The iteration up to which an animation goes if nobody says otherwise.
    work : callable or None
        ``(suffix, look)`` to what makes the file bit by bit, in the place of `data`.
    """

    name: str
    label: str
    tip: str
    suffixes: tuple[str, ...]
    preview: Callable[[Look], QImage | str]
    data: Callable[[str, Look], bytes] = nothing
    copy: Callable[[Look], None] | None = None
    has_title: bool = True
    pictures: tuple[tuple[str, str], ...] = ()
    last: int = 0
    work: Callable[[str, Look], Iterator[Making | Made]] | None = None

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
    format, scale, ground : ChoiceField
        ``export-format`` (its data is the suffix), ``export-scale``, ``export-ground`` (True: dark).
    titled : CheckBox
        ``export-titled``.
    movement : MovementChoices
        Of an animation.
    note : QLabel
        ``export-note``: what is not in the list, and where it is.
    said : QLabel
        ``export-said``: what was done, or why not.

    Signals
    -------
    saveWanted(ExportItem, str, Look)
        With the suffix.
    cancelled
        What is being made is not wanted any more.
    """

    saveWanted = Signal(object, str, object)
    cancelled = Signal()

    def __init__(
        self, items: Sequence[ExportItem], title: str, dark: bool, parent: QWidget, note: str = ""
    ) -> None:
        super().__init__(parent)
        self.setObjectName("export")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # each time is a new one
        self.setWindowTitle(title)
        self.resize(SIZE.boundedTo(parent.window().size()))
        self.items = tuple(items)
        self.note = QLabel(note)
        self.note.setVisible(bool(note))
        self._make_choices(dark)
        self._lay_out()
        self.save.setDefault(True)  # known to the dialog only when it is in it
        self.what.currentRowChanged.connect(self._show_item)
        for box in (self.format, self.scale, self.ground):
            box.currentIndexChanged.connect(self._show_preview)
        self.titled.toggled.connect(self._show_preview)
        self.movement.pictureChosen.connect(self._show_preview)
        self.what.setCurrentRow(0)
        self.what.setFocus()

    def _make_choices(self, dark: bool) -> None:
        self.what = QListWidget()
        self.what.setObjectName("export-what")
        self.what.setAccessibleName("what to export")
        self.what.addItems([item.label for item in self.items])
        self.what.setFixedWidth(LIST_WIDTH)
        self.what.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.format, self.scale, self.ground = (
            ChoiceField(f"export-{name}", name) for name in ("format", "scale", "ground")
        )
        for box in (self.format, self.scale, self.ground):
            box.setMinimumWidth(90)
        for scale in SCALES:
            self.scale.addItem(f"{scale} ×", scale)
        self.scale.setCurrentIndex(SCALES.index(2))
        self.ground.addItem("light", False)
        self.ground.addItem("dark", True)
        self.ground.setCurrentIndex(int(dark))
        self.titled = CheckBox("with the line of settings")
        self.titled.setObjectName("export-titled")
        self.titled.setChecked(True)
        self.movement = MovementChoices()

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
        row.setContentsMargins(0, 0, 0, 3)  # the fields' rims
        self._labels = [QLabel(words) for words in ("format", "scale", "ground")]
        for label, box in zip(self._labels, (self.format, self.scale, self.ground), strict=True):
            row.addWidget(label)
            row.addWidget(box)
        row.addWidget(self.titled)
        row.addStretch(1)
        right = filled(QVBoxLayout(), self.tip, (self.preview, 1), self.movement, self._choices, self.said)
        top = QHBoxLayout()
        self.note.setObjectName("export-note")
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.note.setFixedWidth(LIST_WIDTH)
        left = filled(QVBoxLayout(), (self.what, 1), self.note)
        top.addLayout(left)
        top.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.addLayout(top, 1)
        foot = filled(QHBoxLayout(), (self._make_progress(), 1), self._make_buttons())
        column.addLayout(foot)

    def _make_progress(self) -> QWidget:
        """How far what is being made is, and the button that gives it up."""
        self._making = QWidget()
        self._making.hide()
        self._bar = QProgressBar(textVisible=False)
        self._bar.setObjectName("export-progress")
        self._doing = QLabel()
        self._doing.setObjectName("export-doing")
        self._doing.setMinimumWidth(self._doing.fontMetrics().horizontalAdvance("painting 600 of 600  "))
        cancel = push_button("export-cancel", "Cancel")
        cancel.clicked.connect(self.cancelled)
        filled(QHBoxLayout(self._making), self._doing, (self._bar, 1), cancel, margins=0)
        return self._making

    def show_progress(self, doing: str, done: int, of: int) -> None:
        """Say how far it is; nothing else can be chosen meanwhile."""
        self._making.show()
        for part in (self.what, self.movement, self._choices, self.copy, self.save):
            part.setEnabled(False)
        self._bar.setRange(0, min(of, LARGEST_BAR))
        self._bar.setValue(round(done / max(of, 1) * min(of, LARGEST_BAR)))
        self._doing.setText(f"{doing} {done} of {of}" if of else doing)
        self.say("")

    def end_progress(self) -> None:
        """Let another choice be made."""
        self._making.hide()
        for part in (self.what, self.movement, self._choices, self.save):
            part.setEnabled(True)
        self.copy.setEnabled(self.item.copy is not None)

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = plain_buttons(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.copy, self.save = QPushButton("Copy"), QPushButton("Save as…")
        self.copy.setObjectName("export-copy")
        self.copy.setToolTip("Put it on the clipboard")
        self.copy.clicked.connect(self._copy)
        self.save.setObjectName("export-save")
        self.save.setToolTip("Write it to a file")
        self.save.clicked.connect(self._ask_to_save)
        for button in (self.copy, self.save):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        return buttons

    @property
    def item(self) -> ExportItem:
        """What is chosen."""
        return self.items[max(0, self.what.currentRow())]

    @property
    def look(self) -> Look:
        """How it is to look."""
        return Look(
            self.ground.currentData(),
            self.titled.isChecked(),
            self.scale.currentData(),
            self.movement.movement,
        )

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
        self.movement.setVisible(bool(item.pictures))
        if item.pictures:
            self.movement.offer(item.pictures, item.last)
            self.scale.setCurrentIndex(SCALES.index(1))
        self.titled.setVisible(item.has_title)
        self.copy.setEnabled(item.copy is not None)
        self._show_preview()

    @Slot()
    def _show_preview(self) -> None:
        pixels = self.format.currentData() in IN_PIXELS
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
        if self.preview.currentWidget() is self.picture and self.items:
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
