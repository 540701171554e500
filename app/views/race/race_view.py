"""Several runs side by side: a lane a column, a question a row, one plot of all costs."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

from app.look.others_words import literal
from app.look.theme import colours
from app.views.base.drawn_in_sight import DrawnInSight
from app.views.base.plot import caption_style
from app.views.base.spoken import race_sentence
from app.views.painting.canvas import Canvas
from app.views.painting.canvas_fonts import Fonts
from app.views.race.cost_race import RaceCost
from app.views.race.header import RaceHeader
from app.views.race.lane_column import RADIUS, Colours
from app.views.race.lane_head import LaneHead
from app.views.race.layout import Measure, RaceLayout, arrange, least_height
from app.views.race.race_lanes import RaceLanes
from app.views.race.turn import Turn
from symgui.experiment import Experiment
from symgui.figures.colors import tile_table
from symgui.training.race import RaceFrame

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
        self._base: Experiment | None = None
        self._preset: str | None = None
        self._editable = True
        self._brief, self._brief_cost = False, True
        self.small_captions = False
        self._scale_of = -1  # the race for which one scale or several were chosen
        self._fonts = Fonts(self.font(), unit=1.0)
        self.header = RaceHeader()
        self.header.setParent(self)
        self.canvas = Canvas(self)
        self._lanes = RaceLanes(self, self.canvas)
        self.heads, self.columns = self._lanes.heads, self._lanes.columns
        self.cost = RaceCost(self)
        self.note = QLabel(NO_RACE, self, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
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
        header.sameScaleChosen.connect(self._redraw)
        header.resized.connect(self._redraw)
        self._lanes.opened.connect(self.laneOpened)
        self._lanes.editRequested.connect(self.laneEditRequested)
        self._lanes.removed.connect(self.laneRemoved)
        self._lanes.pointed.connect(self.cost.emphasise)
        self.canvas.pointed.connect(self._point_at)
        self.canvas.left.connect(self.cost.emphasise)
        self.canvas.helpWanted.connect(self._help)
        self.cost.lanePointed.connect(self.cost.emphasise)
        self.cost.resized.connect(self._fit_cost)

    # What is shown

    def show_race(self, frame: RaceFrame | None, turn: Turn | None = None) -> None:
        """Show `frame`, or so much of it as this is the turn of; None empties the view."""
        before, self.frame = self.frame, frame
        others = frame is None or before is None or frame.lanes != before.lanes
        if others or (frame and before and frame.axes is not before.axes):
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
        if frame is not None:  # before there are lanes, any layer may be chosen
            self.layer = min(self.layer, max(len(each.network.layers) for each in frame.frames))
        self.header.set_preset(self._preset)
        self.header.show_race(frame, self._base, self.layer, brief=self._brief)
        if self._lanes.make(frame.lanes if frame is not None else ()):
            self.layout_ = None
        self._lanes.dress(editable=self._editable, brief=self._brief, small_captions=self.small_captions)
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
            self._lanes.show_planes(frame)
        if turn in (None, Turn.COSTS):
            self._lanes.show_numbers(frame, self._colours)
            self.cost.show_race(frame, self.logarithmic)
        if turn in (None, Turn.LAYERS):
            self._lanes.show_layer(frame, self.layer, self._colours, same_scale=self.same_scale)

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
        self._lanes.place(layout, top)
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
