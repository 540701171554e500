"""Commands as data: what a person can do, from the toolbar, the menu or the keyboard.

A command's name is the object name of its action, which stays the same for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtGui import QAction, QKeySequence

from app.look.icons import icon

if TYPE_CHECKING:  # so that what a command calls is checked
    from app.main_window import MainWindow


class Command(msgspec.Struct, frozen=True):
    """What a person can do, from toolbar, menu or keyboard.

    Attributes
    ----------
    name : str
        Object name of its action.
    text : str
        As buttons and menus write it.
    tip : str
        What it does and what it is good for.
    handler : callable or None
        Does it, given the window; a part of the window that is made on demand is made then.
    shortcut : str or tuple of str
    icon : str
        A name of `app.look.icons`, or none.
    needs : str
        What the workspace must be able to do, or nothing.
    group : str
        The menu it stands in.
    waits : bool
        Whether it can do nothing until something else enables it.
    switch : callable or None
        In the place of a handler, for what is on or off: given the window and the new state.
    """

    name: str
    text: str
    tip: str
    handler: Callable[[MainWindow], object] | None = None
    shortcut: str | tuple[str, ...] = ()
    icon: str = ""
    needs: str = ""
    group: str = ""
    waits: bool = False
    switch: Callable[[MainWindow, bool], object] | None = None

    @property
    def shortcuts(self) -> list[QKeySequence]:
        """The key sequences; the first one is shown."""
        keys = (self.shortcut,) if isinstance(self.shortcut, str) else self.shortcut
        return [QKeySequence(key) for key in keys]

    def connect(self, action: QAction, window: MainWindow) -> None:
        """Let `action` do it in `window`."""
        handler, switch = self.handler, self.switch
        action.setCheckable(switch is not None)
        if switch is not None:
            action.toggled.connect(lambda on: switch(window, on))
        elif handler is not None:
            action.triggered.connect(lambda: handler(window))


def _commands() -> tuple[Command, ...]:
    # in a function, where mypy has inferred what the window has by the time it checks the handlers
    return (
        Command("action-reset", "Start over",
            "Back to iteration 0 with the very same initial weights; what was edited there stays",
            lambda window: window.workspace.document.start_over(), "Home", "reset", "reset", group="Run"),
        Command("action-back", "−1",
            "One iteration back; running on from there does the same again, bit for bit",
            lambda window: window.workspace.back(), "Left", "back", "back", group="Run"),
        Command("action-run", "Run",
            "Train up to the planned iterations, in the background; once more pauses",
            lambda window: window.workspace.toggle_run(), "Space", "play", "run", group="Run"),
        Command("action-step", "Step",
            "As many updates as the step size says, then pause",
            lambda window: window.workspace.step(), "Right", "step", "step", group="Run"),
        Command("action-slow-step", "Slow step",
            "One update taken apart: forward, loss, backward, update; once more shows the next part",
            lambda window: window.slow_stepping.next(), "Shift+Right", "", "step", group="Run"),
        Command("action-finish", "Run to the end at once",
            "Train up to the planned iterations as fast as it goes",
            lambda window: window.workspace.finish(), "Ctrl+Return", "", "step", group="Run"),
        Command("action-play-back", "Play back",
            "Show again what has been recorded, from the knob on; nothing is trained; once more stops",
            lambda window: window.rewind.toggle(), "Shift+Space", "replay", group="Run"),
        Command("action-previous-event", "Previous event",
            "Back to the event before this iteration, or to the start",
            lambda window: window.rewind.previous_event(), "Ctrl+Left", "earlier", group="Run"),
        Command("action-next-event", "Next event",
            "On to the next event that is on record, or as far as the run has been",
            lambda window: window.rewind.next_event(), "Ctrl+Right", "later", group="Run"),
        Command("action-go-to", "Go to iteration…",
            "Type the number of an iteration that is on record",
            lambda window: window.go_to.ask(), "Ctrl+G", group="Run"),
        Command("action-pin", "Pin this moment",
            "Keep this iteration under a name: to come back to it, and to compare it with another",
            lambda window: window.pins.pin(), "Ctrl+P", "flag", group="Run"),
        Command("action-compare", "Compare…",
            "Several starts side by side on the same data; once more, or Esc, goes back to the run",
            lambda window: window.compare.toggle(), "Ctrl+K", "lanes", group="Run"),
        Command("action-new", "Opening case",
            "Open the course's flower (deeplearning.ai, course 1, week 3) with every weight zero",
            lambda window: window.files.open_opening_case(), "Ctrl+N", group="File"),
        Command("action-open", "Open…",
            "Open an experiment file: everything that determines a run",
            lambda window: window.files.ask_open(), "Ctrl+O", "open", group="File"),
        Command("action-open-line", "Open line…",
            "Open an experiment that somebody sent as one line of text; it runs nothing and writes nothing",
            lambda window: window.files.ask_open_line(), "Ctrl+Shift+O", group="File"),
        Command("action-import", "Import data…",
            "A table of your own (CSV, TSV, XLSX, NPZ) as data; a file dropped on the window is shown, too",
            lambda window: window.importing.ask(), "Ctrl+I", group="File"),
        Command("action-open-weights", "Open weights…",
            "Weights of your own (NPZ, safetensors, JSON) as the network's start; dropped on the window, too",
            lambda window: window.weights.ask(), "Ctrl+Shift+I", group="File"),
        Command("action-save", "Save",
            "Save the experiment: the same file gives the same numbers again",
            lambda window: window.saving.save(), "Ctrl+S", "save", group="File"),
        Command("action-save-as", "Save as…",
            "Save the experiment under another name",
            lambda window: window.saving.ask_save_as(), "Ctrl+Shift+S", group="File"),
        Command("action-export", "Export…",
            "Take home a picture, the numbers, a report, or the experiment as a program that runs by itself",
            lambda window: window.exports.ask(), "Ctrl+E", group="File"),
        Command("action-quit", "Quit",
            "Close the window; what is open is kept for the next time",
            lambda window: window.close(), "Ctrl+Q", group="File"),
        Command("action-undo", "Undo",
            "Take the last setting, edit or opening back, and bring its run back",
            lambda window: window.undo_stacks.stack.undo(), "Ctrl+Z", "undo", group="Edit"),
        Command("action-redo", "Redo",
            "Do again what was taken back",
            lambda window: window.undo_stacks.stack.redo(), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo", group="Edit"),
        Command("action-paste-data", "Paste data…",
            "A table that was copied from a spreadsheet, as data",
            lambda window: window.importing.paste(), "Ctrl+Shift+V", group="Edit"),
        Command("action-draw", "Draw points",
            "Change the examples on the boundary by mouse or keyboard, or draw others, as data of your own",
            lambda window: window.drawing.begin(), "Ctrl+D", group="Edit"),
        Command("action-edit", "Edit the selected weight…",
            "Type another value for the weight or bias that is selected; the run pauses",
            lambda window: window.edits.ask_selected(), "F2", group="Edit"),
        Command("action-results", "Results…",
            "Cost, accuracies, units and verdict of all lanes, or of the pinned moments, as one table",
            lambda window: window.results.show(), "Ctrl+R", "list", group="Edit"),
        Command("action-inputs", "Inputs…",
            "Mean and standard deviation of each input over the training examples, as a table to copy",
            lambda window: window.inputs.show(), group="Edit"),
        Command("action-symmetries", "Symmetries of this network…",
            "Swap, mirror, split, merge or clone a unit, and see what stays the same; match two runs; flat "
            "directions",
            lambda window: window.symmetries.show(), "Ctrl+Shift+Y", group="Edit"),
        Command("action-copy-picture", "Copy picture",
            "Put the view that has the focus, the race or the score on the clipboard as a picture",
            lambda window: window.exports.copy_picture(), "Ctrl+Shift+C", group="Edit"),
        Command("action-copy-table", "Copy as a table…",
            "The cost curve, a histogram or the weights of the selected layer, for a spreadsheet; a view's "
            "context menu has its own",
            lambda window: window.copy_menu.ask(), "Ctrl+Alt+C", group="Edit"),
        Command("action-copy-line", "Copy as a line",
            "Put the experiment on the clipboard as one line of text, to send or to put on a slide",
            lambda window: window.exports.copy_line(), group="Edit"),
        Command("action-qr", "Show as QR code",
            "Show the experiment's line as a QR code over the window; any key takes it away",
            lambda window: window.exports.show_code(window), group="View"),
        Command("action-log-axis", "Iterations on a log axis",
            "The cost curve on a logarithmic axis: each decade of iterations is equally wide",
            group="View", switch=lambda window, on: window.cost.set_logarithmic(on)),
        Command("action-text-larger", "Larger text",
            "The window's text one pixel larger, up to 17; it is remembered",
            lambda window: window.text_size.larger(), ("Ctrl++", "Ctrl+="), group="View"),
        Command("action-text-smaller", "Smaller text",
            "The window's text one pixel smaller, down to 12",
            lambda window: window.text_size.smaller(), "Ctrl+-", group="View"),
        Command("action-text-normal", "Normal text",
            "The window's text as large as it was made, 13 pixels",
            lambda window: window.text_size.normal(), "Ctrl+0", group="View"),
        Command("action-gradients", "Gradients row",
            "A row of the gradients under the activations",
            shortcut="Ctrl+Shift+G", group="View",
            switch=lambda window, on: window.score.set_gradients_shown(on)),
        Command("action-map", "Map of many runs…",
            "What becomes of the open experiment over two of its settings, from several seeds each",
            lambda window: window.maps.show(), "Ctrl+Shift+M", group="View"),
        Command("action-deep-networks", "Deep random networks…",
            "Two examples through up to 100 layers of up to 1,024 units, against theory; ReLU networks that "
            "are dead at birth",
            lambda window: window.deep_networks.show(), group="View"),
        Command("action-gallery", "Published numbers…",
            "What papers and courses have printed, computed anew and compared",
            lambda window: window.help.show_gallery(), "Ctrl+Shift+P", group="Help"),
        Command("action-lessons", "Lessons",
            "Lessons to click through: each step runs, and its claims are checked on the run",
            lambda window: window.lessons.toggle(), "Ctrl+L", "lessons", group="Lessons"),
        Command("action-present", "Present",
            "The lesson's step over the whole screen, for an audience; Esc comes back",
            lambda window: window.present(), ("F5", "Shift+F5"), group="Lessons"),
        Command("action-lesson-next", "Next",
            "Run the step; while it runs, finish it; then show the next one",
            lambda window: window.lessons.lecture.next(), "PgDown", group="Lessons", waits=True),
        Command("action-lesson-previous", "Previous",
            "The step before, as it was left",
            lambda window: window.lessons.lecture.previous(), "PgUp", group="Lessons", waits=True),
        Command("action-lesson-restart", "Begin again",
            "Go to the lesson's first step; answers and claims are open again",
            lambda window: window.lessons.lecture.restart(), group="Lessons", waits=True),
        Command("action-lesson-leave", "Leave the lesson",
            "Close the lesson and show your own experiment again, as you left it",
            lambda window: window.lessons.leave(), "Ctrl+Shift+L", group="Lessons", waits=True),
        Command("action-lock-settings", "Lock the settings",
            "While a lesson is open, keep its settings and weights from being changed by a slip",
            group="Lessons", switch=lambda window, on: window.lock.choose(on)),
        Command("action-lesson-open", "Open a lesson…",
            "Open a lesson of your own: a text file, read again whenever it is saved",
            lambda window: window.lessons.ask_open(), group="Lessons"),
        Command("action-lesson-folder", "Open a folder of lessons…",
            "List every lesson file of a folder, and those that are added to it",
            lambda window: window.lessons.ask_open_folder(), group="Lessons"),
        Command("action-lesson-questions", "Export the questions…",
            "The lesson's questions for a learning platform (Moodle, GIFT, QTI), right answers as computed",
            lambda window: window.questions.ask(), group="Lessons"),
        Command("action-lesson-save-step", "Add this state as a step…",
            "Write what is on screen into a lesson of your own, as its last step",
            lambda window: window.lessons.save_step(), group="Lessons"),
        Command("action-help", "Help",
            "The page about the part of the window that has the focus",
            lambda window: window.help.show_help(), "F1", group="Help"),
        Command("action-tour", "Tour",
            "What the window shows where, one thing after the other, in a minute",
            lambda window: window.tour.start(), group="Help"),
        Command("action-shortcuts", "Keyboard shortcuts",
            "Every key in one list",
            lambda window: window.help.show_shortcuts(), "Ctrl+F1", group="Help"),
        Command("action-about", "About SymGUI",
            "What this program is",
            lambda window: window.help.show_about(), group="Help"),
    )  # fmt: skip


COMMANDS = _commands()
"""Everything a person can do, in the order of the menus."""

LESSON_KEYS = (
    ("A, B, C … or 1, 2, 3 …", "Answer a lesson's question"),
    ("Ctrl+1, Ctrl+2, …", "Go to that step of the lesson"),
    ("Home, . or B", "While presenting: begin the lesson again; blank the screen"),
    ("Q", "While presenting: the experiment as a QR code; any key takes it away"),
    ("Ctrl+E, Ctrl+Shift+C", "While presenting: the stage as a picture, to a file or to the clipboard"),
)
"""Keys that are no command: they mean something only while a lesson is open."""


def make_actions(window: MainWindow) -> dict[str, QAction]:
    """The actions of `COMMANDS`, owned by `window`."""
    actions = {}
    for command in COMMANDS:
        action = QAction(command.text, window)
        action.setObjectName(command.name)
        action.setShortcuts(command.shortcuts)
        action.setAutoRepeat(command.name in ("action-step", "action-back"))
        action.setEnabled(not command.waits)
        keys = ", ".join(
            key.toString(QKeySequence.SequenceFormat.NativeText) for key in command.shortcuts[:1]
        )
        action.setToolTip(f"{command.tip} ({keys})" if keys else command.tip)
        action.setStatusTip(command.tip)
        if command.icon:
            action.setIcon(icon(command.icon, "ink", "faint"))
        command.connect(action, window)
        window.addAction(action)
        actions[command.name] = action
    return actions


def enable(actions: dict[str, QAction], can: Callable[[str], bool], running: bool) -> None:
    """Enable what `can` be done now; the run action pauses while it runs."""
    for command in COMMANDS:
        if command.needs:
            needs = "pause" if command.name == "action-run" and running else command.needs
            actions[command.name].setEnabled(can(needs))


def show_running(actions: dict[str, QAction], running: bool) -> None:
    """Let the run action say what it does now; its button is filled with ink, so its icon is paper."""
    run = actions["action-run"]
    run.setText("Pause" if running else "Run")
    run.setIcon(icon("pause" if running else "play", "paper", "faint"))
