"""`symgui verify`: a line for each check, and an exit code that says whether all hold."""

from __future__ import annotations

import json
import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from symgui.cli import main
from symgui.lessons import shipped_lessons
from symgui.lessons.published import CARDS, PublishedCard
from symgui.lessons.published.card import near
from symgui.lessons.verify import Finding, UnknownNameError, checks
from symgui.nn.kernel import missing, using
from symgui.training.studies import Progress

ROOT = Path(__file__).parents[2]
FIELDS = ["kind", "name", "what", "claimed", "ours", "tolerance", "passed"]


def rows():
    yield near("one half", "0.5", 0.5, because="exact in binary", within=1e-12)
    yield Progress(1, 2)
    yield near("one third", "0.3334", 1 / 3, because="four digits", within=5e-5)


WRONG = PublishedCard("wrong", "A wrong third", "made up for this test", "One divided by three.", rows)


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
    assert last == "5 checks: 5 passed (5 published figures)"


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
    assert last == "2 checks: 1 passed, 1 FAILED (2 published figures)"


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
    ("name", "hint"), [("plnar", "did you mean planar?"), ("xyz", "there are logistic-regression,")]
)
def test_an_unknown_name_is_an_error_in_one_line(name, hint, capsys):
    assert main(["verify", "planar", name]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"symgui: [^\n]+\n", err)
    assert f"{name!r}" in err
    assert hint in err


def test_everything_is_checked_unless_something_is_named():
    lessons = [lesson.id for lesson in shipped_lessons()]
    assert [check.name for check in checks()] == lessons + [card.name for card in CARDS]
    some = ["glorot", "hidden-layer", "glorot"]
    assert [check.name for check in checks(some)] == ["glorot", "hidden-layer"]
    with pytest.raises(UnknownNameError):
        checks([""])


def test_a_check_says_how_far_it_is_between_its_findings(wrong):
    (check,) = checks(["wrong"])
    found = list(check.findings())
    assert [type(item) for item in found] == [Finding, Progress, Finding]


LESSON = """+++
format = "symgui-lesson/1"
id = "mine"
title = "My own"
question = "Does it move?"
+++

# My own

## All zero

It stays where it is.

```toml
run = 20
claims = [
  {{ quantity = "largest |W|", equals = {weight}, says = "every weight is 0" }},
]

[experiment]
data = {{ kind = "and" }}
network.hidden = [{{ units = 2, activation = "tanh" }}]

[question]
text = "What will move?"
choices = [
  {{ text = "Nothing but b[2]", holds = [{{ quantity = "largest |W|", equals = 0 }}] }},
  {{ text = "Everything", holds = [{{ quantity = "largest |W|", {everything} }}] }},
]
```
"""


@pytest.fixture
def lesson(tmp_path):
    def write(weight="0", everything="more_than = 0"):
        path = tmp_path / "mine.lesson.md"
        path.write_text(LESSON.format(weight=weight, everything=everything), encoding="utf-8")
        return str(path)

    return write


def found_in(capsys, *names):
    code = main(["verify", "--json", *names])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_lesson_s_claims_and_question_are_checked(lesson, capsys):
    code, (claim, question) = found_in(capsys, lesson())
    assert code == 0
    assert (claim["kind"], claim["name"], claim["what"]) == ("claim", "mine", "step 1: every weight is 0")
    assert (claim["claimed"], claim["ours"], claim["passed"]) == ("largest |W| = 0", "0", True)
    assert (question["kind"], question["what"]) == ("question", "step 1: What will move?")
    assert (question["ours"], question["passed"]) == ("Nothing but b[2]", True)


