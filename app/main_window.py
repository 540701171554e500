"""The window: toolbar, left panel, score, tabs, side views and timeline around one workspace.

It holds no state of the run. What a person does goes to the workspace; what the workspace says goes to
panels and views.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QCursor, QKeyEvent, QKeySequence, QUndoStack
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.commands import COMMANDS, LESSON_KEYS, dress, enable, make_actions, show_running
from app.fonts import ensure_font
from app.lock import LOCKED, Lock
from app.menu import MainMenu
from app.panels.body import Body
from app.panels.bubble import hush
from app.panels.cards import SideColumn, TabCard
from app.panels.cell_editor import CellEditor
from app.panels.focus_keys import FocusKeys
from app.panels.hints import hint
from app.panels.left_panel import LeftPanel
from app.panels.message_bar import MessageBar
from app.panels.rewind_bar import RewindBar
from app.panels.toolbar import PACE_TEXTS, STEP_SIZES, Toolbar
from app.pins import Pins
from app.rewind import Rewind
from app.runtime.workspace import Workspace
from app.selection import Selection
from app.slow_step import SlowStep
from app.style import TEXT_SIZE, sized, style_sheet
from app.theme import CHOICES, Palette, Theme
from app.views.boundary_view import BoundaryView
from app.views.cost_view import CostView
from app.views.data_tiles import data_picture
from app.views.later import Later
from app.views.phases_view import PhasesView
from app.views.score.score import ScoreView
from app.views.timeline import Timeline
from app.views.view import FrameView
from app.views.why_view import WhyView
from symgui import __version__
from symgui.experiment import Experiment, ExperimentError, opening_experiment, parameter_name
from symgui.training.frame import Frame
from symgui.training.lanes import Lane
from symgui.training.states import State

if TYPE_CHECKING:  # what is not needed to open the window is imported where it is
    from app.compare import Compare
    from app.gallery import Gallery
    from app.lecture.room import LessonRoom
    from app.panels.dialogs import FailureDialog
    from app.present import Presenter
    from app.settings import Settings

FILE_FILTER = "Experiments (*.symgui.json);;JSON (*.json);;All files (*)"
SUFFIX = ".symgui.json"
SMALLEST = (960, 640)
FIRST_SIZE = (1440, 900)
PATIENCE = 0.05
"""Seconds that a window which has nothing to show yet waits for it."""


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

    Attributes
    ----------
    workspace : Workspace
    theme : Theme
    views : tuple of FrameView
        All views, in sight or not.
    """

    def __init__(
        self, experiment: Experiment, settings: Settings | None = None, path: Path | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("main-window")
        no_font = ensure_font()
        self._settings = settings
        self.theme = Theme(self)
        if settings is not None:
            self.theme.choose(settings.theme)
        # The first frame is computed while the window is being made.
        self.workspace = Workspace(experiment, self)
        self.workspace.path = path
        self.workspace.hold_while_painting = True
        try:
            self._make()
        except BaseException:
            self.workspace.close()  # a thread that runs must not be destroyed
            raise
        self._show_experiment(experiment)
        self._show_state()
        self._restore_geometry()
        if no_font:
            self.message.say(no_font)

    # -- building -------------------------------------------------------------------------------------------

    def _make(self) -> None:
        self._actions = make_actions(self)
        # A sheet that is there first is read once; set on a window full of widgets it visits each of them.
        self.setStyleSheet(style_sheet(self.theme.palette))
        self._make_views()
        self._make_frame()
        self.setFont(sized(self.font(), TEXT_SIZE))
        self.setMinimumSize(*SMALLEST)
        self._connect_workspace()
        self._connect_panels()
        self._connect_views()
        self._dress(self.theme.palette)

    def _make_views(self) -> None:
        self.score = ScoreView()
        self.boundary = BoundaryView()
        self.cost = CostView()
        self.timeline = Timeline()
        self.why = WhyView()
        self.symmetry = Later("symmetry-view", self._make_symmetry)
        self.values = Later("values-view", self._make_values)
        self.phases = PhasesView()
        self.prove = Later("prove-view", self._make_prove)
        self.moments = Later("moments-view", self._make_moments)
        self.views: tuple[FrameView, ...] = (
            self.score, self.boundary, self.cost, self.timeline,
            self.why, self.symmetry, self.values, self.phases, self.prove, self.moments,
        )  # fmt: skip

    # What lies under another tab is made when somebody first looks at it: it takes time, and few look at all.

    def _make_symmetry(self) -> FrameView:
        from app.views.symmetry_view import SymmetryView

        return SymmetryView()

    def _make_values(self) -> FrameView:
        from app.views.values_view import ValuesView

        values = ValuesView()
        values.edit_committed.connect(self._apply_edits)
        values.editing_started.connect(self.workspace.pause)
        return values

    def _make_prove(self) -> FrameView:
        from app.views.prove_view import ProveView

        prove = ProveView()
        prove.setContentsMargins(14, 10, 14, 10)
        prove.study_requested.connect(self.workspace.study)
        prove.study_stopped.connect(self.workspace.stop_study)
        prove.edit_committed.connect(self._apply_edits)
        self.workspace.studyAdvanced.connect(prove.show_findings)
        self.workspace.studyChanged.connect(prove.show_study)
        return prove

    def _make_moments(self) -> FrameView:
        """Pinned moments, when somebody first looks at them."""
        return self.pins.make_view()

    def _make_frame(self) -> None:
        self.menu = MainMenu(self._actions, self)
        self.toolbar = Toolbar(self._actions, self.menu)
        self.panel = LeftPanel(data_picture)
        self.tabs = TabCard(
            (
                ("Why", self.why, "The gradient of the selected weight, taken apart"),
                ("Symmetry", self.symmetry, "How many units count, which act as one, and when that changed"),
                ("Values", self.values, "Every weight, bias and gradient as a number: to copy, edit, paste"),
                (
                    "Slow step",
                    self.phases,
                    "One update: forward, loss, backward, update, each by itself",
                ),
                ("Prove", self.prove, "Small experiments that show that what is said is true"),
                ("Moments", self.moments, "Pinned moments: go back to one, compare two unit by unit"),
            )
        )
        self.side = SideColumn(
            (
                ("Boundary", self.boundary, "What the network answers for every input"),
                ("Cost", self.cost, "How the cost went, by iteration"),
            )
        )
        self.body = Body(self.panel, self.score, self.tabs, self.side)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.body)
        self.rewind_bar = RewindBar(self._actions)
        foot = QWidget()
        foot.setObjectName("foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot_row = QHBoxLayout(foot)
        foot_row.setContentsMargins(0, 1, 0, 0)
        foot_row.setSpacing(0)
        foot_row.addWidget(self.rewind_bar)
        foot_row.addWidget(self.timeline, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addLayout(self._middle(), 1)
        column.addWidget(foot)
        # A press beside all fields takes the focus from the one that has it, so that its value is taken.
        whole.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCentralWidget(whole)
        whole.setFocus()
        self.message = MessageBar(self.pages)
        self.editor = CellEditor(self)
        self._focus_keys = FocusKeys(self)
        self._failure: FailureDialog | None = None
        self._gallery: Gallery | None = None
        self._lessons: LessonRoom | None = None
        self._compare: Compare | None = None
        self._presenter: Presenter | None = None
        self._score_is_due = self._half_shown = False

    def _middle(self) -> QHBoxLayout:
        """The run or the race, and beside it what a lesson says of a race."""
        self.beside = QWidget()
        QVBoxLayout(self.beside).setContentsMargins(0, 0, 0, 0)
        self.beside.hide()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.beside)
        row.addWidget(self.pages, 1)
        return row

    def _connect_workspace(self) -> None:
        workspace = self.workspace
        workspace.stateChanged.connect(self._show_state)
        workspace.frameReady.connect(self._show_frame)
        workspace.lanesChanged.connect(self._show_lanes)
        workspace.experimentChanged.connect(self._show_experiment)
        workspace.failed.connect(self._show_failure)
        workspace.selectionChanged.connect(self._show_selection)
        workspace.hoverChanged.connect(self._show_selection)
        workspace.pathChanged.connect(self._show_title)
        workspace.undoChanged.connect(self._show_undo)
        workspace.paceChanged.connect(self.toolbar.show_pace)

    def _connect_panels(self) -> None:
        workspace = self.workspace
        self.theme.changed.connect(self._apply_palette)
        self.toolbar.theme_toggled.connect(self.toggle_theme)
        self.toolbar.step_size_chosen.connect(self.set_step_size)
        self.toolbar.pace_chosen.connect(self.set_pace)
        self.toolbar.show_step_size(workspace.step_size)
        self.toolbar.show_pace(workspace.pace)
        self.lock = Lock(self._settings is not None and self._settings.lock, self)
        self.lock.turned.connect(self._show_lock)
        self.lock.refused.connect(self.message.say)
        self._actions["action-lock-settings"].setChecked(self.lock.wanted)
        self.panel.unlock.clicked.connect(self._actions["action-lock-settings"].trigger)
        self.panel.edited.connect(workspace.change)
        self.panel.rate_edited.connect(workspace.set_learning_rate)
        self.editor.applied.connect(self._apply_edit)
        menu = self.menu
        menu.example_chosen.connect(self.open_file)
        steps = [(str(size), size) for size in STEP_SIZES]
        menu.add_choice("Run", "Step size", steps, lambda: workspace.step_size, self.set_step_size)
        paces = [(text, name) for name, text in PACE_TEXTS.items()]
        menu.add_choice("Run", "Pace", paces, lambda: workspace.pace, self.set_pace)
        themes = [(name, name) for name in CHOICES]
        menu.add_choice("View", "Theme", themes, lambda: self.theme.choice, self.choose_theme)

    def _connect_views(self) -> None:
        for view in self.views:
            view.selected.connect(self.workspace.select)
            view.hovered.connect(self.workspace.hover)
            view.edit_requested.connect(self.edit)
        self.rewind = Rewind(self.workspace, self.timeline, self.rewind_bar, self.theme, self)
        self.pins = Pins(self.workspace, self.timeline, self)
        self.pins.changed.connect(self.rewind.show_course)
        self.pins.refused.connect(self.message.say)
        self.slow_stepping = SlowStep(self.phases, self.workspace, self)
        self.slow_stepping.due.connect(self._show_everywhere)
        self.tabs.bar.currentChanged.connect(self.slow_stepping.leave)
        self.cost.logarithmic_changed.connect(self._actions["action-log-axis"].setChecked)
        self.score.gradients_toggled.connect(self._actions["action-gradients"].setChecked)
        self._actions["action-log-axis"].setChecked(self.cost.logarithmic)

    @property
    def compare(self) -> Compare:
        """Compare mode, made when there is first a race or somebody wants one."""
        if self._compare is None:
            from app.compare import Compare

            self._compare = Compare(self.workspace, self.pages, self.toolbar, self.timeline, self)
            self._compare.refused.connect(self.message.say)
            self._compare.changed.connect(self._show_comparing)
            self._compare.set_logarithmic(self.cost.logarithmic)
            self._compare.apply_palette(self.theme.palette)
        return self._compare

    @property
    def lessons(self) -> LessonRoom:
        """The lessons, made when they are first wanted: most days nobody gives one."""
        if self._lessons is None:
            from app.lecture.room import LessonRoom
            from app.lecture.stand import stand_in

            stand = stand_in(
                self, self.toolbar, self.score, self.tabs, self.side,
                self.boundary, self.timeline, self.why, self.symmetry, self.values, self.phases, self.prove,
                self.beside, lambda locked: self.compare.set_editable(not locked),
                lambda shown: self.compare.show_signal(shown),
            )  # fmt: skip
            self._lessons = LessonRoom(
                self.workspace, self.body, stand, self._actions, self.theme.palette, self._settings, self
            )
            self._lessons.said.connect(self._say)
            self._lessons.opened.connect(self.lock.set_in_lesson)
        return self._lessons

    def present(self) -> None:
        """The stage instead of the window; it is made when somebody first presents."""
        if self._presenter is None:
            from app.present import Presenter

            self._presenter = Presenter(self, self.workspace, self.theme, self.lessons.lecture, self)
        self._presenter.start()

    @Slot(str)
    def _say(self, sentence: str) -> None:
        if sentence:
            self.message.say(sentence)
        else:
            self.message.hide()

    # -- what the workspace says ----------------------------------------------------------------------------

    @Slot(object)
    def _show_frame(self, frame: Frame) -> None:
        if self.slow_stepping.keeps(frame):
            self._enable()
        else:
            self._show_everywhere(frame)

    @Slot(object)
    def _show_everywhere(self, frame: Frame) -> None:
        """Show a frame; while it runs the score and all that is around it take turns.

        Each is then drawn fifteen times a second, and training goes on for most of the time.
        """
        self._half_shown = running = self.workspace.state is State.RUNNING
        self._score_is_due = not (running and self._score_is_due)
        if not running or self._score_is_due:
            self.score.show_frame(frame)
        if not running or not self._score_is_due:
            self._show_around(frame)
        self._enable()
        # Painting comes first in the event loop, then this.
        QTimer.singleShot(0, self.workspace.painted)

    def _show_around(self, frame: Frame) -> None:
        self.toolbar.show_frame(frame)
        self.panel.show_rate(frame.learning_rate)
        self.panel.show_hint(hint(frame.experiment, frame.verdict))
        self.cost.set_ghost(self.workspace.ghost)
        for view in self.views[1:]:
            view.show_frame(frame)

    @Slot()
    def _show_state(self) -> None:
        running, frame = self.workspace.state is State.RUNNING, self.workspace.frame
        show_running(self._actions, self.theme.palette, running)
        if self._half_shown and not running and frame is not None:
            self._show_frame(frame)  # the last one came before it was known that the run rests
        self._enable()

    @Slot(object)
    def _show_experiment(self, experiment: Experiment) -> None:
        hush(self)
        self.panel.show_experiment(experiment)
        self._show_title()
        self._show_undo()

    @Slot()
    def _show_selection(self) -> None:
        for view in self.views:
            view.show_selection(self.workspace.selection, self.workspace.hovered)
        self._enable()

    @Slot(object)
    def _show_lanes(self, lanes: tuple[Lane, ...]) -> None:
        self.compare.show_lanes(lanes)

    @Slot()
    def _show_comparing(self) -> None:
        """What is said of the run is not said of a race."""
        self._actions["action-compare"].setText("Back to the run" if self.compare.active else "Compare…")
        if self.compare.active:
            self.slow_stepping.leave()
            self.message.hide()
        self._show_undo()
        self._enable()

    @Slot()
    def _show_title(self) -> None:
        path, title = self.workspace.path, self.workspace.experiment.title
        name = path.name if path is not None else title
        self.setWindowTitle(f"{name}[*] – SymGUI" if name else "SymGUI[*]")
        self.setWindowModified(self.workspace.modified)

    @Slot()
    def _show_undo(self) -> None:
        stack = self._undo_stack
        for name, possible, verb, text in (
            ("action-undo", stack.canUndo(), "Undo", stack.undoText()),
            ("action-redo", stack.canRedo(), "Redo", stack.redoText()),
        ):
            self._actions[name].setEnabled(possible)
            self._actions[name].setText(f"{verb} {text}" if text else verb)

    def _enable(self) -> None:
        workspace = self.workspace
        enable(self._actions, workspace.can, workspace.state is State.RUNNING)
        chosen, alone = workspace.selection, not workspace.lanes
        self._actions["action-edit"].setEnabled(alone and chosen is not None and chosen.is_parameter)
        self._actions["action-pin"].setEnabled(alone)
        # a race that a lesson shows is the lesson's
        self._actions["action-compare"].setEnabled(alone or self.compare.own)
        if not alone:
            self._actions["action-slow-step"].setEnabled(False)

    @Slot(str)
    def _show_failure(self, report: str) -> None:
        """One dialog for all failures of the training thread; the report is kept in a file too."""
        from app.panels.dialogs import FailureDialog
        from app.settings import write_report

        if self._failure is None:
            self._failure = FailureDialog(self)
        folder = self._settings.log_folder if self._settings is not None else None
        with suppress(OSError):  # if it can be kept nowhere, it is shown all the same
            report = f"{report}\nKept in {write_report(report, folder)}"
        self._failure.show_report(report)

    # -- running --------------------------------------------------------------------------------------------

    def toggle_run(self) -> None:
        """Run, or pause."""
        self.workspace.toggle_run()

    def step(self) -> None:
        """As many updates as the step size says."""
        self.workspace.step()

    def slow_step(self) -> None:
        """One update, phase by phase; once more shows the next phase."""
        self.tabs.show_page(self.phases)
        self.phases.next()

    def step_back(self) -> None:
        """Show the iteration before."""
        self.workspace.back()

    def start_over(self) -> None:
        """Iteration 0 with the same seed."""
        self.workspace.start_over()

    def finish_run(self) -> None:
        """Run to the end at once."""
        self.workspace.finish()

    @Slot(object)
    def set_step_size(self, size: int) -> None:
        """Let a step do `size` updates."""
        self.workspace.step_size = size
        self.toolbar.show_step_size(size)

    @Slot(object)
    def set_pace(self, pace: str) -> None:
        """Run at another pace, from now on."""
        self.workspace.set_pace(pace)

    # -- editing --------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last setting or edit back."""
        self._undo_stack.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        self._undo_stack.redo()

    @property
    def _undo_stack(self) -> QUndoStack:
        """What was done last: to the lanes while there is a race, else to the experiment."""
        return self.compare.undo_stack if self.workspace.lanes else self.workspace.undo_stack

    def edit_selection(self) -> None:
        """Edit the weight or bias that is selected."""
        if self.workspace.selection is not None:
            self.edit(self.workspace.selection)

    @Slot(object)
    def edit(self, selection: Selection) -> None:
        """Pause, and ask for another value of the weight or bias `selection`."""
        if self.lock.refuses():
            return
        self.slow_stepping.leave()
        frame = self.workspace.current_frame  # none for a moment after another experiment was opened
        if frame is None or not selection.is_parameter or not selection.is_in(frame.experiment.sizes):
            return
        self.workspace.pause()
        self.workspace.select(selection)
        layer = frame.network.layers[selection.layer - 1]
        row, column = selection.row or 0, selection.column or 0
        value = layer.b[row, 0] if column < 0 else layer.W[row, column]
        name = parameter_name("b" if column < 0 else "W", selection.layer, row, max(column, 0))
        self.editor.edit(name, selection.label, float(value), self._place_of(selection))

    def _place_of(self, selection: Selection) -> QPoint:
        """In the window: under the cell of `selection`, or at the pointer if the cell is out of sight."""
        weights = self.score.weights
        row, column = selection.row or 0, selection.column or 0
        maps = weights.biases if column < 0 else weights.weights
        heatmap = maps.get(selection.layer)
        if heatmap is None:
            return self.mapFromGlobal(QCursor.pos())
        corner = weights.canvas.mapFromScene(heatmap.cell_rect(row, max(column, 0)).bottomLeft())
        below: QPoint = weights.canvas.mapTo(self, corner + QPoint(0, 4))
        return below

    @Slot(str, float)
    def _apply_edit(self, name: str, value: float) -> None:
        self._apply_edits({name: value})

    @Slot(object)
    def _apply_edits(self, values: dict[str, float]) -> None:
        if not self.lock.refuses():
            self.workspace.edit(values)

    def lock_settings(self, wanted: bool) -> None:
        """During lessons let nothing be changed that determines their runs, or let it."""
        self.lock.choose(wanted)
        if self._settings is not None:
            self._settings.lock = wanted

    @Slot(bool)
    def _show_lock(self, locked: bool) -> None:
        self.panel.set_locked(LOCKED if locked else "")
        if not locked and self.message.text() == LOCKED:
            self.message.hide()

    # -- files ----------------------------------------------------------------------------------------------

    def open_opening_case(self) -> None:
        """Open the course's own case."""
        self.workspace.show_experiment(opening_experiment())

    def ask_open(self) -> None:
        """Ask for a file and open it."""
        path, _ = QFileDialog.getOpenFileName(self, "Open an experiment", str(self._folder()), FILE_FILTER)
        if path:
            self.open_file(Path(path))

    def open_file(self, path: Path) -> bool:
        """Open `path`; if it cannot be, say why and keep what is open. Returns whether it was opened."""
        return self._attempt(lambda: self.workspace.open(path))

    def save(self) -> None:
        """Save to the file it came from, or ask for one."""
        if self.workspace.path is None:
            self.ask_save_as()
        else:
            self.save_file(self.workspace.path)

    def ask_save_as(self) -> None:
        """Ask for a file and save to it."""
        suggested = self.workspace.path or self._folder() / f"experiment{SUFFIX}"
        path, _ = QFileDialog.getSaveFileName(self, "Save the experiment", str(suggested), FILE_FILTER)
        if path:
            self.save_file(Path(path if "." in Path(path).name else path + SUFFIX))

    def save_file(self, path: Path) -> bool:
        """Save to `path`; if it cannot be, say why. Returns whether it was saved."""
        return self._attempt(lambda: self.workspace.save(path))

    def _attempt(self, act: Callable[[], None]) -> bool:
        try:
            act()
        except (ExperimentError, OSError) as error:
            self.message.say(str(error))
            return False
        self.message.hide()
        return True

    def _folder(self) -> Path:
        path = self.workspace.path
        return path.parent if path is not None else Path.home()

    # -- looks ----------------------------------------------------------------------------------------------

    @Slot(object)
    def _apply_palette(self, palette: Palette) -> None:
        self.setStyleSheet(style_sheet(palette))
        self._dress(palette)

    def _dress(self, palette: Palette) -> None:
        """Tell everybody the colours who paints by himself."""
        for part in (self.toolbar, self.panel, self.body.rail, self.tabs, self.message, self.editor):
            part.apply_palette(palette)
        for view in self.views:
            view.apply_palette(palette)
        if self._lessons is not None:
            self._lessons.apply_palette(palette)
        self.rewind_bar.apply_palette(palette)
        if self._compare is not None:
            self._compare.apply_palette(palette)
        dress(self._actions, palette)
        show_running(self._actions, palette, self.workspace.state is State.RUNNING)
        self.rewind.show_playing()

    def toggle_theme(self) -> None:
        """Light if it is dark, dark if it is light."""
        self.theme.toggle()

    def choose_theme(self, choice: str) -> None:
        """``system``, ``light`` or ``dark``."""
        self.theme.choose(choice)

    @Slot(bool)
    def set_log_axis(self, logarithmic: bool) -> None:
        """Space iterations in log time, or evenly."""
        self.cost.set_logarithmic(logarithmic)
        self.timeline.set_logarithmic(logarithmic)
        if self._compare is not None:
            self._compare.set_logarithmic(logarithmic)

    @Slot(bool)
    def set_gradients(self, shown: bool) -> None:
        """Show or hide the gradients' row."""
        self.score.set_gradients_shown(shown)

    # -- help -----------------------------------------------------------------------------------------------

    def show_shortcuts(self) -> None:
        """List every key."""
        from app.panels.dialogs import ShortcutsDialog

        native = QKeySequence.SequenceFormat.NativeText
        rows = [
            (" or ".join(key.toString(native) for key in command.shortcuts), command.tip)
            for command in COMMANDS
            if command.shortcut
        ]
        ShortcutsDialog([*rows, *LESSON_KEYS], self).open()

    def show_gallery(self) -> None:
        """Published numbers, each computed anew beside what was printed."""
        if self._gallery is None:
            from app.gallery import Gallery

            self._gallery = Gallery(self.workspace, self, self.theme.palette)
            self.theme.changed.connect(self._gallery.apply_palette)
        self._gallery.show()

    def show_about(self) -> None:
        """Say what this program is."""
        from app.panels.dialogs import AboutDialog

        AboutDialog(__version__, self).open()

    # -- coming and going -----------------------------------------------------------------------------------

    def setVisible(self, visible: bool) -> None:
        """Wait a moment for the first frame, so that everything is drawn once, with it."""
        if visible and self.workspace.frame is None:
            self.workspace.wait_for_frame(PATIENCE)
        super().setVisible(visible)

    def _restore_geometry(self) -> None:
        geometry = self._settings.geometry if self._settings is not None else None
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(*FIRST_SIZE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves a race that was begun here; one that a lesson shows is the lesson's."""
        if event.key() == Qt.Key.Key_Escape and self.workspace.lanes and self.compare.own:
            self.compare.leave()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember what is open, and stop the thread; never ask."""
        if self._settings is not None:
            self._settings.geometry = self.saveGeometry()
            self._settings.theme = self.theme.choice
            self._settings.remember(self.workspace.own_experiment, self.workspace.own_path)
            self._settings.save()
        self.body.close_panel()
        if self._gallery is not None:
            self._gallery.dialog.close()
        if self._presenter is not None:
            self._presenter.close()
        if self._lessons is not None:
            self._lessons.close()
        self.rewind.stop()
        self.hide()  # a wide network may take a moment to come to the end of its update
        self.workspace.close()
        super().closeEvent(event)
