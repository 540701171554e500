"""Words of a stranger's file stay words, wherever they go: pictures, pages, programs, tables, a terminal."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from symgui.cli import main
from symgui.data.tables import read_table
from symgui.experiment import Experiment, ExperimentError
from symgui.experiment.spec import one_line
from symgui.lessons import LessonError, parse_lesson
from symgui.library import Run
from tests.soak.strangers import (
    WORDS,
    lesson_with_words,
    race_with_words,
    table_with_words,
    with_words,
    write_all,
)

EVERY = pytest.mark.parametrize("words", WORDS.values(), ids=list(WORDS))
DRAWN = {"svg", "g", "title", "text", "tspan", "rect", "path", "circle", "line", "polyline", "polygon",
         "image",
         "defs", "clipPath", "ellipse", "style", "desc", "pattern"}  # fmt: skip
INSIDE = re.compile(r"data:image/png;base64,|#")


def check_svg(text: str) -> None:
    """Nothing but drawing, no address of anything else."""
    for element in ET.fromstring(text).iter():
        assert element.tag.rpartition("}")[2] in DRAWN
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert not name.endswith("href") or INSIDE.match(value)


@EVERY
def test_a_score_in_a_notebook_is_a_picture(words: str) -> None:
    html = Run(with_words(words))._repr_html_()
    check_svg(html.removeprefix('<div style="overflow-x: auto">').removesuffix("</div>"))


@EVERY
def test_everything_that_is_exported(words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = write_all(words, tmp_path)
    for kind, source, suffix in (
        ("score", "experiment", ".svg"), ("report", "experiment", ".svg"),
        ("boundary", "experiment", ".svg"), ("cost", "experiment", ".svg"), ("race", "race", ".svg"),
        ("code", "experiment", ".py"), ("pytorch", "experiment", ".py"), ("notebook", "experiment", ".ipynb"),
        ("results", "race", ".csv"), ("moodle", "lesson", ".xml"), ("gift", "lesson", ".gift"),
        ("qti", "lesson", ".zip"),
    ):  # fmt: skip
        out = tmp_path / f"out-{kind}{suffix}"
        arguments = ["export", str(files[source]), "--what", kind, "--out", str(out)]
        assert main(arguments) == 0, capsys.readouterr().err
        CHECKS[suffix](out.read_bytes())


def check_program(data: bytes) -> None:
    """A docstring first; nobody else's words run."""
    tree = ast.parse(data)
    assert isinstance(tree.body[0], ast.Expr)
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not named & {"__import__", "eval", "exec", "os", "open"}


def check_notebook(data: bytes) -> None:
    for cell in json.loads(data)["cells"]:
        if cell["cell_type"] == "code":
            ast.parse("".join(cell["source"]))
        else:
            page = MarkdownIt("commonmark", {"html": True}).render("".join(cell["source"]))
            assert not re.search(r"<(?!/?(p|h1|em|code|strong)>)", page), page


def check_table(data: bytes) -> None:
    """No cell that a spreadsheet computes."""
    for row in csv.reader(io.StringIO(data.decode())):
        for cell in row:
            assert cell[:1] not in ("=", "@", "\t", "\r")
            assert cell[:1] not in ("+", "-") or float(cell) == float(cell)


def check_moodle(data: bytes) -> None:
    for element in ET.fromstring(data).iter():
        assert element.tag in {"quiz", "question", "name", "questiontext", "text", "single", "shuffleanswers",
                               "answernumbering", "answer", "feedback"}  # fmt: skip
        assert element.get("format", "plain_text") == "plain_text"


def check_gift(data: bytes) -> None:
    assert data.decode().count("[plain]") == 1


def check_qti(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            assert not name.startswith(("/", ".."))
            for element in ET.fromstring(archive.read(name)).iter():
                assert element.tag.rpartition("}")[2] not in {"img", "a", "script", "object", "b"}


CHECKS = {
    ".svg": lambda data: check_svg(data.decode()), ".py": check_program, ".ipynb": check_notebook,
    ".csv": check_table, ".xml": check_moodle, ".gift": check_gift, ".zip": check_qti,
}  # fmt: skip


@EVERY
def test_a_terminal_is_told_words(words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = write_all(words, tmp_path)
    out = tmp_path / "new.symgui.json"
    assert main(["import", str(files["table"]), "--out", str(out)]) == 0
    assert main(["run", str(files["experiment"]), "--iterations", "0"]) == 0
    main(["verify", str(files["lesson"])])
    assert main(["import", str(files["table"]), "--out", str(out), "--force", "--class", "none"]) == 2
    said = capsys.readouterr()
    for line in (said.out + said.err).split("\n"):
        assert one_line(line) == line


@pytest.mark.parametrize("sign", ["\u202e", "\u202a", "\u2066", "\u2069"])
def test_no_words_turn_a_line_round(sign: str, tmp_path: Path) -> None:
    """Else the program's own words beside them could be made to say something else."""
    code = f"U+{ord(sign):04X}"
    words = f"a{sign}b"
    for place, change in (
        ("title", {"title": words}),
        ("data.table.classes[1]", {"data": {"classes": ["u", words]}}),
        ("data.table.features[0]", {"data": {"features": [words, "b"]}}),
        ("data.table.name", {"data": {"name": words}}),
    ):
        fields = json.loads(with_words("x").dumps())
        fields["data"]["table"] |= change.pop("data", {})
        with pytest.raises(ExperimentError, match=rf"^{re.escape(place)} holds {re.escape(code)}, which"):
            Experiment.loads(json.dumps(fields | change))
    escaped = f"\\u{ord(sign):04x}"
    good = lesson_with_words("good")
    for text in (
        good.replace('"good"', f'"{escaped}"', 1),
        good.replace('title = "good"', f'title = "{sign}"'),
        good.replace("Text good", f"Text {sign}"),
    ):
        with pytest.raises(LessonError, match=rf"^the lesson, line \d+: .*holds {re.escape(code)}, which"):
            parse_lesson(text)
    (tmp_path / "t.csv").write_text(f"a,{words},y\n1,2,{words}\n3,4,v{sign}\n", encoding="utf-8")
    table = read_table(tmp_path / "t.csv")
    assert [column.name for column in table.columns] == ["a", "ab", "y"]
    assert table.columns[2].classes() == ("ab", "v")
    assert table.head[0][2] == "ab"


def test_the_words_are_there() -> None:
    """Else nothing of this would be tested."""
    for words in WORDS.values():
        assert with_words(words).title == words
        assert race_with_words(words).title == words
        assert words.split()[0][:8] in table_with_words(words).replace('""', '"')
