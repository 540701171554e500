"""Which unit is operated on, and how: the form of the page Surgery."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QSlider, QWidget

from app.look.layouts import filled
from app.panels.choice_field import WideChoice
from app.runtime.selection import Selection
from app.views.base.number_field import NumberField
from symgui.symmetry.unit_operations import UnitOperation

LEAST, MOST = -1.0, 2.0
"""The α of a split that can be chosen."""
HUNDREDTHS = 100
"""Steps of the slider from α = 0 to 1."""
LAST_SEED = 2**32 - 1
"""The largest seed."""
OPERATIONS = (
    ("swap", "swap with another unit", "Two units change places, with all their weights and biases"),
    ("flip", "change the sign", "All weights into the unit, its bias and all weights out of it times −1"),
    ("split", "split into α and 1 − α", "Two units with its weights in; they share its weights out"),
    ("merge", "merge twins", "Units with equal weights into them become one; their weights out are added"),
    ("clone", "clone with noise", "As a split by halves, and the new unit's weights in are moved by noise"),
    ("remove", "remove", "Take a unit away whose weights out are all 0"),
)
"""Name, text, tip."""


class OperationForm(QWidget):
    """Layer, unit, operation, and what the operation needs.

    Attributes
    ----------
    layer, unit, operation, other : WideChoice
        ``surgery-layer``, ``surgery-unit``, ``surgery-operation``, ``surgery-other``.
    share : NumberField
        ``surgery-share``: α, with the slider ``surgery-slider``.
    noise, seed : NumberField
        ``surgery-noise``, ``surgery-seed``: of a clone.

    Signals
    -------
    changed
        A person has chosen something else.
    refused(str)
        A number is none, or out of bounds.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surgery-form")
        self._sizes: tuple[int, ...] = ()
        self.layer, self.unit = WideChoice("surgery-layer", "layer"), WideChoice("surgery-unit", "unit")
        self.operation = WideChoice("surgery-operation", "operation")
        self.other = WideChoice("surgery-other", "with unit")
        self.operation.set_items(OPERATIONS)
        self._make_numbers()
        self._lay_out()
        self.layer.chosen.connect(self._choose_layer)
        for choice in (self.unit, self.operation, self.other):
            choice.chosen.connect(self._choose)
        self.operation.show_choice("swap")
        self._show_needed()

    def _make_numbers(self) -> None:
        self.share = NumberField(
            "surgery-share", "The share α of the weights out that stays", low=LEAST, high=MOST, step=0.05,
            bounded=True, bubble=False,
        )  # fmt: skip
        self.noise = NumberField(
            "surgery-noise", "The standard deviation of the noise", low=0.0, high=100.0, step=None,
            bounded=True, bubble=False,
        )  # fmt: skip
        self.seed = NumberField(
            "surgery-seed",
            "The seed of the noise",
            whole=True,
            low=0,
            high=LAST_SEED,
            bounded=True,
            bubble=False,
        )
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("surgery-slider")
        self.slider.setAccessibleName("The share α of the weights out that stays")
        self.slider.setRange(round(LEAST * HUNDREDTHS), round(MOST * HUNDREDTHS))
        self.slider.setSingleStep(5)
        self.slider.setPageStep(25)
        self.share.show_value(0.5)
        self.slider.setValue(50)
        self.noise.show_value(0.01)
        self.seed.show_value(1)
        self.share.valueChanged.connect(self._follow_field)
        self.slider.valueChanged.connect(self._follow_slider)
        for field in (self.noise, self.seed):
            field.valueChanged.connect(lambda _: self.changed.emit())
        for field in (self.share, self.noise, self.seed):
            field.setMinimumWidth(86)
            field.refused.connect(lambda sentence: self.refused.emit(f"{sentence}."))

    def _lay_out(self) -> None:
        self._shares = QWidget()
        filled(QHBoxLayout(self._shares), (self.slider, 1), self.share, margins=0)
        self._form = QFormLayout(self, fieldGrowthPolicy=QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._form.setContentsMargins(0, 0, 0, 0)
        where = filled(QHBoxLayout(), self.layer, QLabel("unit"), self.unit, 1)
        self._form.addRow("layer", where)
        for choice in (self.operation, self.other):
            self._form.addRow(choice.label, choice)
        for text, field in (("α", self._shares), ("noise", self.noise), ("seed", self.seed)):
            self._form.addRow(text, field)

    # ---- what is chosen --------------------------------------------------------------------------

    def operation_chosen(self) -> UnitOperation | None:
        """What a person wants; None without a hidden layer."""
        if len(self._sizes) < 3:
            return None
        other = self.other.currentData()
        return UnitOperation(
            name=self.operation.currentData(),
            layer=self.layer.currentData(),
            unit=self.unit.currentData(),
            other=self.unit.currentData() if other is None else other,
            share=self.share.value(),
            noise=self.noise.value(),
            seed=int(self.seed.value()),
        )

    def take_fields(self) -> bool:
        """Take what is typed; False if any of it is refused."""
        return all(field.take() for field in (self.share, self.noise, self.seed) if field.isVisible())

    def show_sizes(self, sizes: tuple[int, ...]) -> None:
        """Offer the units of a network n_0 … n_L; what was chosen stays chosen where it is still there."""
        if sizes == self._sizes:
            return
        layer = self.layer.currentData() or 1
        self._sizes = sizes
        hidden = range(1, len(sizes) - 1)
        self.layer.set_items([(l, f"{l} ({sizes[l]} unit{'s' * (sizes[l] != 1)})", "") for l in hidden])
        if hidden:
            self.layer.show_choice(min(layer, hidden[-1]))
            self._offer_units()
        self.setEnabled(bool(hidden))

    def select(self, selection: Selection | None) -> None:
        """Choose the selected unit; of a weight the unit it goes into."""
        if selection is None or selection.row is None or not selection.is_in(self._sizes):
            return  # also one in a network that was open before
        if not 1 <= selection.layer < len(self._sizes) - 1:
            return
        self.layer.show_choice(selection.layer)
        self._offer_units()
        self.unit.show_choice(selection.row)
        self._choose()

    def _offer_units(self) -> None:
        layer = self.layer.currentData()
        count = self._sizes[layer]
        unit, other = self.unit.currentData() or 0, self.other.currentData()
        items = [(k, str(k + 1), "") for k in range(count)]
        self.unit.set_items(items)
        self.other.set_items(items)
        self.unit.show_choice(min(unit, count - 1))
        self.other.show_choice(min(1, count - 1) if other is None else min(other, count - 1))
        self._other_than()

    def _other_than(self) -> None:
        """Offer to swap with another unit than the unit itself, where there is one."""
        unit, count = self.unit.currentData(), self.unit.count()
        if self.other.currentData() == unit and count > 1:
            self.other.show_choice((unit + 1) % count)

    @Slot()
    def _choose_layer(self) -> None:
        self._offer_units()
        self.changed.emit()

    @Slot()
    def _choose(self) -> None:
        if self.sender() is not self.other:
            self._other_than()
        self._show_needed()
        self.changed.emit()

    def _show_needed(self) -> None:
        name = self.operation.currentData()
        for field, operation in (
            (self.other, "swap"), (self._shares, "split"), (self.noise, "clone"), (self.seed, "clone")
        ):  # fmt: skip
            self._form.setRowVisible(field, name == operation)

    @Slot(int)
    def _follow_slider(self, hundredths: int) -> None:
        self.share.show_value(hundredths / HUNDREDTHS)
        self.changed.emit()

    @Slot(float)
    def _follow_field(self, share: float) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(round(share * HUNDREDTHS))
        self.slider.blockSignals(False)
        self.changed.emit()
