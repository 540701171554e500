"""`symgui verify`: a line for each check, and an exit code that says whether all hold."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from symgui.cli import main
from symgui.lessons.published import CARDS, Card
from symgui.lessons.published.card import near
from symgui.lessons.verify import Finding, UnknownNameError, checks
from symgui.training.studies import Progress

ROOT = Path(__file__).parents[2]
FIELDS = ["kind", "name", "what", "claimed", "ours", "tolerance", "passed"]


def rows():
    yield near("one half", "0.5", 0.5, because="exact in binary", within=1e-12)
    yield Progress(1, 2)
    yield near("one third", "0.3334", 1 / 3, because="four digits", within=5e-5)


WRONG = Card("wrong", "A wrong third", "made up for this test", "One divided by three.", rows)


@pytest.fixture
def wrong(monkeypatch):
    """Among the published numbers is one that is wrong."""
    monkeypatch.setattr("symgui.lessons.verify.CARDS", (*CARDS, WRONG))


def test_a_table_of_what_was_asked_for(capsys):
    assert main(["verify", "he-factor", "planar-logistic"]) == 0
    out, err = capsys.readouterr()
    head, *lines, last = out.splitlines()
    assert err == ""
    assert head.split() == ["result", "name", "what", "claimed", "ours"]
    assert [line.split()[:2] for line in lines] == [["pass", "he-factor"]] * 4 + [["pass", "planar-logistic"]]
    assert re.search(r"accuracy +47 % +47\.00 %$", lines[-1])
    assert last == "5 checks: 5 passed"


def test_columns_are_aligned(capsys):
    main(["verify", "he-factor", "glorot"])
    head, *lines, _ = capsys.readouterr().out.splitlines()
    for name in ("claimed", "ours"):
        at = head.index(name)
        assert all(line[at - 1] == " " != line[at] for line in lines)


def test_a_wrong_figure_fails(wrong, capsys):
    assert main(["verify", "wrong"]) == 1
    out = capsys.readouterr().out
    _, right, failed, tolerance, last = out.splitlines()
    assert right.startswith("pass")
    assert re.fullmatch(r"FAIL +wrong +one third +0\.3334 +0\.3333", failed)
    assert tolerance.strip() == "tolerance: ± 5e-5 (four digits)"
    assert last == "2 checks: 1 passed, 1 FAILED"


def test_json_is_an_object_a_line(wrong, capsys):
    assert main(["verify", "--json", "wrong", "planar-logistic"]) == 1
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert err == ""
    assert all(list(row) == FIELDS for row in found)
    assert [(row["name"], row["passed"]) for row in found] == [
        ("wrong", True),
        ("wrong", False),
        ("planar-logistic", True),
    ]
    assert found[1]["claimed"] == "0.3334"
    assert found[1]["ours"] == "0.3333"


@pytest.mark.parametrize(
    ("name", "hint"), [("plnar", "did you mean planar?"), ("xyz", "there are course-zeros,")]
)
def test_an_unknown_name_is_an_error_in_one_line(name, hint, capsys):
    assert main(["verify", "planar", name]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"symgui: [^\n]+\n", err)
    assert f"{name!r}" in err
    assert hint in err


def test_everything_is_checked_unless_something_is_named():
    assert [check.name for check in checks()] == [card.name for card in CARDS]
    assert [check.name for check in checks(["glorot", "planar", "glorot"])] == ["glorot", "planar"]
    with pytest.raises(UnknownNameError):
        checks([""])


def test_a_check_says_how_far_it_is_between_its_findings(wrong):
    (check,) = checks(["wrong"])
    found = list(check.findings())
    assert [type(item) for item in found] == [Finding, Progress, Finding]


def test_verify_needs_no_qt():
    script = (
        "import sys; from symgui.cli import main; assert main(['verify', 'planar-logistic']) == 0; "
        "sys.exit(any(name.split('.')[0] in ('PySide6', 'pyqtgraph', 'app') for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_window_s_command_hands_it_over(capsys):
    from app.__main__ import main as program

    assert program(["verify", "planar-logistic"]) == 0
    assert "1 check: 1 passed" in capsys.readouterr().out
