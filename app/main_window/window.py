"""The window, which holds no state of the run.

What a person does goes to the workspace; what the workspace says goes to panels and views.
"""

from __future__ import annotations

import os
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow

from app.actions.availability import Availability
from app.actions.commands import make_actions
from app.actions.help import Help
from app.actions.menu import MainMenu
from app.actions.undo import UndoStacks
from app.controllers.consent import Consent
from app.controllers.copy_menu import CopyMenu
from app.controllers.document import Files
from app.controllers.drops import Drops
from app.controllers.explain_click import ExplainClick
from app.controllers.failures import Failures
from app.controllers.frame_router import FrameRouter
from app.controllers.go_to import GoTo
from app.controllers.inputs import Inputs
from app.controllers.making_notice import MakingNotice
from app.controllers.narrator import Narrator
from app.controllers.parameter_edits import ParameterEdits
from app.controllers.pause_notice import PauseNotice
from app.controllers.pins import Pins
from app.controllers.result_rows import Results
from app.controllers.rewind import Rewind
from app.controllers.saving import Saving
from app.controllers.settings_lock import LOCKED, Lock
from app.controllers.slow_step import SlowStep
from app.controllers.text_size import TextSize
from app.controllers.tour import Tour, stations
from app.controllers.window_place import WindowPlace
from app.look.fonts import ensure_font
from app.look.motion import MOTION
from app.look.style_sheet import sized, style_sheet
from app.look.text_scale import NORMAL, TEXT
from app.look.theme import COLOURS, Theme, colours
from app.main_window import on_demand
from app.main_window.closing import endings
from app.main_window.views import WindowViews
from app.panels.body import Body
from app.panels.cards import SideColumn, TabCard
from app.panels.central import Central
from app.panels.data_tiles import data_picture
from app.panels.focus_keys import FocusKeys
from app.panels.left_panel import LeftPanel
from app.panels.message_bar import MessageBar
from app.panels.rewind_bar import RewindBar
from app.panels.toolbar import Toolbar
from app.runtime.attempt import attempt
from app.runtime.documents import Document, own_file
from app.runtime.file_writer import FileWriter
from app.runtime.workspace import Workspace
from app.views.base.bubble import hide_bubble
from symgui.experiment import Experiment
from symgui.nn.build import why_numpy

if TYPE_CHECKING:  # what is not needed to open the window is imported where it is
    from app.runtime.settings import Settings
    from app.stage.presenter import Presenter

PATIENCE = 0.05
"""Seconds that a new window waits for its first frame, at most."""


