"""Points drawn in the place of the decision boundary: begun, used, left, and never lost."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from app.controllers.settings_lock import Lock
from app.panels.body import Body
from app.panels.drawing.draw_board import DrawBoard
from app.panels.message_bar import MessageBar
from app.runtime.workspace import Workspace
from app.views.boundary.boundary_view import BoundaryView
from symgui.data import load_data
from symgui.data.drawn_points import MOST, DrawnPoints, Point
from symgui.experiment import DataSpec, Experiment, ExperimentError
from symgui.training.frame import Frame

UNUSED = "Drawn points"
"""Title of what is found among the unsaved work."""
KEPT = "What you have drawn is kept: Draw (Ctrl+D) goes on with it."
NOT_TWO = "The examples have {} features: the drawing begins empty, with two inputs."
TOO_MANY = "{} examples are too many to be drawn (" + str(MOST) + " at most): the drawing begins empty."


class Sheet(msgspec.Struct):
    """A drawing, and what it was begun over.

    Attributes
    ----------
    over : Experiment
    drawn : DrawnPoints
    begun : tuple of Point
        What there was to begin with.
    note : str
        Why there was nothing.
    """

    over: Experiment
    drawn: DrawnPoints
    begun: tuple[Point, ...]
    note: str = ""

    @property
    def touched(self) -> bool:
        """Whether anything would be lost if it were forgotten."""
        return bool(self.drawn.points) and self.drawn.points != self.begun

    @property
    def trains(self) -> bool:
        """Whether there is a point to train on."""
        return self.drawn.tests < len(self.drawn.points)

    @property
    def data(self) -> DataSpec:
        """The points as data.

        Raises
        ------
        ExperimentError
            If there is none to train on.
        """
        return self.drawn.data(self.over.data.seed, standardize=self.over.data.standardize)

    def experiment_on(self, experiment: Experiment) -> Experiment:
        """An experiment with the points as its data.

        Raises
        ------
        ExperimentError
            If they cannot be that.
        """
        data = self.data
        batch = experiment.training.batch_size
        fits = batch is None or batch <= data.samples
        return experiment.with_(data=data, changes=(), training={"batch_size": batch if fits else None})

    @property
    def kept(self) -> Experiment:
        """An experiment that holds the points, to be opened another day.

        It is the one over which they were drawn; where weights of its own have no room for the points'
        classes, one with the same layers that start otherwise.
        """
        try:
            return self.experiment_on(self.over)
        except ExperimentError:
            return self.experiment_on(Experiment(network=self.over.network))


class PointDrawing(QObject):
    """Shows the one board, and gives the workspace the data that come of it.

    A drawing that is left is kept beside the data over which it was begun, and goes on when a person draws
    over the same data again.

    Parameters
    ----------
    workspace : Workspace
    lock : Lock
        Refuses while settings are locked.
    message : MessageBar
    boundary : BoundaryView
        In whose place the board stands.
    body : Body
        Gives it room.

    Attributes
    ----------
    board : DrawBoard
    on : bool
        Whether points are being drawn.

    Signals
    -------
    changed
        `unused` may be other than before.
    """

    changed = Signal()

    def __init__(
        self, workspace: Workspace, lock: Lock, message: MessageBar, boundary: BoundaryView, body: Body,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._workspace, self._lock, self._message = workspace, lock, message
        self._boundary, self._body = boundary, body
        self.board = DrawBoard(body)
        self.board.hide()
        self.on = False
        self._sheets: list[Sheet] = []  # the latest last; while points are drawn, theirs is the last
        self.board.takeWanted.connect(self.use)
        self.board.leaveWanted.connect(self.leave)
        self.board.changed.connect(self.changed)
        workspace.frameReady.connect(self._show_frame)
        workspace.experimentChanged.connect(self._forget_used)

    @property
    def unused(self) -> Sequence[Experiment]:
        """What has been drawn and is not the data of anything yet, as experiments."""
        return [sheet.kept.with_(title=UNUSED) for sheet in self._sheets if sheet.touched and sheet.trains]

    # ---- coming and going ------------------------------------------------------------------------

    @Slot()
    def begin(self) -> None:
        """Show the board, with the examples that are open if they can be drawn; once more leaves it."""
        if self.on:
            self.leave()
            return
        if self._workspace.lanes or self._lock.refuses():
            return
        over = self._workspace.experiment
        kept = next((sheet for sheet in self._sheets if sheet.over.data == over.data), None)
        sheet = _new_sheet(over) if kept is None else kept
        self._sheets = [*(each for each in self._sheets if each is not sheet), sheet]
        self.on = True
        self._body.cover(self._boundary, self.board)
        self.board.show_drawn(sheet.drawn, self._boundary.frame, sheet.note)
        self.board.canvas.setFocus()

    @Slot()
    def leave(self) -> None:
        """Show the boundary again; what is drawn is kept."""
        if not self.on:
            return
        if self._sheets[-1].touched:
            self._message.say(KEPT)
        else:
            self._sheets.pop()
        self._end()

    @Slot()
    def use(self) -> None:
        """Let the points be the data of the open experiment; undo brings the former ones back."""
        if not self.on:
            return
        sheet = self._sheets[-1]
        if sheet.drawn.points == sheet.begun and sheet.over.data == self._workspace.experiment.data:
            self.leave()
            return
        if self._lock.refuses():
            return
        try:
            new = sheet.experiment_on(self._workspace.experiment)
        except ExperimentError as error:
            self.board.refuse(str(error))
            return
        self._end()
        self._workspace.document.change(new, "data drawn")

    def _end(self) -> None:
        self.on = False
        self._body.uncover()
        self.changed.emit()

    @Slot(object)
    def _forget_used(self, experiment: Experiment) -> None:
        """What has become the data is lost no more; the one that is being drawn stays."""
        table = experiment.data.table
        if table is not None and not self.on:
            self._sheets = [s for s in self._sheets if not s.touched or _table(s) != table]
            self.changed.emit()

    @Slot(object)
    def _show_frame(self, frame: object) -> None:
        if self.on and isinstance(frame, Frame):
            self.board.show_frame(frame)


def _table(sheet: Sheet) -> object:
    return sheet.data.table if sheet.trains else None


def _new_sheet(over: Experiment) -> Sheet:
    """The examples of an experiment, to be changed; an empty one, and why, where they are no such."""
    try:
        drawn = DrawnPoints.of(over.data)
        note = "" if drawn.points else _why_empty(over.data)
    except ExperimentError as error:
        drawn, note = DrawnPoints(), f"{error}. The drawing begins empty."
    return Sheet(over, drawn, drawn.points, note)


def _why_empty(data: DataSpec) -> str:
    features = len(load_data(data).features)
    return NOT_TWO.format(features) if features != 2 else TOO_MANY.format(data.samples + data.test_samples)
