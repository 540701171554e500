"""What is taken out of the window: the Export dialog, and the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from app.controllers.animating import Animating
from app.controllers.export_items import moving, of_kind, of_pages, of_view
from app.look.theme import colours
from app.panels.export_dialog import ExportDialog, ExportItem, Look
from app.panels.message_bar import MessageBar
from app.panels.qr_sheet import QrSheet
from app.runtime.file_writer import FileWriter
from app.runtime.workspace import Workspace
from app.views.base.frame_view import FrameView
from symgui.experiment import SUFFIX, ExperimentError
from symgui.experiment.line import to_line
from symgui.export.kinds import KINDS, PICTURES, RACE_KINDS
from symgui.export.write_result import write_export
from symgui.figures.caption import common_line
from symgui.figures.qr import qr
from symgui.plain_text.failure import failure_sentence
from symgui.plain_text.numbers import iteration
from symgui.training.frame import Frame
from symgui.training.race import RaceFrame

if TYPE_CHECKING:
    from app.views.race.race_view import RaceView

COPIED_SCALE = 2
"""Pixels of a copied picture to one of the screen."""


OF_ONE_RUN = (
    "Scripts, a notebook, parameters and a report are of one run: click a lane's letter to open it alone."
)


class Exports(QObject):
    """Offers what is open as pictures, numbers and programs; what cannot be is said.

    Parameters
    ----------
    workspace : Workspace
    writer : FileWriter
    message : MessageBar
    race_view : callable
        Gives the view of the race, if there is one.
    window : QWidget
    """

    def __init__(
        self,
        workspace: Workspace,
        writer: FileWriter,
        message: MessageBar,
        race_view: Callable[[], RaceView | None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workspace, self._writer, self._message, self._window = workspace, writer, message, window
        self._race_view = race_view
        self._folder: Path | None = None
        self._animating = Animating(workspace.studies, writer, self)

    # ---- what a person does ----------------------------------------------------------------------

    def ask(self) -> ExportDialog | None:
        """Open the dialog, which blocks nothing; None if there is nothing yet."""
        items = self.items()
        if not items:
            self._message.say("There is nothing to export yet: the first frame is being computed.")
            return None
        dark = colours().dark
        at = iteration(self._workspace.iteration)
        note = OF_ONE_RUN if self._workspace.lanes else ""
        dialog = ExportDialog(items, f"Export – iteration {at}", dark, self._window, note)
        dialog.saveWanted.connect(partial(self._ask_where, dialog))
        dialog.cancelled.connect(self._animating.stop)
        dialog.finished.connect(self._animating.stop)
        dialog.open()
        return dialog

    def copy_picture(self) -> None:
        """The view that has the focus, the race, or the score, onto the clipboard."""
        self._copy(self._focused() or next(iter(self.items()), None))

    def copy_view(self, view: QWidget) -> None:
        """A view, as it is seen, onto the clipboard."""
        self._copy(self._of(view))

    def _copy(self, item: ExportItem | None) -> None:
        if item is None or item.copy is None:
            self._message.say("There is no picture to copy yet.")
            return
        item.copy(Look(dark=colours().dark, scale=COPIED_SCALE, titled=False))
        self._message.say(f"{item.label}: the picture is on the clipboard.")

    def copy_stage(self, stage: QWidget, say: Callable[[str], object]) -> None:
        """What an audience sees, onto the clipboard; `say` tells it there."""
        item = of_view(stage, "stage", "Stage", self._settings())
        assert item.copy is not None
        item.copy(Look(dark=colours().dark, scale=COPIED_SCALE, titled=False))
        say("The picture of the stage is on the clipboard.")

    def save_stage(self, stage: QWidget, say: Callable[[str], object]) -> None:
        """The same, to a file that is asked for."""
        item = of_view(stage, "stage", "Stage", self._settings())
        patterns = ";;".join(f"{suffix[1:].upper()} (*{suffix})" for suffix in PICTURES)
        path, _ = QFileDialog.getSaveFileName(
            stage, "Export: Stage", str(self._suggested(item, ".png")), patterns
        )
        if path:
            look = Look(dark=colours().dark, scale=COPIED_SCALE, titled=False)
            say(self.save(item, Path(path), look))

    def copy_line(self) -> None:
        """The experiment, or the race, as one line onto the clipboard."""
        try:
            line = self.line()
        except ExperimentError as error:
            self._message.say(str(error))
            return
        QGuiApplication.clipboard().setText(line)
        self._message.say(f"The line is on the clipboard, {len(line)} characters: symgui LINE opens it.")

    def show_code(self, over: QWidget) -> None:
        """The line as a QR code over the window, or the stage; what cannot be is said."""
        try:
            QrSheet(self.line(), over)
        except ValueError as error:
            self._message.say(str(error))

    def line(self) -> str:
        """The line of what is open.

        Raises
        ------
        ExperimentError
            If it would be too long.
        """
        return to_line(self._workspace.document.content)

    def save(self, item: ExportItem, path: Path, look: Look) -> str:
        """Write one; what came of it, in a sentence."""
        suffix = path.suffix.lower()
        if suffix not in item.suffixes:
            return f"{path.name} must end in {' or '.join(item.suffixes)}"
        try:
            data = item.data(suffix, look)
            writing = f"{path.name} is being written."
            self._writer.do(partial(write_export, path, data), partial(self._message.say, writing))
            self._message.take_back(writing)
        except (ExperimentError, MemoryError) as error:
            return failure_sentence(error)
        self._folder = path.parent
        return f"Saved: {path.name}"

    # ---- what there is ---------------------------------------------------------------------------

    def items(self) -> list[ExportItem]:
        """What can be exported now, the usual first."""
        shown = self._workspace.shown
        if isinstance(shown, Frame):
            found = [of_kind(kind, shown) for kind in KINDS.values() if kind.name != "line"]
        elif isinstance(shown, RaceFrame):
            found = [of_kind(kind, shown) for kind in RACE_KINDS.values()]
        else:
            return []
        found.append(moving(shown))
        race = self._race_view()
        if not self._workspace.lanes:
            views = self._views_in_sight()
        else:
            views = [] if race is None else [self._of(race)]
        return [*found, *self._lines(), *views, self._whole_window()]

    def _whole_window(self) -> ExportItem:
        return of_view(self._window, "window", "The whole window", self._settings())

    def _lines(self) -> list[ExportItem]:
        try:
            line = self.line()
        except ExperimentError:
            return []
        text = ExportItem(
            "line", KINDS["line"].label, KINDS["line"].tip, (".txt",),
            preview=lambda _: line, data=lambda _, __: f"{line}\n".encode(),
            copy=lambda _: QGuiApplication.clipboard().setText(line),
        )  # fmt: skip
        try:
            code = qr(line)
        except ValueError:
            return [text]
        return [
            text,
            of_pages(
                "qr", "QR code", "The line as a QR code, for a camera", lambda _: [code], has_title=False
            ),
        ]

    def _views_in_sight(self) -> list[ExportItem]:
        """Views that have no picture of their own in the engine, as they are seen."""
        drawn = {"boundary-view", "cost-view"}
        views = [
            view for view in self._window.findChildren(FrameView) if view.isVisible() and view.objectName()
        ]
        return [self._of(view) for view in views if view.objectName() not in drawn]

    def _of(self, view: QWidget) -> ExportItem:
        """A view as it is seen."""
        name = view.objectName().removesuffix("-view")
        return of_view(view, f"view-{name}", f"View: {name.replace('-', ' ')}", self._settings())

    def _settings(self) -> str:
        """The line of settings of what is open."""
        lanes = self._workspace.lanes
        return common_line([lane.experiment for lane in lanes] if lanes else [self._workspace.experiment])

    def _focused(self) -> ExportItem | None:
        """The view that has the focus."""
        widget: QWidget | None = QApplication.focusWidget()
        while widget is not None and widget.window() is self._window:
            if isinstance(widget, FrameView):
                return self._of(widget)
            widget = widget.parentWidget()
        return None

    # ---- where it goes ---------------------------------------------------------------------------

    @Slot()
    def _ask_where(self, dialog: ExportDialog, item: ExportItem, suffix: str, look: Look) -> None:
        path, _ = QFileDialog.getSaveFileName(
            dialog, f"Export: {item.label}", str(self._suggested(item, suffix)), f"*{suffix}"
        )
        if path:
            named = Path(path)
            if named.suffix.lower() != suffix:
                named = named.with_name(named.name + suffix)
                if named.exists():  # the desktop asked about another name
                    dialog.say(f"{named.name} is there already: choose it to write over it")
                    return
            if item.work is None:
                dialog.say(self.save(item, named, look))
            else:
                self._folder = named.parent
                self._animating.begin(item.work(suffix, look), named, dialog)

    def _suggested(self, item: ExportItem, suffix: str) -> Path:
        path = self._workspace.document.path
        folder = self._folder or (path.parent if path is not None else Path.home())
        stem = path.name.removesuffix(SUFFIX).removesuffix(".json") if path is not None else "symgui"
        return folder / f"{stem}-{item.name}{suffix}"
