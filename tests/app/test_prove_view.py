"""The four studies as a person does them: real ones, short, checked against the engine."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from view_runs import experiment, frame_of, small_normal

from app.look.theme import COLOURS, DARK, LIGHT
from app.runtime.selection import Selection
from app.runtime.workspace import Workspace
from app.views.base.number_field import NumberField
from app.views.prove.prove_view import ProveView
from app.views.study import origin
from app.views.study.origin import TwinLookup
from app.views.study.study_page import StudyPage
from symgui.experiment import Experiment, WeightInit
from symgui.plain_text.numbers import number
from symgui.training.changes import with_change
from symgui.training.frame import Frame
from symgui.training.news import Findings
from symgui.training.run import RecordedRun
from symgui.training.states import State
from symgui.training.studies import BreakTime, SideBySide, nudge, what_if

CONSTANT = WeightInit(scheme="constant", value=0.5)


class Asked:
    """What the view has asked for, worked through piece by piece as the training thread would."""

    def __init__(self, view: ProveView) -> None:
        self.view = view
        self.studies: list[tuple[str, Iterator[object]]] = []
        self.edits: list[dict[str, float]] = []
        self.stops = 0
        view.studyRequested.connect(lambda name, points: self.studies.append((name, points)))
        view.editCommitted.connect(self.edits.append)
        view.studyStopped.connect(self._stopped)

    def _stopped(self) -> None:
        self.stops += 1

    def work(self, most: int | None = None) -> list[object]:
        """Hand over up to `most` findings of the last study, or all that are left."""
        name, points = self.studies[-1]
        found: list[object] = []
        for point in points:
            found.append(point)
            if len(found) == most:
                self.view.show_findings(Findings(name, tuple(found), done=False))
                return found
        self.view.show_findings(Findings(name, tuple(found), done=True))
        return found


@pytest.fixture
def view(qtbot: QtBot) -> ProveView:
    view = ProveView()
    qtbot.addWidget(view)
    view.resize(700, 220)
    view.show()
    return view


@pytest.fixture
def asked(view: ProveView) -> Asked:
    return Asked(view)


@pytest.fixture(scope="module")
def constant() -> Frame:
    return frame_of(experiment(hidden=((5, "tanh"),), weights=CONSTANT), 7)


@pytest.fixture(scope="module")
def frozen() -> Frame:
    return frame_of(experiment(), 30)


@pytest.fixture(scope="module")
def learned() -> Frame:
    return frame_of(experiment(weights=small_normal(0.5)), 3)


def rows(page: StudyPage) -> dict[str, str]:
    return dict(page.figures.rows)


def start(page: StudyPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.start_button, Qt.MouseButton.LeftButton)


def enter(field: NumberField, text: str, qtbot: QtBot) -> None:
    field.lineEdit().setText(text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


# ---- all of them ------------------------------------------------------------------------------------------


def test_nothing_runs_by_itself(view: ProveView, asked: Asked, constant: Frame) -> None:
    view.show_frame(constant)
    for name in view.buttons:
        view.choose(name)
    assert asked.studies == []
    assert asked.edits == []


def test_without_a_run_nothing_can_start(view: ProveView) -> None:
    for name in ("collapse", "nudge", "what-if", "arithmetic"):
        view.choose(name)
        assert not view.page.start_button.isEnabled()
        assert "No run yet" in view.page.note.text()


def test_a_click_before_any_frame_starts_nothing(qtbot: QtBot) -> None:
    view = ProveView()
    qtbot.addWidget(view)
    asked = Asked(view)
    for page in (view.collapse, view.nudge, view.what_if, view.arithmetic):
        page.start_button.click()
    assert asked.studies == []


def test_every_study_can_be_found_and_says_what_it_is(view: ProveView) -> None:
    for name in ("prove-collapse", "prove-nudge", "prove-what-if", "prove-arithmetic"):
        button = view.findChild(QWidget, name)
        assert button is not None
        assert button.toolTip()
    for page in (view.collapse, view.nudge, view.what_if, view.arithmetic):
        assert page.sentence
        assert page.start_button.toolTip()
        assert view.findChild(QWidget, f"{page.name}-start") is page.start_button


def test_stop_drops_the_study_and_what_comes_late(
    view: ProveView, asked: Asked, constant: Frame, qtbot: QtBot
) -> None:
    view.show_frame(constant)
    page = view.collapse
    start(page, qtbot)
    assert page.start_button.text() == "Stop"
    asked.work(20)
    name, _ = asked.studies[-1]
    start(page, qtbot)
    assert asked.stops == 1
    assert page.start_button.text() == "Start"
    assert "stopped" in page.status.text()
    before = page.figures.rows
    view.show_findings(Findings(name, (SideBySide(999, 0.1, 0.2, 0.1),), done=True))
    assert page.figures.rows == before


def test_another_study_replaces_the_one_under_way(
    view: ProveView, asked: Asked, constant: Frame, qtbot: QtBot
) -> None:
    view.show_frame(constant)
    start(view.collapse, qtbot)
    asked.work(5)
    view.choose("what-if")
    start(view.what_if, qtbot)
    assert view.study is view.what_if
    assert not view.collapse.active
    names = [name for name, _ in asked.studies]
    assert len(set(names)) == 2


def test_a_failure_is_said(view: ProveView, asked: Asked, constant: Frame, qtbot: QtBot) -> None:
    view.show_frame(constant)
    start(view.collapse, qtbot)
    view.show_findings(Findings(asked.studies[-1][0], (), done=True, failure="ValueError: why"))
    assert "ValueError: why" in view.collapse.note.text()
    assert view.study is None
    assert view.collapse.start_button.text() == "Start"


def test_what_is_found_while_the_tab_is_hidden_is_there_when_it_comes_back(
    view: ProveView, asked: Asked, constant: Frame, qtbot: QtBot
) -> None:
    view.show_frame(constant)
    view.collapse.iterations.lineEdit().setText("50")
    start(view.collapse, qtbot)
    view.hide()
    asked.work()
    view.show()
    assert rows(view.collapse)["updates"] == "50 of 50"


def test_a_study_waits_while_the_network_runs(
    view: ProveView, asked: Asked, constant: Frame, qtbot: QtBot
) -> None:
    run = RecordedRun(constant.experiment)
    run.advance(7)
    view.show_frame(run.frame())
    start(view.collapse, qtbot)
    asked.work(5)
    run.advance(10)
    view.show_frame(run.frame())
    assert "waits while the network runs" in view.collapse.status.text()
    asked.work(5)
    assert "waits" not in view.collapse.status.text()


def test_both_palettes_and_small_sizes(view: ProveView, asked: Asked, constant: Frame, qtbot: QtBot) -> None:
    view.show_frame(constant)
    view.collapse.iterations.lineEdit().setText("40")
    start(view.collapse, qtbot)
    asked.work()
    for palette in (LIGHT, DARK):
        COLOURS.use(palette)
        for size in ((560, 170), (430, 132), (1200, 400)):
            view.resize(*size)
            assert not view.grab().isNull()
    assert rows(view.collapse)["updates"] == "40 of 40"


# ---- collapse ---------------------------------------------------------------------------------------------


def test_collapse_shows_both_costs_and_both_planes(
    view: ProveView, asked: Asked, constant: Frame, qtbot: QtBot
) -> None:
    view.show_frame(constant)
    page = view.collapse
    assert rows(page) == {"network": "2-5-1 → 2-1-1"}
    enter(page.iterations, "300", qtbot)
    start(page, qtbot)
    found = asked.work()
    points = [point for point in found if isinstance(point, SideBySide)]
    trainer = RecordedRun(constant.experiment).trainer
    trainer.advance(307)
    assert page.last == points[-1]
    assert points[-1].cost == trainer.cost()
    shown = rows(page)
    assert shown["updates"] == "300 of 300"
    assert float(shown["max |Δ cost|"].replace("−", "-")) == pytest.approx(points[-1].difference, rel=0.05)
    assert points[-1].difference <= 1e-12
    for curve in (page.plot.solid, page.plot.dashed):
        x, y = curve.getData()
        assert x[-1] == pytest.approx(math.log10(301))
        assert y[-1] == pytest.approx(points[-1].cost)
    first, second = (plane.image.image for plane in page.planes)
    assert first is not None
    assert second is not None
    assert np.abs(first - second).max() <= 1e-12
    assert all(plane.isVisible() for plane in page.planes)


def test_collapse_says_when_there_is_nothing_to_collapse(view: ProveView, learned: Frame) -> None:
    view.show_frame(learned)
    assert "Nothing to collapse: every group has one unit" in view.collapse.note.text()
    assert not view.collapse.start_button.isEnabled()
    view.show_frame(frame_of(experiment(hidden=())))
    assert "no hidden layer" in view.collapse.note.text()


def test_collapse_says_on_what_lockstep_depends(view: ProveView, asked: Asked, qtbot: QtBot) -> None:
    spec = experiment(weights=CONSTANT, optimizer="momentum", batch_size=64)
    view.show_frame(frame_of(spec, 3))
    enter(view.collapse.iterations, "20", qtbot)
    start(view.collapse, qtbot)
    asked.work()
    assert rows(view.collapse)["both with"] == "full batch, momentum from rest"


def test_a_result_is_marked_stale_when_the_run_has_gone_on(
    view: ProveView, asked: Asked, constant: Frame, qtbot: QtBot
) -> None:
    run = RecordedRun(constant.experiment)
    run.advance(7)
    view.show_frame(run.frame())
    page = view.collapse
    enter(page.iterations, "20", qtbot)
    start(page, qtbot)
    asked.work()
    assert page.status.text() == "from iteration 7"
    assert not page.figures.stale
    run.advance(5)
    view.show_frame(run.frame())
    assert page.status.text() == "from iteration 7; now at 12"
    assert page.figures.stale
    run.seek(7)
    view.show_frame(run.frame())
    assert not page.figures.stale
    run.edit({"W1[0,0]": 3.0})
    view.show_frame(run.frame())
    assert page.status.text() == "from iteration 7, before the last edit"
    assert page.figures.stale
    view.show_frame(frame_of(experiment()))
    assert page.status.text() == "from iteration 7 of an earlier experiment"


# ---- nudge ------------------------------------------------------------------------------------------------


@pytest.fixture
def nudging(view: ProveView, constant: Frame) -> ProveView:
    view.show_frame(constant)
    view.choose("nudge")
    return view


def parameters(frame: Frame) -> tuple[dict[int, np.ndarray], dict[int, np.ndarray]]:
    layers = frame.network.layers
    return {layer.number: layer.W for layer in layers}, {layer.number: layer.b for layer in layers}


def test_apply_commits_noise_on_the_first_layer(
    nudging: ProveView, asked: Asked, constant: Frame, qtbot: QtBot
) -> None:
    enter(nudging.nudge.epsilon, "1e-2", qtbot)
    qtbot.mouseClick(nudging.nudge.apply_button, Qt.MouseButton.LeftButton)
    assert asked.edits == [nudge(*parameters(constant), 1e-2)]
    assert len(asked.edits[0]) == 10


def test_apply_commits_one_weight_if_one_is_selected(
    nudging: ProveView, asked: Asked, constant: Frame, qtbot: QtBot
) -> None:
    page = nudging.nudge
    assert not page.target.model().item(1).isEnabled()
    nudging.show_selection(Selection(2, 0, 3), None)
    assert page.target.itemText(1) == "W[2]₁,₄"
    page.target.setCurrentIndex(1)
    qtbot.mouseClick(page.apply_button, Qt.MouseButton.LeftButton)
    assert asked.edits == [{"W2[0,3]": float(constant.network.layers[1].W[0, 3]) + 1e-3}]
    nudging.show_selection(Selection(1, 2, -1), None)
    qtbot.mouseClick(page.apply_button, Qt.MouseButton.LeftButton)
    assert list(asked.edits[-1]) == ["b1[2]"]
    nudging.show_selection(None, None)
    assert page.target.currentIndex() == 0


def test_a_nudge_that_rounding_swallows_is_said_not_applied(
    nudging: ProveView, asked: Asked, qtbot: QtBot
) -> None:
    enter(nudging.nudge.epsilon, "1e-20", qtbot)
    qtbot.mouseClick(nudging.nudge.apply_button, Qt.MouseButton.LeftButton)
    assert asked.edits == []
    assert nudging.nudge.note.text() == "ε = 1e−20 changes no bit of W[1]: it is lost in rounding."


def test_what_is_no_number_is_refused_in_a_sentence(nudging: ProveView, qtbot: QtBot) -> None:
    enter(nudging.nudge.epsilon, "small", qtbot)
    assert nudging.nudge.note.text() == "ε must be a number, not “small”."
    assert nudging.nudge.epsilon.text() == "0.001"
    nudging.nudge.epsilon.lineEdit().setText("…")
    qtbot.mouseClick(nudging.nudge.apply_button, Qt.MouseButton.LeftButton)
    start(nudging.nudge, qtbot)  # the number is back, and may be used now
    assert nudging.study is nudging.nudge
    start(nudging.nudge, qtbot)
    nudging.choose("collapse")
    enter(nudging.collapse.iterations, "2.5", qtbot)
    assert nudging.collapse.note.text().endswith("a whole number from 1 to 1000000, not “2.5”.")


def test_time_to_break_appears_point_by_point(nudging: ProveView, asked: Asked, qtbot: QtBot) -> None:
    page = nudging.nudge
    start(page, qtbot)
    counts = []
    while len(page.found) < 4:
        asked.work(1)
        counts.append(len(page.found))
    assert set(counts) == {0, 1, 2, 3, 4} or set(counts) == {1, 2, 3, 4}
    x, y = page.plot.points.getData()
    assert x == pytest.approx([1, 2, 3, 4])
    assert list(y) == [point.iteration for point in page.found]
    assert list(rows(page)) == ["ε = 0.001", "ε = 0.0001"]
    start(page, qtbot)
    assert page.status.text() == "stopped · from the start of this run"


def test_what_does_not_break_within_the_limit_is_listed_so(
    nudging: ProveView, asked: Asked, qtbot: QtBot
) -> None:
    page = nudging.nudge
    start(page, qtbot)
    name, _ = asked.studies[-1]
    never, diverged = BreakTime(1e-16, None, 20_000, 0.0), BreakTime(1e-17, None, 12, 0.0)
    view_findings = (BreakTime(0.1, 0, 0, 0.4), never, diverged)
    nudging.show_findings(Findings(name, view_findings, done=True))
    assert rows(page)["ε = 1e−16"] == "not within 20\N{THIN SPACE}000"
    assert rows(page)["ε = 1e−17"] == "diverged at 12"
    x, _ = page.plot.hollow.getData()
    assert list(x) == pytest.approx([16, 17])


def test_without_twins_there_is_no_symmetry_to_break(view: ProveView, learned: Frame) -> None:
    view.show_frame(learned)
    view.choose("nudge")
    assert view.nudge.note.text() == "This start has no twins: there is no symmetry to break."
    assert not view.nudge.start_button.isEnabled()
    assert view.nudge.apply_button.isEnabled()


# ---- what if ----------------------------------------------------------------------------------------------


def test_what_if_sets_the_factor_that_is_zero(
    view: ProveView, asked: Asked, frozen: Frame, qtbot: QtBot
) -> None:
    view.show_frame(frozen)
    view.choose("what-if")
    page = view.what_if
    view.show_selection(Selection(1, 1, 0), None)
    assert page.target.text() == "W[2] = 0 stops dW[1]₂,₁"
    enter(page.value, "0.25", qtbot)
    start(page, qtbot)
    asked.work()
    values = {f"W2[0,{k}]": 0.25 for k in range(4)}
    expected = list(what_if(frozen.experiment, 30, values))[-1]
    assert page.points[-1] == expected
    assert expected.cost_if < expected.cost
    shown = rows(page)
    assert shown["cost at"] == "iteration 230"
    assert shown["━━ as it is"] == "0.6931"
    assert shown["╍╍ W[2] = 0.25"] == f"{expected.cost_if:.4f}"
    assert page.plot.dashed.getData()[0][[0, -1]].tolist() == [0, 200]


def test_what_if_sets_the_weight_itself_where_no_factor_above_is_zero(
    view: ProveView, asked: Asked, frozen: Frame, qtbot: QtBot
) -> None:
    view.show_frame(frozen)
    view.choose("what-if")
    view.show_selection(Selection(2, 0, 2), None)
    assert view.what_if.target.text() == "W[2]₁,₃ itself, 0 now"
    start(view.what_if, qtbot)
    asked.work()
    expected = list(what_if(frozen.experiment, 30, {"W2[0,2]": 0.5}))[-1]
    assert view.what_if.points[-1] == expected


def test_what_if_says_what_a_weight_is_before_it_is_set(
    view: ProveView, constant: Frame, frozen: Frame
) -> None:
    view.show_frame(constant)
    view.choose("what-if")
    value = constant.network.layers[0].W[1, 1]
    view.show_selection(Selection(1, 1, 1), None)
    assert view.what_if.target.text() == f"W[1]₂,₂ itself, {number(value)} now"
    view.show_frame(frozen)
    bias = frozen.network.layers[1].b[0, 0]
    view.show_selection(Selection(2, 0, -1), None)
    assert view.what_if.target.text() == f"b[2]₁ itself, {number(bias)} now"


def test_what_if_asks_about_the_first_weight_if_none_is_selected(view: ProveView, frozen: Frame) -> None:
    view.show_frame(frozen)
    view.choose("what-if")
    assert view.what_if.target.text() == "W[2] = 0 stops dW[1]₁,₁"
    view.show_selection(Selection(9, 0, 0), None)
    assert view.what_if.target.text() == "W[2] = 0 stops dW[1]₁,₁"


# ---- arithmetic -------------------------------------------------------------------------------------------


def test_arithmetic_keeps_per_unit_at_exactly_zero(
    view: ProveView, asked: Asked, constant: Frame, qtbot: QtBot
) -> None:
    view.show_frame(constant)
    view.choose("arithmetic")
    page = view.arithmetic
    enter(page.iterations, "400", qtbot)
    start(page, qtbot)
    asked.work()
    shown = rows(page)
    assert shown["per unit"] == "0, exactly"
    assert page.drifts["per-unit"][-1].iteration == page.drifts["blas"][-1].iteration == 400
    x, y = page.plot.hollow.getData()
    assert x.size > 5
    assert set(y) == {page.plot.y.low}
    assert np.isnan(page.plot.dashed.getData()[1]).all()
    # whether rounding broke it here depends on the processor; the figures say what was computed
    last = page.drifts["blas"][-1]
    assert shown["at 400"].startswith("no" if last.first is None else "grown to")
    assert page.status.text() == "from the start of this run"


def test_arithmetic_offers_the_known_case_where_there_are_no_twins(
    view: ProveView, asked: Asked, learned: Frame, constant: Frame, qtbot: QtBot
) -> None:
    view.show_frame(learned)
    view.choose("arithmetic")
    page = view.arithmetic
    assert page.case.currentIndex() == 1
    assert not page.case.model().item(0).isEnabled()
    page.case.setCurrentIndex(0)
    assert "no twins" in page.note.text()
    assert not page.start_button.isEnabled()
    page.case.setCurrentIndex(1)
    enter(page.iterations, "30", qtbot)
    start(page, qtbot)
    asked.work()
    assert page.status.text() == "tanh 2-5-3-1, every weight 0.1"
    view.show_frame(constant)
    assert not page.figures.stale  # it is about no run
    assert page.case.model().item(0).isEnabled()


def test_an_edit_at_the_start_is_part_of_the_start(view: ProveView, constant: Frame) -> None:
    apart: Experiment = constant.experiment
    for unit in range(5):
        values = {f"W1[{unit},0]": 0.1 * unit}
        apart = with_change(apart, 0, values=values)
    view.show_frame(frame_of(apart, 2))
    view.choose("nudge")
    assert "no twins" in view.nudge.note.text()


# ---- on the training thread -------------------------------------------------------------------------------


def test_a_study_on_the_training_thread(view: ProveView, qtbot: QtBot) -> None:
    workspace = Workspace(experiment(weights=CONSTANT))
    try:
        workspace.frameReady.connect(view.show_frame)
        workspace.studies.advanced.connect(view.show_findings)
        view.studyRequested.connect(workspace.studies.begin)
        view.studyStopped.connect(workspace.studies.stop)
        view.editCommitted.connect(workspace.document.edit)
        qtbot.waitUntil(lambda: view.frame is not None)
        enter(view.collapse.iterations, "400", qtbot)
        start(view.collapse, qtbot)
        qtbot.waitUntil(lambda: view.study is None)
        assert rows(view.collapse)["updates"] == "400 of 400"
        assert view.collapse.last is not None
        assert view.collapse.last.difference <= 1e-12
        view.choose("nudge")
        start(view.nudge, qtbot)
        qtbot.waitUntil(lambda: len(view.nudge.found) >= 2)
        start(view.nudge, qtbot)
        assert view.study is None
        qtbot.mouseClick(view.nudge.apply_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: workspace.experiment.changes != ())
        assert workspace.state is State.READY
        assert workspace.experiment.changes[0].at == 0
    finally:
        workspace.close()


def test_whether_a_start_has_twins_is_asked_of_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    equal, different = experiment(weights=CONSTANT), experiment(weights=small_normal())
    assert [TwinLookup()(frame_of(spec, 5)) for spec in (equal, different)] == [True, False]
    monkeypatch.setattr(origin, "MOST_WEIGHTS", 0)  # as if they were large: no network is made anew
    monkeypatch.setattr(origin, "starting_network", None)
    assert [TwinLookup()(frame_of(spec)) for spec in (equal, different)] == [True, False]
    lookup = TwinLookup()
    assert lookup(frame_of(different, 5)), "it may have twins: the study tells"
    assert not lookup(frame_of(different))
    assert not lookup(frame_of(different, 5)), "known since its start was shown"
