"""Commands on their way to the thread that works, and what makes that thread look up from its work."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from symgui.training.loop_commands import IDEMPOTENT, ONWARD, AnyCommand
from symgui.training.states import LoopEvent


class Stoppable(Protocol):
    """What can be ended from any thread."""

    def stop(self) -> None:
        """End the updates that are under way."""


class CommandQueue:
    """Filled from any thread, emptied by the one that works.

    Attributes
    ----------
    attention : bool
        Something else is wanted than what is being worked at; looked at after each update, without a lock.
    closing : bool
        The work is to end.
    """

    def __init__(self) -> None:
        self._commands: deque[AnyCommand] = deque()
        self._posted = self._carried_out = 0
        self._taken: AnyCommand | None = None  # the last one
        self._wake = threading.Condition()
        self._work: Stoppable | None = None
        self.attention = self.closing = False

    # ---- from any thread -------------------------------------------------------------------------

    def post(self, command: AnyCommand) -> None:
        """Put a command behind those that were posted before."""
        with self._wake:
            self._commands.append(command)
            self._posted += 1
            self.attention = True
            self._stop_work()
            self._wake.notify_all()

    def wait_for_commands(self, seconds: float) -> bool:
        """Wait until all that was posted so far has been carried out; returns whether it has in that time."""
        with self._wake:
            posted = self._posted
            return self._wake.wait_for(lambda: self._carried_out >= posted, seconds)

    def close(self) -> None:
        """Have the work end."""
        with self._wake:
            self.closing = self.attention = True
            self._stop_work()
            self._wake.notify_all()

    def stop_work(self) -> None:
        """Have the slice that is under way, if one is, end now."""
        with self._wake:
            self._stop_work()

    def _stop_work(self) -> None:
        if self._work is not None:
            self._work.stop()

    # ---- the working thread ----------------------------------------------------------------------

    def take(self) -> AnyCommand | None:
        """The next command, if one waits; `note_carried_out` follows."""
        with self._wake:
            command = self._commands.popleft() if self._commands else None
            if command is not None:
                self._taken = command
            self.attention = bool(self._commands)
            return command

    def note_carried_out(self) -> None:
        """The command that was taken last has been carried out."""
        with self._wake:
            self._carried_out += 1
            self._wake.notify_all()

    def wait(self, seconds: float | None = None) -> None:
        """Do nothing until a command comes or the end, or for so long."""
        with self._wake:
            if not self._commands and not self.closing:
                self._wake.wait(seconds)

    def overtaken(self, *events: LoopEvent) -> bool:
        """Whether a long way to another place is no longer worth going: another one waits, or the end."""
        if not self.attention:
            return False
        with self._wake:
            return self.closing or any(
                command.event in events and not self._repeats(command) for command in self._commands
            )

    def wanted_elsewhere(self) -> bool:
        """Whether what takes long at rest is given up, for another command than the last, or the end."""
        if not self.attention:
            return False
        with self._wake:
            return self.closing or not all(map(self._repeats, self._commands))

    def wanted_off_course(self) -> bool:
        """Whether a long update, or a frame between two, is given up: not to go on, however often asked."""
        if not self.attention:
            return False
        with self._wake:
            return self.closing or not all(
                isinstance(command, ONWARD) or self._repeats(command) for command in self._commands
            )

    def _repeats(self, command: AnyCommand) -> bool:
        """Whether it asks for what was asked for last, and is so or under way."""
        return isinstance(command, IDEMPOTENT) and command == self._taken

    @contextmanager
    def working_at(self, work: Stoppable) -> Iterator[None]:
        """Inside, others may stop `work`; nothing else is ever stopped by them."""
        self._work = work
        try:
            yield
        finally:
            with self._wake:
                self._work = None
