"""What a view shows as a table or as a picture, from its context menu, or by keyboard from one menu."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.runtime.workspace import Workspace
from symgui.export.number_files import Table, as_tabs
from symgui.export.view_tables import VIEW_TABLES, race_costs
from symgui.training.frame import Frame
from symgui.training.race import RaceFrame

if TYPE_CHECKING:
    from app.controllers.exports import Exports


class CopyMenu(QObject):
    """Offers the tables of views.

    Parameters
    ----------
    workspace : Workspace
    exports : callable
        Gives what copies pictures.
    say : callable
        Says a sentence.
    window : QWidget
    """

    def __init__(
        self,
        workspace: Workspace,
        exports: Callable[[], Exports],
        say: Callable[[str], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workspace, self._exports, self._say, self._window = workspace, exports, say, window

    def serve(self, *views: QWidget) -> None:
        """Give views a context menu."""
        for view in views:
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(partial(self._ask_for, view))

    def ask(self) -> None:
        """Offer the tables of all views in sight, that of the focus first; the arrows and Enter choose."""
        views = [
            view
            for view in self._window.findChildren(QWidget)
            if view.isVisible() and view.objectName().endswith("-view")
        ]
        focus = QApplication.focusWidget()
        views.sort(key=lambda view: focus is None or not (view is focus or view.isAncestorOf(focus)))
        menu = self._menu(view.objectName() for view in views)
        if menu.isEmpty():
            self._say("Nothing in sight can be copied as a table.")
            return
        menu.setActiveAction(menu.actions()[0])
        half = QPoint(menu.sizeHint().width() // 2, menu.sizeHint().height() // 2)
        menu.popup(self._window.mapToGlobal(self._window.rect().center() - half))

    def tables(self, names: Iterable[str], layer: int) -> list[tuple[str, Table]]:
        """What the views of these object names have, with what it is called; of the last layer at most."""
        shown, found = self._workspace.shown, []
        if isinstance(shown, Frame):  # another network than the one that is open, until that has been made
            layer = min(layer, len(shown.network.layers))
        for name in names:
            if isinstance(shown, RaceFrame) and name == "race-view":
                found.append(("Costs of all lanes", race_costs(shown)))
            elif isinstance(shown, Frame):
                rows = [
                    (each.label(layer), each.rows(shown, layer)) for each in VIEW_TABLES if each.view == name
                ]
                found += [(label, table) for label, table in rows if table]
        return found

    def _layer(self, *, pointed: bool = False) -> int:
        """The layer that is pointed at or selected, else the first."""
        pointing = self._workspace.pointing
        places = (pointing.hovered if pointed else None, pointing.selection)
        return next((place.layer for place in places if place is not None and place.layer), 1)

    def _ask_for(self, view: QWidget, at: QPoint) -> None:
        menu = self._menu([view.objectName()], pointed=True)
        menu.addAction("Copy picture", partial(self._exports().copy_view, view))
        menu.popup(view.mapToGlobal(at))

    def _menu(self, names: Iterable[str], *, pointed: bool = False) -> QMenu:
        menu = QMenu(self._window)
        menu.setObjectName("copy-menu")
        menu.aboutToHide.connect(menu.deleteLater)
        for label, table in self.tables(names, self._layer(pointed=pointed)):
            menu.addAction(f"Copy as a table: {label}", partial(self._copy, label, table))
        return menu

    def _copy(self, label: str, table: Table) -> None:
        QGuiApplication.clipboard().setText(as_tabs(table))
        rows = len(table) - 1
        count = "1 row is" if rows == 1 else f"{rows} rows are"
        self._say(f"{label}: {count} on the clipboard, for a spreadsheet.")
