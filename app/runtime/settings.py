"""What the window remembers from one day to the next: its place, its theme, what was open.

Nothing here can keep the window from opening: what is missing or damaged counts as not remembered.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, TypeVar

from platformdirs import user_config_path, user_log_path
from PySide6.QtCore import QByteArray

from app.look.motion import CHOICES as MOTIONS
from app.look.text_scale import NORMAL
from app.look.theme import CHOICES
from app.runtime.ini_file import IniFile
from app.runtime.sessions import Sessions
from symgui.files import is_file

NAME = "symgui"
TOURED, RECENT, LESSONS = "window/toured", "files/recent", "lessons/files"
MOST_RECENT = 10
MOST_LESSONS = 12
"""So many of a lecturer's own lesson files are remembered, the latest ones."""

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """An attribute of the settings that is a value in their file.

    Parameters
    ----------
    key : str
    read : callable
        What is meant by what the file has, which may be anything.
    """

    def __init__(self, key: str, read: Callable[[object], Value]) -> None:
        self._key, self._read = key, read

    def __get__(self, settings: Settings, _: object) -> Value:
        return self._read(settings.ini[self._key])

    def __set__(self, settings: Settings, value: Value) -> None:
        settings.ini[self._key] = value


def _one_of(choices: Sequence[str]) -> Callable[[object], str]:
    return lambda value: value if isinstance(value, str) and value in choices else "system"


def _geometry(value: object) -> QByteArray | None:
    return value if isinstance(value, QByteArray) and not value.isEmpty() else None


def _pixels(value: object) -> int:
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 4 else NORMAL


class Settings:
    """The remembered things, in an INI file and the sessions beside it.

    Parameters
    ----------
    folder : Path or None
        Where they are kept; where the platform wants them if left out.

    Attributes
    ----------
    sessions : Sessions
        What was open.
    """

    geometry = Remembered("window/geometry", _geometry)
    """The window's place and size, as `QWidget.saveGeometry` gave it; or None."""
    theme = Remembered("window/theme", _one_of(CHOICES))
    text_size = Remembered("window/text-size", _pixels)
    """Pixels of the window's text."""
    motion = Remembered("window/motion", _one_of(MOTIONS))
    said = Remembered("window/said", lambda value: value if isinstance(value, str) else "")
    """What was said last of how numbers are computed here: it is not said every day anew."""
    lock = Remembered("lessons/lock", lambda value: str(value).lower() == "true")
    """Whether the settings are locked during lessons; what is read from the file is text."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = user_config_path(NAME, appauthor=False) if folder is None else folder
        self.log_folder = user_log_path(NAME, appauthor=False) if folder is None else folder
        self.sessions = Sessions(self.folder / "sessions")
        self.ini = IniFile(self.folder / "symgui.ini")

    @property
    def first_start(self) -> bool:
        """Whether nothing is remembered yet: neither a window's place nor that the tour was offered."""
        return self.geometry is None and self.ini[TOURED] is None

    def forget_first_start(self) -> None:
        """The tour has been offered."""
        self.ini[TOURED] = True

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files that were opened or saved last and are still there, the latest first."""
        return self._paths(RECENT)

    def add_recent(self, path: Path) -> None:
        """A file has been used."""
        used = path.absolute()
        others = [other for other in self.recent if other != used]
        self.ini[RECENT] = [str(each) for each in [used, *others][:MOST_RECENT]]

    @property
    def lesson_files(self) -> tuple[Path, ...]:
        """A lecturer's own lessons that are still there, in the order they were opened."""
        return self._paths(LESSONS)

    @lesson_files.setter
    def lesson_files(self, paths: Sequence[Path]) -> None:
        self.ini[LESSONS] = [str(path) for path in paths[-MOST_LESSONS:]]

    def _paths(self, key: str) -> tuple[Path, ...]:
        """Remembered files that are still there."""
        value = self.ini[key]
        names = value if isinstance(value, list) else [value]
        paths = [Path(name) for name in names if isinstance(name, str) and name]
        return tuple(path for path in paths if is_file(path))


def write_report(report: str, folder: Path | None) -> Path:
    """Keep the report of a failure in `folder`, or in the temporary one if that cannot be; returns its file.

    Raises
    ------
    OSError
        If it can be written nowhere.
    """
    name = f"symgui-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.log"
    for place in (folder, Path(tempfile.gettempdir())):
        if place is None:
            continue
        with contextlib.suppress(OSError):
            place.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(report, encoding="utf-8")
            return place / name
    raise OSError(f"the report could not be kept in {folder} or {tempfile.gettempdir()}")
