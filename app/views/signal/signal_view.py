"""How signal and gradient fare from layer to layer: std of A[l] and RMS of dW[l] in decades."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.style_sheet import bold
from app.look.theme import Palette, colours
from app.look.type_sizes import small_font
from app.views.base.abilities import ShowsRace
from app.views.base.frame_view import FrameView
from app.views.signal.signal_lines import Panel, SignalLine, apart, factor_text, panel_of
from symgui.plain_text.numbers import decade
from symgui.training.frame import Frame
from symgui.training.race import RaceFrame

TICKS = 6
"""Labelled decades, about."""
DASHES: tuple[tuple[float, ...], ...] = ((), (7, 3), (2, 3), (9, 3, 2, 3), (4, 2, 4, 5), (1, 2))
"""Of the lanes A to F, in widths of the pen; A's line is whole."""
WIDEST_TICK = "10⁻¹⁸"
LEADER = 0.9
"""Length of the line to a letter, in lines of small type."""
NARROW = 1.6
"""Wider than so many times its height the two panels stand side by side, else one below the other."""
OVER_ALL, OVER_EXAMPLES = "of units and examples", "of one unit's answers"
"""Of what a spread is one, where it makes a difference."""
EMPTY = "A run's layers stand here."


class SignalView(FrameView, ShowsRace):
    """Two plots over the layers, of one run or of all lanes of a race.

    Attributes
    ----------
    panels : tuple of Panel
        Forward: std of A[l] of the hidden layers; back: root mean square of dW[l] of all layers.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("signal-view", parent)
        self.setAccessibleName("Signal and gradient by layer")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 140)
        self.setToolTip(
            "Left: how much the activations of a layer vary. Right: how large its gradients are. Both in "
            "decades:\na straight line up or down is a factor a layer, a level one keeps the size.\n"
            "The std is over units and examples: units that differ may yet answer the same to all examples."
        )
        self.panels: tuple[Panel, ...] = ()
        self._run = -1
        self._race: RaceFrame | None = None  # shown in the place of the frame, which is older

    def show_frame(self, frame: Frame | None) -> None:
        """Show a run."""
        self._race = None
        super().show_frame(frame)

    def show_race(self, frame: RaceFrame) -> None:
        """Show all lanes at once."""
        self._race = frame
        self.invalidate("frame")
        self.refresh()

    def draw_palette(self, _palette: Palette) -> None:
        """Take the colours."""
        self.update()

    def draw_frame(self, frame: Frame | None) -> None:
        """Take the numbers."""
        race = self._race
        if race is not None:
            letters = [lane.letter for lane in race.lanes]
            self._take(race.run, list(zip(letters, race.frames, strict=True)))
        elif frame is None:
            self.panels = ()
            self.update()
        else:
            self._take(frame.run, [("", frame)])

    def _take(self, run: int, frames: Sequence[tuple[str, Frame]]) -> None:
        forward = tuple(
            SignalLine(letter, tuple(picture.activation_std for picture in frame.pictures[:-1]))
            for letter, frame in frames
        )
        back = tuple(
            SignalLine(letter, tuple(picture.gradient_rms for picture in frame.pictures))
            for letter, frame in frames
        )
        if run != self._run:
            self.panels, self._run = (), run
        before = self.panels or (None, None)
        if len(frames) == 1:
            forward = self._with_examples(forward[0], frames[0][1])
        self.panels = (
            panel_of("std of A[l]", forward, before[0], factors=True),
            panel_of("RMS of dW[l]", back, before[1]),
        )
        self.update()

    def _with_examples(self, all_of_it: SignalLine, frame: Frame) -> tuple[SignalLine, ...]:
        """Beside the spread of all of A[l] that over the examples, from when on they are told apart."""
        values = tuple(picture.example_std for picture in frame.pictures[:-1])
        over_examples = SignalLine("", values, OVER_EXAMPLES)
        known = bool(self.panels) and len(self.panels[0].lines) > 1
        if not known and not apart(all_of_it, over_examples):
            return (all_of_it,)
        return replace(all_of_it, note=OVER_ALL), over_examples

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The two plots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.panels:
            painter.setPen(QColor(colours().muted))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), EMPTY)
        gap = QFontMetricsF(self.font()).height()
        width, height = self.width(), self.height()
        for k, panel in enumerate(self.panels):
            if width > NARROW * height:
                each = (width - gap) / 2.0
                place = QRectF(k * (each + gap), 0.0, each, height)
            else:
                each = (height - gap / 2.0) / 2.0
                place = QRectF(0.0, k * (each + gap / 2.0), width, each)
            self._paint_panel(painter, panel, place)
        painter.end()

    def _paint_panel(self, painter: QPainter, panel: Panel, place: QRectF) -> None:
        palette = colours()
        heavy, small = bold(self.font()), small_font(self)
        title, ticks = QFontMetricsF(heavy), QFontMetricsF(small)
        painter.setFont(heavy)
        painter.setPen(QColor(palette.ink))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), panel.title)
        left = ticks.horizontalAdvance(WIDEST_TICK) + 0.5 * ticks.height()
        right = self._room_for_ends(panel, title, ticks)
        plot = place.adjusted(left, title.height() + 0.5 * ticks.height(), -right, -2.2 * ticks.height())
        layers = max((len(line.values) for line in panel.lines), default=0)
        if plot.width() < 20.0 or plot.height() < 20.0:
            return
        painter.setFont(small)
        scale = _Scale(plot, panel, ticks.height())
        self._paint_axes(painter, panel, scale, place.left(), layers)
        if panel.factors and len(panel.lines) == 1:
            self._paint_factor(painter, panel.lines[0], place, title)
        ends = [self._paint_line(painter, panel.lines[k], scale, k, layers) for k in range(len(panel.lines))]
        self._paint_notes(painter, panel, ends, scale)
        self._paint_letters(painter, panel, ends, scale, (heavy, small))

    def _room_for_ends(self, panel: Panel, title: QFontMetricsF, ticks: QFontMetricsF) -> float:
        """What the letters, and the factors beside them, take at the right."""
        letters = any(line.letter for line in panel.lines)
        if not letters:
            return 0.5 * ticks.height()
        factors = [factor_text(line) for line in panel.lines] if panel.factors else []
        widest = max((ticks.horizontalAdvance(text) for text in factors), default=0.0)
        return LEADER * ticks.height() + 1.6 * title.averageCharWidth() + widest + 0.5 * ticks.height()

    def _paint_factor(self, painter: QPainter, line: SignalLine, place: QRectF, title: QFontMetricsF) -> None:
        """What a layer multiplies by, at the right of the title."""
        text = factor_text(line)
        if not text:
            return
        text += " a layer"
        metrics = QFontMetricsF(painter.font())
        room = QRectF(place.left(), place.top(), place.width(), title.ascent() + metrics.descent())
        painter.setPen(QColor(colours().ink))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom), text)

    def _paint_axes(self, painter: QPainter, panel: Panel, scale: _Scale, left: float, layers: int) -> None:
        palette, plot = colours(), scale.plot
        metrics = QFontMetricsF(painter.font())
        labels = max(1, min(TICKS, int(plot.height() / (1.2 * metrics.height()))))
        every = max(1, math.ceil((panel.high - panel.low) / labels))
        rows = [(d, decade(d)) for d in range(panel.low, panel.high + 1) if d % every == 0]
        for at, text in (*rows, *([(None, "0")] if panel.zero else [])):
            y = scale.foot if at is None else scale.height(float(at))
            painter.setPen(QPen(QColor(palette.line), 1.0))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(palette.muted))
            label = QRectF(left, y - metrics.height(), plot.left() - left - 4.0, 2 * metrics.height())
            painter.drawText(label, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        room = max(1, int(plot.width() / (1.6 * metrics.horizontalAdvance("10"))))
        every = max(1, math.ceil(layers / room))
        for l in range(1, layers + 1, every):
            x = scale.across(l, layers)
            label = QRectF(x - metrics.height(), plot.bottom() + 2.0, 2 * metrics.height(), metrics.height())
            painter.drawText(label, int(Qt.AlignmentFlag.AlignHCenter), str(l))
        foot = QRectF(plot.left(), plot.bottom() + metrics.height(), plot.width(), metrics.height())
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignHCenter), "layer l")

    def _paint_line(
        self, painter: QPainter, line: SignalLine, scale: _Scale, k: int, layers: int
    ) -> QPointF | None:
        """The line of lane `k`, hollow where a number is exactly 0; returns where it ends."""
        palette = colours()
        unit = QFontMetricsF(self.font()).height() / 16.0
        pen = QPen(QColor(palette.ink), 1.6 * unit)
        if DASHES[k]:
            pen.setDashPattern(list(DASHES[k]))
        known = [(l, value) for l, value in enumerate(line.values, start=1) if math.isfinite(value)]
        points = [QPointF(scale.across(l, layers), scale.of(value)) for l, value in known]
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        for point, (_, value) in zip(points, known, strict=True):
            painter.setPen(QPen(QColor(palette.ink), 1.2 * unit))
            painter.setBrush(QColor(palette.paper if value == 0.0 else palette.ink))
            painter.drawEllipse(point, 2.2 * unit, 2.2 * unit)
        return points[-1] if points else None

    def _paint_notes(
        self, painter: QPainter, panel: Panel, ends: Sequence[QPointF | None], scale: _Scale
    ) -> None:
        """What two lines of one run are: the upper one above both, the lower where it has left room."""
        height, plot = QFontMetricsF(painter.font()).height(), scale.plot
        painter.setPen(QColor(colours().ink))
        noted = [(end, line) for line, end in zip(panel.lines, ends, strict=True) if line.note and end]
        for k, (end, line) in enumerate(sorted(noted, key=lambda each: each[0].y())):
            text = f"{line.note}: {factor_text(line)}"
            top = end.y() - 0.5 * height
            if k == 0:
                values = (value for each in panel.lines for value in each.values if math.isfinite(value))
                top = min(map(scale.of, values)) - 1.4 * height
            room = QRectF(plot.left() + 0.4 * height, top, plot.width(), height)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft), text)

    def _paint_letters(
        self,
        painter: QPainter,
        panel: Panel,
        ends: Sequence[QPointF | None],
        scale: _Scale,
        fonts: tuple[QFont, QFont],
    ) -> None:
        """Each lane's letter, with its factor, at the end of its line; where two would meet they part."""
        heavy, small = fonts
        height = QFontMetricsF(heavy).height()
        leader = LEADER * QFontMetricsF(small).height()
        known = [(end, line) for end, line in zip(ends, panel.lines, strict=True) if end and line.letter]
        known.sort(key=lambda each: each[0].y())
        rows = spread_out([end.y() for end, _ in known], 0.85 * height, scale.plot.bottom())
        for (end, line), y in zip(known, rows, strict=True):
            painter.setPen(QPen(QColor(colours().edge), 1.0))
            painter.drawLine(QPointF(end.x() + 0.3 * leader, end.y()), QPointF(end.x() + leader, y))
            painter.setPen(QColor(colours().ink))
            painter.setFont(heavy)
            room = QRectF(end.x() + 1.2 * leader, y - height, self.width(), 2 * height)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), line.letter)
            if panel.factors:
                painter.setFont(small)
                across = 1.6 * QFontMetricsF(heavy).averageCharWidth()
                painter.drawText(
                    room.translated(across, 0.0), int(Qt.AlignmentFlag.AlignVCenter), factor_text(line)
                )


