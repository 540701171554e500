"""Which two weights a phase portrait is of, from where, how far: its form."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.panels.choice_field import WideChoice
from app.views.base.check_box import CheckBox
from app.views.base.number_field import NumberField
from symgui.experiment.parameter import parameter_name
from symgui.symmetry.unit_surgery import Weights
from symgui.symmetry.weight_plane import WeightPlace, places_in, value_at

LEAST_REACH, MOST_REACH = 1e-6, 1e6
UPDATES, MOST_UPDATES = 500, 1_000_000
WIDE = 3.0
"""Reach of the axes at first, at least."""
ROOM = 1.5
"""So many times farther than the two weights the axes go."""
LADDER = (1.0, 2.0, 3.0, 5.0, 10.0)


class PortraitForm(QWidget):
    """Two weights, a start, updates, and how far the axes go.

    Attributes
    ----------
    first, second : WideChoice
        ``portrait-first``, ``portrait-second``; data: the name in an experiment file, ``W1[0,0]``.
    equal : CheckBox
        ``portrait-equal``: whether the second unit takes all other weights of the first.
    start_x, start_y : NumberField
        ``portrait-x``, ``portrait-y``: the start.
    updates, reach : NumberField
        ``portrait-updates``, ``portrait-reach``.

    Signals
    -------
    planeChanged, startChanged
        A person has chosen another plane; another start or another number of updates.
    refused(str)
        A number is none, or out of bounds.
    """

    planeChanged = Signal()
    startChanged = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("portrait-form")
        self._places: tuple[WeightPlace, ...] = ()
        self.first = WideChoice("portrait-first", "weight across")
        self.second = WideChoice("portrait-second", "weight upwards")
        self.equal = CheckBox("alike in all else")
        self.equal.setObjectName("portrait-equal")
        self.equal.setToolTip(
            "The second unit takes all weights of the first but the one that is shown: they can be twins"
        )
        self.start_x = self._field("portrait-x", "The start of the weight across")
        self.start_y = self._field("portrait-y", "The start of the weight upwards")
        self.updates = self._field(
            "portrait-updates", "The number of updates", whole=True, low=0, high=MOST_UPDATES, step=None
        )
        self.reach = self._field(
            "portrait-reach", "The end of the axes", low=LEAST_REACH, high=MOST_REACH, step=None
        )
        self.updates.show_value(UPDATES)
        self.reach.show_value(WIDE)
        self._lay_out()
        for choice in (self.first, self.second):
            choice.chosen.connect(self._choose)
        self.equal.toggled.connect(lambda _: self.planeChanged.emit())
        self.reach.valueChanged.connect(lambda _: self.planeChanged.emit())
        for field in (self.start_x, self.start_y, self.updates):
            field.valueChanged.connect(lambda _: self.startChanged.emit())

    def _field(self, name: str, label: str, **bounds: object) -> NumberField:
        step = bounds.pop("step", 0.1)
        field = NumberField(name, label, step=step, bounded=True, bubble=False, **bounds)  # type: ignore[arg-type]
        field.setMinimumWidth(72)
        field.refused.connect(lambda sentence: self.refused.emit(f"{sentence}."))
        return field

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        rows: tuple[tuple[str, QWidget, QWidget | None], ...] = (
            ("weights", self.first, self.second),
            ("start, across", self.start_x, None),
            ("start, upwards", self.start_y, None),
            ("updates", self.updates, self.equal),
            ("axes to ±", self.reach, None),
        )
        whole = (self.start_x, self.start_y)  # a weight has up to 24 characters
        for row, (text, left, right) in enumerate(rows):
            label = QLabel(text)
            label.setProperty("role", "muted")
            grid.addWidget(label, row, 0)
            grid.addWidget(left, row, 1, 1, 2 if left in whole else 1)
            if right is not None:
                grid.addWidget(right, row, 2)
        for column in (1, 2):
            grid.setColumnStretch(column, 1)

    # ---- what there is to choose from --------------------------------------------------------------

    def show_weights(self, weights: Weights) -> bool:
        """Offer the weights of this network; whether the two that were chosen are no longer there."""
        places = tuple(places_in(weights))
        if places == self._places:
            return False
        self._places = places
        for choice in (self.first, self.second):
            choice.set_items([(file_name(place), place.label, "") for place in places])
        for choice, place in zip((self.first, self.second), usual_pair(weights), strict=True):
            choice.show_choice(file_name(place))
        self.equal.blockSignals(True)
        self.equal.setChecked(False)
        self.equal.blockSignals(False)
        return True

    @property
    def pair(self) -> tuple[WeightPlace, WeightPlace]:
        """The two that are chosen."""
        return self._places[self.first.currentIndex()], self._places[self.second.currentIndex()]

    @property
    def start(self) -> tuple[float, float]:
        """Where the way begins."""
        return self.start_x.value(), self.start_y.value()

    def show_start(self, x: float, y: float) -> None:
        """Show a start, without telling anybody."""
        self.start_x.show_value(x)
        self.start_y.show_value(y)

    def fit(self, weights: Weights) -> None:
        """Begin at the two weights as they are, with axes that reach beyond them; tell nobody."""
        x, y = (value_at(weights, place) for place in self.pair)
        self.show_start(x, y)
        self.reach.show_value(fitting_reach(max(abs(x), abs(y))))

    @Slot()
    def _choose(self) -> None:
        first, second = self.pair
        if first == second:
            self.refused.emit("Choose two different weights.")
        else:
            self.planeChanged.emit()


def file_name(place: WeightPlace) -> str:
    """``W1[0,0]``, ``b1[0]``."""
    letter = "b" if place.column < 0 else "W"
    return parameter_name(letter, place.layer, place.row, max(0, place.column))


def usual_pair(weights: Weights) -> tuple[WeightPlace, WeightPlace]:
    """The first weight into two units; of a layer of one unit, one into it and one out of it."""
    if len(weights.W) > 1 and weights.W[0].shape[0] > 1:
        return WeightPlace(1, 0, 0), WeightPlace(1, 1, 0)
    if len(weights.W) > 1:
        return WeightPlace(1, 0, 0), WeightPlace(2, 0, 0)
    return WeightPlace(1, 0, 0), WeightPlace(1, 0, 1 if weights.W[0].shape[1] > 1 else -1)


def fitting_reach(largest: float) -> float:
    """A round number beyond the largest of the weights, `WIDE` at least, as far as the axes may go."""
    least = min(max(WIDE, ROOM * largest), MOST_REACH)
    power = 0
    while 10.0 ** (power + 1) < least:
        power += 1
    return next(rung for factor in LADDER if (rung := float(f"{factor}e{power}")) >= least)