class MainWindow(QMainWindow):
    """The main window.

    Parameters
    ----------
    experiment : Experiment
        What to open.
    settings : Settings or None
        Where to remember geometry, theme and what is open; None remembers nothing.
    path : Path or None
        The file that `experiment` was read from.
    document : Document or None
        What `experiment` was made of, if it has been changed since.

    Attributes
    ----------
    workspace : Workspace
    theme : Theme
    named_actions : dict of str to QAction
        What a person can do, by object name.
    views : tuple of FrameView
        All views, in sight or not.
    tab_views : dict of Tab to FrameView
        Those of them that lie under tabs.
    presenter : Presenter or None
        Shows the stage; None before it is first asked for.
    keeper : Keeper or None
        Keeps on disk what is open; None if nothing is to be remembered.
    """

    compare = cached_property(on_demand.make_compare)
    deep_networks = cached_property(on_demand.make_deep_networks)
    drawing = cached_property(on_demand.make_drawing)
    exports = cached_property(on_demand.make_exports)
    importing = cached_property(on_demand.make_importing)
    lessons = cached_property(on_demand.make_lessons)
    maps = cached_property(on_demand.make_maps)
    questions = cached_property(on_demand.make_questions)
    symmetries = cached_property(on_demand.make_symmetries)
    weights = cached_property(on_demand.make_weights)

    def __init__(
        self,
        experiment: Experiment,
        settings: Settings | None = None,
        path: Path | None = None,
        document: Document[Experiment] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("main-window")
        no_font = ensure_font()
        self.settings = settings
        self.theme = Theme(self)
        if settings is not None:
            self.theme.choose(settings.theme)
        TEXT.use(NORMAL if settings is None else settings.text_size)
        MOTION.choose("system" if settings is None else settings.motion)
        self.failures = Failures(settings.log_folder if settings is not None else None, self)
        self.failures.watch()
        # The first frame is computed while the window is being made.
        self.workspace = Workspace(experiment, self, document or Document(own_file(path), experiment))
        try:
            self._make()
        except BaseException:
            self.workspace.close()  # a thread that runs must not be destroyed
            self.failures.close()
            raise
        self._show_experiment(experiment)
        self.place.restore()
        if no_font:
            self.message.say(no_font)

    # ---- building --------------------------------------------------------------------------------

    def _make(self) -> None:
        self.named_actions = make_actions(self)
        # A sheet that is there first is read once; set on a window full of widgets it visits each of them.
        COLOURS.changed.connect(self._recolour)
        self._recolour()
        self._make_views()
        self._make_panels()
        self.setFont(sized(self.font(), TEXT.size))
        self.place = WindowPlace(self, self.settings)
        self._make_controllers()
        self._connect_workspace()
        self._connect_panels()
        self._make_record()

    def _make_views(self) -> None:
        self._views = views = WindowViews(lambda: self.pins.make_view())
        self.score, self.timeline, self.boundary = views.score, views.timeline, views.boundary
        self.cost, self.why, self.phases = views.cost, views.why, views.phases
        self.views, self.tab_views = views.every, views.under_tabs

    def _make_panels(self) -> None:
        self.menu = MainMenu(self.named_actions, self.workspace.speed, self.theme, self)
        self.toolbar = Toolbar(self.named_actions, self.menu)
        self.panel = LeftPanel(data_picture)
        self.tabs, self.side = TabCard(self._views.pages("drawer")), SideColumn(self._views.pages("side"))
        self.body = Body(self.panel, self.score, self.tabs, self.side)
        self.rewind_bar = RewindBar(self.named_actions)
        central = Central(self.toolbar, self.body, self.rewind_bar, self.timeline)
        self.pages, self.beside = central.pages, central.beside
        self.setCentralWidget(central)
        central.setFocus()
        self.message = MessageBar(self.pages)
        self._focus_keys = FocusKeys(self)

    def _make_controllers(self) -> None:
        workspace, message, settings = self.workspace, self.message, self.settings
        self.lock = Lock(settings, self)
        self.slow_stepping = SlowStep(self.phases, workspace, self.tabs, self)
        self.edits = ParameterEdits(workspace, self.lock, self.score.weights, self.slow_stepping, self)
        self._explain_click = ExplainClick(self.score, self.tabs, self.why, self.edits.editor, self)
        self._pause_notice = PauseNotice(workspace, message, partial(on_demand.in_lesson, self), self)
        self._making_notice = MakingNotice(workspace, message, self)
        self._making_notice.begun.connect(self.toolbar.show_being_made)
        workspace.document.agrees = Consent(message, self).agrees
        self.writer = FileWriter(self)
        if settings is not None:
            settings.ini.write_by(self.writer)
        self.saving = Saving(workspace, self.writer, message, self)
        self.files = Files(workspace, self.saving, self.writer, message, settings, self)
        self.copy_menu = CopyMenu(workspace, lambda: self.exports, message.say, self)
        self.text_size = TextSize(self, self._recolour, message.say)
        for follow in (self.body.share, self.toolbar.fit_anew):
            TEXT.changed.connect(follow)
        self.drops = Drops(
            self,
            self.files.open,
            lambda path: self.importing.show_file(path),
            lambda path: self.weights.show_file(path),
            lambda path: self.lessons.open_file(path),
        )
        self.help = Help(workspace, self, message.say)
        around = tuple(self.tab_views.values())
        self._frames = FrameRouter(
            workspace, self.score, self.cost, self.timeline, around,
            self.toolbar, self.panel, self.slow_stepping, self,
        )  # fmt: skip
        self.undo_stacks = UndoStacks(self.named_actions, workspace, lambda: self.compare, self)
        self.availability = Availability(self.named_actions, workspace, lambda: self.compare, self)
        self.presenter: Presenter | None = None

    def _connect_workspace(self) -> None:
        workspace = self.workspace
        workspace.lanesChanged.connect(lambda lanes: self.compare.show_lanes(lanes))
        workspace.experimentChanged.connect(self._show_experiment)
        workspace.failed.connect(self.failures.report)
        workspace.speed.paceChanged.connect(self.toolbar.show_pace)
        workspace.speed.stepSizeChanged.connect(self.toolbar.show_step_size)

    def _connect_panels(self) -> None:
        workspace, actions = self.workspace, self.named_actions
        self.toolbar.themeToggled.connect(self.theme.toggle)
        self.toolbar.stepSizeChosen.connect(workspace.speed.set_step_size)
        self.toolbar.paceChosen.connect(workspace.speed.set_pace)
        self.toolbar.show_step_size(workspace.speed.step_size)
        self.toolbar.show_pace(workspace.speed.pace)
        self.toolbar.iteration.clicked.connect(actions["action-go-to"].trigger)
        self.lock.turned.connect(self._show_lock)
        self.lock.refused.connect(self.message.say)
        actions["action-lock-settings"].setChecked(self.lock.wanted)
        self.panel.unlock.clicked.connect(actions["action-lock-settings"].trigger)
        self.panel.edited.connect(workspace.document.change)
        self.panel.rateEdited.connect(workspace.document.set_learning_rate)
        self.panel.l2Edited.connect(workspace.document.set_l2)
        self.panel.importWanted.connect(actions["action-import"].trigger)
        self.panel.inputsWanted.connect(actions["action-inputs"].trigger)
        self.menu.exampleChosen.connect(self.files.open_example)
        self.menu.recentChosen.connect(self.files.open)
        self.menu.show_recent(self.files.recent)
        self.files.recentChanged.connect(self.menu.show_recent)
        self.boundary.drawingWanted.connect(actions["action-draw"].trigger)
        self.cost.logarithmicChanged.connect(actions["action-log-axis"].setChecked)
        actions["action-log-axis"].setChecked(self.cost.logarithmic)
        self.score.gradientsToggled.connect(actions["action-gradients"].setChecked)

    def _make_record(self) -> None:
        """Make what says what views show, goes along the record, pins moments of it and keeps it."""
        self._views.connect(self.workspace, self.edits)
        rows = self.score.rows
        self.copy_menu.serve(*rows, *(view for view in self.views if view is not self.score))
        race_view = partial(on_demand.race_view, self)
        self._narrator = Narrator(self.workspace, (*rows, *self.views), race_view, self)
        self.rewind = Rewind(self.workspace, self.timeline, self.rewind_bar, self)
        self.cost.plot.iterationChosen.connect(self.rewind.seek)
        self.go_to = GoTo(self.toolbar.iteration, self.timeline, self.rewind, self)
        self.pins = Pins(self.workspace, self.timeline, self)
        self.pins.changed.connect(self.rewind.show_track)
        self.pins.refused.connect(self.message.say)
        self.tour = Tour(
            stations(self.score, self.panel, self.body, self.toolbar, self.tabs, self.timeline), self
        )
        self.results = Results(self.workspace, self.pins, self)
        self.inputs = Inputs(self.workspace, self)
        self.keeper = on_demand.make_keeper(self)

    # ---- what the workspace says -----------------------------------------------------------------

    @Slot(object)
    def _show_experiment(self, experiment: Experiment) -> None:
        hide_bubble(self)
        self.panel.show_experiment(experiment)
        self._say_who_computes(experiment)

    def _say_who_computes(self, experiment: Experiment) -> None:
        """Say once if last digits are this machine's own; About has it, too."""
        said = why_numpy(experiment)
        if said and self.settings is not None and said != self.settings.said:
            self.settings.said = said
            self.message.say(said)

    @Slot(bool)
    def _show_lock(self, locked: bool) -> None:
        self.panel.set_locked(LOCKED if locked else "")
        if not locked:
            self.message.take_back(LOCKED)

    @Slot()
    def _recolour(self) -> None:
        self.setStyleSheet(style_sheet(colours()))

    # ---- what a person does, if it is not left to a part -----------------------------------------

    def present(self) -> None:
        """Show the stage instead of the window."""
        if self.presenter is None:
            self.presenter = on_demand.make_presenter(self)
        self.presenter.start()

    def open_file(self, path: str | os.PathLike[str]) -> bool:
        """Open an experiment file; if it cannot be, say why and keep what is open. Returns whether it was."""
        return self.files.open(Path(path))

    def save_file(self, path: str | os.PathLike[str]) -> bool:
        """Save to a file, and wait for it; if it cannot be, say why. Returns whether it was."""
        return self.saving.save_now(Path(path))

    def import_file(self, path: str | os.PathLike[str]) -> None:
        """Show the table in a file in the Import dialog."""
        self.importing.show_file(Path(path))

    # ---- coming and going ------------------------------------------------------------------------

    def setVisible(self, visible: bool) -> None:
        """Wait up to `PATIENCE` for the first frame, so that the views are drawn once and not twice."""
        if visible and self.workspace.frame is None:
            self.workspace.pump.wait_for_frame(PATIENCE)
        super().setVisible(visible)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the screen it is shown on, and once it has a frame keep that on the screen too."""
        super().showEvent(event)
        self.place.window_shown(spontaneous=event.spontaneous())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves a race that was begun here; one that a lesson shows is the lesson's."""
        if event.key() == Qt.Key.Key_Escape and self.workspace.lanes and self.compare.own:
            self.compare.leave()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember what is open, stop the thread; never ask. What fails keeps nothing else from ending.

        What is being saved is waited for, and if that fails the window stays, once.
        """
        if not self.saving.finish():
            event.ignore()
            return
        for end in endings(self):
            attempt(end, "closing the window")
        self.presenter = None
        super().closeEvent(event)
