"""Compare mode: a race in the place of the score, begun, changed and left from the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.controllers.frame_shares import FrameShares
from app.look.theme import LIGHT, Palette
from app.panels.cards import GAP, Card
from app.panels.toolbar import Toolbar
from app.runtime.checkpoint import ChangeCommand
from app.runtime.selection import Selection
from app.runtime.workspace import Workspace
from app.views.race.turn import Turn
from app.views.timeline.timeline import Timeline
from symgui.experiment import Experiment, ExperimentError
from symgui.training.lanes import LETTERS, Lane, lanes_from
from symgui.training.presets import PRESETS
from symgui.training.race import RaceFrame
from symgui.training.states import State

if TYPE_CHECKING:
    from app.panels.lane_editor import LaneEditor
    from app.views.race.race_view import RaceView
    from app.views.signal.signal_view import SignalView

FIRST = "start"
"""The preset that compare mode begins with."""
OWN = ""
"""In the place of a preset's name: lanes that a person made."""


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
        What was done to the lanes since the race began.
    view : RaceView or None
        The view, once there has been a race.
    """

    changed = Signal()
    """A race has begun, its lanes have changed, or it was left."""
    refused = Signal(str)
    """Why something was not done, in one sentence."""

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
        self._palette = LIGHT
        self._logarithmic = self._editable = True
        self._secret = False
        self._beginning = False
        self.preset = FIRST
        self.own = False
        self._own: tuple[Lane, ...] = ()
        self.view: RaceView | None = None
        self._signal: SignalView | None = None
        self._editor: LaneEditor | None = None
        self.undo_stack = QUndoStack(self)
        self.undo_stack.indexChanged.connect(self.changed)
        self._turns = FrameShares(len(Turn), self)
        self._turns.alone.connect(self._complete)
        workspace.raceFrameReady.connect(self._show_frame)
        workspace.stateChanged.connect(self._come_to_rest)
        workspace.selectionChanged.connect(self._select)

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
        """Race `lanes`; without any, those of the preset that was chosen last, from the open experiment."""
        if lanes is not None:
            self.preset, self._own = OWN, tuple(lanes)
        base = self._workspace.experiment
        if self.preset == OWN and self._own and self._own[0].experiment.data != base.data and lanes is None:
            self.preset = FIRST  # lanes of other data say nothing about what is open
        self._begin(lambda: self._own if self.preset == OWN else PRESETS[self.preset].lanes(base))

    @Slot()
    def leave(self) -> None:
        """Back to the run that was open, where it stood."""
        self._workspace.leave_race()

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
                    change(lane.experiment) if lane.letter == letter else lane.experiment
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
            self._editor.lane_changed.connect(self.change_lane)
            self._editor.apply_palette(self._palette)
        self._editor.show_lane(lane)
        self._editor.show_at(self.view.window().mapFromGlobal(self.view.head(letter).corner()))

    @property
    def _experiments(self) -> list[Experiment]:
        return [lane.experiment for lane in self._workspace.lanes]

    def _change(self, make: Callable[[], tuple[Lane, ...]], text: str, preset: str = OWN) -> None:
        """Race other lanes; can be undone while the race lasts."""
        before = self.preset, self._workspace.lanes
        if self._begin(make, preset):
            after = self.preset, self._workspace.lanes
            back, again = partial(self._race, before), partial(self._race, after)
            self.undo_stack.push(ChangeCommand(text, back, again))

    def _begin(self, make: Callable[[], tuple[Lane, ...]], preset: str | None = None) -> bool:
        """Race, or say why not and keep what there is."""
        try:
            self._race((self.preset if preset is None else preset, make()))
        except (ExperimentError, ValueError) as error:
            self.refused.emit(f"{error}.")
            self._tell_view()
            return False
        return True

    def _race(self, chosen: tuple[str, tuple[Lane, ...]]) -> None:
        preset, lanes = chosen
        self._beginning = True
        try:
            self._workspace.race(lanes)
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
            view = self.view or self._make_view()
            self.own = self._beginning or not self._workspace.borrows
            view.set_editable(self._editable and self.own)
            if self._pages.currentIndex() == 0:
                self.undo_stack.clear()
                self._pages.setCurrentIndex(self._pages.count() - 1)
                view.setFocus()
                self._select()
            if not self.own:
                view.set_open_experiment(self._workspace.experiment, None)
            elif not self._beginning:
                self._take_up(lanes)
        else:
            if self.view is not None:
                self.view.show_race(None)  # what it drew is worth megabytes, and another race begins anew
            self._pages.setCurrentIndex(0)
            self.show_signal(False)
            self.undo_stack.clear()
            if self._editor is not None:
                self._editor.dismiss()
        self._toolbar.set_racing(racing)
        self.changed.emit()

    def _take_up(self, lanes: tuple[Lane, ...]) -> None:
        """A race that had been begun here is back."""
        preset = PRESETS.get(self.preset)
        if preset is None or tuple(preset.lanes(self._workspace.experiment)) != lanes:
            self.preset, self._own = OWN, lanes
        self._tell_view()

    def _make_view(self) -> RaceView:
        from app.views.race.race_view import RaceView

        self.view = view = RaceView()
        view.lane_opened.connect(self.open_lane)
        view.lane_edit_requested.connect(self.edit_lane)
        view.lane_removed.connect(self.remove_lane)
        view.lane_added.connect(self.add_open)
        view.layer_selected.connect(self._select_layer)
        view.preset_chosen.connect(self.choose_preset)
        view.left.connect(self.leave)
        view.set_logarithmic(self._logarithmic)
        view.keep_secret(self._secret)
        view.apply_palette(self._palette)
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
            self._signal.apply_palette(self._palette)
            self._signal_card = Card(self._signal)
            self._column.addWidget(self._signal_card, 2)
        if self._signal is not None:
            self._signal_card.setVisible(shown)
            if shown and self._workspace.race_frame is not None:
                self._signal.show_race(self._workspace.race_frame)

    @Slot(int)
    def _select_layer(self, layer: int) -> None:
        self._workspace.select(Selection(layer))

    @Slot(object)
    def _show_frame(self, race: RaceFrame) -> None:
        """Show a frame; while the race goes on fast its parts take turns, each with every other frame."""
        assert self.view is not None
        number = self._turns.next(race.run, race.iteration, self._workspace.state)
        turn = None if number is None else tuple(Turn)[number]
        self.view.show_race(race, turn)
        if turn is not Turn.COSTS and self._signal is not None and self._signal.isVisible():
            self._signal.show_race(race)
        if turn is not Turn.LAYERS:
            self._timeline.show_race(race)
        self._toolbar.show_race(race)
        # Painting comes first in the event loop, then this.
        QTimer.singleShot(0, self._workspace, self._workspace.painted)

    @Slot()
    def _complete(self) -> None:
        """Show the rest of the last frame: none follows, or the news that it rests came after it."""
        race = self._workspace.race_frame
        if self._turns.incomplete and race is not None and self.view is not None:
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

    def keep_secret(self, secret: bool) -> None:
        """Say no lane's verdict while it would answer a question that is open."""
        self._secret = secret
        if self.view is not None:
            self.view.keep_secret(secret)

    def set_editable(self, editable: bool) -> None:
        """Whether lanes can be chosen and changed: not while somebody is led through them."""
        self._editable = editable
        if self.view is not None:
            self.view.set_editable(editable and self.own)

    def apply_palette(self, palette: Palette) -> None:
        """Hand the colours on."""
        self._palette = palette
        for part in (self.view, self._signal, self._editor):
            if part is not None:
                part.apply_palette(palette)
