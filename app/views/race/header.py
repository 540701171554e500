"""The line above the lanes: which race, what it asks, which layer is shown, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.look.icons import icon, pixmap
from app.look.layouts import filled, take_out
from app.look.others_words import literal
from app.look.style_sheet import FIELD_RADIUS, bold
from app.look.theme import colours
from app.look.type_sizes import scale_of, small_font
from app.views.base.check_box import CheckBox
from app.views.base.choice import ViewChoice
from app.views.base.plot import FittingLabel, caption_style, title_style
from symgui.experiment import Experiment
from symgui.training.lanes import LETTERS, in_common
from symgui.training.presets import PRESETS
from symgui.training.race import RaceFrame

SECTIONS = ("counts", "principal", "two features")
OWN = "lanes of your own"
SPACING = 10


class PresetBox(QComboBox):
    """The ready races; the wheel is left alone unless it has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self._fitting = 0  # pixels of width
        self.setObjectName("race-preset")
        self.setAccessibleName("Race")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip("Ready races: each lane is the open experiment with one thing changed.")
        self.addItem(OWN, "")
        for preset in PRESETS.values():
            self.addItem(preset.label, preset.name)
            self.setItemData(self.count() - 1, preset.question, Qt.ItemDataRole.ToolTipRole)

    def fit(self) -> None:
        """Be as wide as the chosen race's name; the list is as wide as the longest."""
        metrics = self.fontMetrics()
        widths = [metrics.horizontalAdvance(self.itemText(i)) for i in range(self.count())]
        self._fitting = widths[max(0, self.currentIndex())] + 2 * metrics.height() + 6
        self.setFixedWidth(self._fitting)
        self.view().setMinimumWidth(max(widths) + 2 * metrics.height())

    def sizeHint(self) -> QSize:
        """As wide as the chosen race's name."""
        return QSize(self._fitting, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The same: the name is never cut."""
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only with the focus; otherwise the page scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, with an arrow in the theme's ink."""
        super().paintEvent(event)
        size = round(0.8 * self.fontMetrics().height())
        picture = pixmap("down", colours().muted, size, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(self.width() - size - 5, (self.height() - size) // 2, picture)
        painter.end()


class LayerBar(QWidget):
    """Buttons 1 … L: whose units, weights and activations are shown.

    Attributes
    ----------
    layer : int
    buttons : list of QToolButton
        ``race-layer-1``…
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.layer = 1
        self.buttons: list[QToolButton] = []
        self._name = QLabel("layer")
        self._row = filled(QHBoxLayout(self), self._name, margins=0, gap=0)
        self._row.addSpacing(6)

    def set_layers(self, layers: int) -> None:
        """Offer layers 1 to `layers`."""
        if layers == len(self.buttons):
            return
        while len(self.buttons) > layers:
            take_out(self._row, self.buttons.pop())
        while len(self.buttons) < layers:
            self._add()
        self.recolour()
        self.set_layer(self.layer)

    def _add(self) -> None:
        number = len(self.buttons) + 1
        button = QToolButton()
        button.setObjectName(f"race-layer-{number}")
        button.setText(str(number))
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(f"Layer {number}")
        button.setToolTip(f"Show units, weights and activations of layer {number} in every lane.")
        button.clicked.connect(self._choose)
        self._row.addWidget(button)
        button.show()  # a hidden one would not be reckoned with until events are handled
        self.buttons.append(button)

    def set_layer(self, layer: int) -> None:
        """Mark a layer as the one shown."""
        self.layer = layer
        for number, button in enumerate(self.buttons, start=1):
            button.setChecked(number == layer)

    def recolour(self) -> None:
        """Take the colours and the font."""
        p = colours()
        self._name.setStyleSheet(caption_style(p))
        self._name.setFont(self.font())
        width = self.fontMetrics().horizontalAdvance("0") + 10
        for button in self.buttons:
            button.setFont(self.font())
            button.setMinimumWidth(max(width, self.fontMetrics().horizontalAdvance(button.text()) + 6))
            button.setStyleSheet(
                f"QToolButton {{ color: {p.muted}; background: {p.field}; border: 1px solid {p.line};"
                " border-radius: 5px; padding: 2px 1px; }"
                f"QToolButton:checked {{ color: {p.ink}; background: {p.neutral}; font-weight: bold;"
                f" border-color: {p.edge}; }}"
                f"QToolButton:hover {{ border-color: {p.edge}; }}"
                f"QToolButton:focus {{ border-color: {p.ink}; }}"
            )

    @Slot()
    def _choose(self) -> None:
        button = self.sender()
        if isinstance(button, QToolButton):
            self.set_layer(int(button.text()))
            self.chosen.emit(self.layer)


class RaceHeader(QWidget):
    """Preset, question, layer, scale, another lane, leave; below it what all lanes change alike.

    Attributes
    ----------
    preset : PresetBox
        ``race-preset``.
    question, common : FittingLabel
    section : ViewChoice
        ``race-section``; only of more than two inputs.
    layers : LayerBar
    same_scale : CheckBox
        ``same-scale``.
    add_button, results_button, leave_button : QToolButton
        ``race-add``, ``race-results``, ``race-leave``.
    """

    presetChosen = Signal(str)
    sameScaleChosen = Signal(bool)
    """A person chose; `same_scale.toggled` tells of every change."""
    sectionChosen = Signal(int)
    """A person chose what is shown of the inputs, an index of `SECTIONS`."""
    laneAdded = Signal()
    left = Signal()
    resultsWanted = Signal()
    resized = Signal()
    """It needs another height than it has."""

    def __init__(self) -> None:
        super().__init__()
        self.preset = PresetBox()
        self.question = FittingLabel()
        self.question.setObjectName("race-question")
        self.common = FittingLabel()
        self.common.setObjectName("race-common")
        self.layers = LayerBar()
        self.same_scale = CheckBox("same scale")
        self.same_scale.setObjectName("same-scale")
        self.same_scale.setToolTip(
            "One colour scale for all lanes: the same colour is the same number. Off, each lane has its\n"
            "own, so that small numbers can be seen beside large ones. The limits are printed either way."
        )
        self.section = ViewChoice(
            "race-section",
            "What is shown of the inputs",
            SECTIONS,
            "More than two inputs are no plane: show how many examples of each class get which answer; or "
            "the decision boundary along the two directions in which the examples differ most, or along two "
            "features: those chosen above the boundary of one run, else the first two.",
        )
        self.section.activated.connect(self.sectionChosen)
        self.section.hide()
        self.add_button = self._button("race-add", "lane", "Add a lane")
        self.results_button = self._button(
            "race-results", "results", "Cost, accuracies, units and verdict of all lanes as one table"
        )
        self.leave_button = self._button(
            "race-leave", "back to the run", "Back to the run that was open, where it stood (Esc)"
        )
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        column = filled(QVBoxLayout(self), margins=0, gap=3)
        for row in (self._first, self._second):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(SPACING)
            column.addLayout(row)
        self._controls = (
            self.section,
            self.layers,
            self.same_scale,
            self.add_button,
            self.results_button,
            self.leave_button,
        )
        for widget in (self.preset, self.question, self.common, *self._controls):
            widget.setParent(self)
        self._rows: tuple[list[QWidget], list[QWidget]] = ([], [])
        self.preset.currentIndexChanged.connect(self._choose)
        self.same_scale.clicked.connect(self.sameScaleChosen)
        self.add_button.clicked.connect(self.laneAdded)
        self.results_button.clicked.connect(self.resultsWanted)
        self.leave_button.clicked.connect(self.left)

    @staticmethod
    def _button(name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setObjectName(name)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def set_preset(self, name: str | None) -> None:
        """Say which ready race this is; None: lanes of a person's own."""
        blocker = QSignalBlocker(self.preset)
        self.preset.setCurrentIndex(max(0, self.preset.findData(name or "")))
        blocker.unblock()
        self.preset.fit()
        question = PRESETS[name].question if name in PRESETS else ""
        self.question.set_wordings([question, ""] if question else [""])

    def show_race(self, race: RaceFrame | None, base: Experiment | None, layer: int, *, brief: bool) -> None:
        """Offer the layers and planes that there are, with `layer` as the one that is shown."""
        self.layers.set_layers(max(len(each.network.layers) for each in race.frames) if race else 1)
        self.layers.set_layer(layer if race else 1)
        axes = race.axes if race else None
        self.section.setCurrentIndex(0 if axes is None else 1 if axes.section.kind == "principal" else 2)
        self.section.setVisible(race is not None and len(race.data.features) > 2 and not brief)
        self.add_button.setEnabled(race is not None and len(race.lanes) < len(LETTERS))
        common = in_common(base, race.lanes) if race and base is not None else ""
        self.set_common(common, "" if axes is None else f"planes: {axes.words}")

    def set_common(self, text: str, planes: str = "") -> None:
        """What all lanes change in the same way, and which planes are shown; nothing if both are empty."""
        both = " · ".join(filter(None, (text and f"in all lanes: {text}", planes)))
        self.common.set_wordings([*filter(None, (both, planes or text)), ""])
        self.common.setToolTip(literal("\n".join(filter(None, (text, planes)))))
        self.common.setVisible(bool(both))

    def arrange(self) -> None:
        """All in one row if there is room, else what all lanes have in common below, or the controls too."""
        head: list[QWidget] = [self.preset, self.question]
        tail: list[QWidget] = list(self._controls)
        rows: tuple[list[QWidget], list[QWidget]] = ([*head, self.common, *tail], [])
        if self._width(rows[0]) > self.width():
            rows = ([*head, *tail], [self.common])
        if self._width(rows[0]) > self.width():
            rows = (head, [self.common, *tail])
        if rows == self._rows:
            return
        self._rows = rows
        for layout, widgets in zip((self._first, self._second), rows, strict=True):
            while layout.count():
                layout.takeAt(0)
            for widget in widgets:
                if widget is self.section:
                    layout.addStretch(1)
                layout.addWidget(widget)
            if self.section not in widgets:
                layout.addStretch(1)

    @staticmethod
    def _width(widgets: Sequence[QWidget]) -> int:
        """What these take side by side."""
        shown = [widget.sizeHint().width() for widget in widgets if not widget.isHidden()]
        return sum(shown) + SPACING * (len(shown) - 1)

    def event(self, event: QEvent) -> bool:
        """Choose the places again when a part has become wider."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.arrange()
            if self.sizeHint().height() != self.height():
                self.resized.emit()
        return bool(super().event(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the place again."""
        super().resizeEvent(event)
        self.arrange()

    def recolour(self) -> None:
        """Take the colours and the font."""
        p = colours()
        # beside large type, which is read from afar, what is only used is smaller
        controls = small_font(self) if scale_of(self) > 1.0 else self.font()
        for widget in (self.preset, *self._controls):
            widget.setFont(controls)
        line = QFontMetrics(controls).height()
        height = line + 10
        self.preset.setFixedHeight(height)
        self.preset.fit()
        self.preset.setStyleSheet(
            f"QComboBox {{ background: {p.paper}; color: {p.ink}; border: 1px solid {p.line};"
            f" border-radius: {FIELD_RADIUS}px; padding: 0 {height - 6}px 0 9px; }}"
            f"QComboBox:hover {{ border-color: {p.edge}; }} QComboBox:focus {{ border-color: {p.ink}; }}"
            "QComboBox::drop-down { border: none; width: 0; }"
            f"QComboBox QAbstractItemView {{ background: {p.paper}; color: {p.ink};"
            f" border: 1px solid {p.edge}; outline: none; selection-background-color: {p.neutral};"
            f" selection-color: {p.ink}; padding: 3px; }}"
        )
        self.question.setFont(bold(self.font()))
        self.question.setStyleSheet(title_style(p))
        self.common.setFont(small_font(self))
        self.common.setStyleSheet(caption_style(p))
        self.layers.recolour()
        box = round(0.7 * line)
        self.same_scale.mark = p.paper
        self.same_scale.setStyleSheet(
            f"QCheckBox {{ color: {p.ink}; background: transparent; spacing: 5px; }}"
            f"QCheckBox::indicator {{ width: {box}px; height: {box}px; border: 1px solid {p.edge};"
            f" border-radius: 3px; background: {p.paper}; }}"
            f"QCheckBox::indicator:checked {{ background: {p.ink}; border-color: {p.ink}; }}"
            f"QCheckBox:focus {{ text-decoration: underline; }}"
        )
        buttons = ((self.add_button, "plus"), (self.results_button, "list"), (self.leave_button, "close"))
        for button, name in buttons:
            button.setFixedHeight(height)
            size = round(0.9 * line)
            button.setIcon(icon(name, "ink", "line", size))
            button.setIconSize(QSize(size, size))
            button.setStyleSheet(
                f"QToolButton {{ color: {p.ink}; background: {p.paper}; border: 1px solid {p.line};"
                f" border-radius: {FIELD_RADIUS}px; padding: 0 1px 0 5px; }}"
                f"QToolButton:hover {{ background: {p.neutral}; }}"
                f"QToolButton:focus {{ border-color: {p.ink}; }}"
                f"QToolButton:disabled {{ color: {p.muted}; }}"
            )

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_rows"):
            self.recolour()

    @Slot(int)
    def _choose(self, index: int) -> None:
        name = self.preset.itemData(index)
        if name:
            self.presetChosen.emit(name)
