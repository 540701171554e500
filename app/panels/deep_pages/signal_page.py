"""Two examples on their way through a deep random network: their length and correlation, layer by layer."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from app.look.indices import with_indices
from app.look.layouts import filled
from app.look.theme import Palette
from app.panels.choice_field import WideChoice
from app.panels.study_dialog.dialog_page import DialogPage
from app.views.base.number_field import NumberField
from app.views.study.study_plot import Axis, StudyPlot
from symgui.figures.scales import Tick
from symgui.nn.activations import ACTIVATIONS
from symgui.plain_text.numbers import decade, fixed, limit, number
from symgui.theory.deep_layers import DEEP_ACTIVATIONS, MAX_DEPTH, MAX_WIDTH, DeepNetwork, LayerSignal
from symgui.training.studies.deep_study import DrawnLayer, TheoryLayer, signal_study

PRESETS: dict[str, tuple[str, DeepNetwork]] = {
    "chaos": ("tanh, chaos", DeepNetwork("tanh", 2.5, 0.3, 30, 256, 0.9)),
    "order": ("tanh, order", DeepNetwork("tanh", 1.0, 0.3, 30, 256, 0.1)),
    "line": ("tanh, on the line χ₁ = 1", DeepNetwork("tanh", 1.32701, math.sqrt(0.05), 100, 256, 0.5)),
    "he": ("ReLU, He's weights", DeepNetwork("relu", math.sqrt(2.0), 0.0, 100, 256, 0.0)),
    "small": ("ReLU, too small", DeepNetwork("relu", 1.0, 0.0, 30, 256, 0.0)),
    "sigmoid": ("sigmoid", DeepNetwork("sigmoid", 4.0, 0.3, 30, 256, 0.0)),
}
"""By name: what it is called, and the network."""
MOST_SEEDS = 10
MANY_TIMES = 30.0
"""A largest length of more than so many times the smallest is drawn on a logarithmic axis."""
MEGABYTE = 1e6
SMALLEST = 1e-300


class SignalPage(DialogPage):
    """A form, and q and c by layer: by theory as a line, of each network that is drawn as points.

    Attributes
    ----------
    preset, activation : WideChoice
        ``deep-preset``, ``deep-activation``.
    weights, biases, layers, units, correlation, seeds : NumberField
        ``deep-weights``, ``deep-biases``, ``deep-depth``, ``deep-width``, ``deep-correlation``,
        ``deep-seeds``.
    start : QPushButton
        ``deep-start``: begins, or stops.
    cost, found : QLabel
        ``deep-cost``: what it will take; ``deep-found``.
    lengths, correlations : StudyPlot
        ``deep-lengths``, ``deep-correlations``.
    theory : list of LayerSignal
    drawn : dict of int to list of LayerSignal
        By seed.
    """

    name = "deep"
    title = "Signal by layer"
    shares = (2, 3)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theory: list[LayerSignal] = []
        self.drawn: dict[int, list[LayerSignal]] = {}
        self.network = PRESETS["chaos"][1]
        self._seconds = 0.0
        self.preset, self.activation = (
            WideChoice("deep-preset", "start with"),
            WideChoice("deep-activation", "units"),
        )
        self.preset.set_items([(name, text, "") for name, (text, _) in PRESETS.items()])
        self.activation.set_items([(name, ACTIVATIONS[name].label, "") for name in DEEP_ACTIVATIONS])
        self.weights = self._field("weights", "σ_w", low=0.0, high=100.0, step=0.1)
        self.biases = self._field("biases", "σ_b", low=0.0, high=100.0, step=0.1)
        self.layers = self._field("depth", "The number of layers", whole=True, low=1, high=MAX_DEPTH)
        self.units = self._field(
            "width", "The units of a layer", whole=True, low=1, high=MAX_WIDTH, step=None
        )
        self.correlation = self._field(
            "correlation", "The correlation of the examples", low=-1, high=1, step=0.1
        )
        self.seeds = self._field("seeds", "The number of networks", whole=True, low=1, high=MOST_SEEDS)
        self.start = self.button(
            "start", "Draw", "Draw the networks, and let each answer the two examples; nothing is trained"
        )
        self.cost, self.found = self.label("cost", "muted"), self.label("found")
        self.note = self.label("note", "muted")
        self.note.setTextFormat(Qt.TextFormat.RichText)
        self.note.setText(
            with_indices(
                "Line: by theory, for layers so wide that pre-activations are normal; points: networks that "
                "are drawn. q is the mean square of the pre-activations z, c the correlation of two "
                "examples. A weight's standard deviation is σ_w/√n, with n units a layer; nothing is trained."
            )
        )
        self.lengths = StudyPlot("deep-lengths", "length q of the signals, by layer")
        self.correlations = StudyPlot("deep-correlations", "correlation c of two examples, by layer")
        self._lay_out()
        self.preset.chosen.connect(self._choose_preset)
        self.activation.chosen.connect(self._say_cost)
        self.start.clicked.connect(self._start_or_stop)
        for plot in (self.lengths, self.correlations):
            plot.resized.connect(self._draw)
        self.show_network(self.network)

    def _field(self, name: str, label: str, **bounds: object) -> NumberField:
        field = NumberField(f"deep-{name}", label, bounded=True, bubble=False, **bounds)  # type: ignore[arg-type]
        field.setMinimumWidth(86)
        field.refused.connect(lambda sentence: self.refuse(f"{sentence}."))
        field.valueChanged.connect(lambda _: self._say_cost())
        return field

    def _lay_out(self) -> None:
        form = QFormLayout(fieldGrowthPolicy=QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for text, field in (
            ("start with", self.preset), ("units", self.activation), ("σ_w", self.weights),
            ("σ_b", self.biases), ("layers", self.layers), ("units a layer", self.units),
            ("correlation", self.correlation), ("networks", self.seeds), ("", self.start),
        ):  # fmt: skip
            form.addRow(with_indices(text), field)
        texts = filled(QVBoxLayout(), form, self.problem, self.cost, self.found, self.note)
        pictures = filled(QVBoxLayout(), (self.lengths, 1), (self.correlations, 1))
        self.lay_out(texts, pictures)

    # ---- what is wanted ----------------------------------------------------------------------------

    def show_network(self, network: DeepNetwork) -> None:
        """Show the settings of a network, without drawing it."""
        self.activation.show_choice(network.activation)
        for field, value in (
            (self.weights, network.weight_deviation), (self.biases, network.bias_deviation),
            (self.layers, network.depth), (self.units, network.width),
            (self.correlation, network.correlation),
        ):  # fmt: skip
            field.show_value(value)
        if self.seeds.value() < 1:
            self.seeds.show_value(1)
        self._say_cost()

    @property
    def wanted(self) -> DeepNetwork:
        """What the form says."""
        return DeepNetwork(
            self.activation.currentData(), self.weights.value(), self.biases.value(),
            int(self.layers.value()), int(self.units.value()), self.correlation.value(),
        )  # fmt: skip

    def compute(self) -> None:
        """The first preset is drawn at once: it takes a moment."""
        if not self.theory and not self.busy:
            self._start()

    @Slot()
    def _choose_preset(self) -> None:
        self.show_network(PRESETS[self.preset.currentData()][1])
        self._start()

    @Slot()
    def _say_cost(self) -> None:
        wanted = self.wanted
        megabytes = wanted.nbytes / MEGABYTE
        memory = "less than 1 MB" if megabytes < 1.0 else f"about {math.ceil(megabytes)} MB"
        drawn = wanted.numbers * int(self.seeds.value()) / MEGABYTE
        count = f"{number(drawn, 3)} million numbers"
        self.cost.setText(f"To be drawn: {count}{self._duration(drawn)}; {memory}, whatever the depth.")

    def _duration(self, millions: float) -> str:
        """How long it takes, once it has been seen how long a part took."""
        if not self._seconds:
            return ""
        return f", in about {max(1, math.ceil(self._seconds * millions))} s"

    @Slot()
    def _start_or_stop(self) -> None:
        if self.busy:
            self.drop()
        else:
            self._start()

    def _start(self) -> None:
        fields = (self.weights, self.biases, self.layers, self.units, self.correlation, self.seeds)
        if not all(field.take() for field in fields):
            return
        self.network = self.wanted
        self.theory, self.drawn = [], {}
        self._draw()
        self.refuse("")
        self.start.setText("Stop")
        self.begin(signal_study(self.network, int(self.seeds.value())))

    # ---- what comes --------------------------------------------------------------------------------

    def take(self, point: object) -> None:
        """A layer, by theory or drawn."""
        if isinstance(point, TheoryLayer):
            self.theory.append(point.signal)
        elif isinstance(point, DrawnLayer):
            self.drawn.setdefault(point.seed, []).append(point.signal)
            width = self.network.width
            self._seconds = point.seconds * MEGABYTE / (width * (width + 1))
        self._draw()

    def wait_no_more(self) -> None:
        """Offer to draw again."""
        super().wait_no_more()
        self.start.setText("Draw")
        self._say_cost()

    def recolour(self, palette: Palette) -> None:
        """Take the colours."""
        for plot in (self.lengths, self.correlations):
            plot.recolour(palette)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        points = [signal for signals in self.drawn.values() for signal in signals]
        if not self.theory or not points:
            self.lengths.clear_data()
            self.correlations.clear_data()
            self.found.clear()
            return
        layers = np.array([signal.layer for signal in points], dtype=np.float64)
        theory = np.array([signal.layer for signal in self.theory], dtype=np.float64)
        lengths, by_theory = (
            np.array([signal.length for signal in signals]) for signals in (points, self.theory)
        )
        logarithmic = _spans(np.concatenate((lengths, by_theory)))
        if logarithmic:
            lengths, by_theory = (
                np.log10(np.clip(values, SMALLEST, None)) for values in (lengths, by_theory)
            )
        last = float(max(2, self.network.depth))
        across = Axis("layer", 1.0, last, ((1.0, "1"), (last, str(int(last)))))
        self.lengths.set_axes(across, _length_axis(np.concatenate((lengths, by_theory)), logarithmic))
        correlations = np.array([signal.correlation for signal in (*points, *self.theory)])
        self.correlations.set_axes(across, _correlation_axis(correlations))
        for plot, drawn, line in (
            (self.lengths, lengths, by_theory),
            (self.correlations, np.array([signal.correlation for signal in points]),
             np.array([signal.correlation for signal in self.theory])),
        ):  # fmt: skip
            there = np.isfinite(drawn)
            plot.points.setData(layers[there], drawn[there])
            plot.draw(plot.solid, theory, np.where(np.isfinite(line), line, np.nan))
        self._say()

    def _say(self) -> None:
        """What came out at the last layer that is known."""
        layer = min(len(self.theory), *(len(signals) for signals in self.drawn.values()))
        theory = self.theory[layer - 1]
        drawn = [signals[layer - 1] for signals in self.drawn.values()]
        parts = []
        for name in ("length", "correlation"):
            values = [getattr(signal, name) for signal in drawn]
            mean = float(np.mean(values))
            letter = "q" if name == "length" else "c"
            parts.append(f"{letter} {_text(getattr(theory, name))} by theory, {_text(mean)} drawn")
        nets = "one network" if len(drawn) == 1 else f"mean of {len(drawn)} networks"
        text = f"Layer {layer}: {'; '.join(parts)} ({nets})."
        self.found.setText(text)
        for plot in (self.lengths, self.correlations):
            plot.setAccessibleDescription(text)


def _text(value: float) -> str:
    return number(value, 4) if math.isfinite(value) else "no number"


def _spans(values: np.ndarray) -> bool:
    """Whether lengths need a logarithmic axis."""
    known = values[np.isfinite(values) & (values > 0.0)]
    return bool(known.size) and float(known.max()) > MANY_TIMES * float(known.min())


def _correlation_axis(values: np.ndarray) -> Axis:
    """The axis of correlations: from 0 to 1, and below 0 as far as there is need."""
    lowest = float(np.nanmin(values)) if np.isfinite(values).any() else 0.0
    low, below = (0.0, ()) if lowest >= 0.0 else (-0.25, ()) if lowest > -0.25 else (-1.0, ((-1.0, "−1"),))
    return Axis("c", low, 1.0, (*below, (0.0, "0"), (0.5, "0.5"), (1.0, "1")))


def _length_axis(values: np.ndarray, logarithmic: bool) -> Axis:
    known = values[np.isfinite(values)]
    if not known.size:
        return Axis("q", 0.0, 1.0, ((0.0, "0"), (1.0, "1")))
    ticks: tuple[Tick, ...]
    if logarithmic:
        low, high = math.floor(known.min()), math.ceil(known.max())
        every = max(1, math.ceil((high - low) / 5))
        ticks = tuple((float(p), decade(p)) for p in range(low, high + 1, every))
        return Axis("q", float(low), float(max(high, low + 1)), ticks)
    top = 1.15 * float(known.max()) or 1.0
    end = float(known[-1])
    return Axis("q", 0.0, top, ((0.0, "0"), (end, fixed(end, 2) if end >= 0.1 else limit(end))))
