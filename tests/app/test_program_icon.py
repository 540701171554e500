"""The program's icon."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.look import program_icon
from app.look.program_icon import SIZES


def test_the_icon_shows_two_equal_units_and_two_that_differ_at_every_size(qtbot: QtBot) -> None:
    icon = program_icon.program_icon()
    assert [size.width() for size in icon.availableSizes()] == list(SIZES)
    for size in SIZES:
        picture = icon.pixmap(size, size).toImage()

        def color(x: float, y: float, picture=picture) -> QColor:  # type: ignore[no-untyped-def]
            return picture.pixelColor(round(x * picture.width()), round(y * picture.height()))

        equal, twin, other = color(18 / 64, 20 / 64), color(46 / 64, 20 / 64), color(48 / 64, 44 / 64)
        assert equal == twin
        assert equal.blue() > equal.red()
        assert other.red() > other.blue()


def test_a_missing_picture_is_no_icon_and_no_failure(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    monkeypatch.setattr(program_icon, "resource_folder", lambda: tmp_path)
    assert program_icon.program_icon().isNull()
