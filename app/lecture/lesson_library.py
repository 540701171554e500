"""The lessons there are: those that come with the program, and the files a lecturer has opened."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

from symgui.files import reason
from symgui.lessons import Lesson, LessonError, load_lesson, shipped_lessons
from symgui.lessons.lesson import PARTS
from symgui.lessons.shipped import SUFFIX
from symgui.resources import is_shipped

SETTLED = 80
"""Milliseconds without another change after which a file is read: editors save in several strokes."""

_Stamp = tuple[int, int, int]


class Library(QObject):
    """Knows the lessons, and reads a lecturer's own again when their files change.

    Parameters
    ----------
    recent : sequence of Path
        Files that were opened on other days.

    Signals
    -------
    changed
        There are other lessons, or another version of one.
    reloaded(Lesson)
        A file has been saved, and holds this lesson now.
    failed(str)
        A file has been saved that is no lesson; the last good version stays.
    """

    changed = Signal()
    reloaded = Signal(object)
    failed = Signal(str)

    def __init__(self, recent: Sequence[Path] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shipped: tuple[Lesson, ...] | None = None
        self._own: dict[Path, Lesson] = {}
        self._folders: set[Path] = set()
        self._stamps: dict[Path, _Stamp | None] = {}
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._notice)
        self._watcher.directoryChanged.connect(self._notice)
        self._timer = QTimer(self, singleShot=True, interval=SETTLED)
        self._timer.timeout.connect(self._read_again)
        self.problem = ""
        for path in recent:
            self._attempt(partial(self._add, path))

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """The shipped ones in their order, then the lecturer's own in the order they were opened.

        If a shipped one is damaged, or all are missing, `problem` says so, and the lecturer's own are left.
        """
        self.problem = ""
        if self._shipped is None:
            try:
                self._shipped = shipped_lessons()
            except LessonError as error:
                self.problem = str(error)
        return (*(self._shipped or ()), *self._own.values())

    @property
    def own(self) -> list[Lesson]:
        """The lecturer's own, in the order they were opened."""
        return list(self._own.values())

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of a lecturer's own lessons, in the order they were opened."""
        return tuple(self._own)

    def after(self, lesson: Lesson) -> Lesson | None:
        """The next of the same lecture; after its last one the first of the next lecture, or None."""
        listed = [each for part in PARTS for each in self.lessons if each.part == part]
        places = [k for k, each in enumerate(listed) if (each.id, each.path) == (lesson.id, lesson.path)]
        return listed[places[0] + 1] if places and places[0] + 1 < len(listed) else None

    def open(self, path: Path) -> Lesson | None:
        """Read a lesson file, or every one in a folder; the lesson, or the folder's first, or None.

        Raises
        ------
        LessonError
            If the file is none; the sentence names line and field. Nothing is changed then.
        """
        try:
            path = Path(os.path.realpath(path))
            is_folder = path.is_dir()
        except (OSError, ValueError) as error:  # out of reach, or of a name that no file can have
            raise LessonError(f"cannot be read: {reason(error)}", source=path.name) from None
        if is_folder:
            return self._open_folder(path)
        lesson = self._add(path)
        self.changed.emit()
        return lesson

    def _open_folder(self, folder: Path) -> Lesson | None:
        """Damaged files among them are told of, and do not hide the others."""
        files = sorted(folder.glob(f"*{SUFFIX}"))
        if not files:
            raise LessonError(f"holds no lesson: no file named *{SUFFIX}", source=str(folder))
        if not is_shipped(folder):
            self._folders.add(folder)
            self._watcher.addPath(str(folder))
        found = [lesson for path in files if (lesson := self._attempt(partial(self._add, path)))]
        self.changed.emit()
        return found[0] if found else None

    def close(self) -> None:
        """Watch no more."""
        self._timer.stop()
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)

    def _add(self, path: Path) -> Lesson:
        """A lecturer's own, from now on; a file that comes with the program stays the program's."""
        if is_shipped(path):
            return self._shipped_at(path) or load_lesson(path)
        self._stamps[path] = _stamp(path)
        lesson = load_lesson(path)
        self._own[path] = lesson
        self._watch(path)
        return lesson

    def _shipped_at(self, path: Path) -> Lesson | None:
        listed = (lesson for lesson in self.lessons if lesson.path is not None and is_shipped(lesson.path))
        return next((lesson for lesson in listed if lesson.path and lesson.path.samefile(path)), None)

    def _watch(self, path: Path) -> None:
        """The file, and its folder: an editor that puts a new file in its place ends the watch on the old."""
        for each in (path, path.parent):
            self._watcher.addPath(str(each))

    @Slot(str)
    def _notice(self, _path: str) -> None:
        self._timer.start()

    @Slot()
    def _read_again(self) -> None:
        """Read what is new or has changed."""
        for folder in self._folders:
            for path in sorted(folder.glob(f"*{SUFFIX}")):
                self._stamps.setdefault(path, None)
        read = [path for path, stamp in self._stamps.items() if _stamp(path) not in (None, stamp)]
        for path in read:
            lesson = self._attempt(partial(self._add, path))
            if lesson is not None:
                self.reloaded.emit(lesson)
        if read:
            self.changed.emit()

    def _attempt(self, read: Callable[[], Lesson]) -> Lesson | None:
        try:
            return read()
        except LessonError as error:
            self.failed.emit(str(error))
            return None


def _stamp(path: Path) -> _Stamp | None:
    """What tells two versions of a file apart; None while there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
