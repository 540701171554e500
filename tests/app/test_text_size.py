"""The size of the window's text, and reduced motion: chosen, remembered, and nothing is cut."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from clipping import clipped
from PySide6.QtCore import QSettings
from PySide6.QtGui import QFontInfo, QFontMetrics, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QTabBar
from pytestqt.qtbot import QtBot
from windows import action, at_rest, find, shown_window

from app.controllers.window_place import SMALLEST as SMALLEST_WINDOW
from app.look.motion import MOTION, SELDOM
from app.look.text_scale import LARGEST, NORMAL, SMALLEST, TEXT
from app.look.type_sizes import small_font
from app.runtime.frame_timer import FrameTimer
from app.runtime.settings import Settings
from app.views.race.layout import NUMBERS
from app.views.race.race_view import RaceView
from app.views.symmetry.layer_table import CELL_PADDING, UNITS, LayerTable
from symgui.experiment import LayerSpec, WeightInit, opening_experiment
from symgui.training.loop import TrainingLoop

WIDE = opening_experiment().with_(
    network={"hidden": [LayerSpec(units=5, activation="leaky_relu"), LayerSpec(units=4)]},
    initialization={"weights": WeightInit(scheme="glorot_uniform")},
    data={"test_samples": 50},
)


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    TEXT.use(NORMAL)
    MOTION.choose("system")


def pixels(part: QLabel) -> int:
    return QFontInfo(part.font()).pixelSize()


def test_larger_smaller_and_as_it_was(qtbot: QtBot) -> None:
    with shown_window(qtbot) as window:
        iteration = find(window, QLabel, "iteration")
        title = next(label for label in window.cost.findChildren(QLabel) if label.text() == "Cost")
        field, view = window.panel.training.rate.height(), pixels(title)
        before = pixels(iteration)
        for _ in range(3):
            action(window, "action-text-larger").trigger()
        assert TEXT.size == NORMAL + 3
        assert pixels(iteration) > before
        assert pixels(title) > view
        written = window.cost.plot.reference_label.font().pixelSize()
        assert written == small_font(window.cost.plot).pixelSize() > 11, "what is drawn in a plot, too"
        assert window.panel.training.rate.height() > field
        action(window, "action-text-normal").trigger()
        assert (pixels(iteration), pixels(title)) == (before, view)
        assert window.panel.training.rate.height() == field
        action(window, "action-text-smaller").trigger()
        assert TEXT.size == NORMAL - 1
        keys = [key.toString(QKeySequence.SequenceFormat.PortableText)
                for name in ("larger", "smaller", "normal")
                for key in action(window, f"action-text-{name}").shortcuts()]  # fmt: skip
        assert keys == ["Ctrl++", "Ctrl+=", "Ctrl+-", "Ctrl+0"]


def test_the_words_of_a_study_and_the_table_of_layers_grow_too(qtbot: QtBot) -> None:
    with shown_window(qtbot) as window:
        window.resize(1280, 800)
        tabs = find(window, QTabBar, "tabs")
        tabs.setCurrentIndex(4)
        before = pixels(find(window, QLabel, "collapse-sentence"))
        TEXT.use(LARGEST)
        qtbot.waitUntil(lambda: pixels(find(window, QLabel, "collapse-sentence")) > before)
        tabs.setCurrentIndex(1)
        table = find(window, LayerTable, "symmetry-layers")
        metrics, units = QFontMetrics(table.font()), table.columnWidth(UNITS)
        assert metrics.horizontalAdvance("apart") + CELL_PADDING <= units


def test_it_goes_no_further_and_says_so(qtbot: QtBot) -> None:
    with shown_window(qtbot) as window:
        TEXT.use(LARGEST)
        action(window, "action-text-larger").trigger()
        assert TEXT.size == LARGEST
        assert f"{SMALLEST} to {LARGEST}" in window.message.text()


@pytest.mark.parametrize("size", [SMALLEST, LARGEST])
def test_nothing_is_cut(qtbot: QtBot, size: int) -> None:
    with shown_window(qtbot, WIDE) as window:
        window.workspace.step(20)
        at_rest(qtbot, window)
        TEXT.use(size)
        for width, height in (SMALLEST_WINDOW, (1280, 800)):
            window.resize(width, height)
            QApplication.processEvents()
            assert (window.width(), window.height()) == (width, height)
            assert clipped(window) == [], (width, height)


def test_both_are_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    with shown_window(qtbot, settings=Settings(tmp_path)) as window:
        TEXT.use(16)
        MOTION.choose("reduced")
        window.close()
    TEXT.use(NORMAL)
    MOTION.choose("full")
    with shown_window(qtbot, settings=Settings(tmp_path)) as window:
        assert (TEXT.size, MOTION.choice) == (16, "reduced")
        assert pixels(find(window, QLabel, "iteration")) > 17
    with shown_window(qtbot):
        assert (TEXT.size, MOTION.choice) == (NORMAL, "system"), "a window that remembers nothing"


@pytest.mark.parametrize("text", ["", "much", "-3", "99999999999", "9"])
def test_a_size_that_is_none_counts_as_not_remembered(qtbot: QtBot, tmp_path: Path, text: str) -> None:
    kept = QSettings(str(tmp_path / "symgui.ini"), QSettings.Format.IniFormat)
    kept.setValue("window/text-size", text)
    kept.setValue("window/motion", text)
    kept.sync()
    with shown_window(qtbot, settings=Settings(tmp_path)):
        assert SMALLEST <= TEXT.size <= LARGEST
        assert MOTION.choice == "system"


def test_a_run_is_shown_less_often_where_motion_is_reduced(qapp: QApplication) -> None:
    timer = FrameTimer(TrainingLoop())
    MOTION.choose("full")
    timer.painted(time.perf_counter())
    assert timer.interval() < SELDOM / 2
    MOTION.choose("reduced")
    timer.painted(time.perf_counter())
    assert timer.interval() > SELDOM / 2
    with pytest.raises(ValueError, match="never"):
        MOTION.choose("never")


def test_where_there_is_little_room_the_cost_plot_is_scrolled_to(qtbot: QtBot) -> None:
    """Beside large type in a low window it was left out."""
    with shown_window(qtbot) as window:
        TEXT.use(17)
        window.resize(800, 440)
        window.compare.toggle()
        qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
        area = find(window, QScrollArea, "race-scroll")
        view = find(window, RaceView, "race-view")
        qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
        assert view.cost.isVisible()
        assert NUMBERS in view.layout_.rows
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
        corner = view.cost.mapTo(area, view.cost.rect().bottomLeft())
        assert corner.y() <= area.height()
        window.resize(1440, 900)
        qtbot.waitUntil(lambda: not area.verticalScrollBar().isVisible())
