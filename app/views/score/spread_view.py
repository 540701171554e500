"""How the numbers of every layer are spread: activations, and gradients with their size."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QWidget

from app.look.theme import colours
from app.runtime.selection import Selection
from app.views.base.heavy_work import is_heavy
from app.views.base.spoken import activations_sentence, gradients_sentence
from app.views.base.spot import Spot
from app.views.painting.bars import Bars, Dots
from app.views.painting.canvas import CENTER, LEFT, RIGHT, CanvasText
from app.views.painting.columns import Column
from app.views.painting.texts import zero_texts
from app.views.score.marks import Lights
from app.views.score.row import PADDING, ScoreRow
from symgui.figures.groups import layer_groups
from symgui.plain_text.numbers import iteration, limit, number, percentage
from symgui.symmetry.trace import Trace
from symgui.training.frame import Frame, Histogram

WIDEST_PLOT = 300.0


class SpreadView(ScoreRow):
    """A row of histograms; where a column is narrow, one dot on a log axis instead.

    Attributes
    ----------
    bars : dict of int to Bars
        By layer, for the wide columns in sight; `.histogram` is what is drawn.
    dots : Dots
        The narrow columns; `.values` by layer.
    texts : dict of (str, int) to CanvasText
        What is written, by what it says and layer; `text` has the words alone.
    """

    measure_name, symbol = "", ""
    """What a dot measures."""
    symbols = ""
    """The letters with which lessons' names of what is drawn begin."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(name, label, parent)
        self.bars: dict[int, Bars] = {}
        self.dots = Dots(self.canvas)
        self._lights = Lights(self.canvas)
        self.texts: dict[tuple[str, int], CanvasText] = {}
        self._used: set[tuple[str, int]] = set()

    # What differs between the two rows

    def histogram(self, frame: Frame, layer: int) -> Histogram:
        """The histogram of a layer."""
        raise NotImplementedError

    def measure(self, frame: Frame, layer: int) -> float:
        """The number a dot shows."""
        raise NotImplementedError

    def axis_names(self, frame: Frame, layer: int) -> tuple[str, ...]:
        """What stands under the axis, from its longest form to its shortest."""
        raise NotImplementedError

    def remark(self, frame: Frame, layer: int) -> tuple[tuple[str, ...], bool]:
        """The line below it, from its longest form to its shortest, and whether it is to be stressed."""
        raise NotImplementedError

    # Drawing

    def place(self, frame: Frame) -> None:  # noqa: ARG002
        """Put the plots."""
        wide = {column.layer: column for column in self.columns.visible if column.layer and not column.narrow}
        for layer in list(self.bars):
            if layer not in wide:
                self.canvas.scene().removeItem(self.bars.pop(layer))
        for layer, column in wide.items():
            if layer not in self.bars:
                self.bars[layer] = Bars(self.canvas)
            self.bars[layer].place(self._plot(column))
        first = self.columns.visible[0].right if self.columns.visible else 0.0
        top = 10.0 + self.fonts.small_height
        self.dots.set_bounds(QRectF(first, top, self.width_ - first, self._floor - top))

    def _plot(self, column: Column) -> QRectF:
        width = round(min(WIDEST_PLOT, 0.72 * column.width))
        top = 14.0
        if self.columns.visible[0].right < self.label_text.right:  # no column of its own for the row's name
            top += self.fonts.small_height
        return QRectF(round(column.center - width / 2), top, width, round(self._floor - top))

    def plot_rect(self, layer: int) -> QRectF | None:
        """The plot of a layer on the canvas, with what stands below it; None if it has none in sight."""
        column = self.columns.of(layer)
        if column is None or not layer:
            return None
        plot = self._plot(column)
        width = column.width if column.narrow else plot.width()
        return QRectF(column.center - width / 2, plot.top(), width, self.height_ - plot.top() - 4.0)

    def spots(self, name: str, at: Selection | None) -> list[Spot]:
        """A layer's plot."""
        if at is None or name[0] not in self.symbols:
            return []
        rect = self.plot_rect(at.layer)
        return [] if rect is None else [self.spot(rect)]

    @property
    def _floor(self) -> float:
        """The y of the axes: below them two lines of text."""
        return self.height_ - 2 * self.fonts.small_height - 10.0

    def fill(self, frame: Frame | None) -> None:
        """Show the bars and dots with their words."""
        self._used = set()
        if frame is None:
            self._placed = None
            while self.bars:
                self.canvas.scene().removeItem(self.bars.popitem()[1])
            self.dots.display({}, {})
        else:
            for column in self.columns.visible:
                if column.layer in self.bars:
                    self._fill_bars(frame, column)
            self._fill_dots(frame)
        for key in self.texts.keys() - self._used:
            self.texts[key].hide()

    def _write(self, kind: str, layer: int) -> Callable[..., None]:
        self._used.add((kind, layer))
        if (kind, layer) not in self.texts:
            self.texts[kind, layer] = CanvasText(self.canvas)
        return self.texts[kind, layer].show

    def text(self, kind: str, layer: int) -> str:
        """What is written: kind ``"name"``, ``"low"``, ``"high"``, ``"remark"``, ``"zeros"``, ``"top"``."""
        text = self.texts.get((kind, layer))
        return text.text if text is not None else ""

    def _fill_bars(self, frame: Frame, column: Column) -> None:
        layer, bars = column.layer, self.bars[column.layer]
        histogram = self.histogram(frame, layer)
        bars.display(histogram)
        plot, small, muted = bars.boundingRect(), self.fonts.small, colours().muted
        below = plot.bottom() + 2.0
        low, high = limit(histogram.low), limit(histogram.high)
        self._write("low", layer)(low, plot.left(), below, small, muted, LEFT)
        self._write("high", layer)(high, plot.right(), below, small, muted, RIGHT)
        ends = 2.0 * max(self.fonts.width(low), self.fonts.width(high)) + 12.0
        name = self._fitting(self.axis_names(frame, layer), plot.width() - ends)
        self._write("name", layer)(name, plot.center().x(), below, small, muted, CENTER)
        texts, stressed = self.remark(frame, layer)
        if not name:  # then the line below says which layer it is
            texts = tuple(sorted(texts, key=lambda text: f"[{layer}]" not in text))
        remark = self._fitting(texts, column.width - 4.0, strong=stressed)
        font, color = (self.fonts.strong, colours().ink) if stressed else (small, muted)
        line = below + self.fonts.small_height
        self._write("remark", layer)(remark, plot.center().x(), line, font, color, CENTER)
        top = percentage(bars.top)
        clear = plot.left() - 4.0 - self.fonts.width(top) > self.label_text.right  # of the row's name
        if plot.left() - column.left >= 30.0 and clear:
            self._write("top", layer)(top, plot.left() - 4.0, plot.top() - 4.0, small, muted, RIGHT)
        self._fill_zeros(column, bars, histogram)

    def _fitting(self, texts: Iterable[str], room: float, *, strong: bool = False) -> str:
        """The first of `texts` that is no wider than `room`, else nothing."""
        return next((text for text in texts if self.fonts.width(text, strong=strong) <= room), "")

    def _fill_zeros(self, column: Column, bars: Bars, histogram: Histogram) -> None:
        """Say beside the hollow bar how many are exactly 0, and whether some are no numbers."""
        texts = zero_texts(histogram)
        x, gap = bars.zero_x(histogram), 9.0
        right, left = column.right - x - gap, x - gap - column.left
        if self.presented:  # a ring may stand around the histogram
            right = min(right, bars.boundingRect().right() - x - gap)
        text = self._fitting(texts, max(right, left))
        width, top = self.fonts.width(text), bars.boundingRect().top() - 4.0
        line = QRectF(0.0, top, width, self.fonts.small_height)
        # On the right if there is room; on the other side if only there no bar is in the way.
        sides = [
            (place, anchor, bars.reach(line.translated(place - anchor * width, 0.0)))
            for place, anchor, room in ((x + gap, LEFT, right), (x - gap, RIGHT, left))
            if width <= room
        ]
        place, anchor, _ = min(sides, key=lambda side: side[2], default=(x + gap, LEFT, False))
        small, muted = self.fonts.small, colours().muted
        self._write("zeros", column.layer)(text, place, top, small, muted, anchor)

    def _fill_dots(self, frame: Frame) -> None:
        narrow = [column for column in self.columns.visible if column.layer and column.narrow]
        values = {column.layer: self.measure(frame, column.layer) for column in narrow}
        self.dots.display(values, {column.layer: column.center for column in narrow})
        small, muted = self.fonts.small, colours().muted
        for column in narrow:
            text = number(values[column.layer], 2)
            self._write("remark", column.layer)(text, column.center, self._floor + 2.0, small, muted, CENTER)
            if self.presented:  # perhaps without a diagram above, which names the layers
                name, below = (
                    self.axis_names(frame, column.layer)[-1],
                    self._floor + 2.0 + self.fonts.small_height,
                )
                self._write("layer", column.layer)(name, column.center, below, small, muted, CENTER)
        if narrow:
            half, first = self.fonts.small_height / 2, self.columns.visible[0].right
            measured = self._fitting(
                (f"{self.measure_name} of {self.symbol}[l]", self.measure_name), first - PADDING
            )
            self._write("name", 0)(measured, PADDING, self._floor + 2.0, small, muted, LEFT)
            right = self.columns.visible[0].right - 6.0
            written: list[float] = []
            for kind, value in (("zero", 0.0), ("high", self.dots.high), ("low", self.dots.low)):
                y = self.dots.height_of(value) - half
                if all(abs(y - other) >= self.fonts.digit_height for other in written):
                    self._write(kind, 0)(limit(value), right, y, small, muted, RIGHT)
                    written.append(y)

    # Pointing

    def selection_at(self, point: QPointF) -> Selection | None:
        """The layer as a whole."""
        column = self.columns.at(point.x())
        return Selection(column.layer) if column is not None and column.layer else None

    def describe(self, selection: Selection) -> str:
        """The layer's numbers in words."""
        if self.frame is None or not 1 <= selection.layer <= len(self.frame.pictures):
            return selection.label
        layer = selection.layer
        histogram = self.histogram(self.frame, layer)
        measured = f"{self.measure_name} of {self.symbol}[{layer}]"
        counts = f"{iteration(histogram.total)} numbers, {iteration(histogram.zeros)} exactly 0"
        name, value = self.axis_names(self.frame, layer)[0], number(self.measure(self.frame, layer))
        return f"{name}: {counts}; {measured} = {value}"


