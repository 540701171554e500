"""The first interactive window against importing the same libraries and showing an empty one."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

from benchmarks.table import Row

ROUNDS = 5

EMPTY = """
import numpy, pyqtgraph
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.resize(1440, 900)
window.show()
"""

# In the order of `app.__main__`.
OURS = """
from app import create_window, importing
with importing():
    import app.before_qt
from PySide6.QtWidgets import QApplication
application = QApplication([])
application.setStyle("Fusion")
window = create_window()
window.show()
while window.workspace.frame is None:
    application.processEvents()
"""

AND_SAY_WHEN = """
import time
for _ in range(5):
    application.processEvents()
print(time.time(), flush=True)
window.close()
"""


def startup_row(platform: str) -> Row:
    """Ratio of the medians: process started until the window is drawn and answers.

    Our modules are compiled once before, as the libraries' were when they were installed.
    """
    seconds_until_shown(OURS + AND_SAY_WHEN, platform)
    times: dict[str, list[float]] = {"empty": [], "ours": []}
    for _ in range(ROUNDS):
        for name, code in (("empty", EMPTY), ("ours", OURS)):
            times[name].append(seconds_until_shown(code + AND_SAY_WHEN, platform))
    ours, empty = statistics.median(times["ours"]), statistics.median(times["empty"])
    note = f"{ours:.2f} s against {empty:.2f} s"
    return Row(f"first window against an empty one ({platform})", ours / empty, 1.8, note=note)


def seconds_until_shown(code: str, platform: str) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": platform}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begin = time.time()
    shown = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(shown.stdout) - begin
