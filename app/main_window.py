"""The window: its parts, made and connected.

It holds no state of the run. What a person does goes to the workspace; what the workspace says goes to
panels and views.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

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
from app.look.motion import CHOICES as MOTIONS
from app.look.motion import MOTION
from app.look.style_sheet import sized, style_sheet
from app.look.text_scale import NORMAL, TEXT
from app.look.theme import CHOICES, COLOURS, Theme, colours
from app.panels.body import Body
from app.panels.cards import SideColumn, TabCard
from app.panels.central import Central
from app.panels.data_tiles import data_picture
from app.panels.focus_keys import FocusKeys
from app.panels.left_panel import LeftPanel
from app.panels.message_bar import MessageBar
from app.panels.rewind_bar import RewindBar
from app.panels.toolbar import PACE_TEXTS, STEP_SIZES, Toolbar
from app.runtime.attempt import attempt
from app.runtime.documents import Document, own_file
from app.runtime.file_writer import FileWriter
from app.runtime.map_folders import MapFolders
from app.runtime.workspace import Workspace
from app.views.base.abilities import ShowsStudy
from app.views.base.bubble import hide_bubble
from app.views.base.frame_view import FrameView
from app.views.base.lazy_view import LazyView
from app.views.base.view_record import Tab
from app.views.boundary.boundary_view import BoundaryView
from app.views.catalogue import TABS
from app.views.cost.cost_view import CostView
from app.views.score.score_view import ScoreView
from app.views.slow_step.phases_view import PhasesView
from app.views.timeline.timeline import Timeline
from app.views.why.why_view import WhyView
from symgui.experiment import Experiment
from symgui.nn.build import why_numpy
from symgui.training.lanes import Lane

if TYPE_CHECKING:  # what is not needed to open the window is imported where it is
    from app.controllers.compare import Compare
    from app.controllers.dialog_studies import DialogStudies
    from app.controllers.exports import Exports
    from app.controllers.importing import Importer
    from app.controllers.keeper import Keeper
    from app.controllers.point_drawing import PointDrawing
    from app.controllers.question_export import QuestionExport
    from app.controllers.symmetries import Symmetries
    from app.controllers.weights_opening import WeightsOpening
    from app.lecture.controller import LessonController
    from app.maps import Maps
    from app.runtime.settings import Settings
    from app.stage.presenter import Presenter
    from app.views.race.race_view import RaceView

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
    views : tuple of FrameView
        All views, in sight or not.
    tab_views : dict of Tab to FrameView
        Those of them that lie under tabs.
    lock : Lock
    drops : Drops
    edits : ParameterEdits
    failures : Failures
    files : Files
    go_to : GoTo
    inputs : Inputs
    pins : Pins
    results : Results
    rewind : Rewind
    saving : Saving
    slow_stepping : SlowStep
    tour : Tour
        Begins only when somebody asks for it, and on the program's first start.
    presenter : Presenter or None
        Shows the stage; None before it is first asked for.
    keeper : Keeper or None
        Keeps on disk what is open; None if nothing is to be remembered.
    """

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
        self._settings = settings
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
        self._place.restore()
        if no_font:
            self.message.say(no_font)

    # ---- building --------------------------------------------------------------------------------

    def _make(self) -> None:
        self._actions = make_actions(self)
        # A sheet that is there first is read once; set on a window full of widgets it visits each of them.
        COLOURS.changed.connect(self._recolour)
        self._recolour()
        self._make_views()
        self._make_panels()
        self.setFont(sized(self.font(), TEXT.size))
        self._place = WindowPlace(self, self._settings)
        self._make_helpers()
        self._connect_workspace()
        self._connect_panels()
        self._connect_views()

    def _make_views(self) -> None:
        self.score, self.timeline = ScoreView(), Timeline()
        self.boundary, self.cost, self.why, self.phases = BoundaryView(), CostView(), WhyView(), PhasesView()
        at_once = {"boundary": self.boundary, "cost": self.cost, "why": self.why, "phases": self.phases}
        moments = Tab(
            "moments",
            "Moments",
            "Pinned moments: go back to one, compare two unit by unit",
            self._make_moments,
        )
        own = [*(tab for tab in TABS if tab.place != "lesson"), moments]
        self.tab_views = {tab: at_once.get(tab.name) or self._make_late(tab) for tab in own}
        self.views: tuple[FrameView, ...] = (self.score, self.timeline, *self.tab_views.values())

    def _make_late(self, tab: Tab) -> LazyView:
        """A view that is made when its tab is first shown, so that the window opens sooner."""
        return LazyView(f"{tab.name}-view", lambda: self._connected(tab.make()))

    def _connected(self, view: FrameView) -> FrameView:
        """`view`, with its signals connected to the workspace and the controllers."""
        workspace = self.workspace
        view.editCommitted.connect(self.edits.apply)
        view.editingStarted.connect(workspace.pause)
        view.studyRequested.connect(workspace.studies.begin)
        view.studyStopped.connect(workspace.studies.stop)
        if isinstance(view, ShowsStudy):
            workspace.studies.advanced.connect(view.show_findings)
            workspace.studies.changed.connect(view.show_study)
        return view

    def _make_moments(self) -> FrameView:
        return self.pins.make_view()

    def tab_view(self, name: str) -> FrameView:
        """What lies under the tab of this name, as `app.views.catalogue` has it."""
        return next(view for tab, view in self.tab_views.items() if tab.name == name)

    def _make_panels(self) -> None:
        self.menu = MainMenu(self._actions, self)
        self.toolbar = Toolbar(self._actions, self.menu)
        self.panel = LeftPanel(data_picture)
        self.tabs, self.side = TabCard(self._pages("drawer")), SideColumn(self._pages("side"))
        self.body = Body(self.panel, self.score, self.tabs, self.side)
        self.rewind_bar = RewindBar(self._actions)
        central = Central(self.toolbar, self.body, self.rewind_bar, self.timeline)
        self.pages, self.beside = central.pages, central.beside
        self.setCentralWidget(central)
        central.setFocus()
        self.message = MessageBar(self.pages)
        self._focus_keys = FocusKeys(self)

    def _pages(self, place: str) -> list[tuple[str, QWidget, str]]:
        """The tabs of one place: text, what lies below, what it tells."""
        return [(tab.label, view, tab.tip) for tab, view in self.tab_views.items() if tab.place == place]

    def _make_helpers(self) -> None:
        """Make the controllers; compare mode, lessons and stage are made when they are first asked for."""
        workspace, settings = self.workspace, self._settings
        self.lock = Lock(settings is not None and settings.lock, self)
        self.slow_stepping = SlowStep(self.phases, workspace, self)
        self.edits = ParameterEdits(workspace, self.lock, self.score.weights, self.slow_stepping, self)
        self._explain_click = ExplainClick(self.score, self.tabs, self.why, self.edits.editor, self)
        self._pause_notice = PauseNotice(workspace, self.message, self._in_lesson, self)
        self._making_notice = MakingNotice(workspace, self.message, self)
        self._making_notice.begun.connect(self.toolbar.show_being_made)
        workspace.document.agrees = Consent(self.message, self).agrees
        self._writer = FileWriter(self)
        if settings is not None:
            settings.write_by(self._writer)
        self.saving = Saving(workspace, self._writer, self.message, self)
        self.files = Files(workspace, self.saving, self._writer, self.message, self)
        self.copy_menu = CopyMenu(workspace, lambda: self.exports, self.message.say, self)
        self.text_size = TextSize(self, self._recolour, self.message.say)
        for follow in (self.body.share, self.toolbar.fit_anew):
            TEXT.changed.connect(follow)
        self.drops = Drops(
            self,
            self.files.open,
            lambda path: self.importing.show_file(path),
            lambda path: self.weights.show_file(path),
            self._open_lesson,
        )
        self.help = Help(workspace, self, self.message.say)
        self._frames = FrameRouter(
            workspace,
            self.score,
            self.cost,
            self.timeline,
            tuple(view for view in self.views if view not in (self.score, self.timeline)),
            self.toolbar,
            self.panel,
            self.slow_stepping,
            self,
        )
        self.undo_stacks = UndoStacks(self._actions, workspace, lambda: self.compare, self)
        self._availability = Availability(self._actions, workspace, lambda: self.compare, self)
        self.presenter: Presenter | None = None

    def _connect_workspace(self) -> None:
        workspace = self.workspace
        workspace.lanesChanged.connect(self._show_lanes)
        workspace.experimentChanged.connect(self._show_experiment)
        workspace.failed.connect(self.failures.report)
        workspace.speed.paceChanged.connect(self.toolbar.show_pace)

    def _connect_panels(self) -> None:
        workspace = self.workspace
        self.toolbar.themeToggled.connect(self.theme.toggle)
        self.toolbar.stepSizeChosen.connect(self._set_step_size)
        self.toolbar.paceChosen.connect(workspace.speed.set_pace)
        self.toolbar.show_step_size(workspace.speed.step_size)
        self.toolbar.show_pace(workspace.speed.pace)
        self.lock.turned.connect(self._show_lock)
        self.lock.refused.connect(self.message.say)
        self._actions["action-lock-settings"].setChecked(self.lock.wanted)
        self.panel.unlock.clicked.connect(self._actions["action-lock-settings"].trigger)
        self.panel.edited.connect(workspace.document.change)
        self.panel.rateEdited.connect(workspace.document.set_learning_rate)
        self.panel.l2Edited.connect(workspace.document.set_l2)
        self.panel.importWanted.connect(lambda: self.importing.ask())
        self.panel.inputsWanted.connect(self._actions["action-inputs"].trigger)
        menu = self.menu
        menu.exampleChosen.connect(self.files.open_example)
        menu.recentChosen.connect(self.files.open)
        if self._settings is not None:
            menu.show_recent(self._settings.recent)
            self.files.used.connect(self._note_used)
        steps = [(str(size), size) for size in STEP_SIZES]
        menu.add_choice("Run", "Step size", steps, lambda: workspace.speed.step_size, self._set_step_size)
        paces = [(text, name) for name, text in PACE_TEXTS.items()]
        menu.add_choice("Run", "Pace", paces, lambda: workspace.speed.pace, workspace.speed.set_pace)
        themes = [(name, name) for name in CHOICES]
        menu.add_choice("View", "Theme", themes, lambda: self.theme.choice, self.theme.choose)
        motions = [(name, name) for name in MOTIONS]
        menu.add_choice("View", "Motion", motions, lambda: MOTION.choice, MOTION.choose)

    def _connect_views(self) -> None:
        for view in self.views:
            view.selected.connect(self.workspace.pointing.select)
            view.hovered.connect(self.workspace.pointing.hover)
            view.editRequested.connect(self.edits.ask)
        self.boundary.sectionChosen.connect(self.workspace.section.choose)
        self.workspace.section.changed.connect(self.boundary.section_bar.show_section)
        self.boundary.drawingWanted.connect(self._actions["action-draw"].trigger)
        rows = self.score.rows
        self.copy_menu.serve(*rows, *(view for view in self.views if view is not self.score))
        self._narrator = Narrator(self.workspace, (*rows, *self.views), self._race_view, self)
        self.rewind = Rewind(self.workspace, self.timeline, self.rewind_bar, self)
        self.cost.plot.iterationChosen.connect(self.rewind.seek)
        self.go_to = GoTo(self.toolbar.iteration, self.timeline, self.rewind, self)
        self.toolbar.iteration.clicked.connect(self._actions["action-go-to"].trigger)
        self.pins = Pins(self.workspace, self.timeline, self)
        self.pins.changed.connect(self.rewind.show_track)
        self.pins.refused.connect(self.message.say)
        self.tour = Tour(
            stations(self.score, self.panel, self.body, self.toolbar, self.tabs, self.timeline), self
        )
        self.results = Results(self.workspace, self.pins, self)
        self.inputs = Inputs(self.workspace, self)
        self.keeper = self._make_keeper()
        self.tabs.bar.currentChanged.connect(self.slow_stepping.leave)
        self.cost.logarithmicChanged.connect(self._actions["action-log-axis"].setChecked)
        self.score.gradientsToggled.connect(self._actions["action-gradients"].setChecked)
        self._actions["action-log-axis"].setChecked(self.cost.logarithmic)

    def _make_keeper(self) -> Keeper | None:
        """What keeps the session on disk; None without settings."""
        if self._settings is None:
            return None
        from app.controllers.keeper import Keeper

        keeper = Keeper(
            self._settings.sessions, self._writer, self.workspace, self.pins, self.message,
            self._map_folders(), self,
        )  # fmt: skip
        keeper.changed.connect(lambda: self.menu.show_earlier(keeper.earlier))
        self.menu.earlierChosen.connect(keeper.open)
        return keeper

    @cached_property
    def exports(self) -> Exports:
        """Pictures, numbers and programs to take home, made when somebody first wants some."""
        from app.controllers.exports import Exports

        return Exports(self.workspace, self._writer, self.message, self._race_view, self)

    @cached_property
    def importing(self) -> Importer:
        """Data of one's own, made when somebody first has some."""
        from app.controllers.importing import Importer

        return Importer(self.workspace, self.lock, self.message, self)

    @cached_property
    def drawing(self) -> PointDrawing:
        """Points drawn by hand; made when somebody first draws."""
        from app.controllers.point_drawing import PointDrawing

        drawing = PointDrawing(self.workspace, self.lock, self.message, self.boundary, self.body, self)
        if self.keeper is not None:
            self.keeper.keep_drawings(drawing)
        return drawing

    @cached_property
    def weights(self) -> WeightsOpening:
        """Weights of one's own, made when somebody first has some."""
        from app.controllers.weights_opening import WeightsOpening

        return WeightsOpening(self.workspace, self.lock, self)

    @cached_property
    def symmetries(self) -> Symmetries:
        """The network's symmetries taken apart; made when somebody first asks for it."""
        from app.controllers.symmetries import Symmetries

        return Symmetries(self.workspace, self.pins, self.lock, self)

    @cached_property
    def deep_networks(self) -> DialogStudies:
        """Deep random networks, forward only; made when somebody first asks for them."""
        from app.controllers.dialog_studies import DialogStudies
        from app.panels.deep_pages.deep_dialog import DeepDialog

        return DialogStudies(DeepDialog(self), self.workspace.studies)

    @cached_property
    def compare(self) -> Compare:
        """Compare mode; made when it is first asked for."""
        from app.controllers.compare import Compare

        compare = Compare(self.workspace, self.pages, self.toolbar, self.timeline, self)
        compare.refused.connect(self.message.say)
        compare.sought.connect(self.rewind.seek)
        compare.resultsWanted.connect(self.results.show)
        compare.changed.connect(self._say_no_more_of_the_run)
        compare.changed.connect(self.undo_stacks.show_next)
        compare.changed.connect(self._availability.enable)
        compare.page.made.connect(self.copy_menu.serve)
        compare.page.set_logarithmic(self.cost.logarithmic)
        return compare

    @cached_property
    def maps(self) -> Maps:
        """The map of many runs; made when somebody first asks for it."""
        from app.maps import Maps

        maps = Maps(self.workspace, self, self._map_folders())
        maps.sheet.addAction(self._actions["action-help"])  # F1 there, too
        return maps

    def _map_folders(self) -> MapFolders:
        return MapFolders(None if self._settings is None else self._settings.folder / "maps")

    @cached_property
    def questions(self) -> QuestionExport:
        """The export of a lesson's questions; made when somebody first asks for it."""
        from app.controllers.question_export import QuestionExport

        return QuestionExport(
            self.workspace.studies, self._writer, lambda: self.lessons.lecture.lesson, self.message, self
        )

    @cached_property
    def lessons(self) -> LessonController:
        """The lessons; made when they are first asked for."""
        from app.lecture.controller import LessonController
        from app.lecture.targets import LessonTargets

        targets = LessonTargets(
            window=self,
            score=self.score,
            tabs=self.tabs,
            side=self.side,
            tab_views=self.tab_views,
            readouts={"timeline": self.timeline, **self.toolbar.readouts()},
            beside=self.beside,
            lock=lambda locked: self.compare.page.set_editable(not locked),
            show_signal=lambda shown: self.compare.page.show_signal(shown),
        )
        lessons = LessonController(self.workspace, self.body, targets, self._actions, self._settings, self)
        lessons.said.connect(self._say)
        lessons.opened.connect(self.lock.set_in_lesson)
        lessons.opened.connect(self._stop_drawing)
        return lessons

    def _made(self, name: str) -> Any:
        """The part of this name; None as long as nobody has asked for it."""
        return vars(self).get(name)

    @Slot()
    def _stop_drawing(self) -> None:
        """A lesson begins or ends, which may show the boundary."""
        drawing: PointDrawing | None = self._made("drawing")
        if drawing is not None:
            drawing.leave()

    def _race_view(self) -> RaceView | None:
        compare: Compare | None = self._made("compare")
        return compare.view if compare is not None else None

    def _in_lesson(self) -> bool:
        lessons: LessonController | None = self._made("lessons")
        return lessons is not None and lessons.lecture.lesson is not None

    def present(self) -> None:
        """Show the stage instead of the window."""
        if self.presenter is None:
            from app.stage.presenter import Presenter

            self.presenter = Presenter(self, self.workspace, self.lessons.lecture, self)
            stage = self.presenter.stage
            stage.codeWanted.connect(self.show_code)
            stage.copyWanted.connect(partial(self.exports.copy_stage, stage, stage.foot.say))
            stage.exportWanted.connect(partial(self.exports.save_stage, stage, stage.foot.say))
        self.presenter.start()

    @Slot(str)
    def _say(self, sentence: str) -> None:
        if sentence:
            self.message.say(sentence)
        else:
            self.message.hide()

    # ---- what the workspace says -----------------------------------------------------------------

    @Slot(object)
    def _show_experiment(self, experiment: Experiment) -> None:
        hide_bubble(self)
        self.panel.show_experiment(experiment)
        self._say_who_computes(experiment)

    def _say_who_computes(self, experiment: Experiment) -> None:
        """Say once if last digits are this machine's own; About has it, too."""
        said = why_numpy(experiment)
        if said and self._settings is not None and said != self._settings.said:
            self._settings.said = said
            self.message.say(said)

    @Slot(object)
    def _show_lanes(self, lanes: tuple[Lane, ...]) -> None:
        self.compare.show_lanes(lanes)

    @Slot()
    def _say_no_more_of_the_run(self) -> None:
        """End the slow step and take back what is said of the run, when a race begins."""
        if self.compare.active:
            self.slow_stepping.leave()
            self.message.hide()

    # ---- what a person does, if it is not left to a part -----------------------------------------

    def slow_step(self) -> None:
        """One update, phase by phase; once more shows the next phase."""
        self.tabs.show_page(self.phases)
        self.phases.next()

    @Slot(object)
    def _set_step_size(self, size: int) -> None:
        self.workspace.speed.step_size = size
        self.toolbar.show_step_size(size)

    def open_file(self, path: str | os.PathLike[str]) -> bool:
        """Open an experiment file; if it cannot be, say why and keep what is open. Returns whether it was."""
        return self.files.open(Path(path))

    def save_file(self, path: str | os.PathLike[str]) -> bool:
        """Save to a file, and wait for it; if it cannot be, say why. Returns whether it was."""
        return self.saving.save_now(Path(path))

    @Slot(object)
    def _note_used(self, path: Path) -> None:
        """Remember a file that was opened or saved."""
        if self._settings is not None:
            self._settings.add_recent(path)
            self.menu.show_recent(self._settings.recent)

    @Slot()
    def show_code(self) -> None:
        """The open experiment's line as a QR code, over the window or the stage."""
        presenter = self.presenter
        over = presenter.stage if presenter is not None and presenter.active else self
        self.exports.show_code(over)

    def import_file(self, path: str | os.PathLike[str]) -> None:
        """Show the table in a file in the Import dialog."""
        self.importing.show_file(Path(path))

    def _open_lesson(self, path: Path) -> None:
        self.lessons.open_file(path)

    def lock_settings(self, wanted: bool) -> None:
        """During lessons let nothing be changed that determines their runs, or let it."""
        self.lock.choose(wanted)
        if self._settings is not None:
            self._settings.lock = wanted

    @Slot(bool)
    def _show_lock(self, locked: bool) -> None:
        self.panel.set_locked(LOCKED if locked else "")
        if not locked:
            self.message.take_back(LOCKED)

    # ---- looks -----------------------------------------------------------------------------------

    @Slot()
    def _recolour(self) -> None:
        self.setStyleSheet(style_sheet(colours()))

    @Slot(bool)
    def set_log_axis(self, logarithmic: bool) -> None:
        """Space iterations in log time, or evenly."""
        self.cost.set_logarithmic(logarithmic)
        self.timeline.set_logarithmic(logarithmic)
        compare: Compare | None = self._made("compare")
        if compare is not None:
            compare.page.set_logarithmic(logarithmic)

    # ---- coming and going ------------------------------------------------------------------------

    def setVisible(self, visible: bool) -> None:
        """Wait up to `PATIENCE` for the first frame, so that the views are drawn once and not twice."""
        if visible and self.workspace.frame is None:
            self.workspace.pump.wait_for_frame(PATIENCE)
        super().setVisible(visible)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the screen it is shown on, and once it has a frame keep that on the screen too."""
        super().showEvent(event)
        self._place.window_shown(spontaneous=event.spontaneous())

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
        ends: list[Callable[[], object]] = [self._remember]
        if self.keeper is not None:
            ends += [self.keeper.close, self._leave_settings]
        ends += [self.body.close_panel, self.help.close, self.results.close, self.inputs.close]
        asked_for = "importing", "weights", "symmetries", "deep_networks", "maps", "compare"
        for name in (*asked_for, "presenter", "lessons"):
            part = self._made(name)
            if part is not None:
                ends.append(part.close)
        # hidden first: a wide network may take a moment to come to the end of its update
        ends += [self.rewind.stop, self.files.close, self.hide, self._writer.wait]
        ends += [self.workspace.close, self.failures.close]
        for end in ends:
            attempt(end, "closing the window")
        self.presenter = None
        super().closeEvent(event)

    def _remember(self) -> None:
        if self._settings is not None:
            self._place.remember()
            self._settings.theme = self.theme.choice
            self._settings.text_size, self._settings.motion = TEXT.size, MOTION.choice

    def _leave_settings(self) -> None:
        if self._settings is not None:
            self._settings.write_by(None)
