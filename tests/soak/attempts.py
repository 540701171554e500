"""One attempt: a file is read as the program reads it, and what must not be is found."""

from __future__ import annotations

import contextlib
import io
import resource
import shutil
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple

from symgui.experiment.spec import one_line
from tests.soak.formats import REFUSALS, Format
from tests.soak.guard import ROOT, Guard

LONGEST_SENTENCE = 2_000
"""Characters: nothing that a file holds is quoted whole."""
MOST_SECONDS = 10.0
"""Of the processor, for one attempt; a file is at most 200 kB here."""
MOST_MEMORY = 1536 * 2**20
"""Bytes that an attempt may take on top: what a compressed table may unfold to, and as much again, twice."""


class Attempt(NamedTuple):
    """What came of it.

    Attributes
    ----------
    fault : str
        What must not be; empty if all is well.
    refused : str
        The sentence; empty if the file was read.
    seconds : float
    """

    fault: str
    refused: str
    seconds: float


class TooLongError(BaseException):
    """No exception that the program could take for its own."""


def limit_memory(bytes_on_top: int = MOST_MEMORY) -> None:
    """Let this process have so much more address space than it has."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + bytes_on_top
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `TooLongError` in what takes longer."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)


def attempt(kind: Format, data: bytes, folder: Path, guard: Guard | None = None) -> Attempt:
    """Read `data` as a file of this format, alone in `folder`."""
    path = folder / kind.file
    path.write_bytes(data)
    there = {each.name for each in folder.iterdir()}
    fault = refused = ""
    began = time.process_time()
    if guard is not None:
        guard.watch(folder, writing=kind.own)
    try:
        with within(MOST_SECONDS), warnings.catch_warnings():
            warnings.simplefilter("error")
            kind.read(path)
    except REFUSALS as error:
        refused = str(error)
        fault = wrong_sentence(refused)
    except TooLongError:
        fault = f"takes more than {MOST_SECONDS} s"
    except MemoryError:
        fault = f"takes more than {MOST_MEMORY >> 20} MB of memory"
    except BaseException:
        fault = traceback.format_exc(limit=-6)
    finally:
        if guard is not None:
            guard.watch(None)
    seconds = time.process_time() - began
    if guard is not None and guard.found:
        fault, guard.found = fault or guard.found[0], []
    new = {each.name for each in folder.iterdir()} - there
    if new:
        fault = fault or f"has made {', '.join(sorted(new))}"
    return Attempt(fault, refused, seconds)


def wrong_sentence(sentence: str) -> str:
    """What is wrong with a sentence that refuses a file; empty if nothing is."""
    if not sentence.strip():
        return "refuses without a word"
    if len(sentence) > LONGEST_SENTENCE:
        return f"a sentence of {len(sentence)} characters: {sentence[:200]!r}"
    if one_line(sentence) != sentence:
        return f"a sentence with what cannot be printed: {sentence[:400]!r}"
    return ""


def refused_by_command(kind: Format, data: bytes, folder: Path) -> str:
    """What is wrong when the command line reads a file that cannot be read; empty if nothing is."""
    from symgui.cli import main

    path = folder / kind.file
    path.write_bytes(data)
    arguments = kind.command(path)
    if not arguments:
        return ""
    there = {each.name for each in folder.iterdir()}
    said, printed = io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(printed):
        try:
            status: object = main(arguments)
        except SystemExit as error:
            status = error.code
        except Exception:
            return traceback.format_exc(limit=-6)
    new = {each.name for each in folder.iterdir()} - there
    for name in new:
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).unlink(missing_ok=True)
    sentences = said.getvalue().rstrip("\n").split("\n")
    if status != 2 or len(sentences) != 1 or new:
        lines = f"{len(sentences)} lines ({sentences[0][:200]!r})"
        return f"{arguments[0]}: status {status}, {lines}, made {sorted(new)}"
    return wrong_sentence(sentences[0])


class Lines:
    """The lines of the program that have been run: what runs a new one is worth keeping."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, int]] = set()
        self._own: dict[CodeType, bool] = {}
        self._new = 0

    def new(self) -> int:
        """How many lines were run for the first time since this was asked last."""
        new, self._new = self._new, 0
        return new

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Watch what is run."""
        sys.settrace(self._enter)
        try:
            yield
        finally:
            sys.settrace(None)

    def _enter(self, frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        own = self._own.get(code)
        if own is None:
            own = self._own[code] = code.co_filename.startswith((f"{ROOT}/symgui", f"{ROOT}/app"))
        return self._line if own else None

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        place = frame.f_code.co_filename, frame.f_lineno
        if place not in self.seen:
            self.seen.add(place)
            self._new += 1
        return self._line