class ActivationsView(SpreadView):
    """Row 3 of the score: A[l]."""

    measure_name, symbol = "std", "A"
    symbols = "AZ"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("activations-view", "ACTIVATIONS", parent)
        self.setAccessibleName("Activations")

    def sentence(self) -> str:
        """Where every layer's activations lie."""
        return activations_sentence(self.frame) if self.frame is not None else ""

    def histogram(self, frame: Frame, layer: int) -> Histogram:
        """The histogram of A[layer]."""
        return frame.pictures[layer - 1].activations

    def measure(self, frame: Frame, layer: int) -> float:
        """The standard deviation."""
        return frame.pictures[layer - 1].activation_std

    def axis_names(self, frame: Frame, layer: int) -> tuple[str, ...]:
        """``"A[1]"``, ``"A[2] = ŷ"``."""
        name = f"A[{layer}]"
        return (f"{name} = ŷ", name) if layer == len(frame.pictures) else (name,)

    def remark(self, frame: Frame, layer: int) -> tuple[tuple[str, ...], bool]:
        """Which units are equal, as then their activations are."""
        found = layer_groups(frame, layer)
        long = ", ".join(group.label for group in found)
        short = ", ".join(f"{len(group.units)} {group.letter}" for group in found)
        return (long, short), True

    def draw_selection(self, selection: Selection | None, hover: Selection | None) -> None:  # noqa: ARG002
        """Light the words that name the hovered unit's twins."""
        lit = QRectF()
        if self.frame is not None and hover is not None and hover.row is not None:
            text = self.texts.get(("remark", hover.layer))
            inside = any(hover.row in group.units for group in layer_groups(self.frame, hover.layer))
            if text is not None and text.text and inside and hover.layer in self.bars:
                lit = text.item.mapRectToScene(text.item.boundingRect())
        self._lights.display(lit)


