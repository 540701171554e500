"""SVG painted by Qt: the picture that was meant, the same bytes each time, and letters in a PDF."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QHashSeed
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from app.look.svg_paint import image, pdf, pixels, png
from symgui.experiment import opening_experiment
from symgui.figures.svg import Svg


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    return qapp


def page(color: str, width: float = 100.0, height: float = 50.0) -> str:
    svg = Svg(width, height, "#ffffff", "A page")
    svg.rect(10, 10, 30, 20, color)
    svg.text(50, 30, "word", "#000000")
    return svg.text_of()


def test_the_pixels() -> None:
    picture = image(page("#ff0000"), 3.0)
    assert (picture.width(), picture.height()) == (300, 150)
    assert picture.pixelColor(60, 45) == QColor("#ff0000")
    assert picture.pixelColor(15, 15) == QColor("#ffffff")
    letters = [picture.pixelColor(x, y).lightness() for x in range(150, 260) for y in range(50, 100)]
    assert min(letters) < 60


def test_the_pixels_as_numbers() -> None:
    for width in (100.0, 101.0):  # a row of pixels may be padded
        found = pixels(page("#ff0000", width), 1.0)
        assert found.shape == (50, int(width), 3)
        assert found[15, 20].tolist() == [255, 0, 0]
        assert found[5, int(width) - 1].tolist() == [255, 255, 255]


def test_a_picture_that_would_be_too_large_is_smaller() -> None:
    picture = image(page("#ff0000", 8000, 10), 8.0)
    assert picture.width() == 16_384


def test_a_png_comes_back() -> None:
    data = png([page("#00ff00")], 2.0)
    assert data == png([page("#00ff00")], 2.0)
    back = QImage.fromData(data)
    assert (back.width(), back.height()) == (200, 100)
    assert back.pixelColor(40, 40) == QColor("#00ff00")


def test_a_pdf_has_its_pages_and_their_letters() -> None:
    pages = [page("#0000ff"), page("#ff0000", 300.0, 200.0)]
    data = pdf(pages)
    assert data == pdf(pages)
    assert data != pdf(pages[:1])
    assert data.startswith(b"%PDF-1.")
    assert re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data) or b"/MediaBox" in data
    assert len(re.findall(rb"/Type /Page\b", data)) == 2
    assert b"/FontFile2" in data  # text is text
    assert b"20000101000000" in data


def test_a_pdf_of_two_fonts_has_the_same_bytes_in_every_process() -> None:
    """Each process orders Qt's hash tables by a seed of its own."""
    svg = Svg(100, 50, "#ffffff", "A page")
    svg.text(10, 20, "word", "#000000")
    svg.text(10, 40, "word", "#000000", bold=True)
    made = set()
    for _ in range(12):
        QHashSeed.resetRandomGlobalSeed()
        made.add(pdf([svg.text_of()]))
    assert len(made) == 1


def test_the_command_line_paints_without_a_screen(tmp_path: Path) -> None:
    file = tmp_path / "open.symgui.json"
    opening_experiment().save(file)
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    for what, name, at in (("report", "a.pdf", "3"), ("gif", "b.gif", "0:3")):
        command = ["export", str(file), "--what", what, "--iterations", at, "--out", str(tmp_path / name)]
        done = subprocess.run(
            [sys.executable, "-m", "app", *command],
            env={**environment, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "b.gif").read_bytes().startswith(b"GIF89a")
