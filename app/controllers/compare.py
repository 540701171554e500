"""Compare mode: a race in the place of the score, begun, changed and left from the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.controllers.frame_shares import FrameShares
from app.panels.cards import GAP, Card
from app.panels.toolbar import Toolbar
from app.runtime.attempt import attempt
from app.runtime.checkpoint import ChangeCommand
from app.runtime.documents import Document
from app.runtime.saved_work import OpenRace
from app.runtime.selection import Selection
from app.runtime.workspace import Workspace
from app.views.race.turn import Turn
from app.views.timeline.timeline import Timeline
from symgui.experiment import Experiment, ExperimentError
from symgui.training.lanes import LETTERS, Lane, lanes_from, retitled
from symgui.training.presets import PRESETS
from symgui.training.race import RaceFrame
from symgui.training.race_file import RaceFile
from symgui.training.states import State

if TYPE_CHECKING:
    from app.panels.lane_editor import LaneEditor
    from app.views.race.race_view import RaceView
    from app.views.signal.signal_view import SignalView

FIRST = "start"
"""The preset that compare mode begins with."""
OWN = ""
"""In the place of a preset's name: lanes that a person made."""

_Chosen: TypeAlias = tuple[str, tuple[Lane, ...], Document[RaceFile] | None]
"""A preset's name or `OWN`, its lanes, and what they are saved as; None: what the race is saved as now."""


