"""A slow step in the real window: phase by phase, the change last."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from view_runs import experiment, small_normal

from app import create_window
from app.runtime.selection import Selection
from app.views.slow_step.phases_view import PhasesView
from symgui.experiment import WeightInit, opening_experiment
from symgui.training.run import RecordedRun


def test_a_slow_step_shows_the_change_with_its_update(qtbot: QtBot) -> None:
    weights = WeightInit(scheme="normal", scale=0.5)
    window = create_window(opening_experiment().with_(initialization={"weights": weights}))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.workspace.frame is not None)
    before = window.workspace.frame
    window.slow_stepping.next()
    qtbot.waitUntil(lambda: window.phases.shown == 1)
    names = []
    while window.phases.phase is not None and window.phases.shown < len(window.phases.phases):
        phase = window.phases.phase
        names.append((phase.name, phase.layer))
        assert window.workspace.pointing.selection.layer == phase.layer
        assert window.score.frame is (before if phase.name != "update" else window.workspace.frame)
        window.slow_stepping.next()
    names.append((window.phases.phase.name, window.phases.phase.layer))
    assert names == [
        ("forward", 1), ("forward", 2), ("loss", 2), ("backward", 2), ("backward", 1),
        ("update", 1), ("update", 2),
    ]  # fmt: skip
    assert window.workspace.iteration == 1
    assert window.score.frame is window.workspace.frame
    assert "Update 2." in window.phases.lines.text()
    window.close()


def test_running_leaves_the_slow_step(qtbot: QtBot) -> None:
    window = create_window()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.workspace.frame is not None)
    window.slow_stepping.next()
    qtbot.waitUntil(lambda: window.phases.shown == 1)
    window.workspace.step(10)
    qtbot.waitUntil(lambda: window.workspace.iteration == 11)
    assert window.phases.phases == ()
    assert window.score.frame.iteration == 11
    window.close()


def test_leaving_half_way_shows_what_is_there(qtbot: QtBot) -> None:
    weights = WeightInit(scheme="normal", scale=0.5)
    window = create_window(opening_experiment().with_(initialization={"weights": weights}))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.workspace.frame is not None)
    chosen = Selection(1, 2, 0)
    window.workspace.pointing.select(chosen)
    window.slow_stepping.next()
    qtbot.waitUntil(lambda: window.phases.shown == 1)
    assert window.score.frame.iteration == 0
    window.tabs.show_page(window.why)
    assert window.score.frame is window.workspace.frame
    assert window.findChild(QLabel, "iteration").text() == "1"
    assert window.workspace.pointing.selection == chosen
    assert window.phases.phases == ()
    window.close()


def test_a_slow_step_shows_the_rule_and_the_batch_of_its_update(qtbot: QtBot) -> None:
    spec = experiment(weights=small_normal(0.5), optimizer="adam", batch_size=64)
    run = RecordedRun(spec, 0)
    before = run.frame()
    run.advance(1)
    view = PhasesView()
    qtbot.addWidget(view)
    view.show_update(before, run.frame())
    assert (
        view.hint.text() == "The update used a mini-batch of at most 64; all else is over all 400 examples."
    )
    while view.shown < len(view.phases):
        view.next()
    assert "√ŝ" in view.lines.text()
    assert "those of the mini-batch" in view.lines.text()