class _Scale:
    """Where layers and numbers lie in the inner rectangle of a panel."""

    def __init__(self, plot: QRectF, panel: Panel, line: float) -> None:
        self.plot, self._panel = plot, panel
        self.foot = plot.bottom()
        """Where an exact 0 is drawn."""
        self._bottom = plot.bottom() - (1.3 * line if panel.zero else 0.0)

    def across(self, l: int, layers: int) -> float:
        """The place of layer `l`."""
        return self.plot.left() + (l - 0.5) / layers * self.plot.width()

    def height(self, at: float) -> float:
        """The place of a decade."""
        low, high = self._panel.low, self._panel.high
        return self._bottom - (at - low) / (high - low) * (self._bottom - self.plot.top())

    def of(self, value: float) -> float:
        """The place of a number that is not negative."""
        return self.height(math.log10(value)) if value > 0.0 else self.foot


def spread_out(wanted: Sequence[float], least: float, bottom: float) -> list[float]:
    """Ascending places at least `least` apart, near those `wanted` (ascending), none below `bottom`."""
    places: list[float] = []
    for y in wanted:
        places.append(max(y, places[-1] + least) if places else y)
    end = bottom
    for k in range(len(places) - 1, -1, -1):
        places[k] = min(places[k], end)
        end = places[k] - least
    return places