class Compare(QObject):
    """Shows the race of the workspace while there is one; begins, changes and leaves it.

    Parameters
    ----------
    workspace : Workspace
    pages : QStackedWidget
        Its first page is what the race takes the place of.
    toolbar : Toolbar
    timeline : Timeline

    Attributes
    ----------
    preset : str
        Name of the race shown now or last, `OWN` if a person has changed it.
    own : bool
        Whether the race was begun here: its lanes may be changed. A lesson shows its race as it is.
    undo_stack : QUndoStack
        What was done to the lanes since the race began; kept with a race that was left.
    view : RaceView or None
        The view, once there has been a race.
    """

    changed = Signal()
    """A race has begun, its lanes have changed, or it was left."""
    refused = Signal(str)
    """Why something was not done, in one sentence."""
    sought = Signal(int)
    """A person wants to go to an iteration of the race that is on record."""
    resultsWanted = Signal()

    def __init__(
        self,
        workspace: Workspace,
        pages: QStackedWidget,
        toolbar: Toolbar,
        timeline: Timeline,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._pages, self._toolbar, self._timeline = workspace, pages, toolbar, timeline
        self._logarithmic = self._editable = True
        self._beginning = self._returning = False
        self.preset = FIRST
        self.own = False
        self._own: tuple[Lane, ...] = ()
        self.view: RaceView | None = None
        self._signal: SignalView | None = None
        self._editor: LaneEditor | None = None
        self._shown = -1  # the race that was shown last
        self.undo_stack = self._new_stack()
        self._own_stack: QUndoStack | None = None  # of the person's own race, while a lesson is open
        self._shares = FrameShares(len(Turn), self)
        self._shares.alone.connect(self._complete)
        workspace.raceFrameReady.connect(self._show_frame)
        workspace.stateChanged.connect(self._come_to_rest)
        workspace.selectionChanged.connect(self._select)
        workspace.wasSetAside.connect(self._set_aside)
        workspace.broughtBack.connect(self._bring_back)

    def _new_stack(self) -> QUndoStack:
        stack = QUndoStack(self)
        stack.indexChanged.connect(self.changed)
        return stack

    @Slot()
    def _set_aside(self) -> None:
        self._own_stack, self.undo_stack = self.undo_stack, self._new_stack()

    @Slot()
    def _bring_back(self) -> None:
        if self._own_stack is not None:
            self.undo_stack.clear()
            self.undo_stack.deleteLater()
            self.undo_stack, self._own_stack = self._own_stack, None
            left = self._workspace.left_race
            self._shown = -1 if left is None else left.id

    def close(self) -> None:
        """Empty the undo stacks: a stack and its commands refer to each other."""
        self.undo_stack.clear()
        if self._own_stack is not None:
            self._own_stack.clear()

    @property
    def active(self) -> bool:
        """Whether there is a race."""
        return bool(self._workspace.lanes)

    # ---- coming and going ------------------------------------------------------------------------

    @Slot()
    def toggle(self) -> None:
        """Compare, or go back to the run."""
        if self.active:
            self.leave()
        else:
            self.enter()

    def enter(self, lanes: Sequence[Lane] | None = None) -> None:
        """Race `lanes`; without any, go back to the race that was left, if it is what would be raced now.

        That is the same lanes, or any as long as the open experiment is the one that they were beside; else
        those of the preset that was chosen last, from the open experiment.
        """
        if lanes is not None:
            self.preset, self._own = OWN, tuple(lanes)
        base, left = self._workspace.experiment, self._workspace.left_race
        if lanes is None and left is not None and self._is_due(left, base):
            self._return(left)
            return
        if self.preset == OWN and self._own and self._own[0].experiment.data != base.data and lanes is None:
            self.preset = FIRST  # lanes of other data say nothing about what is open
        preset = self.preset
        if self._begin(lambda: self._own if preset == OWN else PRESETS[preset].lanes(base), preset, new=True):
            self.undo_stack.clear()  # of the race before, if there was one

    def _is_due(self, left: OpenRace, base: Experiment) -> bool:
        """Whether comparing now would show the race that was left."""
        preset = PRESETS.get(self.preset)
        try:
            lanes = preset.lanes(base) if preset is not None else self._own
        except ExperimentError:
            return False
        same = (
            bool(lanes) and lanes[0].experiment.data == base.data and untitled(left.lanes) == untitled(lanes)
        )
        return same or left.beside == base

    @Slot()
    def leave(self) -> None:
        """Back to the run that was open, where it stood. Can be undone."""
        workspace = self._workspace
        race = workspace.open_race
        if race is not None:
            workspace.leave_race()
            back = partial(self._return, race)
            workspace.undo_stack.push(ChangeCommand("leave the race", back, workspace.leave_race))

    def _return(self, race: OpenRace) -> None:
        if self.active and race.id != self._shown:
            self.undo_stack.clear()
        self._returning = True
        try:
            self._workspace.return_to_race(race)
        finally:
            self._returning = False

    @Slot(str)
    def open_lane(self, letter: str) -> None:
        """Open the experiment of one lane alone, at the iteration shown; undo comes back from there."""
        self._workspace.open_lane(letter)

    # ---- choosing lanes --------------------------------------------------------------------------

    @Slot(str)
    def choose_preset(self, name: str) -> None:
        """Race a preset, a key of `symgui.training.presets.PRESETS`, from the open experiment."""
        base = self._workspace.experiment
        self._change(lambda: PRESETS[name].lanes(base), PRESETS[name].label, name)

    @Slot()
    def add_open(self) -> None:
        """One more lane: the open experiment as it is."""
        open_one = self._workspace.experiment
        self._change(lambda: lanes_from([*self._experiments, open_one]), "add a lane")

    @Slot(str)
    def remove_lane(self, letter: str) -> None:
        """One lane less; those after it move up a letter."""
        left = [lane.experiment for lane in self._workspace.lanes if lane.letter != letter]
        self._change(lambda: lanes_from(left), f"remove lane {letter}")

    @Slot(str, object, str)
    def change_lane(self, letter: str, change: Callable[[Experiment], Experiment], text: str) -> None:
        """Another setting in one lane."""

        def changed() -> tuple[Lane, ...]:
            return lanes_from(
                [
                    retitled(change(lane.experiment), lane.experiment)
                    if lane.letter == letter
                    else lane.experiment
                    for lane in self._workspace.lanes
                ]
            )

        self._change(changed, f"{text} in lane {letter}")

    @Slot(str)
    def edit_lane(self, letter: str) -> None:
        """Open the card that changes one thing in a lane."""
        lane = next((lane for lane in self._workspace.lanes if lane.letter == letter), None)
        if self.view is None or lane is None or letter not in (head.lane.letter for head in self.view.heads):
            return
        if self._editor is None:
            from app.panels.lane_editor import LaneEditor

            self._editor = LaneEditor(self.view.window())
            self._editor.laneChanged.connect(self.change_lane)
        self._editor.show_lane(lane)
        self._editor.show_at(self.view.window().mapFromGlobal(self.view.head(letter).corner()))

    @property
    def _experiments(self) -> list[Experiment]:
        return [lane.experiment for lane in self._workspace.lanes]

    def _change(self, make: Callable[[], tuple[Lane, ...]], text: str, preset: str = OWN) -> None:
        """Race other lanes; can be undone. A ready race is a new one, in no file."""
        race = self._workspace.open_race
        new = preset != OWN
        before = self.preset, self._workspace.lanes, race.document if race is not None and new else None
        if self._begin(make, preset, new=new):
            race = self._workspace.open_race
            after = self.preset, self._workspace.lanes, race.document if race is not None and new else None
            back, again = partial(self._race, before), partial(self._race, after)
            self.undo_stack.push(ChangeCommand(text, back, again))

    def _begin(self, make: Callable[[], tuple[Lane, ...]], preset: str, *, new: bool) -> bool:
        """Race, or say why not and keep what there is."""
        try:
            lanes = make()
            self._race((preset, lanes, new_race(preset, lanes) if new else None))
        except (ExperimentError, ValueError) as error:
            self.refused.emit(f"{error}.")
            self._tell_view()
            return False
        return True

    def _race(self, chosen: _Chosen) -> None:
        preset, lanes, document = chosen
        race = self._workspace.open_race
        if document is None and race is not None:
            document = race.document
        self._beginning = True
        try:
            self._workspace.race(lanes, document=document)
        finally:
            self._beginning = False
        self.preset = preset
        if preset == OWN:
            self._own = lanes
        self._tell_view()
        if self._editor is not None and self._editor.isVisible():
            self._editor.show_lane(lanes[min(LETTERS.index(self._editor.letter), len(lanes) - 1)])

    def _tell_view(self) -> None:
        """Say what the race was made from, also where another one was refused."""
        if self.view is not None:
            self.view.set_open_experiment(self._workspace.experiment, self.preset or None)

    # ---- showing ---------------------------------------------------------------------------------

    def show_lanes(self, lanes: tuple[Lane, ...]) -> None:
        """Show that there is a race with these lanes, whoever began it; without any, that there is none."""
        racing = bool(lanes)
        if racing:
            view, race = self.view or self._make_view(), self._workspace.open_race
            self.own = self._beginning or self._returning or not self._workspace.borrows
            view.set_editable(self._editable and self.own)
            if self._pages.currentIndex() == 0:
                if race is None or race.id != self._shown:  # else it was left, and is back
                    self.undo_stack.clear()
                self._pages.setCurrentIndex(self._pages.count() - 1)
                view.setFocus()
                self._select()
            if not self.own:
                view.set_open_experiment(self._workspace.experiment, None)
            elif not self._beginning:
                self._take_up(lanes)
            self._shown = -1 if race is None else race.id
        else:
            if self.view is not None:
                self.view.show_race(None)  # what it drew is worth megabytes, and another race begins anew
            self._pages.setCurrentIndex(0)
            self.show_signal(False)
            if self._editor is not None:
                self._editor.dismiss()
        self._toolbar.set_racing(racing)
        self.changed.emit()

    def _take_up(self, lanes: tuple[Lane, ...]) -> None:
        """A race that was not begun just now: it is back, or was opened from a file."""
        self.preset = self._preset_of(lanes)
        if self.preset == OWN:
            self._own = lanes
        self._tell_view()

    def _preset_of(self, lanes: tuple[Lane, ...]) -> str:
        """The ready race that gives these lanes from the open experiment."""
        base = self._workspace.experiment
        for name, preset in PRESETS.items():
            try:
                if untitled(preset.lanes(base)) == untitled(lanes):
                    return name
            except ExperimentError:  # it cannot be made of every experiment
                continue
        return OWN

    def _make_view(self) -> RaceView:
        from app.views.race.race_view import RaceView

        self.view = view = RaceView()
        view.laneOpened.connect(self.open_lane)
        view.laneEditRequested.connect(self.edit_lane)
        view.laneRemoved.connect(self.remove_lane)
        view.laneAdded.connect(self.add_open)
        view.layerSelected.connect(self._select_layer)
        view.presetChosen.connect(self.choose_preset)
        view.left.connect(self.leave)
        view.resultsWanted.connect(self.resultsWanted)
        view.cost.iterationChosen.connect(self.sought)
        view.cost.let_be_read_by_keyboard()
        view.set_logarithmic(self._logarithmic)
        page = QWidget()
        column = self._column = QVBoxLayout(page)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(GAP)
        column.addWidget(view, 3)
        self._pages.addWidget(page)
        return view

    def show_signal(self, shown: bool) -> None:
        """Show below the lanes how signal and gradient fare in each, or no more."""
        if shown and self._signal is None:
            from app.views.signal.signal_view import SignalView

            if self.view is None:
                self._make_view()
            self._signal = SignalView()
            self._signal_card = Card(self._signal)
            self._column.addWidget(self._signal_card, 2)
        if self._signal is not None:
            self._signal_card.setVisible(shown)
            race = self._workspace.shown
            if shown and isinstance(race, RaceFrame):
                self._signal.show_race(race)

    @Slot(int)
    def _select_layer(self, layer: int) -> None:
        self._workspace.select(Selection(layer))

    @Slot(object)
    def _show_frame(self, race: RaceFrame) -> None:
        """Show a frame; while the race goes on fast its parts take turns, each with every other frame."""
        assert self.view is not None
        number = self._shares.next(race.run, race.iteration, self._workspace.state)
        turn = None if number is None else tuple(Turn)[number]
        view, signal = self.view, self._signal
        attempt(lambda: view.show_race(race, turn), view.objectName())
        if turn is not Turn.COSTS and signal is not None and signal.isVisible():
            attempt(lambda: signal.show_race(race), signal.objectName())
        if turn is not Turn.LAYERS:  # the iteration is always that of the knob below
            attempt(lambda: self._timeline.show_race(race), "timeline")
            attempt(lambda: self._toolbar.show_race(race), "figures")
        # Painting comes first in the event loop, then this.
        QTimer.singleShot(0, self._workspace, self._workspace.painted)

    @Slot()
    def _complete(self) -> None:
        """Show the rest of the last frame: none follows, or the news that it rests came after it."""
        race = self._workspace.shown
        if self._shares.incomplete and isinstance(race, RaceFrame) and self.view is not None:
            self._show_frame(race)

    @Slot()
    def _come_to_rest(self) -> None:
        if self._workspace.state is not State.RUNNING:
            self._complete()

    @Slot()
    def _select(self) -> None:
        selection = self._workspace.selection
        if self.view is not None and selection is not None and selection.layer > 0:
            self.view.select_layer(selection.layer)

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Space iterations in log time, or evenly."""
        self._logarithmic = logarithmic
        if self.view is not None:
            self.view.set_logarithmic(logarithmic)

    def set_editable(self, editable: bool) -> None:
        """Set whether lanes can be chosen and changed; a lesson's cannot."""
        self._editable = editable
        if self.view is not None:
            self.view.set_editable(editable and self.own)


def new_race(preset: str, lanes: tuple[Lane, ...]) -> Document[RaceFile]:
    """A race that is in no file: one that is ready can be had again, a person's own only from here."""
    title = "" if preset == OWN else PRESETS[preset].label
    return Document(None, RaceFile.of(lanes, title), kept=preset != OWN)


def untitled(lanes: Sequence[Lane]) -> list[Experiment]:
    """What races, without what it is called."""
    return [lane.experiment.with_(title="") for lane in lanes]
