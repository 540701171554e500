"""The menu behind the toolbar's last button: every command by group, examples, and the choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.actions.commands import COMMANDS
from app.look.motion import CHOICES as MOTIONS
from app.look.motion import MOTION
from app.look.others_words import literal, without_keys
from app.look.theme import CHOICES, Theme
from app.panels.toolbar import PACE_TEXTS, STEP_SIZES
from app.runtime.speed import Speed
from symgui.experiment import Experiment, ExperimentError
from symgui.resources import example_files

if TYPE_CHECKING:  # only where something is remembered
    from app.runtime.session import Work

GROUPS = ("File", "Edit", "Run", "View", "Lessons", "Help")


class MainMenu(QMenu):
    """The groups of `app.actions.commands.COMMANDS` as submenus, and what is chosen in a menu.

    Parameters
    ----------
    actions : dict of str to QAction
        By object name.
    speed : Speed
    theme : Theme
    """

    exampleChosen = Signal(object)
    """The `Path` of an example."""
    earlierChosen = Signal(int)
    """The number of earlier work, in the order in which it was given."""
    recentChosen = Signal(object)
    """The `Path` of a file that was used lately."""

    def __init__(self, actions: dict[str, QAction], speed: Speed, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.groups = {name: QMenu(name, self) for name in GROUPS}
        for name, group in self.groups.items():
            group.setToolTipsVisible(True)
            self.addMenu(group)
            for command in COMMANDS:
                if command.group == name:
                    group.addAction(actions[command.name])
        self.examples = QMenu("Examples", self)
        self.groups["File"].insertMenu(actions["action-save"], self.examples)
        self.examples.setToolTipsVisible(True)
        self.examples.aboutToShow.connect(self._fill_examples)
        self.earlier = QMenu("Unsaved work", self)
        self.earlier.setObjectName("menu-earlier")
        self.earlier.setToolTipsVisible(True)
        self.groups["File"].insertMenu(actions["action-save"], self.earlier)
        self.show_earlier(())
        self.recent = QMenu("Open recent", self)
        self.recent.setObjectName("menu-recent")
        self.recent.setToolTipsVisible(True)
        self.groups["File"].insertMenu(actions["action-open-line"], self.recent)
        self.show_recent(())
        steps = [(str(size), size) for size in STEP_SIZES]
        self._add_choice("Run", "Step size", steps, lambda: speed.step_size, speed.set_step_size)
        paces = [(text, name) for name, text in PACE_TEXTS.items()]
        self._add_choice("Run", "Pace", paces, lambda: speed.pace, speed.set_pace)
        themes = [(name, name) for name in CHOICES]
        self._add_choice("View", "Theme", themes, lambda: theme.choice, theme.choose)
        motions = [(name, name) for name in MOTIONS]
        self._add_choice("View", "Motion", motions, lambda: MOTION.choice, MOTION.choose)

    def show_recent(self, paths: Sequence[Path]) -> None:
        """Offer the files that were used lately, the latest first."""
        self.recent.clear()
        for path in paths:
            action = self.recent.addAction(without_keys(path.name))
            action.setToolTip(literal(str(path)))
            action.triggered.connect(lambda _=False, path=path: self.recentChosen.emit(path))
        self.recent.menuAction().setEnabled(bool(paths))

    def show_earlier(self, works: Sequence[Work]) -> None:
        """Offer what something else took the place of and that is saved nowhere, the latest first."""
        self.earlier.clear()
        for number, work in reversed(list(enumerate(works))):
            name = without_keys(work.name)
            action = self.earlier.addAction(f"{name}  ·  {work.time}" if work.time else name)
            action.setToolTip("Open it again; what is open now takes its place here if it is not saved")
            action.triggered.connect(lambda _=False, number=number: self.earlierChosen.emit(number))
        self.earlier.menuAction().setEnabled(bool(works))

    def _add_choice(
        self,
        group: str,
        title: str,
        items: Iterable[tuple[str, object]],
        current: Callable[[], object],
        choose: Callable[..., object],
    ) -> None:
        """A submenu of which one item holds; `current` tells which, `choose` is given the item's data."""
        submenu = self.groups[group].addMenu(title)
        exclusive = QActionGroup(submenu)
        for text, data in items:
            action = submenu.addAction(text)
            action.setCheckable(True)
            action.setData(data)
            exclusive.addAction(action)

        def show_current() -> None:
            for action in exclusive.actions():
                action.setChecked(action.data() == current())

        submenu.aboutToShow.connect(show_current)
        exclusive.triggered.connect(lambda action: choose(action.data()))

    def _fill_examples(self) -> None:
        """Fill the menu of examples, when it is about to be shown."""
        if self.examples.isEmpty():
            for path in example_files():
                action = self.examples.addAction(without_keys(_title(path)))
                action.setToolTip(literal(path.name))
                action.triggered.connect(lambda _=False, path=path: self.exampleChosen.emit(path))
        if self.examples.isEmpty():
            self.examples.addAction("the files that come with the program are missing").setEnabled(False)


def _title(path: Path) -> str:
    try:
        return Experiment.load(path).title or path.name
    except ExperimentError as error:
        return str(error)
