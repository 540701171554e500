"""What is shown of more than two inputs: the answers by class, or a plane through them, and which."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from app.look.named_widgets import wrapped_label
from app.look.theme import Palette
from app.look.type_sizes import small_font
from app.views.base.choice import ViewChoice
from app.views.base.number_field import NumberField
from app.views.base.plot import caption_style
from symgui.data.dataset import Dataset
from symgui.training.section import InputSection

NONE, PRINCIPAL, FEATURES = range(3)
"""Positions in the first choice: no plane, that of the principal components, that of two features."""
MEAN, EXAMPLE = range(2)
"""Positions in the choice of where all other features are held: at their means, at those of an example."""
WHAT = ("answers by class", "confusion matrix")
"""What is shown without a plane: of two classes, and of more."""


class SectionBar(QWidget):
    """A choice of what is shown, and of two features the choice of them and of where the others are held.

    Attributes
    ----------
    shown, first, second, held : ViewChoice
        ``boundary-shown``, ``boundary-first``, ``boundary-second``, ``boundary-held``.
    example : NumberField
        ``boundary-example``, from 1.
    words : QLabel
        ``boundary-section-words``: where the plane that is shown lies.

    Signals
    -------
    chosen(InputSection or None)
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = ViewChoice(
            "boundary-shown",
            "What is shown of the inputs",
            (WHAT[0], "principal directions", "two features"),
            "More than two inputs are no plane: show the answers by class; or those over a plane through the "
            "inputs, along the two directions in which the examples differ most, or along two features.",
        )
        self.first = ViewChoice("boundary-first", "first feature", (), "The feature that goes to the right")
        self.second = ViewChoice("boundary-second", "second feature", (), "The feature that goes up")
        self.held = ViewChoice(
            "boundary-held", "the other features", ("others: mean", "others: example"),
            "What the network is given for all other features, everywhere on the plane",
        )  # fmt: skip
        self.example = NumberField("boundary-example", "example", whole=True, low=1, bounded=True)
        self.example.setValue(1)
        self._of_features = (self.first, self.second, self.held, self.example)
        self.words = wrapped_label("boundary-section-words")
        self.words.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.addWidget(self.shown, 0, 0, 1, 2)
        for k, field in enumerate(self._of_features):
            grid.addWidget(field, 1 + k // 2, k % 2)
            field.hide()
        grid.addWidget(self.words, 3, 0, 1, 2)
        for choice in (self.shown, self.first, self.second, self.held):
            choice.currentIndexChanged.connect(self._choose)
        self.example.valueChanged.connect(self._choose)

    @property
    def section(self) -> InputSection | None:
        """What is chosen."""
        kind = self.shown.currentIndex()
        if kind != FEATURES:
            return InputSection() if kind == PRINCIPAL else None
        example = int(self.example.value()) - 1 if self.held.currentIndex() == EXAMPLE else None
        return InputSection("features", self.first.currentIndex(), self.second.currentIndex(), example)

    def show_section(self, section: InputSection | None) -> None:
        """Show what was chosen elsewhere."""
        if section == self.section:
            return
        kind = NONE if section is None else PRINCIPAL if section.kind == "principal" else FEATURES
        self.shown.blockSignals(True)
        self.shown.setCurrentIndex(kind)
        self.shown.blockSignals(False)
        self._choose()

    def show_data(self, data: Dataset) -> None:
        """Offer the features of other data; the first two, unless what is chosen is there, too."""
        self.shown.rename(NONE, WHAT[0] if data.classes == 2 else WHAT[1])
        names = list(data.features)
        for choice, preset in ((self.first, 0), (self.second, 1)):
            if [choice.itemText(k) for k in range(choice.count())] == names:
                continue
            choice.blockSignals(True)
            choice.clear()
            choice.addItems(names)
            choice.setCurrentIndex(preset)
            choice.blockSignals(False)
        if self.example.value() > data.m:
            self.example.setValue(1)
        self.example.end_at(data.m)
        self._choose()

    def say(self, words: str) -> None:
        """Say where the plane lies; nothing if empty."""
        if words != self.words.text():
            self.words.setText(words)
            self.words.setVisible(bool(words))

    def recolour(self, palette: Palette) -> None:
        """Take the size of the small type."""
        for widget in (self.shown, self.words, *self._of_features):
            widget.setFont(small_font(self))
        self.words.setStyleSheet(caption_style(palette))

    @Slot()
    def _choose(self) -> None:
        features = self.shown.currentIndex() == FEATURES
        for field in self._of_features:
            field.setVisible(features)
        self.example.setEnabled(self.held.currentIndex() == EXAMPLE)
        for one, other in ((self.first, self.second), (self.second, self.first)):
            for k in range(one.count()):
                one.allow(k, k != other.currentIndex())
        self.chosen.emit(self.section)
