"""docs/writing-lessons.md: what it shows is read, checked, and complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from symgui.lessons import answers, check, parse_lesson
from symgui.lessons.claim import RELATIONS, Checked
from symgui.lessons.lesson import DEFAULT_VIEWS
from symgui.lessons.quantities import QUANTITIES
from symgui.lessons.schema import ClaimFields, HeadFields, StepFields
from symgui.training.presets import PRESETS
from symgui.training.studies import Progress
from symgui.view_names import VIEWS

DOC = (Path(__file__).resolve().parents[2] / "docs" / "writing-lessons.md").read_text(encoding="utf-8")
EXAMPLE = parse_lesson(re.findall(r"^````markdown\n(.*?)^````$", DOC, re.M | re.S)[0], "example.lesson.md")


@pytest.mark.parametrize("step", EXAMPLE.steps, ids=lambda step: step.title)
def test_every_claim_of_the_example_holds(step):
    found = [each for each in check(step) if isinstance(each, Checked)]
    assert len(found) == len(step.claims) > 0
    assert not [each for each in found if not each.passed]


def test_one_answer_of_the_example_is_right():
    (step,) = (step for step in EXAMPLE.steps if step.question)
    found = [each for each in answers(step) if not isinstance(each, Progress)]
    assert [choice.text for choice, held in found if all(each.passed for each in held)] == ["Yes"]


def test_the_example_shows_most_of_what_there_is():
    first, second, third = EXAMPLE.steps
    assert first.notes
    assert "$$" in first.text
    assert first.claims[0].throughout
    assert (second.goal.event, bool(second.question)) == ("symmetry", True)
    assert len(third.lanes) == 2


def test_every_quantity_is_in_the_table_with_what_it_takes():
    rows = dict(re.findall(r"^\| `((?:[^`|]|\\\|)+)` \| ([^|]*) \|", DOC.replace("\\|", "\0"), re.M))
    for quantity in QUANTITIES.values():
        takes = [*quantity.takes, *(f"({name})" for name in quantity.may_take)]
        assert rows[quantity.name.replace("|", "\0")] == ", ".join(takes)


def test_every_setting_is_described():
    names = {*StepFields.__struct_fields__, *HeadFields.__struct_fields__, *ClaimFields.__struct_fields__}
    names |= {*PRESETS, *(relation.replace(" ", "_") for relation in RELATIONS)}
    assert [name for name in sorted(names) if not re.search(rf"`\W*{name}\b|\b{name} = ", DOC)] == []


def test_the_views_that_it_names_are_there():
    (row,) = re.findall(r"^\| `views` \|([^|]+)\|", DOC, re.M)
    assert set(DEFAULT_VIEWS) < set(re.findall(r"`(\w+)`", row)) <= set(VIEWS)


def test_the_python_example_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    exec(re.findall(r"^```python\n(.*?)^```$", DOC, re.M | re.S)[0], {})
    assert (tmp_path / "mine.lesson.md").is_file()
