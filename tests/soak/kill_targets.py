"""What `kills.py` kills: the program at work, which notes in a journal what it is about to do and has done.

``python kill_targets.py save|autosave|export FOLDER``. A sweep is the program itself.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from symgui.experiment import DataSpec, Experiment, LayerSpec, NetworkSpec  # noqa: E402
from symgui.experiment.table_spec import TableSpec  # noqa: E402

MINE = "mine.symgui.json"
JOURNAL = "journal.txt"
ROWS = 2_000
"""Of the table in the experiment: so many that writing it takes a moment."""
EXPORTS = ("score.png", "report.pdf", "boundary.svg", "csv.csv", "npz.npz", "notebook.ipynb", "gif.gif")
"""What is exported, and the suffix."""
FIRST, SECOND = "first.symgui.json", "second.symgui.json"


class Journal:
    """Lines that are on disk, as far as another process can see, when `note` returns."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / JOURNAL, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def note(self, *words: object) -> None:
        os.write(self._file, (" ".join(map(str, words)) + "\n").encode())


def large_experiment() -> Experiment:
    """One whose file has some 100 kB."""
    rows = tuple((k / 7, (k * k) % 5 / 3, k % 2) for k in range(ROWS))
    table = TableSpec(name="points", features=("a", "b"), classes=("0", "1"), rows=rows)
    return Experiment(
        data=DataSpec(kind="file", table=table, samples=ROWS),
        network=NetworkSpec(hidden=(LayerSpec(units=2),)),
    )


def work(folder: Path, *, saves: bool) -> int:
    """The program, in which a setting is changed again and again, and saved if `saves`."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from app.__main__ import main
    from app.runtime.ending import Ending

    journal = Journal(folder)

    def window():  # type: ignore[no-untyped-def]
        return next(each for each in QApplication.topLevelWidgets() if each.objectName() == "main-window")

    def begin() -> None:
        document, message = window().workspace.document, window().message.text()
        seed = window().workspace.experiment.training.batch_seed
        journal.note("came", seed, "killed" if "not closed last time" in message else "new")
        numbers = itertools.count(seed + 1)

        def change() -> None:
            number = next(numbers)
            document.change(window().workspace.experiment.with_(training={"batch_seed": number}), "seed")
            journal.note("changed", number, time.monotonic())
            if saves:
                journal.note("saving", number)
                window().saving.save_as(folder / MINE)

        def note_saved() -> None:
            journal.note("saved", window().workspace.experiment.training.batch_seed)
            change()

        if saves:  # one after the other
            window().saving.saved.connect(note_saved)
            QTimer.singleShot(0, change)
        else:
            timer.timeout.connect(change)
            timer.start(10)

    timer = QTimer()
    initialize = Ending.__init__

    def and_begin(self, *given):  # type: ignore[no-untyped-def]
        initialize(self, *given)
        QTimer.singleShot(0, begin)

    Ending.__init__ = and_begin  # type: ignore[method-assign]
    first = not (folder / "came-before").exists()
    (folder / "came-before").touch()
    return main([str(folder / MINE)] if first else [])


def export(folder: Path, *, once: bool) -> int:
    """Everything in `EXPORTS`, of one experiment and then of the other, over the same files; or once each."""
    from app.__main__ import main

    journal = Journal(folder)
    for number, experiment in enumerate((FIRST, SECOND) if once else itertools.cycle((FIRST, SECOND))):
        for each in EXPORTS:
            kind, name = each.partition(".")[0], f"{experiment}-{each}" if once else each
            out = folder / ("right" if once else "out") / name
            more = ["--frames", "4"] if kind == "gif" else []
            journal.note("exporting", number, each)
            status = main(
                ["export", str(folder / experiment), "--what", kind, "--out", str(out), "--force", *more]
            )
            if status:
                return status
    return 0


if __name__ == "__main__":
    what, place = sys.argv[1], Path(sys.argv[2])
    if what in ("save", "autosave"):
        sys.exit(work(place, saves=what == "save"))
    sys.exit(export(place, once=what == "export-once"))
