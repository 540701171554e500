"""Several runs side by side: a lane a column, a question a row, one plot of all costs."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

from app.look.others_words import literal
from app.look.theme import colours
from app.look.type_sizes import small_font
from app.views.base.drawn_in_sight import DrawnInSight
from app.views.base.plot import caption_style
from app.views.base.spoken import race_sentence
from app.views.painting.canvas import Canvas
from app.views.painting.canvas_fonts import Fonts
from app.views.race.cost_race import RaceCost
from app.views.race.header import RaceHeader
from app.views.race.lane_column import RADIUS, Colours, LaneColumn, Scales
from app.views.race.lane_head import LaneHead
from app.views.race.lane_numbers import fit_numbers
from app.views.race.layout import Measure, RaceLayout, arrange, least_height
from app.views.race.plane_drawing import Overlay
from app.views.race.tiles_drawing import RimPictures
from app.views.race.turn import Turn
from symgui.experiment import Experiment
from symgui.figures.colors import tile_table
from symgui.figures.shares import highest_share, top_share
from symgui.figures.units import tile_name, tile_values
from symgui.training.frame import Frame
from symgui.training.lanes import FEWEST, LETTERS, in_common
from symgui.training.race import RaceFrame
from symgui.training.section import SectionAxes

NO_RACE = "The race is being set up."
PADDING, GAP = 0.75, 0.6
"""Margins in a card and gaps between cards in a window, in heights of a line of small type."""
BRIEF_PADDING, BRIEF_GAP = 0.5, 0.3
"""The same before an audience."""


class RaceView(DrawnInSight):
    """The picture of a race. It is given frames and changes nothing.

    Attributes
    ----------
    header : RaceHeader
    heads : list of LaneHead
        One a lane: letter, what sets it apart, verdict.
    columns : list of LaneColumn
        One a lane: ``plane.values``, ``plane.line``, ``weights.values``, ``weights.levels``,
        ``bars.histogram``, ``tiles.indices``, ``text(name)``, ``texts()``.
    cost : RaceCost
        ``curves[i].getData()``, ``letters[i].text()``.
    layout_ : RaceLayout or None
        Where everything lies; ``layout_.rows`` names the rows there is room for.
    frame : RaceFrame or None
    layer : int
        Whose units, weights and activations are shown.
    small_captions : bool
        What sets the lanes apart is written in the type of ticks.
    """

    laneOpened = Signal(str)
    """A person wants to see the lane of this letter alone."""
    laneEditRequested = Signal(str)
    laneRemoved = Signal(str)
    laneAdded = Signal()
    sectionChosen = Signal(int)
    """What is shown of more than two inputs, an index of `app.views.race.header.SECTIONS`."""
    layerSelected = Signal(int)
    """A person chose a layer."""
    presetChosen = Signal(str)
    """A person chose a ready race, by its name."""
    left = Signal()
    resultsWanted = Signal()
    """A person wants to go back to the run that was open."""

    parts = ("palette", "lanes", "frame")
    frame: RaceFrame | None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("race-view")
        self.setAccessibleName("Race")
        self.frame = None
        self.layer = 1
        self.logarithmic = True
        self.layout_: RaceLayout | None = None
        self.heads: list[LaneHead] = []
        self.columns: list[LaneColumn] = []
        self._base: Experiment | None = None
        self._preset: str | None = None
        self._editable = True
        self._brief, self._brief_cost = False, True
        self.small_captions = False
        self._scale_of = -1  # the race for which one scale or several were chosen
        self._fonts = Fonts(self.font(), unit=1.0)
        self._overlay, self._rims = Overlay(), RimPictures()

        self.header = RaceHeader()
        self.header.setParent(self)
        self.canvas = Canvas(self)
        self.cost = RaceCost(self)
        self.note = QLabel(NO_RACE, self)
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setWordWrap(True)
        self._colours = self._make_colours()
        self._connect()

    def _connect(self) -> None:
        header = self.header
        header.presetChosen.connect(self.presetChosen)
        header.laneAdded.connect(self.laneAdded)
        header.left.connect(self.left)
        header.resultsWanted.connect(self.resultsWanted)
        header.sectionChosen.connect(self.sectionChosen)
        header.layers.chosen.connect(self._choose_layer)
        header.sameScaleChosen.connect(self._choose_scale)
        header.resized.connect(self._redraw)
        self.canvas.pointed.connect(self._point_at)
        self.canvas.left.connect(self._point_nowhere)
        self.canvas.helpWanted.connect(self._help)
        self.cost.lanePointed.connect(self.cost.emphasise)
        self.cost.resized.connect(self._fit_cost)

    # What is shown

    def show_race(self, frame: RaceFrame | None, turn: Turn | None = None) -> None:
        """Show `frame`, or so much of it as this is the turn of; None empties the view."""
        before, self.frame = self.frame, frame
        others = frame is None or before is None or frame.lanes != before.lanes
        if others or _axes(frame) is not _axes(before):
            self.invalidate("lanes")
        if frame is not None and turn is not None and not self._late and self.isVisible():
            self.attempt(lambda: self._draw(frame, turn))
        else:
            self.invalidate("frame")
            self.refresh()

    def speak(self) -> None:
        """Give screen readers one sentence of what every lane has reached."""
        said = race_sentence(self.frame) if self.frame is not None else ""
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)

    def set_open_experiment(self, experiment: Experiment | None, preset: str | None = None) -> None:
        """Say which experiment the race is made from, and by which preset (None: by hand).

        From them come the question, and what all lanes change in the same way.
        """
        self._base, self._preset = experiment, preset
        self._redraw()

    def select_layer(self, layer: int) -> None:
        """Show units, weights and activations of layer `layer`."""
        if layer != self.layer and layer >= 1:
            self.layer = layer
            self._redraw()

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Space the cost plot's iterations by their logarithm, or evenly."""
        if logarithmic != self.logarithmic:
            self.logarithmic = logarithmic
            self._redraw()

    def set_editable(self, editable: bool) -> None:
        """Whether lanes can be changed, added and taken away here, and races chosen."""
        self._editable = editable
        for widget in (self.header.preset, self.header.add_button, self.header.leave_button):
            widget.setVisible(editable)
        self._redraw()

    def set_brief(self, *, cost: bool) -> None:
        """Show only what an audience can read: letters, verdicts, planes, numbers, tiles, at choice costs."""
        if (self._brief, self._brief_cost) == (True, cost):
            return
        self._brief, self._brief_cost = True, cost
        self.layout_ = None
        self._redraw()

    def set_small_captions(self, small: bool) -> None:
        """Write what sets the lanes apart in the type of ticks; the planes get the room."""
        if small != self.small_captions:
            self.small_captions = small
            self.layout_ = None
            self._redraw()

    @property
    def same_scale(self) -> bool:
        """Whether all lanes share one colour scale."""
        return self.header.same_scale.isChecked()

    def head(self, letter: str) -> LaneHead:
        """The head of the lane of this letter.

        Raises
        ------
        KeyError
            If there is no such lane.
        """
        found = {head.lane.letter: head for head in self.heads}
        return found[letter]

    # Drawing

    def _redraw(self) -> None:
        """Draw everything, also what is the same in all frames of a race."""
        self.invalidate("lanes", "frame")
        self.refresh()

    @Slot()
    def _fit_cost(self) -> None:
        """The same axes in another room."""
        self.cost.lay_out()
        self._redraw()

    def draw_part(self, part: str) -> None:
        """Draw one of the parts."""
        if part == "palette":
            self._recolour()
        elif part == "lanes":
            self._set_up()
        elif self.frame is not None:
            self._draw(self.frame)
        else:
            self.cost.show_race(None, self.logarithmic)

    def _make_colours(self) -> Colours:
        return Colours(colours(), tile_table(colours()), self._fonts)

    def _recolour(self) -> None:
        palette = colours()
        self._colours = self._make_colours()
        # said to each part: under a style sheet a font does not reach the children by itself
        parts: tuple[QWidget, ...] = (self.header, self.cost, self.note, *self.heads)
        for part in parts:
            part.setFont(self.font())
        self.canvas.setBackground(palette.ground)
        self.note.setStyleSheet(caption_style(palette))
        self.header.recolour()
        self.cost.recolour(palette)
        for head in self.heads:
            head.recolour()
        self.update()

    def _set_up(self) -> None:
        """What stays from frame to frame: header, heads, columns and where they lie."""
        frame = self.frame
        self.canvas.setVisible(frame is not None)
        self.note.setVisible(frame is None)
        self.header.set_preset(self._preset)
        self._fill_header(frame)
        self._make_lanes(frame)
        if frame is not None:
            self._lay_out()
            return
        self.cost.hide()
        self.layout_ = None
        self.note.setGeometry(self.rect())
        self._place_header()

    def _draw(self, frame: RaceFrame, turn: Turn | None = None) -> None:
        """The numbers of the frame."""
        if self._scale_of != frame.run:  # once a race, by its first frame: what fits may change as it goes
            self._scale_of = frame.run
            self.header.same_scale.setChecked(frame.scales_are_alike)
        if turn in (None, Turn.PLANES):
            for column, each in zip(self.columns, frame.frames, strict=True):
                column.plane.display(each)
        if turn in (None, Turn.COSTS):
            # in all lanes alike, so that no lane looks less than another
            fit = fit_numbers(frame.frames, [each.room_for_numbers for each in self.columns], self._fonts)
            for head, column, each in zip(self.heads, self.columns, frame.frames, strict=True):
                head.show_frame(each)
                column.show_numbers(each, fit, self._colours)
            self.cost.show_race(frame, self.logarithmic)
        if turn in (None, Turn.LAYERS):
            for column, each, scales in zip(self.columns, frame.frames, self._scales(frame), strict=True):
                column.show_layer(each, self.layer, scales, self._colours)

    def _fill_header(self, frame: RaceFrame | None) -> None:
        header = self.header
        layers = max((len(each.network.layers) for each in frame.frames), default=1) if frame else 1
        if frame is not None:  # before there are lanes, any layer may be chosen
            self.layer = min(self.layer, layers)
        header.layers.set_layers(layers)
        header.layers.set_layer(min(self.layer, layers))
        self._fill_section(frame)
        header.add_button.setEnabled(frame is not None and len(frame.lanes) < len(LETTERS))
        common = in_common(self._base, frame.lanes) if frame is not None and self._base is not None else ""
        axes = _axes(frame)
        header.set_common(common, "" if axes is None else f"planes: {axes.words}")

    def _fill_section(self, frame: RaceFrame | None) -> None:
        """Which plane through more than two inputs the lanes show."""
        axes, choice = _axes(frame), self.header.section
        choice.setCurrentIndex(0 if axes is None else 1 if axes.section.kind == "principal" else 2)
        choice.setVisible(frame is not None and len(frame.data.features) > 2 and not self._brief)

    def _make_lanes(self, frame: RaceFrame | None) -> None:
        """Heads and columns, made anew only for other lanes."""
        lanes = frame.lanes if frame is not None else ()
        if [head.lane for head in self.heads] != list(lanes):
            for head in self.heads:
                head.hide()
                head.deleteLater()
            self.heads = [self._make_head(i) for i in range(len(lanes))]
            self.layout_ = None
        while len(self.columns) > len(lanes):
            self.columns.pop().remove()
        while len(self.columns) < len(lanes):
            self.columns.append(LaneColumn(self.canvas, self._overlay, self._rims))
            self.layout_ = None
        for head in self.heads:
            head.set_editable(self._editable, len(lanes) > FEWEST)
            head.set_brief(self._brief, small_caption=self.small_captions)

    def _make_head(self, index: int) -> LaneHead:
        assert self.frame is not None
        head = LaneHead(index, self.frame.lanes[index], self)
        head.opened.connect(self.laneOpened)
        head.editRequested.connect(self.laneEditRequested)
        head.removed.connect(self.laneRemoved)
        head.pointed.connect(self._point_head)
        head.setFont(self.font())
        head.recolour()
        head.show()
        return head

    def _scales(self, frame: RaceFrame) -> list[Scales]:
        """Where each lane's scales end; where all share one, quantities of one name do."""
        own = [own_scales(each, self.layer) for each in frame.frames]
        names = [name for name, _ in own] if self.same_scale else [lane.letter for lane in frame.lanes]
        largest: dict[str, Scales] = {}
        for name, (_, scales) in zip(names, own, strict=True):
            largest[name] = Scales(*map(max, scales, largest.get(name, scales)))
        if self.same_scale:
            largest = {name: scales._replace(weights=frame.weight_scale) for name, scales in largest.items()}
        return [largest[name] for name in names]

    # Geometry

    def _lay_out(self) -> None:
        """Place everything, if there is anything to place anew."""
        lanes = [head.lane for head in self.heads]
        line = self._fonts.small_height
        shares = (BRIEF_PADDING, BRIEF_GAP) if self._brief else (PADDING, GAP)
        padding, gap = (round(share * line) for share in shares)
        top = self._place_header() + gap
        fonts = self._fonts
        measure = Measure(fonts.small_height, fonts.title_height + fonts.small_height, padding, gap)

        def head_height(width: float) -> float:
            kind = {"brief": self._brief, "small_caption": self.small_captions}
            return max(LaneHead.needed_height(lane, width, self, **kind) for lane in lanes)

        if not self._brief:  # where there is less it is scrolled: nothing is left out
            self.setMinimumHeight(
                math.ceil(top + least_height(self.width(), len(lanes), measure, head_height))
            )
        layout = arrange(
            self.width(),
            max(1.0, max(self.height(), self.minimumHeight()) - top),
            len(self.heads),
            measure,
            head_height,
            brief=self._brief,
            cost=self._brief_cost,
        )
        if layout == self.layout_ and self.canvas.y() == top:
            return
        self.layout_ = layout
        first, last = layout.lanes[0], layout.lanes[-1]
        self.canvas.setGeometry(0, top, round(last.left + last.width), round(first.height))
        for i, (head, column, box) in enumerate(zip(self.heads, self.columns, layout.lanes, strict=True)):
            inner = round(box.width) - 2 * padding
            head.setGeometry(round(box.left) + padding, top + padding, inner, math.ceil(layout.head))
            head.raise_()
            column.place(layout, i, small_font(self))
        card = layout.cost
        self._card = QRectF(card.left, top + card.top, card.width, card.height)
        inside = self._card.adjusted(padding, padding, -padding / 2, -padding / 2).toRect()
        self.cost.setGeometry(inside)
        self.cost.setVisible(card.height > 0)
        self.update()

    def _place_header(self) -> int:
        """Put the header on top; returns where it ends."""
        if self.header.isHidden():
            return 0
        self.header.resize(self.width(), self.header.height())
        self.header.arrange()
        height = self.header.sizeHint().height()
        self.header.setGeometry(QRect(0, 0, self.width(), height))
        return height

    def sizeHint(self) -> QSize:
        """What six lanes take in a window of 1280 × 800."""
        return QSize(1280, 700)

    def minimumSizeHint(self) -> QSize:
        """Room for two lanes."""
        return QSize(480, 360)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the new room."""
        super().resizeEvent(event)
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new font."""
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_colours"):
            self._fonts = Fonts(self.font(), unit=1.0)
            self.layout_ = None
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """The ground, and the card of the cost plot."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().ground))
        if self.layout_ is not None and self.layout_.cost.height > 0:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours().line), 1.0))
            painter.setBrush(QColor(colours().paper))
            painter.drawRoundedRect(self._card.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()

    # Acting

    @Slot(int)
    def _choose_layer(self, layer: int) -> None:
        self.select_layer(layer)
        self.layerSelected.emit(layer)

    @Slot(bool)
    def _choose_scale(self, _same: bool) -> None:
        self._redraw()

    def lane_at(self, point: QPointF) -> int | None:
        """The lane in whose column `point` of the canvas lies."""
        boxes = self.layout_.lanes if self.layout_ is not None else ()
        return next((i for i, box in enumerate(boxes) if box.left <= point.x() < box.left + box.width), None)

    def describe(self, point: QPointF) -> str:
        """What lies at `point` of the canvas, in words."""
        lane = self.lane_at(point)
        if self.frame is None or lane is None:
            return ""
        return self.columns[lane].describe(self.frame.frames[lane], self.layer, point)

    @Slot(QPointF)
    def _point_at(self, point: QPointF) -> None:
        self.cost.emphasise(self.lane_at(point))

    @Slot(object)
    def _help(self, event: QHelpEvent) -> None:
        text = self.describe(QPointF(event.pos()))
        if text:
            QToolTip.showText(event.globalPos(), literal(text), self.canvas)
        else:
            QToolTip.hideText()

    @Slot()
    def _point_nowhere(self) -> None:
        self.cost.emphasise(None)

    @Slot(bool)
    def _point_head(self, here: bool) -> None:
        head = self.sender()
        self.cost.emphasise(self.heads.index(head) if here and head in self.heads else None)


def _axes(frame: RaceFrame | None) -> SectionAxes | None:
    """Where the plane through more than two inputs lies that the lanes show, if they show one."""
    section = frame.frames[0].section if frame is not None else None
    return None if section is None else section.axes


def own_scales(frame: Frame, layer: int) -> tuple[str, Scales]:
    """What the tiles of a layer show, and where the scales of this lane alone would end."""
    if layer > len(frame.network.layers):
        return "", Scales(frame.weight_scale, 1.0, 0.0)
    top = top_share(highest_share(frame.pictures[layer - 1].activations))
    return tile_name(frame, layer), Scales(frame.weight_scale, tile_values(frame, layer)[1], top)
