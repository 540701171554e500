"""Questions for a learning platform: the right answer is the one that the run gives, and text stays text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from symgui.cli.main import main
from symgui.export.qti import QTI, item, qti_package
from symgui.export.question_files import gift, moodle_xml
from symgui.export.questions import Answer, Asked
from symgui.lessons import load_lesson
from symgui.lessons.text import plain

MINE = Path(__file__).parents[1] / "e2e" / "a-lesson.lesson.md"
NASTY = Asked(
    "{name} = ~#:", "a < b & {c}\n\nsecond\x00 line",
    (Answer("W[1] = 0 : yes", True, "dW = 0 {all}"), Answer("no ~ never", False, "1 < 2")),
)  # fmt: skip


def test_moodle_has_every_question_and_one_right_answer(tmp_path: Path) -> None:
    out = tmp_path / "a.xml"
    assert main(["export", str(MINE), "--what", "moodle", "--out", str(out)]) == 0
    lesson = load_lesson(MINE)
    steps = [step for step in lesson.steps if step.question is not None]
    found = ET.parse(out).getroot().findall("question")
    assert len(found) == len(steps) > 0
    for question, step in zip(found, steps, strict=True):
        assert step.question is not None
        assert plain(step.question.text) in question.findtext("questiontext/text", "")
        answers = question.findall("answer")
        texts = [answer.findtext("text") for answer in answers]
        assert texts == [plain(choice.text) for choice in step.question.choices]
        assert sorted(answer.get("fraction", "") for answer in answers)[-1] == "100" or len(answers) == 1
        assert [answer.get("fraction") for answer in answers].count("100") == 1
        assert all(answer.findtext("feedback/text") for answer in answers)


def test_gift_is_the_same_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for _ in range(2):
        assert main(["export", str(MINE), "--what", "gift"]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    blocks = said[0].strip().split("\n\n")
    for block in blocks:
        assert block.startswith("::")
        marks = re.findall(r"^\t([=~])", block, re.MULTILINE)
        assert marks.count("=") == 1
        assert len(marks) >= 2


def test_special_signs_are_meant_as_they_are() -> None:
    root = ET.fromstring(moodle_xml([NASTY]))
    assert root.findtext("question/name/text") == NASTY.name
    assert (
        root.findtext("question/questiontext/text") == "a < b & {c}\n\nsecond\N{REPLACEMENT CHARACTER} line"
    )
    lines = gift([NASTY]).splitlines()
    assert lines[0] == (
        r"::\{name\} \= \~\#\:::[plain]a < b & \{c\}\n\nsecond" "\N{REPLACEMENT CHARACTER}" " line {"
    )
    assert lines[1:3] == ["\t=W[1] \\= 0 \\: yes#dW \\= 0 \\{all\\}", "\t~no \\~ never#1 < 2"]


def test_what_is_no_lesson_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, sentence in (
        (("nope", "--what", "gift"), 'lesson "nope" is not there'),
        ((str(MINE), "--what", "gift", "--out", "a.xml"), "a.xml must end in .gift for gift"),
        ((str(MINE), "--what", "qti"), "--out is missing: this is no text"),
        (("nowhere.lesson.md", "--what", "moodle"), "nowhere.lesson.md cannot be read"),
    ):
        assert main(["export", *arguments]) == 2
        assert sentence in capsys.readouterr().err


def test_a_qti_package_has_every_question_and_names_its_files(tmp_path: Path) -> None:
    packages = []
    for name in ("a.zip", "b.zip"):
        assert main(["export", str(MINE), "--what", "qti", "--out", str(tmp_path / name)]) == 0
        packages.append((tmp_path / name).read_bytes())
    assert packages[0] == packages[1]
    lesson = load_lesson(MINE)
    steps = [step for step in lesson.steps if step.question is not None]
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        files = {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}
    listed = {file.get("href") for file in files["imsmanifest.xml"].iter() if file.tag.endswith("}file")}
    assert listed == set(files) - {"imsmanifest.xml"}
    order = [child.tag.rpartition("}")[2] for child in files["test.xml"]]
    assert order == ["outcomeDeclaration", "testPart", "outcomeProcessing"]
    manifest = [child.tag.rpartition("}")[2] for child in files["imsmanifest.xml"]]
    assert manifest == ["metadata", "organizations", "resources"]
    for name, root in files.items():  # every outcome that is set or shown is declared
        declared = {each.get("identifier") for each in root.iter(f"{{{QTI}}}outcomeDeclaration")}
        used = {each.get("identifier") for each in root.iter(f"{{{QTI}}}setOutcomeValue")}
        used |= {each.get("outcomeIdentifier") for each in root.iter(f"{{{QTI}}}modalFeedback")}
        assert used <= declared, name
    references = [ref.get("href", "") for ref in files["test.xml"].iter(f"{{{QTI}}}assessmentItemRef")]
    assert len(references) == len(steps) > 0
    for reference, step in zip(references, steps, strict=True):
        assert step.question is not None
        choices = list(files[reference].iter(f"{{{QTI}}}simpleChoice"))
        assert [choice.text for choice in choices] == [plain(choice.text) for choice in step.question.choices]
        right = files[reference].findtext(f".//{{{QTI}}}correctResponse/{{{QTI}}}value")
        assert [choice.get("identifier") for choice in choices].count(right) == 1


def test_a_qti_item_is_in_the_order_of_the_standard() -> None:
    root = ET.fromstring(item("question-1", NASTY))
    assert [child.tag.rpartition("}")[2] for child in root] == [
        "responseDeclaration", "outcomeDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing",
        "modalFeedback", "modalFeedback",
    ]  # fmt: skip
    assert root.get("title") == NASTY.name
    assert root.findtext(f".//{{{QTI}}}p") == "a < b & {c}"
    assert root.findtext(f".//{{{QTI}}}prompt") == "second\N{REPLACEMENT CHARACTER} line"
    assert [each.text for each in root.iter(f"{{{QTI}}}modalFeedback")] == ["dW = 0 {all}", "1 < 2"]
    assert qti_package("A & B", [NASTY]) == qti_package("A & B", [NASTY])
