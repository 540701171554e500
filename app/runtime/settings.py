"""What the window remembers from one day to the next: its place, its theme, what was open.

Nothing here can keep the window from opening: what is missing or damaged counts as not remembered.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_config_path, user_log_path
from PySide6.QtCore import QByteArray, QSettings

from app.look.motion import CHOICES as MOTIONS
from app.look.text_scale import NORMAL
from app.look.theme import CHOICES
from app.runtime.sessions import Sessions
from symgui.files import is_file, read_file, replace_file

NAME = "symgui"
GEOMETRY, THEME = "window/geometry", "window/theme"
TOURED = "window/toured"
TEXT_SIZE, MOTION = "window/text-size", "window/motion"
LESSONS, LOCK = "lessons/files", "lessons/lock"
SAID = "window/said"
RECENT = "files/recent"
MOST_RECENT = 10
OBJECTS = (b"@Variant(", b"@DateTime(")
"""What begins a value that Qt reads from a stream of its own."""
MAX_FILE_BYTES = 2**24
MOST_LESSONS = 12
"""So many of a lecturer's own lesson files are remembered, the latest ones."""


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

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = user_config_path(NAME, appauthor=False) if folder is None else folder
        self.log_folder = user_log_path(NAME, appauthor=False) if folder is None else folder
        self.sessions = Sessions(self.folder / "sessions")
        file = self.folder / "symgui.ini"
        leave_out_objects(file)
        self._ini = QSettings(str(file), QSettings.Format.IniFormat)

    def _value(self, key: str) -> object:
        """What the file has; None also where it has what Python cannot hold (``@Variant(…)`` of any type)."""
        try:
            return self._ini.value(key)
        except RuntimeError:
            return None

    # ---- the window ------------------------------------------------------------------------------

    @property
    def geometry(self) -> QByteArray | None:
        """The window's place and size, as `QWidget.saveGeometry` gave it."""
        value = self._value(GEOMETRY)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._ini.setValue(GEOMETRY, value)

    @property
    def theme(self) -> str:
        """One of `app.look.theme.CHOICES`."""
        value = self._value(THEME)
        return value if isinstance(value, str) and value in CHOICES else "system"

    @theme.setter
    def theme(self, value: str) -> None:
        self._ini.setValue(THEME, value)

    @property
    def first_start(self) -> bool:
        """Whether nothing is remembered yet: neither a window's place nor that the tour was offered."""
        return self.geometry is None and self._value(TOURED) is None

    def forget_first_start(self) -> None:
        """The tour has been offered."""
        self._ini.setValue(TOURED, True)

    @property
    def text_size(self) -> int:
        """Pixels of the window's text."""
        value = str(self._value(TEXT_SIZE))
        return int(value) if value.isdecimal() and len(value) < 4 else NORMAL

    @text_size.setter
    def text_size(self, value: int) -> None:
        self._ini.setValue(TEXT_SIZE, value)

    @property
    def motion(self) -> str:
        """One of `app.look.motion.CHOICES`."""
        value = self._value(MOTION)
        return value if isinstance(value, str) and value in MOTIONS else "system"

    @motion.setter
    def motion(self, value: str) -> None:
        self._ini.setValue(MOTION, value)

    @property
    def said(self) -> str:
        """What was said last of how numbers are computed here: it is not said every day anew."""
        value = self._value(SAID)
        return value if isinstance(value, str) else ""

    @said.setter
    def said(self, value: str) -> None:
        self._ini.setValue(SAID, value)

    # ---- files -----------------------------------------------------------------------------------

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files that were opened or saved last and are still there, the latest first."""
        return self._paths(RECENT)

    def add_recent(self, path: Path) -> None:
        """A file has been used."""
        used = path.absolute()
        others = [other for other in self.recent if other != used]
        self._ini.setValue(RECENT, [str(each) for each in [used, *others][:MOST_RECENT]])

    def _paths(self, key: str) -> tuple[Path, ...]:
        """Remembered files that are still there."""
        value = self._value(key)
        names = value if isinstance(value, list) else [value]
        paths = [Path(name) for name in names if isinstance(name, str) and name]
        return tuple(path for path in paths if is_file(path))

    # ---- lessons ---------------------------------------------------------------------------------

    @property
    def lesson_files(self) -> tuple[Path, ...]:
        """A lecturer's own lessons that are still there, in the order they were opened."""
        return self._paths(LESSONS)

    @lesson_files.setter
    def lesson_files(self, paths: Sequence[Path]) -> None:
        self._ini.setValue(LESSONS, [str(path) for path in paths[-MOST_LESSONS:]])

    @property
    def lock(self) -> bool:
        """Whether the settings are locked during lessons."""
        return str(self._value(LOCK)).lower() == "true"  # what is read from the file is text

    @lock.setter
    def lock(self, value: bool) -> None:
        self._ini.setValue(LOCK, value)

    def save(self) -> None:
        """Write everything to disk now."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
        self._ini.sync()


def leave_out_objects(file: Path) -> None:
    """Take lines with objects of Qt out of a file of settings, which holds none.

    Where damage makes one, Qt makes room for whatever it claims to be, and ends the process if there is none.
    """
    with contextlib.suppress(OSError, ValueError):
        data = read_file(file, MAX_FILE_BYTES)
        if any(mark in data for mark in OBJECTS):
            kept = [line for line in data.split(b"\n") if not any(mark in line for mark in OBJECTS)]
            replace_file(file, b"\n".join(kept))


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
