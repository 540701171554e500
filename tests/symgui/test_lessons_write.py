"""What is on screen as a lesson: it reads back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from test_experiment import experiments

from symgui.experiment import LayerInit, WeightInit, opening_experiment
from symgui.lessons import LessonError, check, load_lesson, parse_lesson
from symgui.lessons.claim import Checked, Claim
from symgui.lessons.write import add_step, claims_of, id_of, lesson_text, save_lesson, step_text
from symgui.training.changes import with_change
from symgui.training.lanes import retitled
from symgui.training.presets import PRESETS
from symgui.training.run import RecordedRun

FLOWER = opening_experiment()
CLAIMS = (
    Claim("cost", "equals", 0.25, within=1e-9, at=3),
    Claim("largest |W|", "at most", 2.0, {"layer": "output"}, at=5, throughout=True, says='It "stays".'),
    Claim("verdict", "not equal", "dead"),
    Claim("parameter", "less than", Claim("cost", "", 0.0, at=0, times=0.5), {"name": "W1[0,1]"}),
)


def read(text: str):
    return parse_lesson(lesson_text("Own", [text])).steps


def without_lines(claim: Claim) -> Claim:
    """The same claim wherever it stands."""
    expected = without_lines(claim.expected) if isinstance(claim.expected, Claim) else claim.expected
    parts = {name: getattr(claim, name) for name in Claim.__slots__}
    return Claim(**{**parts, "expected": expected, "line": 1})


@settings(max_examples=60)
@given(experiments())
def test_any_experiment_reads_back_the_same(experiment):
    (step,) = read(step_text(experiment, "Here"))
    assert step.experiment == experiment
    assert (step.title, step.text, step.notes, step.start) == ("Here", "", "", 0)


def test_all_that_a_step_has():
    edited = with_change(FLOWER, 7, 0.5, {"W1[0,1]": 1e-17})
    text = step_text(
        edited,
        "Seven",
        "It *moves*.\n\n$$dW[1] ≠ 0$$",
        notes="Slowly.\n\n- now",
        iteration=120,
        views=["weights", "why"],
        claims=CLAIMS,
    )
    (step,) = read(text)
    assert step.experiment == edited
    assert (step.text, step.notes) == ("It *moves*.\n\n$$dW[1] ≠ 0$$", "Slowly.\n\n- now")
    assert (step.start, step.goal.iteration, step.views) == (120, 10_000, ("weights", "why"))
    assert tuple(map(without_lines, step.claims)) == CLAIMS


def test_a_state_beyond_the_experiments_last_iteration_runs_no_farther():
    (step,) = read(step_text(FLOWER, "Late", iteration=12_000))
    assert (step.start, step.goal.iteration) == (12_000, 0)
    assert step.experiment == FLOWER
    with pytest.raises(LessonError, match="start must be an integer from 0 to 1000000, not 1000001"):
        step_text(FLOWER, "Too late", iteration=1_000_001)


@pytest.mark.parametrize("name", PRESETS)
def test_a_race(name):
    base = FLOWER.with_(
        training={"batch_size": 32},
        initialization={"layers": {"2": LayerInit(weights=WeightInit(scheme="he"))}},
    )
    lanes = [lane.experiment for lane in PRESETS[name].lanes(base)]
    lanes[0] = retitled(lanes[0].with_(training={"batch_size": None}), base)
    (step,) = read(step_text(base, "Race", lanes=lanes))
    assert [lane.experiment for lane in step.lanes] == lanes
    assert step.experiment == base


@pytest.mark.parametrize(
    ("title", "text", "problem"),
    [
        ("", "", "a step's title must have 1 to 60 characters"),
        ("a" * 61, "", "not 61"),
        ("two\nlines", "", "must be one line"),
        ("two\n\n## titles", "", "must be one line"),
        ("a title #", "", "Markdown reads it otherwise"),
        ("Good", "word " * 30, "of words, and 90"),
        ("Good", "One.\n\n## Another", '"## Another" cannot be in a step\'s text'),
        ("Good", "> a note", "cannot be in a step's text"),
        ("Good", "- a list", "cannot be in a step's text"),
        ("Good", "```toml\n```", "cannot be in a step's text"),
    ],
)
def test_what_markdown_would_read_otherwise_is_refused(title, text, problem):
    with pytest.raises(LessonError) as caught:
        step_text(FLOWER, title, text)
    assert problem in str(caught.value)


def test_a_state_claims_what_it_is_and_the_claims_hold():
    experiment = FLOWER.with_(initialization={"weights": WeightInit(scheme="normal", scale=0.01)})
    run = RecordedRun(experiment)
    run.advance(1000)
    text = step_text(experiment, "Here", iteration=1000, claims=claims_of(run.frame()))
    (step,) = read(text)
    found = [each for each in check(step) if isinstance(each, Checked)]
    assert [each.statement for each in found] == [
        "verdict at 1000 = healthy",
        "cost at 1000 = 0.288083 ± 5e−7",
    ]
    assert all(each.passed for each in found)


def test_a_new_lesson_and_a_step_more(tmp_path):
    path = tmp_path / "own.lesson.md"
    first, second = step_text(FLOWER, "First"), step_text(FLOWER, "Second", iteration=5)
    lesson = save_lesson(path, "Über *alles* & zurück", [first])
    assert (lesson.id, lesson.title, lesson.part) == ("uber-alles-zuruck", "Über *alles* & zurück", "own")
    assert load_lesson(path) == lesson
    before = path.read_bytes()
    assert [step.title for step in add_step(path, second).steps] == ["First", "Second"]
    assert path.read_bytes().startswith(before)
    assert load_lesson(path).steps[1].start == 5


def test_lines_keep_their_ends_and_a_damaged_file_is_left_alone(tmp_path):
    path = tmp_path / "own.lesson.md"
    step = step_text(FLOWER, "First")
    path.write_bytes(lesson_text("Own", [step]).strip().replace("\n", "\r\n").encode())
    assert len(add_step(path, step).steps) == 2
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")
    path.write_text("+++\nno lesson", encoding="utf-8")
    with pytest.raises(LessonError, match=r"own\.lesson\.md, line 1: it has no second line"):
        add_step(path, step)
    assert path.read_text(encoding="utf-8") == "+++\nno lesson"
    with pytest.raises(LessonError, match="cannot be read"):
        add_step(tmp_path / "none.lesson.md", step)
    with pytest.raises(LessonError, match="cannot be written"):
        save_lesson(tmp_path / "none" / "own.lesson.md", "Own", [step])


def test_ids():
    assert [id_of(title) for title in ("Hello, World", "  ", "數學", "a--b", "x" * 80)] == [
        "hello-world", "lesson", "lesson", "a-b", "x" * 60,
    ]  # fmt: skip
