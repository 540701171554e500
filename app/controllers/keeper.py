"""Keeps what a person makes on disk, a moment after it was made, and offers it again the next time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.controllers.pins import Pins
from app.panels.message_bar import MessageBar
from app.runtime.file_writer import FileWriter, Result
from app.runtime.map_folders import MapFolders
from app.runtime.open_document import EarlierWork
from app.runtime.saved_work import ShownWork
from app.runtime.session import PinWork, RunWork, Session, Work, needed, sight_of, work_of
from app.runtime.sessions import Found, Sessions
from app.runtime.workspace import Workspace
from symgui.experiment import Experiment
from symgui.training.states import State

if TYPE_CHECKING:  # it is made when somebody first draws
    from app.controllers.point_drawing import PointDrawing

DELAY = 2000
"""Milliseconds, at most, between a change and its being kept."""
MOST_EARLIER = 50
"""So much unsaved work that something else took the place of is kept, the latest."""
KILLED = "The program was not closed last time: what was open is back, and no file has been written."
NOT_KEPT = "What you have open cannot be kept for the next time: {}. Save it to a file before you close."
CLOSING = "What is open is being kept for the next time. The window closes when that is done."
MAP = "The map of many runs is kept, too: Map of many runs… (Ctrl+Shift+M) shows it."
MORE = "Work that is not saved is in the menu: File, Unsaved work."


class Keeper(QObject):
    """Writes the window's session a moment after anything of it has changed, and when the window closes.

    Parameters
    ----------
    sessions : Sessions
    writer : FileWriter
    workspace : Workspace
    pins : Pins
    message : MessageBar
    maps : MapFolders
        Of maps that were not saved.

    Attributes
    ----------
    earlier : tuple of Work
        What something else took the place of and that is saved nowhere, the latest last.
    """

    changed = Signal()
    """There is other earlier work."""

    def __init__(
        self,
        sessions: Sessions,
        writer: FileWriter,
        workspace: Workspace,
        pins: Pins,
        message: MessageBar,
        maps: MapFolders,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._sessions, self._writer = sessions, writer
        self._workspace, self._pins, self._message = workspace, pins, message
        self._maps = maps
        self.earlier: tuple[Work, ...] = ()
        self._closed = False
        self._writing = False
        self._why = ""
        self._drawing: PointDrawing | None = None
        self._timer = QTimer(self, singleShot=True, interval=DELAY)
        self._timer.timeout.connect(self._begin_to_write)
        workspace.document.replaced.connect(self._keep)
        for signal in (
            workspace.experimentChanged, workspace.lanesChanged, workspace.document.pathChanged, pins.changed
        ):  # fmt: skip
            signal.connect(self._notice)
        workspace.stateChanged.connect(self._notice_rest)

    @property
    def session(self) -> Session:
        """What the window has open now."""
        sight, left = self._workspace.own.sight, self._workspace.own.left_race
        experiments: list[Experiment] = []
        pins = []
        for moment in self._pins.own:
            if moment.experiment not in experiments:
                experiments.append(moment.experiment)
            number = experiments.index(moment.experiment)
            pins.append(PinWork(name=moment.name, iteration=moment.iteration, experiment=number))
        now = work_of(sight, left)
        earlier = needed(self.earlier, now)
        return Session(now=now, earlier=earlier, pins=tuple(pins), experiments=tuple(experiments))

    @property
    def at_rest(self) -> bool:
        """Whether all that is open is on the disk, or could not be written."""
        return not self._timer.isActive() and not self._writing

    @property
    def _whole(self) -> Session:
        """The same with what is being drawn, which the next window finds among the earlier work."""
        session = self.session
        if self._drawing is None:
            return session
        time = f"{datetime.now():%Y-%m-%d %H:%M}"
        drawn = [Work(run=RunWork(experiment=each, kept=False), time=time) for each in self._drawing.unused]
        return replace(session, earlier=needed((*session.earlier, *drawn), session.now)[-MOST_EARLIER:])

    def keep_drawings(self, drawing: PointDrawing) -> None:
        """Keep what is drawn and not used."""
        self._drawing = drawing
        drawing.changed.connect(self._notice)

    def take(self, found: Found) -> None:
        """Show what else was open besides the experiment, and keep what other windows have left."""
        session = found.session
        for each in reversed(found.others):
            self._add([*each.earlier, each.now])
            self._restore_pins(each)
        if session is not None:
            self._add(session.earlier)
            self._restore_pins(session)
            sight, left = sight_of(session.now)
            self._workspace.own.go_where(sight, left)
        killed = session is not None and not session.closed
        more = any(each.now.unsaved for each in found.others)
        if killed or more:
            mapped = killed and self._maps.any_left()
            self._message.say(" ".join([KILLED] * killed + [MAP] * mapped + [MORE] * more))
        self._begin_to_write()

    def open(self, number: int) -> None:
        """Show earlier work again; what is open takes its place among the earlier work if it is not saved."""
        work = self.earlier[number]
        self.earlier = self.earlier[:number] + self.earlier[number + 1 :]
        sight, left = sight_of(work)
        self._workspace.document.open(EarlierWork(sight, left, work.name))
        self._announce()

    def write(self) -> None:
        """Write the session now, and wait for it."""
        self._writer.wait()
        self._begin_to_write()
        self._writer.wait()

    def close(self) -> None:
        """The window is closed; what it had open is for the next one."""
        if not self._closed:
            self._closed = True
            self._timer.stop()
            self._put(replace(self._whole, closed=True))
            self._writer.finish(lambda: self._message.say(CLOSING))
            self._sessions.close()

    @Slot()
    def _begin_to_write(self) -> None:
        """Have the session written, unless it is just being written: then a moment later."""
        self._timer.stop()
        if self._writing:
            self._timer.start()
            return
        session = self.session
        if session.earlier != self.earlier:
            self.earlier = session.earlier
            self.changed.emit()
        self._put(self._whole)

    def _put(self, session: Session) -> None:
        self._writing = True
        self._writer.put(partial(self._sessions.write, session), self._tell)

    def _tell(self, result: Result) -> None:
        self._writing = False
        why = result()
        if why and why != self._why:  # said once: nobody is to rely on it
            self._message.say(NOT_KEPT.format(why))
        self._why = why

    @Slot(object)
    def _keep(self, sight: ShownWork) -> None:
        self._add([work_of(sight, time=f"{datetime.now():%Y-%m-%d %H:%M}")])

    def _add(self, works: Sequence[Work]) -> None:
        """Keep what is unsaved of these."""
        self.earlier = needed((*self.earlier, *works))[-MOST_EARLIER:]
        self._announce()

    def _announce(self) -> None:
        self.changed.emit()
        self._notice()

    @Slot()
    def _notice(self) -> None:
        """Have the session written within `DELAY` of the first change that is not written yet."""
        if not self._timer.isActive() and not self._closed:
            self._timer.start()

    @Slot()
    def _notice_rest(self) -> None:
        """Keep where the run came to rest; not where it passes."""
        if self._workspace.state is not State.RUNNING:
            self._notice()

    def _restore_pins(self, session: Session) -> None:
        self._pins.restore(
            [(pin.name, pin.iteration, session.experiments[pin.experiment]) for pin in session.pins]
        )
