"""Files dropped on the window: experiments and races are opened, tables and weights shown, lessons begin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

LESSON = ".lesson.md"


class Drops(QObject):
    """Takes the files that are dropped on a window; of several the first.

    Parameters
    ----------
    window : QWidget
    open_experiment, open_table, open_weights, open_lesson : callable
        Given the `Path`.
    """

    def __init__(
        self,
        window: QWidget,
        open_experiment: Callable[[Path], object],
        open_table: Callable[[Path], object],
        open_weights: Callable[[Path], object],
        open_lesson: Callable[[Path], object],
    ) -> None:
        super().__init__(window)
        self._experiment, self._table = open_experiment, open_table
        self._weights, self._lesson = open_weights, open_lesson
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Accept files, and open what is dropped."""
        if event.type() == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            if _file(event.mimeData()) is not None:
                event.acceptProposedAction()
                return True
        elif event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            path = _file(event.mimeData())
            if path is not None:
                event.acceptProposedAction()
                self.open(path)
                return True
        return False

    def open(self, path: Path) -> None:
        """Open a file by what its name says it is; an archive of arrays by what they are called."""
        from symgui.data.tables.reading import SUFFIXES  # the window opens without what reads these
        from symgui.weights import holds_weights

        if path.name.lower().endswith(LESSON):
            self._lesson(path)
        elif holds_weights(path):
            self._weights(path)
        elif path.suffix.lower() in SUFFIXES:
            self._table(path)
        else:
            self._experiment(path)


def _file(mime: QMimeData) -> Path | None:
    """The first local file."""
    names = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    return Path(names[0]) if names else None
