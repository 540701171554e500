"""Compare mode: a race in the place of the score, begun, changed and left from the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QStackedWidget

from app.controllers.race_page import RacePage
from app.panels.toolbar import Toolbar
from app.runtime.documents import Document
from app.runtime.saved_work import OpenRace
from app.runtime.undo_history import UndoHistory
from app.runtime.workspace import Workspace
from app.views.timeline.timeline import Timeline
from symgui.experiment import Experiment, ExperimentError
from symgui.training.lanes import LETTERS, Lane, lanes_from, retitled
from symgui.training.presets import PRESETS
from symgui.training.race_file import RaceFile

if TYPE_CHECKING:
    from app.panels.lane_editor import LaneEditor
    from app.views.race.race_view import RaceView

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
    page : RacePage
        Where it is shown.
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
        self._workspace, self._toolbar = workspace, toolbar
        self.page = RacePage(workspace, pages, toolbar, timeline, self)
        self.page.made.connect(self._connect_view)
        self._beginning = self._returning = False
        self.preset = FIRST
        self.own = False
        self._own: tuple[Lane, ...] = ()
        self._editor: LaneEditor | None = None
        self._shown = -1  # the race that was shown last
        self._undo = UndoHistory(self)
        self._undo.changed.connect(self.changed)
        workspace.own.wasSetAside.connect(self._undo.set_aside)
        workspace.own.broughtBack.connect(self._bring_back)

    @property
    def undo_stack(self) -> QUndoStack:
        """What was done to the lanes since the race began; kept with a race that was left."""
        return self._undo.stack

    @Slot()
    def _bring_back(self) -> None:
        if self._undo.aside:  # else nobody had compared before the lesson
            self._undo.bring_back()
            left = self._workspace.racing.left_race
            self._shown = -1 if left is None else left.id

    def close(self) -> None:
        """Empty the undo stacks."""
        self._undo.close()

    @property
    def view(self) -> RaceView | None:
        """The view, once there has been a race."""
        return self.page.view

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
        base, left = self._workspace.experiment, self._workspace.racing.left_race
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
        """Leave the race for the run that was open, where it stood. Can be undone."""
        workspace = self._workspace
        race = workspace.racing.race
        if race is not None:
            workspace.racing.leave()
            back = partial(self._return, race)
            workspace.document.undo.push("leave the race", back, workspace.racing.leave)

    def _return(self, race: OpenRace) -> None:
        if self.active and race.id != self._shown:
            self.undo_stack.clear()
        self._returning = True
        try:
            self._workspace.racing.return_to(race)
        finally:
            self._returning = False

    @Slot(str)
    def open_lane(self, letter: str) -> None:
        """Open the experiment of one lane alone, at the iteration shown; undo comes back from there.

        A click may come when the race has been left and its view has not gone yet: then nothing happens.
        """
        if letter in (lane.letter for lane in self._workspace.lanes):
            self._workspace.racing.open_lane(letter)

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
        """Change a setting of one lane."""

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
        """Race other lanes; can be undone. A ready race is a new one, in no file.

        Nothing happens to a lesson's race, nor where the race has been left and its view has not gone yet.
        """
        race = self._workspace.racing.race
        if race is None or not self.own:
            self._tell_view()
            return
        new = preset != OWN
        before = self.preset, self._workspace.lanes, race.document if new else None
        if self._begin(make, preset, new=new):
            race = self._workspace.racing.race
            after = self.preset, self._workspace.lanes, race.document if race is not None and new else None
            back, again = partial(self._race, before), partial(self._race, after)
            self._undo.push(text, back, again)

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
        race = self._workspace.racing.race
        if document is None and race is not None:
            document = race.document
        self._beginning = True
        try:
            self._workspace.racing.begin(lanes, document=document)
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

    @Slot(object)
    def _connect_view(self, view: RaceView) -> None:
        view.laneOpened.connect(self.open_lane)
        view.laneEditRequested.connect(self.edit_lane)
        view.laneRemoved.connect(self.remove_lane)
        view.laneAdded.connect(self.add_open)
        view.presetChosen.connect(self.choose_preset)
        view.left.connect(self.leave)
        view.resultsWanted.connect(self.resultsWanted)
        view.cost.iterationChosen.connect(self.sought)
        view.cost.let_be_read_by_keyboard()

    def show_lanes(self, lanes: tuple[Lane, ...]) -> None:
        """Show that there is a race with these lanes, whoever began it; without any, that there is none."""
        racing, page = bool(lanes), self.page
        if racing:
            race = self._workspace.racing.race
            self.own = self._beginning or self._returning or not self._workspace.own.borrows
            if not page.shown and (race is None or race.id != self._shown):  # else it was left, and is back
                self._undo.stack.clear()
            page.show(own=self.own)
            if not self.own:
                page.make_view().set_open_experiment(self._workspace.experiment, None)
            elif not self._beginning:
                self._recognize(lanes)
            self._shown = -1 if race is None else race.id
        else:
            page.hide()
            if self._editor is not None:
                self._editor.dismiss()
        self._toolbar.set_racing(racing)
        self.changed.emit()

    def _recognize(self, lanes: tuple[Lane, ...]) -> None:
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


def new_race(preset: str, lanes: tuple[Lane, ...]) -> Document[RaceFile]:
    """A race that is in no file: one that is ready can be had again, a person's own only from here."""
    title = "" if preset == OWN else PRESETS[preset].label
    return Document(None, RaceFile.of(lanes, title), kept=preset != OWN)


def untitled(lanes: Sequence[Lane]) -> list[Experiment]:
    """What races, without what it is called."""
    return [lane.experiment.with_(title="") for lane in lanes]
