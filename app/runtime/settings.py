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
from PySide6.QtCore import QByteArray

from app.look.motion import CHOICES as MOTIONS
from app.look.text_scale import NORMAL
from app.look.theme import CHOICES
from app.runtime.file_writer import FileWriter
from app.runtime.ini_file import IniFile
from app.runtime.sessions import Sessions
from symgui.files import is_file

NAME = "symgui"
GEOMETRY, THEME = "window/geometry", "window/theme"
TOURED = "window/toured"
TEXT_SIZE, MOTION = "window/text-size", "window/motion"
LESSONS, LOCK = "lessons/files", "lessons/lock"
SAID = "window/said"
RECENT = "files/recent"
KEYS = (GEOMETRY, THEME, TOURED, TEXT_SIZE, MOTION, LESSONS, LOCK, SAID, RECENT)
MOST_RECENT = 10
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
        self._ini = IniFile(self.folder / "symgui.ini", KEYS)

    def write_by(self, writer: FileWriter | None) -> None:
        """Have changes written in the background; without a writer they are written at once."""
        self._ini.write_by(writer)

    # ---- the window ------------------------------------------------------------------------------

    @property
    def geometry(self) -> QByteArray | None:
        """The window's place and size, as `QWidget.saveGeometry` gave it."""
        value = self._ini[GEOMETRY]
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._ini[GEOMETRY] = value

    @property
    def theme(self) -> str:
        """One of `app.look.theme.CHOICES`."""
        value = self._ini[THEME]
        return value if isinstance(value, str) and value in CHOICES else "system"

    @theme.setter
    def theme(self, value: str) -> None:
        self._ini[THEME] = value

    @property
    def first_start(self) -> bool:
        """Whether nothing is remembered yet: neither a window's place nor that the tour was offered."""
        return self.geometry is None and self._ini[TOURED] is None

    def forget_first_start(self) -> None:
        """The tour has been offered."""
        self._ini[TOURED] = True

    @property
    def text_size(self) -> int:
        """Pixels of the window's text."""
        value = str(self._ini[TEXT_SIZE])
        return int(value) if value.isdecimal() and len(value) < 4 else NORMAL

    @text_size.setter
    def text_size(self, value: int) -> None:
        self._ini[TEXT_SIZE] = value

    @property
    def motion(self) -> str:
        """One of `app.look.motion.CHOICES`."""
        value = self._ini[MOTION]
        return value if isinstance(value, str) and value in MOTIONS else "system"

    @motion.setter
    def motion(self, value: str) -> None:
        self._ini[MOTION] = value

    @property
    def said(self) -> str:
        """What was said last of how numbers are computed here: it is not said every day anew."""
        value = self._ini[SAID]
        return value if isinstance(value, str) else ""

    @said.setter
    def said(self, value: str) -> None:
        self._ini[SAID] = value

    # ---- files -----------------------------------------------------------------------------------

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files that were opened or saved last and are still there, the latest first."""
        return self._paths(RECENT)

    def add_recent(self, path: Path) -> None:
        """A file has been used."""
        used = path.absolute()
        others = [other for other in self.recent if other != used]
        self._ini[RECENT] = [str(each) for each in [used, *others][:MOST_RECENT]]

    def _paths(self, key: str) -> tuple[Path, ...]:
        """Remembered files that are still there."""
        value = self._ini[key]
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
        self._ini[LESSONS] = [str(path) for path in paths[-MOST_LESSONS:]]

    @property
    def lock(self) -> bool:
        """Whether the settings are locked during lessons."""
        return str(self._ini[LOCK]).lower() == "true"  # what is read from the file is text

    @lock.setter
    def lock(self, value: bool) -> None:
        self._ini[LOCK] = value


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