def test_how_many_claims_and_questions_there_were_is_said(lesson, capsys):
    assert main(["verify", lesson(), "planar-logistic"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "3 checks: 3 passed (1 published figure, 1 claim, 1 question)"


def without_claims(tmp_path):
    head = LESSON.partition("+++\n\n")[0] + "+++\n\n"
    rest = '# Mine\n\n## One\n\nSee.\n\n```toml\n[experiment]\ndata = { kind = "and" }\n```\n'
    path = tmp_path / "silent.lesson.md"
    path.write_text(head + rest, encoding="utf-8")
    return str(path)


def test_a_lesson_that_claims_nothing_is_not_passed_off_as_checked(tmp_path, capsys):
    path = without_claims(tmp_path)
    assert main(["verify", path]) == 0
    _, line, last = capsys.readouterr().out.splitlines()
    assert line.split(maxsplit=2) == ["none", "mine", "no claim and no question: nothing to check"]
    assert last == "0 checks: nothing was claimed, so nothing was checked"
    code, (said,) = found_in(capsys, path)
    assert code == 0
    assert list(said) == FIELDS
    assert (said["kind"], said["name"], said["passed"]) == ("nothing", "mine", None)


def test_a_claim_that_does_not_hold_fails_with_both_figures(lesson, capsys):
    code, (claim, question) = found_in(capsys, lesson(weight="0.25"))
    assert code == 1
    assert (claim["claimed"], claim["ours"], claim["passed"]) == ("largest |W| = 0.25", "0", False)
    assert question["passed"]


def test_a_question_with_two_right_answers_fails(lesson, capsys):
    code, (_, question) = found_in(capsys, lesson(everything="at_least = 0"))
    assert code == 1
    assert not question["passed"]
    assert question["claimed"] == "exactly one right answer"
    assert question["ours"] == "2 are right: Nothing but b[2]; Everything"


def test_a_shipped_lesson_is_checked_by_its_id(capsys):
    code, found = found_in(capsys, "hidden-layer")
    assert code == 0
    assert {row["name"] for row in found} == {"hidden-layer"}
    assert {row["kind"] for row in found} == {"claim", "question"}


@pytest.mark.parametrize("text", ["+++\nid = 7\n+++\n", "no lesson", ""])
def test_a_file_without_a_lesson_is_an_error_in_one_line(tmp_path, text, capsys):
    path = tmp_path / "bad.lesson.md"
    path.write_text(text, encoding="utf-8")
    assert main(["verify", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"symgui: bad\.lesson\.md[^\n]+\n", err)


def test_a_missing_file_is_an_error_in_one_line(tmp_path, capsys):
    assert main(["verify", str(tmp_path / "missing.lesson.md")]) == 2
    assert re.fullmatch(r"symgui: missing\.lesson\.md cannot be read: [^\n]+\n", capsys.readouterr().err)


def test_what_is_longer_than_its_column_goes_on_below(lesson, capsys):
    path = lesson()
    text = "a sentence that says far more than there is room for in one column of the table, and then some"
    Path(path).write_text(Path(path).read_text().replace("every weight is 0", text))
    assert main(["verify", path]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    left, right = head.index("what"), head.index("claimed")
    assert [line[:4] for line in lines[:3]] == ["pass", "    ", "    "]
    assert " ".join(line[left:right].strip() for line in lines[:3]) == f"step 1: {text}"


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


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_terminal_gets_a_bar():
    import fcntl
    import termios

    leader, follower = os.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    command = [sys.executable, "-m", "symgui", "verify", "--json", "he-factor", "planar-logistic"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=follower)
    out, _ = process.communicate(timeout=60)
    shown = os.read(leader, 65536).decode()
    os.close(follower)
    os.close(leader)
    assert all(json.loads(line)["passed"] for line in out.splitlines())
    assert "0/2" in shown
    assert "1/2" in shown
    assert "planar-logistic" in shown


def test_without_a_kernel_it_says_whose_digits_these_are(capsys):
    with using(None):
        assert main(["verify", "bits"]) == 0
        out, err = capsys.readouterr()
        assert err == f"note: {missing()}\n"
    assert out.splitlines()[-1].startswith("0 checks")
