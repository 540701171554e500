"""Pictures of the data sets are painted from the data."""

from __future__ import annotations

import subprocess
import sys
import typing

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.look.theme import DARK, LIGHT, Palette
from app.panels.data_tiles import data_picture, tile_points
from symgui.experiment.parts import DataKind

KINDS = tuple(kind for kind in typing.get_args(DataKind) if kind not in ("digits", "file"))
"""Whose inputs are a plane; digits are shown as a picture, a file by a sign."""


def count(image: QImage, colour: str) -> int:
    return sum(
        image.pixelColor(x, y) == QColor(colour) for x in range(image.width()) for y in range(image.height())
    )


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize("kind", KINDS)
def test_both_classes_are_seen_in_their_colours(qtbot: QtBot, kind: DataKind, palette: Palette) -> None:
    image = data_picture(kind, palette, 48, 2.0).toImage()
    assert (image.width(), image.height(), image.devicePixelRatio()) == (96, 96, 2.0)
    assert count(image, palette.positive) > 20
    assert count(image, palette.negative) > 20
    assert image.pixelColor(0, 0).alpha() == 0


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize("kind", ["digits", "file"])
def test_what_is_no_plane_has_a_picture_in_the_palettes_ink(
    qtbot: QtBot, kind: DataKind, palette: Palette
) -> None:
    image = data_picture(kind, palette, 48, 2.0).toImage()
    other = DARK if palette is LIGHT else LIGHT
    drawn = sum(image.pixelColor(x, y).alpha() > 0 for x in range(96) for y in range(96))
    assert (image.width(), image.devicePixelRatio()) == (96, 2.0)
    assert drawn > 400
    assert image != data_picture(kind, other, 48, 2.0).toImage()


@pytest.mark.parametrize("kind", KINDS)
def test_points_fill_the_tile_and_stay_inside(kind: DataKind) -> None:
    places, labels = tile_points(kind)
    assert set(labels) == {0, 1}
    assert ((places > 0) & (places < 1)).all()
    assert np.ptp(places, axis=0).max() > 0.5


def test_the_plane_is_upright() -> None:
    """In the truth table of "and" the one true corner is the upper right."""
    places, labels = tile_points("and")
    (x, y), *others = places[labels == 1]
    assert not others
    assert x == places[:, 0].max()
    assert y == places[:, 1].min()


def test_data_sets_look_different(qtbot: QtBot) -> None:
    pictures = [data_picture(kind, LIGHT, 48).toImage() for kind in KINDS]
    assert all(a != b for i, a in enumerate(pictures) for b in pictures[:i])


def test_tiles_do_not_import_masked_arrays() -> None:
    code = (
        "import sys; from app.panels.data_tiles import tile_points; tile_points('flower');"
        "print('numpy.ma' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