class GradientsView(SpreadView):
    """Row 4 of the score, at choice: dW[l] and db[l]."""

    measure_name, symbol = "RMS", "dW"
    symbols = "d"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("gradients-view", "GRADIENTS", parent)
        self.setAccessibleName("Gradients")
        self._trace: Trace | None = None

    def sentence(self) -> str:
        """Where every layer's gradients lie."""
        return gradients_sentence(self.frame) if self.frame is not None else ""

    def histogram(self, frame: Frame, layer: int) -> Histogram:
        """The histogram of dW[layer] and db[layer] together."""
        return frame.pictures[layer - 1].gradients

    def measure(self, frame: Frame, layer: int) -> float:
        """The root mean square of dW[layer]."""
        return frame.pictures[layer - 1].gradient_rms

    def axis_names(self, frame: Frame, layer: int) -> tuple[str, ...]:  # noqa: ARG002
        """``"dW[1], db[1]"``."""
        return f"dW[{layer}], db[{layer}]", f"dW[{layer}]"

    def remark(self, frame: Frame, layer: int) -> tuple[tuple[str, ...], bool]:
        """The size of dW[layer]; an exact zero is said."""
        if not frame.network.layers[layer - 1].dW.any():
            return (f"dW[{layer}] = 0, exactly", "0, exactly"), True
        if self._is_rounding(frame, layer):
            named = f"dW[{layer}] = 0 up to rounding", f"dW[{layer}]: rounding"
            return (named[0], "0 up to rounding", named[1], "rounding"), True
        size, shorter = (number(self.measure(frame, layer), digits) for digits in (3, 2))
        return (f"RMS dW[{layer}] = {size}", f"RMS {size}", f"RMS dW[{layer}] = {shorter}", size), False

    def _is_rounding(self, frame: Frame, layer: int) -> bool:
        """Whether dW[layer] is a residue of rounding, which is no learning; not asked where it is heavy."""
        if not math.isfinite(self.measure(frame, layer)) or is_heavy(frame.network):
            return False
        if self._trace is None or self._trace.state is not frame.network:
            self._trace = Trace(frame.network)
        return self._trace.bounds.is_rounding(layer)
