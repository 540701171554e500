"""The stage: type by the screen's height, nothing cut off, keys as clickers send them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from msgspec.structs import replace as replace_frame
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QCursor, QFontMetricsF
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from stage_cases import PROJECTORS, TEXT, cut_off, settle, shown_stage, sizes_of_type, two_frames
from view_runs import experiment, frame_of

from app.lecture.lecture import CHECKING, ENDED, WANTED
from app.look.style_sheet import sized
from app.look.theme import COLOURS, DARK, LIGHT
from app.look.type_sizes import pixel_size, small_font
from app.look.verdict_words import ChipWords
from app.runtime.selection import Selection
from app.stage.shapes import places
from app.stage.sizes import CAPITALS, CLAIMS, TICKS, type_pixels
from app.stage.stage import Stage
from app.stage.step_rows import claims_said, rows_said
from app.stage.step_words import Words
from app.views.base.abilities import ShowsLess
from app.views.base.frame_view import FrameView
from app.views.base.lesson_text import one_line
from app.views.base.statement_row import Statement, StatementRow
from app.views.catalogue import make_for_stage
from app.views.checklist.checklist_view import ChecklistView
from app.views.prove.collapse_page import CollapsePage
from app.views.prove.nudge_page import NudgePage
from app.views.score.network_view import NetworkView
from app.views.score.score_view import ScoreView
from app.views.study.study_view import StudyView
from app.views.symmetry.symmetry_view import SymmetryView
from app.views.why.why_view import WhyView
from symgui.experiment import WeightInit
from symgui.lessons import Lesson, shipped_lessons
from symgui.lessons.checklist import RULES
from symgui.lessons.claim import Checked, Claim
from symgui.lessons.comparison_line import to_come
from symgui.lessons.sentence import sentence
from symgui.training.lanes import lanes_from
from symgui.training.news import Findings
from symgui.training.race import Race
from symgui.training.studies import BreakTime
from symgui.view_names import VIEWS

SINGLE = [name for name in VIEWS if name not in ("race", "collapse", "nudge")]


@pytest.mark.parametrize(("width", "height"), PROJECTORS)
def test_capitals_are_3_percent_of_the_screen_and_ticks_2(qtbot: QtBot, width: int, height: int) -> None:
    stage = shown_stage(qtbot, (width, height), ("network", "boundary"))
    for widget in (stage.title, stage.words.text, stage.foot.cost.value, *stage.views):
        assert QFontMetricsF(widget.font()).capHeight() >= CAPITALS * height - 0.5
    for view in stage.views:
        assert QFontMetricsF(small_font(view)).capHeight() >= TICKS * height - 0.5
    row = stage.findChild(ScoreView).network
    drawn = QFontMetricsF(row.fonts.small).capHeight() * row.canvas.unit
    assert drawn >= TICKS * height - 0.5
    for size in sizes_of_type(stage):
        assert QFontMetricsF(sized(stage.font(), size)).capHeight() >= TICKS * height - 0.5


def test_type_is_that_of_the_window_doubled_where_the_screen_is(qtbot: QtBot) -> None:
    stage = Stage()
    qtbot.addWidget(stage)
    assert type_pixels(stage.font(), 1920, 1080) * 2 == pytest.approx(
        type_pixels(stage.font(), 3840, 2160), abs=2
    )
    assert type_pixels(stage.font(), 800, 1600) < type_pixels(stage.font(), 2133, 1600)


def overflowing(stage: Stage) -> list[FrameView]:
    """Views that have to be read whole, and are not."""
    return [view for view in stage.views if isinstance(view, ShowsLess) and view.overflows()]


@pytest.mark.parametrize("name", SINGLE)
@pytest.mark.parametrize("size", PROJECTORS)
def test_nothing_is_cut_off(qtbot: QtBot, size: tuple[int, int], name: str) -> None:
    stage = shown_stage(qtbot, size, (name,))
    assert cut_off(stage) == []
    assert not overflowing(stage)
    assert stage.words.geometry().bottom() < stage.foot.y()
    assert stage.words.height() >= stage.words.text.heightForWidth(stage.words.width())


@pytest.mark.parametrize("pair", [("network", "weights"), ("why", "network"), ("cost", "boundary")])
def test_two_views_share_the_room_and_the_first_has_more(qtbot: QtBot, pair: tuple[str, str]) -> None:
    stage = shown_stage(qtbot, (1024, 768), pair)
    first, second = (stage.findChild(QWidget, f"stage-view-{k}") for k in (1, 2))
    assert first.isVisible()
    assert second.isVisible()
    assert first.width() * first.height() > 1.3 * second.width() * second.height()
    assert not first.geometry().intersects(second.geometry())
    assert stage.title.geometry().bottom() < first.y()
    assert max(first.geometry().bottom(), second.geometry().bottom()) < stage.words.y()
    assert cut_off(stage) == []


def test_every_view_that_a_step_may_name_can_be_made(qtbot: QtBot) -> None:
    for name in VIEWS:
        view = make_for_stage(name)
        qtbot.addWidget(view)
        assert view.presented


def test_another_name_is_refused_with_what_there_is(qtbot: QtBot) -> None:
    with pytest.raises(ValueError, match=r"view: expected one of network, .* got 'loss'"):
        make_for_stage("loss")


def test_a_single_view_has_all_the_room(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("why",))
    (place,) = places(("why",), stage.rect(), 10)
    assert place == stage.rect()


def test_only_the_named_row_of_the_score_is_there(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("weights",))
    score = stage.findChild(ScoreView)
    assert [row.isVisible() for row in score.rows] == [False, True, False, False]
    assert len(score.weights.weights[1].texts) == 8


@pytest.mark.parametrize("size", PROJECTORS)
@pytest.mark.parametrize("selected", [Selection(1, 0, 0), None])
def test_activations_beside_another_view_are_histograms(
    qtbot: QtBot, size: tuple[int, int], selected: Selection | None
) -> None:
    stage = shown_stage(qtbot, size, ("network", "activations"))
    stage.show_selection(selected, None)
    settle()
    row = next(v for v in stage.views if isinstance(v, ScoreView) and v.activations.isVisible()).activations
    assert sorted(row.bars) == [1, 2]
    assert not row.dots.values
    label = row.label_text.item.sceneBoundingRect()
    for layer in (1, 2):
        rect = row.plot_rect(layer)
        assert rect is not None
        assert not rect.intersects(label)
        assert row.text("name", layer).startswith(f"A[{layer}]")


def test_dots_before_an_audience_say_their_layers(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("boundary", "gradients"))
    row = next(v for v in stage.views if isinstance(v, ScoreView)).gradients
    assert sorted(row.dots.values) == [1, 2]
    assert [row.text("layer", layer) for layer in (1, 2)] == ["dW[1]", "dW[2]"]


def test_controls_are_left_out(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1920, 1080), ("why",))
    why = stage.findChild(WhyView)
    assert not any(b.isVisible() for b in (why.gradient_button, why.induction_button, why.next_button))


def test_iteration_cost_and_verdict_stay(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("why",))
    assert stage.foot.iteration.value.text() == "40"
    assert stage.foot.cost.value.text().startswith("0.66")
    assert stage.foot.verdict.text.startswith("Symmetric")
    assert (stage.foot.dots.index, stage.foot.dots.count) == (2, 7)


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        (Qt.Key.Key_PageDown, "nextWanted"),
        (Qt.Key.Key_Right, "nextWanted"),
        (Qt.Key.Key_Down, "nextWanted"),
        (Qt.Key.Key_PageUp, "previousWanted"),
        (Qt.Key.Key_Left, "previousWanted"),
        (Qt.Key.Key_Up, "previousWanted"),
        (Qt.Key.Key_Home, "restartWanted"),
        (Qt.Key.Key_Space, "runToggled"),
        (Qt.Key.Key_Escape, "ended"),
    ],
)
def test_keys(qtbot: QtBot, key: Qt.Key, signal: str) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("cost",))
    with qtbot.waitSignal(getattr(stage.keys, signal)):
        qtbot.keyClick(stage, key)


@pytest.mark.parametrize(("key", "choice"), [("a", 0), ("B", 1), ("3", 2), ("d", 3)])
def test_letters_and_numbers_choose(qtbot: QtBot, key: str, choice: int) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("cost",))
    stage.asking = True
    with qtbot.waitSignal(stage.keys.chosen) as heard:
        qtbot.keyClick(stage, key)
    assert heard.args == [choice]


def test_a_period_blanks_and_any_key_brings_it_back(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("cost",))
    moved: list[int] = []
    stage.keys.nextWanted.connect(lambda: moved.append(1))
    qtbot.keyClick(stage, ".")
    assert stage.grab().toImage().pixelColor(512, 300).name() == "#000000"
    qtbot.keyClick(stage, Qt.Key.Key_PageDown)
    assert not stage.blank
    assert moved == []
    assert stage.grab().toImage().pixelColor(4, 4).name() == LIGHT.paper.lower()


def test_a_question_fills_the_width_and_what_is_chosen_is_filled(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("network", "boundary"))
    texts = ("one straight line", "a flower", "nothing moves")
    rows = [
        Statement(f"stage-choice-{k + 1}", "ABC"[k], one_line(text), chosen=k == 1, framed=True)
        for k, text in enumerate(texts)
    ]
    before = stage.views[0].height()
    stage.say(TEXT, "What will the boundary look like?", rows, "")
    assert stage.words.said == tuple(rows)
    settle()
    assert cut_off(stage) == []
    assert stage.views[0].height() < before
    chosen = stage.findChild(QWidget, "stage-choice-2")
    image = chosen.grab().toImage()
    assert image.pixelColor(image.width() - 20, image.height() // 2).name() == LIGHT.ink.lower()


def test_many_rows_are_written_smaller_and_then_in_brief(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("cost",))
    claim = one_line("the weights of the first layer were exactly 0 at every single iteration")
    rows = [Statement(f"stage-claim-{k}", "✓", claim) for k in range(9)]
    brief = [Statement("stage-claims-held", "✓", one_line("all 9 claims hold"))]
    stage.say(TEXT, "", rows, "", [brief])
    assert stage.words.said == tuple(brief)
    stage.say(TEXT, "", rows, "")
    assert stage.words.metrics().height() < QFontMetricsF(stage.title.font()).height()


def test_the_ring_follows_the_mouse_and_is_no_obstacle(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("cost",))
    stage.pointer.follow()
    QCursor.setPos(stage.mapToGlobal(QPoint(300, 200)))
    stage.pointer.look()
    assert stage.pointer.isVisible()
    assert stage.pointer.geometry().center() - QPoint(300, 200) in (QPoint(0, 0), QPoint(-1, -1))
    assert stage.childAt(300, 200) is not stage.pointer
    stage.pointer.rest()
    assert not stage.pointer.isVisible()


def test_both_palettes(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("network", "boundary"))
    for palette in (DARK, LIGHT):
        COLOURS.use(palette)
        assert stage.grab().toImage().pixelColor(4, 4).name() == palette.paper.lower()


def test_it_waits_for_the_room_and_never_jumps_back(qtbot: QtBot) -> None:
    """A view written smaller stays so while its place is the same."""
    stage = shown_stage(qtbot, (1024, 768), ("why", "induction"))
    size = stage.views[1].font().pixelSize()
    assert size < stage.type_size
    stage.show_frame(two_frames()[1])
    assert stage.views[1].font().pixelSize() == size
    stage.resize(1920, 1080)
    assert stage.views[1].font().pixelSize() > size


def test_a_race_fits_as_soon_as_it_is_there(qtbot: QtBot) -> None:
    """The lanes are not written over each other until something else has the stage laid out anew."""
    stage = shown_stage(qtbot, (1024, 768), ("race",))
    lanes = [experiment(weights=WeightInit(scheme=s), hidden=[(4, "tanh")] * 3) for s in ("xavier", "he")]
    stage.show_race(Race(lanes_from([*lanes, *lanes])).frame())
    settle()
    assert not overflowing(stage)


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_no_rule_of_the_checklist_is_cut_beside_a_question(qtbot: QtBot, size: tuple[int, int]) -> None:
    stage = shown_stage(qtbot, size, ("checklist", "boundary"))
    line = one_line("learns, with four units")
    said = [Statement(f"stage-choice-{k}", "A", line, framed=True) for k in range(3)]
    stage.say(TEXT, "All W = 0, b random, 2000 updates. It …", said, "")
    settle()
    checklist = stage.views[0]
    assert isinstance(checklist, ChecklistView)
    assert not checklist.overflows()
    assert all(len(row.words.lines) == 1 for row in checklist.rows)
    stage.compose("The next step", 3, 7, ("checklist",))  # with more room what was left out comes back
    stage.say("Short.", "", (), "")
    settle()
    assert any(len(row.words.lines) > 1 for row in checklist.rows)


@pytest.mark.parametrize("size", PROJECTORS)
def test_every_layer_has_its_row_in_the_symmetry_table(qtbot: QtBot, size: tuple[int, int]) -> None:
    stage = shown_stage(qtbot, size, ("symmetry", "cost"))
    stage.show_frame(frame_of(experiment(hidden=[(5, "tanh"), (3, "tanh")]), run_id=9))
    settle()
    view = stage.views[0]
    assert isinstance(view, SymmetryView)
    assert view.table.height() >= view.table.whole_height()


def test_a_study_of_another_start_is_not_left_standing(qtbot: QtBot) -> None:
    """Not even muted: what is shown before an audience is about what is shown."""
    stage = shown_stage(qtbot, (1024, 768), ("nudge",))
    view = stage.views[0]
    assert isinstance(view, StudyView)
    asked: list[str] = []
    stage.studyRequested.connect(lambda name, _points: asked.append(name))
    stage.begin_studies()
    stage.show_findings(Findings(asked[0], (BreakTime(0.1, 3, 3, 0.4),), done=False))
    page = view.page
    assert isinstance(page, NudgePage)
    assert page.found
    stage.show_frame(frame_of(experiment(weights=WeightInit(scheme="constant", value=0.1)), run_id=9))
    assert not page.found
    stage.show_findings(Findings(asked[0], (BreakTime(0.01, 9, 9, 0.4),), done=True))
    assert not page.found
    stage.begin_studies()
    assert len(asked) == 2


def test_nudge_writes_its_numbers_above_its_points(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("nudge",))
    view = stage.views[0]
    assert isinstance(view, StudyView)
    page = view.page
    assert isinstance(page, NudgePage)
    page.take(tuple(BreakTime(float(f"1e-{p}"), 13 * p, 13 * p, 0.4) for p in range(1, 13)))
    written = [mark.text() for mark in page.plot.marks if mark.isVisible()]
    assert written == ["52", "104", "156"]
    assert page.plot.y.high == 200
    assert not page.figures.isVisible()


def test_the_curve_of_nudges_says_what_it_counts(qtbot: QtBot) -> None:
    """Its upright axis has no name before an audience, so the heading names it while the curve grows."""
    stage = shown_stage(qtbot, (1024, 768), ("nudge",))
    stage.begin_studies()
    heading = stage.findChild(QLabel, "nudge-sentence")
    assert heading is not None
    assert heading.text() == "Updates until equal units differ"


def test_two_columns_of_claims_are_equally_wide(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1920, 1080), ("network", "boundary"))
    long, short = "the costs are never 1e-12 apart", "one effective unit"
    for texts in ((long + long, long + long), (short, long)):
        stage.say(TEXT, "", claims_of(texts), "")
        settle()
    one, other = (stage.findChild(QWidget, f"stage-claim-{k}") for k in (0, 1))
    assert one.y() == other.y()
    assert abs(one.width() - other.width()) <= 2


def claims_of(texts: Sequence[str], mark: str = "✓") -> list[Statement]:
    return [Statement(f"stage-claim-{k}", mark, one_line(text)) for k, text in enumerate(texts)]


def test_claims_are_as_large_as_the_text_where_there_is_room(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("network", "boundary"))
    stage.say(TEXT, "", claims_of(["all points are right"] * 2), "")
    assert stage.words.claims == stage.type_size
    stage.say(TEXT, "", claims_of([f"unit {k} has never moved from where it was" for k in range(6)]), "")
    assert CLAIMS / CAPITALS * stage.type_size <= stage.words.claims < stage.type_size
    settle()
    assert cut_off(stage) == []


def test_views_to_read_come_before_large_claims(qtbot: QtBot) -> None:
    texts = [f"unit {k} has never moved from where it was" for k in range(4)]
    sizes = {}
    for views in (("network", "boundary"), ("induction",)):
        stage = shown_stage(qtbot, (1024, 768), views)
        stage.say(TEXT, "", claims_of(texts), "")
        sizes[views[0]] = stage.words.claims
        stage.close()
    assert sizes["induction"] < sizes["network"]


def test_a_long_explanation_leaves_figures_out_before_its_type_shrinks(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("network", "why"))
    stage.show_selection(Selection(1, 0, 0), None)
    settle()
    why = stage.views[1]
    assert isinstance(why, WhyView)
    whole = why.first.text()
    assert "mean |" in whole
    stage.say(TEXT, "", claims_of(["the gradient of every weight is exactly 0 throughout"] * 8), "")
    settle()
    assert not why.overflows()
    assert "mean |" not in why.first.text()
    formula = whole.partition(" = −")[0]
    assert why.first.text().startswith(formula)
    stage.compose("The next step", 3, 7, ("network", "why"))
    stage.say("Short.", "", (), "")
    settle()
    assert "mean |" in why.first.text()


def test_the_checklist_says_its_rules_in_short_before_it_writes_smaller(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("checklist", "network"))
    checklist = stage.views[0]
    assert isinstance(checklist, ChecklistView)
    said = claims_of(["four rules for the start are broken", "no two units have the same weights"])
    stage.say(TEXT, "", said, "")
    settle()
    assert not checklist.overflows()
    assert checklist.font().pixelSize() >= 0.9 * stage.type_size
    assert checklist.rows[0].words.text().startswith(RULES[0].short)


def test_claims_begin_on_a_line_of_their_own(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1920, 1080), ("network", "boundary"))
    choices = [Statement(f"stage-choice-{k}", "ABC"[k], one_line("a line"), framed=True) for k in range(3)]
    stage.say("", "", [*choices, *claims_of(["all are right", "none has moved"])], "")
    settle()
    tops = [stage.findChild(QWidget, f"stage-choice-{k}").y() for k in range(3)]
    first, second = (stage.findChild(QWidget, f"stage-claim-{k}") for k in range(2))
    assert tops[0] == tops[1] < tops[2] < first.y() == second.y()
    assert stage.words.rect().contains(second.geometry())


def test_the_weights_name_goes_where_it_would_touch_a_title(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("network", "weights"))
    stage.say(TEXT, "", claims_of(["all points are right"] * 3), "")
    settle()
    weights = stage.spots()["weights"]
    assert weights.width() < stage.width() / 2
    assert weights.label_text.text == ""
    assert weights.legend[1]
    stage.show_views(("weights",))
    settle()
    weights = stage.spots()["weights"]
    assert weights.label_text.text == "WEIGHTS"
    assert weights.label_text.right + 4 < weights.titles["W", 1].rect.left()


def words_in_sight(stage: Stage) -> dict[str, tuple[tuple[int, int, int, int], int, str]]:
    """Place, type and beginning of all that a step says, and the places of its views."""
    parts = [stage.title, stage.words.question, *(row for row in stage.words.rows if row.isVisible())]
    labels = [part.words if isinstance(part, StatementRow) else part for part in parts]
    found = {
        part.objectName(): (place_of(label, stage), pixel_size(label.font()), label.text()[:8])
        for part, label in zip(parts, labels, strict=True)
        if part.isVisible()
    }
    slots = [view.parentWidget() for view in stage.views]
    return found | {slot.objectName(): (place_of(slot, stage), pixel_size(view.font()), "")
                    for slot, view in zip(slots, stage.views, strict=True)}  # fmt: skip


def place_of(widget: QWidget, stage: Stage) -> tuple[int, int, int, int]:
    corner = widget.mapTo(stage, QPoint(0, 0))
    return corner.x(), corner.y(), widget.width(), widget.height()


def answered(claim: Claim, passed: bool) -> Checked:
    """A claim with figures of the usual length."""
    return replace(to_come(claim)[not passed], statement=sentence(claim))


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
@pytest.mark.parametrize("lesson", shipped_lessons(), ids=lambda lesson: lesson.id)
def test_nothing_moves_from_a_question_over_its_hint_to_its_answer(
    qtbot: QtBot, lesson: Lesson, size: tuple[int, int]
) -> None:
    stage = Stage()
    qtbot.addWidget(stage)
    stage.resize(*size)
    stage.show()
    for index, step in enumerate(lesson.steps):
        if step.question is None:
            continue
        stage.compose(step.title, index, len(lesson.steps), step.views)
        right = [tuple(answered(claim, True) for claim in choice.holds) for choice in step.question.choices]
        wrong = [tuple(answered(claim, False) for claim in choice.holds) for choice in step.question.choices]
        open_claims = [None] * len(step.claims)
        held = [answered(claim, True) for claim in step.claims]
        seen = []
        for revealed, answers, results, message in (
            (False, (), open_claims, ""),
            (False, (), open_claims, WANTED),
            (True, [None] * len(right), open_claims, ""),
            (True, right, held, ""),
            (True, wrong, held, ""),
        ):
            said, *briefer = rows_said(step, 0, results, answers, revealed=revealed)
            stage.say(step.text, step.question.text, said, message, briefer)
            settle()
            assert cut_off(stage) == [], step.title
            seen.append(words_in_sight(stage))
            if answers in (right, wrong):
                mark = "✓" if answers is right else "✗"
                assert all(said.mark[2:] == mark for said in stage.words.said if said.framed)
        for later in seen[1:]:
            for name, where in seen[0].items():
                assert later[name] == where, (step.title, name)


@pytest.mark.parametrize("size", PROJECTORS)
@pytest.mark.parametrize("lesson", shipped_lessons(), ids=lambda lesson: lesson.id)
def test_claims_and_their_figures_can_be_read_from_the_last_row(
    qtbot: QtBot, lesson: Lesson, size: tuple[int, int]
) -> None:
    stage = Stage()
    qtbot.addWidget(stage)
    stage.resize(*size)
    stage.show()
    least = type_pixels(stage.font(), *size, CLAIMS)
    for index, step in enumerate(lesson.steps):
        stage.compose(step.title, index, len(lesson.steps), step.views)
        results = [answered(claim, k % 2 == 0) for k, claim in enumerate(step.claims)]
        stage.say(step.text, "", claims_said(step.claims, results, shown=True), "")
        settle()
        for row in stage.words.rows:
            if row.isVisible() and row.mark.text() == "✓":
                words = row.words
                pixels = pixel_size(words.font())
                assert pixels >= least, step.title
                assert round(pixels * words.muted_scale) >= least, step.title


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_what_is_to_be_said_takes_the_place_of_the_verdict_and_moves_nothing(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    stage = shown_stage(qtbot, size, ("network", "boundary"))
    foot = stage.foot
    places = [place_of(part, stage) for part in (foot, foot.dots, foot.iteration, foot.cost)]
    for message in (WANTED, CHECKING.format(done=2, all=5), ENDED):
        stage.say(TEXT, "", (), message)
        settle()
        assert places == [place_of(part, stage) for part in (foot, foot.dots, foot.iteration, foot.cost)]
        assert foot.message.text() == message
        assert not foot.verdict.text
        metrics = QFontMetricsF(foot.message.font())
        room = QRectF(foot.message.rect())
        assert room.contains(metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), message))
        assert metrics.capHeight() >= TICKS * size[1] - 0.5
    stage.say(TEXT, "", (), "")
    assert foot.verdict.text
    assert not foot.message.isVisible()


@pytest.mark.parametrize("name", ["weights", "activations", "gradients"])
def test_no_layer_of_a_small_network_is_out_of_sight(qtbot: QtBot, name: str) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("network", name))
    stage.show_frame(frame_of(experiment(hidden=[(2, "tanh")] * 2), 1))
    settle()
    for view in stage.views:
        assert isinstance(view, ScoreView)
        assert {column.layer for column in view.columns.visible} >= {1, 2, 3}
        assert not view.scroll_bar.isVisible()


@pytest.mark.parametrize(
    "notable",
    ["layer 1 saturated", "47 of 300 units dead", "worse than guessing so far", "too certain where wrong"],
)
def test_what_is_notable_of_a_healthy_network_is_whole_in_the_foot(qtbot: QtBot, notable: str) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("network", "boundary"))
    stage.compose("The last step", 5, 6, ("network", "boundary"))
    frame = frame_of(experiment(), 0)
    stage.foot.show_frame(replace_frame(frame, furthest=15_000))
    words = ChipWords("check", "Healthy", notable, problem=False, notable=notable)
    stage.foot.verdict.show_words(words)
    settle()
    pill = stage.foot.verdict
    assert pill.rect_of_words.left() >= 0
    assert notable[1:] in pill.text


def test_a_second_line_that_is_only_just_needed_is_saved(qtbot: QtBot) -> None:
    """Nothing below a choice stands empty for a few letters: all choices are written a little smaller."""
    later = (
        *one_line("two effective units"),
        *one_line("– effective units of layer 1 = 2, not 3", muted=True),
    )
    rows = [
        Statement("stage-choice-1", "A", one_line("two effective units"), framed=True, later=(later,)),
        Statement("stage-choice-2", "B", one_line("three"), framed=True),
    ]
    words = Words()
    qtbot.addWidget(words)
    words.say("", "", rows)
    words.set_claims(20, 20)
    whole, size = words.fit(2000, 40, 30, 10_000)
    natural = words.rows[0].natural_width
    heights = {share: words.fit(round(share * natural), 40, 30, 10_000) for share in (1.0, 0.95, 0.7)}
    assert heights[1.0] == (whole, size)
    assert heights[0.95][0] <= whole
    assert heights[0.7][0] > whole
    words.fit(round(0.95 * natural), 40, 30, 10_000)
    assert len({pixel_size(row.words.font()) for row in words.rows}) == 1


def test_a_count_to_come_is_as_long_as_the_one_that_is_expected() -> None:
    held, failed = to_come(Claim("effective units", "equals", 3.0, {"layer": 1}))
    assert (held.found, failed.found) == ("3", "3")
    assert to_come(Claim("cost", "more than", 0.5))[0].found == "0.0000"


def test_beside_another_view_the_collapse_has_its_figures_below_a_wide_plot(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1920, 1080), ["collapse", "network"])
    page = stage.findChild(CollapsePage)
    assert page is not None
    corner = page.figures.mapTo(page, QPoint(0, 0))
    assert corner.y() >= page.plot.mapTo(page, QPoint(0, page.plot.height())).y()
    assert page.plot.width() > 0.3 * page.width()
    assert cut_off(stage) == []


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_how_many_twins_there_are_is_said_where_the_diagram_is_narrow(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    stage = shown_stage(qtbot, size, ["collapse", "network"])
    network = stage.findChild(NetworkView)
    assert network is not None
    assert network.text("bracket", 1) in ("4", "4 twins A")
