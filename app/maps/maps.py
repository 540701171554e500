"""The map of a window: begins, rests and goes on; keeps its results; opens one of its runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.look.motion import MOTION, SELDOM
from app.maps.background_tasks import BackgroundTask, BackgroundTasks
from app.maps.map_sheet import MapSheet
from app.maps.map_work import (
    Computing,
    MapComputation,
    copy_results,
    grid_for_map,
    on_all_processors,
    write_table,
)
from app.maps.time_estimate import TimeEstimate
from app.runtime.documents import LONGEST_TITLE
from app.runtime.map_folders import MapFolders
from app.runtime.workspace import Workspace
from app.views.many_runs.map_words import duration, run_name
from symgui.experiment import Experiment, ExperimentError
from symgui.plain_text.numbers import fixed
from symgui.sweep import Cell, RunGrid
from symgui.sweep.critical_line import cell_theory, critical_line
from symgui.sweep.outcome_map import OutcomeMap

LOOK_MS = 40
"""Between two looks at what has come."""
SHARE_OF_LOOK = 0.006
"""Seconds for taking outcomes in, at each look."""
BATCH = 32
REDRAW = 0.25
"""Seconds between two pictures, at least."""


class Maps(QObject):
    """The map of a window; it is made when somebody first asks for one.

    Parameters
    ----------
    workspace : Workspace
        Whose open experiment is what all runs have in common.
    window : QWidget
    folders : MapFolders, optional
        Where maps are that nobody has saved.

    Attributes
    ----------
    sheet : MapSheet
    computing : callable
        How the runs of the next grid are made.
    found : OutcomeMap or None
        What is known of the grid that was begun.
    computation : MapComputation or None
    """

    def __init__(self, workspace: Workspace, window: QWidget, folders: MapFolders | None = None) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._folders = folders or MapFolders()
        self.computing: Computing = on_all_processors
        self.sheet = MapSheet(window)
        self.found: OutcomeMap | None = None
        self.computation: MapComputation | None = None
        self._own_folder: Path | None = None  # while nobody has saved the map
        self._came = False
        self._tasks = BackgroundTasks(self._say, self)
        self._theory: BackgroundTask[object] | None = None
        self._go_on = False  # when it is shown again
        self._words = ""
        self._began, self._done_then, self._drawn = 0.0, 0, 0.0
        self._changed = self._under_way = False
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.look)
        self._tasks.begun.connect(self._look.start)
        self._estimate = TimeEstimate(self.sheet, lambda: self.experiment, self._tasks)
        sheet = self.sheet
        sheet.startWanted.connect(self.start)
        sheet.pauseWanted.connect(self.pause_or_resume)
        sheet.cancelWanted.connect(self.cancel)
        sheet.saveWanted.connect(self._ask_save)
        sheet.savedWanted.connect(self._ask_saved)
        sheet.tableWanted.connect(self._ask_table)
        sheet.view.openWanted.connect(self.open_run)
        sheet.view.theoryWanted.connect(self._ask_theory)
        sheet.finished.connect(self._leave)
        workspace.experimentChanged.connect(self._follow)
        self._follow()

    # ---- coming and going ------------------------------------------------------------------------

    @Slot()
    def show(self) -> None:
        """Show the page; a map that was left while it was computed goes on."""
        if not self.sheet.isVisible():
            self.sheet.show()
            self._estimate.begin(0)
            if self._go_on:
                self.resume()
            if not self._came:
                self._came = True
                self._take_left()
            (self.sheet.view.picture if self.found is not None else self.sheet.start).setFocus()
        self.sheet.activateWindow()

    def close(self) -> None:
        """End all that goes on; nothing of it is left when this returns but what the next window finds."""
        self._estimate.stop()
        self.sheet.close()
        self._look.stop()
        if self.computation is not None:
            self.computation.stop()
        self._tasks.end()
        if self.computation is not None:
            self.computation.wait()
        if self._own_folder is not None:
            begun = self.found is not None and self.found.done > 0
            (self._folders.leave if begun else self._folders.remove)(self._own_folder)
            self._own_folder = None

    @Slot()
    def _leave(self) -> None:
        """The page is left: nothing is computed that nobody sees."""
        self._estimate.stop()
        if self.computation is not None and self.computation.running:
            self._go_on = True
            self.computation.stop()
            self._say("paused")

    @property
    def busy(self) -> bool:
        """Whether anything goes on in the background, or has come and is not shown yet."""
        return self._look.isActive()

    # ---- what is begun ---------------------------------------------------------------------------

    @property
    def experiment(self) -> Experiment:
        """What all runs have in common: the open experiment, without what was done to it while it ran."""
        return self._workspace.experiment.with_(changes=())

    @Slot()
    def start(self) -> None:
        """Begin what the form says, in the place of what was begun before."""
        grid = self.sheet.form.grid(self.experiment)
        if grid is None:
            return
        self._drop()
        self._own_folder = self._folders.make()
        self._take_up(grid, self._own_folder)
        self.resume()
        self._draw_line(grid)
        self.sheet.view.picture.setFocus()

    def resume(self) -> None:
        """Go on with the runs that are left."""
        self._go_on = False
        if self.computation is None or self.found is None:
            return
        self._began, self._done_then = monotonic(), self.found.done
        self.computation.start()
        self._under_way = True
        self._say("")
        self._look.start()

    @Slot()
    def pause_or_resume(self) -> None:
        """Rest, or go on."""
        if self.computation is not None and self.computation.running:
            self.computation.stop()
            self._say("paused")
        else:
            self.resume()

    @Slot()
    def cancel(self) -> None:
        """End it, and empty the map; results in a folder that a person chose stay there."""
        self._drop()
        self.sheet.view.show_map(None)
        self._say("")

    def _take_up(self, grid: RunGrid, folder: Path) -> None:
        self.found = OutcomeMap(grid)
        self.computation = MapComputation(grid, folder, self.computing)
        self.sheet.view.show_map(self.found)

    def _drop(self) -> None:
        """Let go of what was begun; its folder goes with it if no person has chosen it."""
        self._go_on = False
        before, folder = self.computation, self._own_folder
        self.computation = self.found = self._own_folder = None
        if before is not None:
            before.stop()
            self._tasks.send(partial(self._end, before, folder), lambda _: None)

    def _end(self, computation: MapComputation, folder: Path | None, _stopped: Callable[[], bool]) -> bool:
        """Wait for the end of a computation, and throw its folder away."""
        computation.wait()
        if folder is not None:
            self._folders.remove(folder)
        return True

    def _draw_line(self, grid: RunGrid) -> None:
        def show(line: tuple[list[float], list[float]]) -> None:
            if self.found is not None and self.found.grid is grid:
                self.sheet.view.show_line(*line)

        self._tasks.send(partial(critical_line, grid), show)

    @Slot(object)
    def _ask_theory(self, cell: Cell) -> None:
        """What theory says of the cell at the cursor; only the last one counts."""
        if self.found is None:
            return
        if self._theory is not None:
            self._theory.give_up()
        grid = self.found.grid
        show = partial(self.sheet.view.show_theory, cell)
        self._theory = self._tasks.send(lambda _: cell_theory(grid, cell), show)

    # ---- what comes ------------------------------------------------------------------------------

    @Slot()
    def look(self) -> None:
        """Take in what has come, for a few milliseconds."""
        self._tasks.finish_those_done()
        computation, found = self.computation, self.found
        if computation is None or found is None:
            if not self._tasks.under_way:
                self._look.stop()
            return
        running = computation.running
        end = monotonic() + SHARE_OF_LOOK
        while computation.waiting and monotonic() < end:
            found.take(computation.take(BATCH))
            self._changed = True
        over = not running and not computation.waiting
        often = SELDOM / 1000 if MOTION.reduced else REDRAW
        if self._changed and (over or monotonic() - self._drawn > often):
            began = monotonic()
            self.sheet.view.refresh()
            self._changed = False
            self._drawn = monotonic() + (monotonic() - began)  # what takes long is drawn less often
        self._say_progress(computation, found, over)
        if over and not self._tasks.under_way:
            self._look.stop()

    def _say_progress(self, computation: MapComputation, found: OutcomeMap, over: bool) -> None:
        made, seconds = found.done - self._done_then, monotonic() - self._began
        if over and self._under_way:
            self._under_way = False
            if computation.failure:
                self._words = computation.failure
            elif found.done == found.grid.runs:
                self._words = f"done in {fixed(seconds, 1)} s"
        elif self._under_way and made and not self._words:
            left = (found.grid.runs - found.done) * seconds / made
            self.sheet.show_state(found, running=True, words=f"{duration(left)} left")
            return
        self._say(self._words)

    def _say(self, words: str) -> None:
        self._words = words
        going = self.computation is not None and self.computation.running and words != "paused"
        self.sheet.show_state(self.found, running=going, words=words)

    # ---- what the form would take ----------------------------------------------------------------

    @Slot()
    def _follow(self) -> None:
        """Follow the experiment that is open."""
        self.sheet.form.follow(self.experiment)
        if self.sheet.isVisible():
            self._estimate.begin()

    # ---- results to keep -------------------------------------------------------------------------

    @Slot()
    def _ask_save(self) -> None:
        folder = QFileDialog.getExistingDirectory(self.sheet, "A folder for the results")
        if folder:
            self.save(Path(folder))

    def save(self, folder: Path) -> None:
        """Copy the results to a folder, and go on there."""
        before, own = self.computation, self._own_folder
        if before is None:
            return
        going = before.running
        before.stop()

        def kept(_: object) -> None:
            if before is not self.computation:
                return
            self._own_folder = None
            self._tasks.send(partial(self._end, before, own), lambda _: None)
            self.computation = MapComputation(before.grid, folder, self.computing)
            if going:
                self.resume()
            else:
                self.computation.read()
                self._look.start()
            self._say(f"saved in {folder.name}")

        def refused(sentence: str) -> None:
            if going:
                self.resume()
            self._say(sentence)

        self._tasks.send(partial(copy_results, before, folder), kept, refused)

    @Slot()
    def _ask_saved(self) -> None:
        folder = QFileDialog.getExistingDirectory(self.sheet, "A folder with results")
        if folder:
            self.open_results(Path(folder))

    def open_results(self, folder: Path) -> None:
        """Show the results in a folder, to go on with; if that cannot be, what is shown stays."""
        self._open(folder, f"opened {folder.name}", self._say)

    def _take_left(self) -> None:
        """Show the map that the last window has left."""
        folder = self._folders.take()
        if folder is None:
            return

        def refused(sentence: str) -> None:
            self._folders.leave(folder)
            self._say(sentence)

        self._open(folder, "as you left it; it is not saved", refused, own=True)

    def _open(self, folder: Path, words: str, refused: Callable[[str], object], *, own: bool = False) -> None:
        def show(grid: RunGrid) -> None:
            self._drop()
            self._own_folder = folder if own else None
            self.sheet.form.show_grid(grid)
            self._take_up(grid, folder)
            assert self.computation is not None
            self.computation.read()
            self._look.start()
            self._draw_line(grid)
            self._say(words)

        self._tasks.send(partial(grid_for_map, folder), show, refused)

    @Slot()
    def _ask_table(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self.sheet, "All runs as a table", "map.csv", "CSV (*.csv)")
        if path:
            self.save_table(Path(path))

    def save_table(self, path: Path) -> None:
        """Write all runs that are known as a table."""
        if self.computation is not None:
            done = partial(self._say, f"written to {path.name}")
            self._tasks.send(partial(write_table, self.computation, path), lambda _: done())

    # ---- a run -----------------------------------------------------------------------------------

    @Slot(object, int)
    def open_run(self, cell: Cell, index: int) -> None:
        """Open the run of this index in a cell, where it ended, and leave the page. Can be undone."""
        found = self.found
        if found is None:
            return
        name = run_name(found, cell, index)
        try:
            experiment = found.grid.experiment_at(cell, found.seed(index)).with_(title=name[:LONGEST_TITLE])
        except ExperimentError as error:
            self._say(str(error))
            return
        self.sheet.close()
        updates = int(found.iterations[cell.row, cell.column, index])
        self._workspace.document.open_run(experiment, updates, "open a run of the map")
