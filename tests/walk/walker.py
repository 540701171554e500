"""A seeded random walk through the window: ``python tests/walk/walker.py --seed 1 --acts 2500``.

Each act, and each choice in it, stands in the log before it is done. A fault ends the walk with exit status 1
and stands in the log, too; a crash ends it with the crash, and the log's last lines are what led there.
``--replay LOG`` makes the same choices again (the network's thread keeps its own time, so a fault may need
several attempts); ``shrink.py LOG`` finds the shortest run of acts that still fails.
"""

from __future__ import annotations

import argparse
import faulthandler
import gc
import json
import os
import random
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TextIO

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import control_acts  # noqa: F401 - each registers its acts
import dialog_acts  # noqa: F401
import file_acts  # noqa: F401
import page_acts  # noqa: F401
from acts import ACTS
from draws import Drawn, Draws
from hang import guarded
from inventory import Inventory
from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QDialog
from scene import Scene

DISMISS_MS = 150
"""Milliseconds after which a dialog that waits for an answer gets none."""
GARBAGE_STRETCH = 50
"""Every fourth stretch of so many acts collects garbage after each event loop and at every allocation."""
EXPECTED = ("This plugin does not support",)
"""Parts of Qt's messages that say nothing of the program."""


class Walk:
    """One walk, and what goes wrong on it."""

    def __init__(self, folder: Path, log: TextIO) -> None:
        self._log = log
        self.faults: list[str] = []
        sys.excepthook = self._catch
        sys.unraisablehook = self._catch_unraisable
        qInstallMessageHandler(self._hear)
        warnings.showwarning = self._warn
        self._dismiss = QTimer()
        self._dismiss.start(DISMISS_MS)
        self._inventory = Inventory()
        self._scene = Scene(folder, self._windows_gone)
        self._dismiss.timeout.connect(self._dismiss_waiting)

    def do(self, number: int, name: str, draws: Draws) -> None:
        """One act; what is drawn in it stands in the log as soon as it is drawn."""
        self._write({"n": number, "act": name})
        draws.told = lambda choice: self._write({"n": number, "drawn": choice})
        try:
            with guarded():
                ACTS[name][1](self._scene, draws)
                self._scene.pump(0.0)
                self._scene.tidy()
                self.faults += self._scene.faults()
        except Exception:
            self.faults.append(traceback.format_exc())

    def end(self) -> None:
        """Close all windows; what went wrong stands in the log."""
        self._dismiss.stop()
        try:
            with guarded():
                self._scene.end()
                self.faults += self._scene.shipped_faults()
        except Exception:
            self.faults.append(traceback.format_exc())
        qInstallMessageHandler(None)
        sys.excepthook, sys.unraisablehook = sys.__excepthook__, sys.__unraisablehook__
        for fault in self.faults:
            self._write({"fault": fault})

    def _windows_gone(self) -> None:
        self.faults += self._inventory.left()

    def _dismiss_waiting(self) -> None:
        if not self._scene.looking_on:
            dismiss_modal()

    def _write(self, line: dict[str, object]) -> None:
        self._log.write(json.dumps(line) + "\n")
        self._log.flush()

    def _catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self.faults.append("".join(traceback.format_exception(kind, error, trace)))

    def _catch_unraisable(self, unraisable: sys.UnraisableHookArgs) -> None:
        trace = traceback.format_exception(
            unraisable.exc_type, unraisable.exc_value, unraisable.exc_traceback
        )
        self.faults.append("".join([*trace, f"(ignored in {unraisable.object!r})"]))

    def _warn(self, message: Warning | str, kind: type[Warning], file: str, line: int, *_: object) -> None:
        said = f"{kind.__name__}: {message} ({file}:{line})"
        self.faults.append("".join([f"{said}\n", *traceback.format_stack(limit=12)]))

    def _hear(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not any(part in text for part in EXPECTED):
            self.faults.append(f"Qt says: {text}\n{''.join(traceback.format_stack(limit=12))}")


def dismiss_modal() -> None:
    """Answer no to a dialog that waits, and choose nothing from a menu."""
    waiting = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    if isinstance(waiting, QDialog):
        waiting.reject()
    elif waiting is not None:
        waiting.close()


def drawn_acts(seed: int, count: int) -> Iterator[tuple[int, str, Draws]]:
    """Numbers, names and choices from a seed."""
    source = random.Random(seed)
    names, often = list(ACTS), [each for each, _ in ACTS.values()]
    for number in range(1, count + 1):
        yield number, source.choices(names, often)[0], Draws(source)


def logged_acts(log: Path) -> Iterator[tuple[int, str, Draws]]:
    """Numbers, names and choices from the log of a walk before."""
    given: dict[int, list[Drawn]] = {}
    names: dict[int, str] = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        each = json.loads(line)
        if "act" in each:
            names[each["n"]] = each["act"]
        elif "drawn" in each:
            given.setdefault(each["n"], []).append(each["drawn"])
    for number, name in names.items():
        yield number, name, Draws(random.Random(number), given.get(number, ()))


def main() -> int:
    """Walk; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--acts", type=int, default=2500)
    parser.add_argument("--log", type=Path, default=None)
    parser.add_argument("--replay", type=Path, default=None, help="the log of a walk before")
    arguments = parser.parse_args()
    faulthandler.enable()
    gc.set_threshold(1, 5, 5)  # what the program does without a window, it does at every allocation
    application = QApplication([])
    application.setStyle("Fusion")
    application.setQuitOnLastWindowClosed(False)
    acts = logged_acts(arguments.replay) if arguments.replay else drawn_acts(arguments.seed, arguments.acts)
    log_file = arguments.log or Path(tempfile.gettempdir()) / f"symgui-walk-{arguments.seed}.log"
    done = 0
    with tempfile.TemporaryDirectory() as folder, log_file.open("w", encoding="utf-8") as log:
        os.chdir(folder)
        walk = Walk(Path(folder), log)
        for number, name, draws in acts:
            walk.do(number, name, draws)
            done += 1
            if (number // GARBAGE_STRETCH) % 4 == 3:
                gc.collect()
            if walk.faults:
                break
        walk.end()
    for fault in walk.faults:
        print(fault, file=sys.stderr)
    print(f"{done} acts of seed {arguments.seed}: {len(walk.faults)} faults; log: {log_file}")
    return 1 if walk.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
