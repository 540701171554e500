"""How many runs the form of a map means, and how long they would take."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from app.maps.background_tasks import BackgroundTask, BackgroundTasks
from app.maps.map_sheet import MapSheet
from app.views.many_runs.map_words import duration
from symgui.experiment import Experiment
from symgui.plain_text.numbers import how_many
from symgui.sweep.processes import processors
from symgui.sweep.run_time import seconds_a_run

SETTLED_MS = 300
"""After a change of the form, before it is measured how long its runs would take."""


class TimeEstimate(QObject):
    """Measures while the sheet can be seen, and writes the answer below its form.

    Parameters
    ----------
    sheet : MapSheet
    experiment : callable
        Gives what all runs have in common.
    tasks : BackgroundTasks
    """

    def __init__(self, sheet: MapSheet, experiment: Callable[[], Experiment], tasks: BackgroundTasks) -> None:
        super().__init__(sheet)
        self._sheet, self._experiment, self._tasks = sheet, experiment, tasks
        self._settle = QTimer(self, singleShot=True)
        self._settle.timeout.connect(self._measure)
        self._measuring: BackgroundTask[object] | None = None
        sheet.form.edited.connect(self.begin)

    @Slot()
    def begin(self, milliseconds: int = SETTLED_MS) -> None:
        """Measure when the form has been left alone for so long."""
        self._settle.start(milliseconds)

    def stop(self) -> None:
        """Measure no more."""
        self._settle.stop()
        if self._measuring is not None:
            self._measuring.give_up()

    @Slot()
    def _measure(self) -> None:
        self.stop()
        if not self._sheet.isVisible():
            return
        grid = self._sheet.form.grid(self._experiment())
        self._sheet.estimate.setText("" if grid is None else how_many(grid.runs, "run"))
        if grid is not None:
            self._measuring = self._tasks.send(partial(seconds_a_run, grid), partial(self._show, grid.runs))

    def _show(self, runs: int, seconds: float) -> None:
        count = processors()
        takes = duration(runs * seconds / count)
        self._sheet.estimate.setText(f"{how_many(runs, 'run')}: {takes} on {how_many(count, 'processor')}")
