"""Commands as data: what a person can do, from the toolbar, the menu or the keyboard.

A command's name is the object name of its action, which stays the same for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

import msgspec
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.look.icons import icon


class Command(msgspec.Struct, frozen=True):
    """What a person can do, from toolbar, menu or keyboard.

    Attributes
    ----------
    name : str
        Object name of its action.
    text : str
        As buttons and menus write it.
    handler : str
        Method of the window that does it, or of a part of it: ``"workspace.step"``.
    tip : str
        What it does and what it is good for.
    shortcut : str or tuple of str
    icon : str
        A name of `app.look.icons`, or none.
    needs : str
        What the workspace must be able to do, or nothing.
    checkable : bool
        Whether it is a switch; its handler is given the new state.
    group : str
        The menu it stands in.
    waits : bool
        Whether it can do nothing until something else enables it.
    """

    name: str
    text: str
    handler: str
    tip: str
    shortcut: str | tuple[str, ...] = ()
    icon: str = ""
    needs: str = ""
    checkable: bool = False
    group: str = ""
    waits: bool = False

    @property
    def shortcuts(self) -> list[QKeySequence]:
        """The key sequences; the first one is shown."""
        keys = (self.shortcut,) if isinstance(self.shortcut, str) else self.shortcut
        return [QKeySequence(key) for key in keys]


COMMANDS: tuple[Command, ...] = (
    Command("action-reset", "Start over", "workspace.document.start_over",
            "Back to iteration 0 with the very same initial weights; what was edited there stays",
            "Home", "reset", "reset", group="Run"),
    Command("action-back", "−1", "workspace.back",
            "One iteration back; running on from there does the same again, bit for bit",
            "Left", "back", "back", group="Run"),
    Command("action-run", "Run", "workspace.toggle_run",
            "Train up to the planned iterations, in the background; once more pauses",
            "Space", "play", "run", group="Run"),
    Command("action-step", "Step", "workspace.step",
            "As many updates as the step size says, then pause",
            "Right", "step", "step", group="Run"),
    Command("action-slow-step", "Slow step", "slow_step",
            "One update taken apart: forward, loss, backward, update; once more shows the next part",
            "Shift+Right", "", "step", group="Run"),
    Command("action-finish", "Run to the end at once", "workspace.finish",
            "Train up to the planned iterations as fast as it goes",
            "Ctrl+Return", "", "step", group="Run"),
    Command("action-play-back", "Play back", "rewind.toggle",
            "Show again what has been recorded, from the knob on; nothing is trained; once more stops",
            "Shift+Space", "replay", group="Run"),
    Command("action-previous-event", "Previous event", "rewind.previous_event",
            "Back to the event before this iteration, or to the start",
            "Ctrl+Left", "earlier", group="Run"),
    Command("action-next-event", "Next event", "rewind.next_event",
            "On to the next event that is on record, or as far as the run has been",
            "Ctrl+Right", "later", group="Run"),
    Command("action-go-to", "Go to iteration…", "go_to.ask",
            "Type the number of an iteration that is on record",
            "Ctrl+G", group="Run"),
    Command("action-pin", "Pin this moment", "pins.pin",
            "Keep this iteration under a name: to come back to it, and to compare it with another",
            "Ctrl+P", "flag", group="Run"),
    Command("action-compare", "Compare…", "compare.toggle",
            "Several starts side by side on the same data; once more, or Esc, goes back to the run",
            "Ctrl+K", "lanes", group="Run"),
    Command("action-new", "Opening case", "files.open_opening_case",
            "Open the course's flower (deeplearning.ai, course 1, week 3) with every weight zero",
            "Ctrl+N", group="File"),
    Command("action-open", "Open…", "files.ask_open",
            "Open an experiment file: everything that determines a run",
            "Ctrl+O", "open", group="File"),
    Command("action-open-line", "Open line…", "files.ask_open_line",
            "Open an experiment that somebody sent as one line of text; it runs nothing and writes nothing",
            "Ctrl+Shift+O", group="File"),
    Command("action-import", "Import data…", "importing.ask",
            "A table of your own (CSV, TSV, XLSX, NPZ) as data; a file dropped on the window is shown, too",
            "Ctrl+I", group="File"),
    Command("action-open-weights", "Open weights…", "weights.ask",
            "Weights of your own (NPZ, safetensors, JSON) as the network's start; dropped on the window, too",
            "Ctrl+Shift+I", group="File"),
    Command("action-save", "Save", "saving.save",
            "Save the experiment: the same file gives the same numbers again",
            "Ctrl+S", "save", group="File"),
    Command("action-save-as", "Save as…", "saving.ask_save_as",
            "Save the experiment under another name",
            "Ctrl+Shift+S", group="File"),
    Command("action-export", "Export…", "exports.ask",
            "Take home a picture, the numbers, a report, or the experiment as a program that runs by itself",
            "Ctrl+E", group="File"),
    Command("action-quit", "Quit", "close",
            "Close the window; what is open is kept for the next time",
            "Ctrl+Q", group="File"),
    Command("action-undo", "Undo", "undo_stacks.undo",
            "Take the last setting, edit or opening back, and bring its run back",
            "Ctrl+Z", "undo", group="Edit"),
    Command("action-redo", "Redo", "undo_stacks.redo",
            "Do again what was taken back",
            ("Ctrl+Shift+Z", "Ctrl+Y"), "redo", group="Edit"),
    Command("action-paste-data", "Paste data…", "importing.paste",
            "A table that was copied from a spreadsheet, as data",
            "Ctrl+Shift+V", group="Edit"),
    Command("action-draw", "Draw points", "drawing.begin",
            "Change the examples on the boundary by mouse or keyboard, or draw others, as data of your own",
            "Ctrl+D", group="Edit"),
    Command("action-edit", "Edit the selected weight…", "edits.ask_selected",
            "Type another value for the weight or bias that is selected; the run pauses",
            "F2", group="Edit"),
    Command("action-results", "Results…", "results.show",
            "Cost, accuracies, units and verdict of all lanes, or of the pinned moments, as one table",
            "Ctrl+R", "list", group="Edit"),
    Command("action-inputs", "Inputs…", "inputs.show",
            "Mean and standard deviation of each input over the training examples, as a table to copy",
            group="Edit"),
    Command("action-symmetries", "Symmetries of this network…", "symmetries.show",
            "Swap, mirror, split, merge or clone a unit, and see what stays the same; match two runs; flat "
            "directions",
            "Ctrl+Shift+Y", group="Edit"),
    Command("action-copy-picture", "Copy picture", "exports.copy_picture",
            "Put the view that has the focus, the race or the score on the clipboard as a picture",
            "Ctrl+Shift+C", group="Edit"),
    Command("action-copy-table", "Copy as a table…", "copy_menu.ask",
            "The cost curve, a histogram or the weights of the selected layer, for a spreadsheet; a view's "
            "context menu has its own",
            "Ctrl+Alt+C", group="Edit"),
    Command("action-copy-line", "Copy as a line", "exports.copy_line",
            "Put the experiment on the clipboard as one line of text, to send or to put on a slide",
            group="Edit"),
    Command("action-qr", "Show as QR code", "show_code",
            "Show the experiment's line as a QR code over the window; any key takes it away",
            group="View"),
    Command("action-log-axis", "Iterations on a log axis", "set_log_axis",
            "The cost curve on a logarithmic axis: each decade of iterations is equally wide",
            checkable=True, group="View"),
    Command("action-text-larger", "Larger text", "text_size.larger",
            "The window's text one pixel larger, up to 17; it is remembered",
            ("Ctrl++", "Ctrl+="), group="View"),
    Command("action-text-smaller", "Smaller text", "text_size.smaller",
            "The window's text one pixel smaller, down to 12",
            "Ctrl+-", group="View"),
    Command("action-text-normal", "Normal text", "text_size.normal",
            "The window's text as large as it was made, 13 pixels",
            "Ctrl+0", group="View"),
    Command("action-gradients", "Gradients row", "score.set_gradients_shown",
            "A row of the gradients under the activations",
            "Ctrl+Shift+G", checkable=True, group="View"),
    Command("action-map", "Map of many runs…", "maps.show",
            "What becomes of the open experiment over two of its settings, from several seeds each",
            "Ctrl+Shift+M", group="View"),
    Command("action-deep-networks", "Deep random networks…", "deep_networks.show",
            "Two examples through up to 100 layers of up to 1,024 units, against theory; ReLU networks that "
            "are dead at birth",
            group="View"),
    Command("action-gallery", "Published numbers…", "help.show_gallery",
            "What papers and courses have printed, computed anew and compared",
            "Ctrl+Shift+P", group="Help"),
    Command("action-lessons", "Lessons", "lessons.toggle",
            "Lessons to click through: each step runs, and its claims are checked on the run",
            "Ctrl+L", "lessons", group="Lessons"),
    Command("action-present", "Present", "present",
            "The lesson's step over the whole screen, for an audience; Esc comes back",
            ("F5", "Shift+F5"), group="Lessons"),
    Command("action-lesson-next", "Next", "lessons.lecture.next",
            "Run the step; while it runs, finish it; then show the next one",
            "PgDown", group="Lessons", waits=True),
    Command("action-lesson-previous", "Previous", "lessons.lecture.previous",
            "The step before, as it was left",
            "PgUp", group="Lessons", waits=True),
    Command("action-lesson-restart", "Begin again", "lessons.lecture.restart",
            "Go to the lesson's first step; answers and claims are open again",
            group="Lessons", waits=True),
    Command("action-lesson-leave", "Leave the lesson", "lessons.leave",
            "Close the lesson and show your own experiment again, as you left it",
            "Ctrl+Shift+L", group="Lessons", waits=True),
    Command("action-lock-settings", "Lock the settings", "lock_settings",
            "While a lesson is open, keep its settings and weights from being changed by a slip",
            checkable=True, group="Lessons"),
    Command("action-lesson-open", "Open a lesson…", "lessons.ask_open",
            "Open a lesson of your own: a text file, read again whenever it is saved",
            group="Lessons"),
    Command("action-lesson-folder", "Open a folder of lessons…", "lessons.ask_open_folder",
            "List every lesson file of a folder, and those that are added to it",
            group="Lessons"),
    Command("action-lesson-questions", "Export the questions…", "questions.ask",
            "The lesson's questions for a learning platform (Moodle, GIFT, QTI), right answers as computed",
            group="Lessons"),
    Command("action-lesson-save-step", "Add this state as a step…", "lessons.save_step",
            "Write what is on screen into a lesson of your own, as its last step",
            group="Lessons"),
    Command("action-help", "Help", "help.show_help",
            "The page about the part of the window that has the focus",
            "F1", group="Help"),
    Command("action-tour", "Tour", "tour.start",
            "What the window shows where, one thing after the other, in a minute",
            group="Help"),
    Command("action-shortcuts", "Keyboard shortcuts", "help.show_shortcuts",
            "Every key in one list",
            "Ctrl+F1", group="Help"),
    Command("action-about", "About SymGUI", "help.show_about",
            "What this program is",
            group="Help"),
)  # fmt: skip
"""Everything a person can do, in the order of the menus."""

LESSON_KEYS = (
    ("A, B, C … or 1, 2, 3 …", "Answer a lesson's question"),
    ("Ctrl+1, Ctrl+2, …", "Go to that step of the lesson"),
    ("Home, . or B", "While presenting: begin the lesson again; blank the screen"),
    ("Q", "While presenting: the experiment as a QR code; any key takes it away"),
    ("Ctrl+E, Ctrl+Shift+C", "While presenting: the stage as a picture, to a file or to the clipboard"),
)
"""Keys that are no command: they mean something only while a lesson is open."""


def make_actions(window: QWidget) -> dict[str, QAction]:
    """The actions of `COMMANDS`, owned by `window`, calling its methods and those of its parts."""
    actions = {}
    for command in COMMANDS:
        action = QAction(command.text, window)
        action.setObjectName(command.name)
        action.setShortcuts(command.shortcuts)
        action.setAutoRepeat(command.name in ("action-step", "action-back"))
        action.setCheckable(command.checkable)
        action.setEnabled(not command.waits)
        keys = ", ".join(
            key.toString(QKeySequence.SequenceFormat.NativeText) for key in command.shortcuts[:1]
        )
        action.setToolTip(f"{command.tip} ({keys})" if keys else command.tip)
        action.setStatusTip(command.tip)
        if command.icon:
            action.setIcon(icon(command.icon, "ink", "faint"))
        # looked up when it is wanted: a part may be made only then
        find = attrgetter(command.handler)
        if command.checkable:
            action.toggled.connect(lambda on, find=find: find(window)(on))
        else:
            action.triggered.connect(lambda _=False, find=find: find(window)())
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
