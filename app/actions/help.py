"""What can be read about the program: its keys, what it is, and published numbers computed anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from app.actions.commands import COMMANDS, LESSON_KEYS, Command
from app.runtime.workspace import Workspace
from symgui import __version__
from symgui.experiment import ExperimentError

if TYPE_CHECKING:  # made when somebody asks for it
    from app.gallery import Gallery
    from app.panels.help_dialog import HelpDialog


class Help:
    """Opens the dialogs of the menu Help.

    Parameters
    ----------
    workspace : Workspace
    window : QWidget
    refused : callable
        Told in a sentence what cannot be opened.

    Attributes
    ----------
    gallery : Gallery or None
        The published numbers, once they were asked for.
    """

    def __init__(self, workspace: Workspace, window: QWidget, refused: Callable[[str], None]) -> None:
        self._workspace, self._window = workspace, window
        self._refused = refused
        self.gallery: Gallery | None = None
        self._pages: HelpDialog | None = None

    def show_help(self) -> None:
        """Turn to the page of what has the focus."""
        from app.actions.help_pages import PAGES, page_of

        if self._pages is None:
            from app.panels.help_dialog import HelpDialog

            by_name = {command.name: command for command in COMMANDS}
            pages = []
            for page in PAGES:
                commands = [by_name[name] for name in page.commands]
                keys = tuple((_keys(command) or command.text, command.tip) for command in commands)
                pages.append((page.title, page.text, keys))
            self._pages = HelpDialog(pages, self._window)
        names: list[str] = []
        part: QWidget | None = QApplication.focusWidget() or self._window.focusWidget()
        while part is not None:
            names.append(part.objectName())
            part = part.parentWidget()
        self._pages.show_page(page_of(names, bool(self._workspace.lanes)).title)

    def show_shortcuts(self) -> None:
        """List every key."""
        from app.panels.dialogs import ShortcutsDialog

        rows = [(_keys(command), command.tip) for command in COMMANDS if command.shortcut]
        ShortcutsDialog([*rows, *LESSON_KEYS], self._window).open()

    def show_about(self) -> None:
        """Say what this program is."""
        from app.panels.dialogs import AboutDialog

        AboutDialog(__version__, self._window).open()

    def show_gallery(self) -> None:
        """Published numbers, each computed anew beside what was printed."""
        if self.gallery is None:
            try:
                from app.gallery import Gallery
            except ExperimentError as error:  # its cards are read from files that come with the program
                self._refused(f"The published numbers cannot be shown: {error}")
                return
            self.gallery = Gallery(self._workspace, self._window)
        self.gallery.show()

    def close(self) -> None:
        """Close the dialog that may outlive the window."""
        if self.gallery is not None:
            self.gallery.dialog.close()
        if self._pages is not None:
            self._pages.close()


def _keys(command: Command) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return " or ".join(key.toString(native) for key in command.shortcuts)
