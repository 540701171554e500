"""Pictures as SVG: what they say and colour is what the frame has, in every case that a run can be in."""

from __future__ import annotations

import base64
import re
import struct
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symgui import Experiment, Run
from symgui.experiment import DataSpec
from symgui.experiment.table_spec import TableSpec
from symgui.export.report_pages import report_pages
from symgui.figures.boundary import boundary
from symgui.figures.caption import SEPARATOR, settings_line
from symgui.figures.colors import cell_indices, cell_table, hexadecimal
from symgui.figures.cost import cost
from symgui.figures.palette import DARK, LIGHT, Palette
from symgui.figures.race_picture import race
from symgui.figures.score import score
from symgui.figures.svg import Svg, png, wrapped
from symgui.figures.weights import weights
from symgui.plain_text.numbers import number
from symgui.training.frame import Frame
from symgui.training.lanes import lanes_of
from symgui.training.race import Race

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = (score, boundary, cost, weights)
TANH = {"hidden": [{"units": 4, "activation": "tanh"}]}


def frame_of(updates: int, **parts: object) -> Frame:
    run = Run(Experiment().with_(**parts))
    run.advance(updates)
    return run.frame()


CASES = {
    "normal": lambda: frame_of(30, network=TANH, initialization={"weights": {"scheme": "normal"}}),
    "zeros": lambda: frame_of(2, network=TANH),
    "logistic": lambda: frame_of(3),
    "diverged": lambda: frame_of(
        40, network={"hidden": [{"units": 3, "activation": "relu"}]},
        initialization={"weights": {"scheme": "normal", "scale": 100.0}}, training={"learning_rate": 1e9},
    ),
    "seven classes": lambda: frame_of(
        5, data={"kind": "spiral", "classes": 7, "samples": 140, "test_samples": 30}, network=TANH,
        initialization={"weights": {"scheme": "xavier"}},
    ),
    "wide": lambda: frame_of(
        1, network={"hidden": [{"units": 100, "activation": "sigmoid"}] * 3},
        initialization={"weights": {"scheme": "constant", "value": 0.1}},
    ),
    "twelve layers": lambda: frame_of(
        1, network={"hidden": [{"units": 2, "activation": "elu"}] * 12},
        initialization={"weights": {"scheme": "he"}},
    ),
}  # fmt: skip


@pytest.fixture(scope="module", params=CASES)
def frame(request: pytest.FixtureRequest) -> Frame:
    return CASES[request.param]()


def words_of(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda f: f.__name__)
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda p: p.name)
def test_every_figure_of_every_case(frame: Frame, figure: Callable[..., str], palette: Palette) -> None:
    drawn = figure(frame, palette)
    assert drawn == figure(frame, palette)  # byte for byte
    root = ET.fromstring(drawn)
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    assert 200 < width < 4000
    assert 150 < height < 4000
    assert "nan" not in drawn.replace("ŷ is not", "")
    first = next(root.iter(f"{SVG}rect"))
    assert first.get("fill") == palette.paper
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x", -1)) <= width
        assert 0 <= float(text.get("y", -1)) <= height
    titled = " ".join(words_of(drawn))
    plain = " ".join(words_of(figure(frame, palette, titled=False)))
    start = settings_line(frame.experiment).split(SEPARATOR)[0]
    assert start in titled
    assert start not in plain


def test_the_weights_have_their_numbers_and_their_colours() -> None:
    frame = CASES["normal"]()
    root = ET.fromstring(weights(frame))
    words = words_of(weights(frame))
    table = cell_table(LIGHT)
    fills = [rect.get("fill") for rect in root.iter(f"{SVG}rect")]
    for layer in frame.network.layers:
        for array in (layer.W, layer.b):
            for value, index in zip(
                array.ravel(), cell_indices(array, frame.weight_scale).ravel(), strict=True
            ):
                assert number(float(value), 3) in words
                assert hexadecimal(int(table[index])) in fills


def test_twins_have_one_letter_and_the_verdict_its_evidence() -> None:
    frame = CASES["zeros"]()
    words = words_of(score(frame))
    assert words.count("A") == 4
    assert "1 of 4 units effective" in words
    assert frame.verdict.evidence.split(". ")[0] in " ".join(words)


def test_the_dot_of_the_cost_is_at_the_frames_iteration() -> None:
    run = Run(
        Experiment().with_(network=TANH, initialization={"weights": {"scheme": "normal", "scale": 1.0}})
    )
    run.advance(100)
    end = ET.fromstring(cost(run.frame())).find(f"{SVG}circle")
    run.seek(10)
    earlier = ET.fromstring(cost(run.frame())).find(f"{SVG}circle")
    assert end is not None
    assert earlier is not None
    assert float(earlier.get("cx", 0)) < float(end.get("cx", 0))  # further left,
    assert float(earlier.get("cy", 0)) < float(end.get("cy", 0))  # and higher


def test_blocks_of_a_wide_matrix_are_said() -> None:
    frame = frame_of(0, network={"hidden": [{"units": 300, "activation": "tanh"}] * 2})
    assert "In blocks, each its largest number: W[1], W[2], W[3]" in " ".join(words_of(weights(frame)))
    assert "blocks: each its" in words_of(score(frame))


def test_a_title_of_others_is_text_and_nothing_else() -> None:
    svg = Svg(10, 10, "#ffffff", "<script>&\x00")
    svg.text(1, 1, "</text><script>alert(1)</script>\x1b", "#000000")
    root = ET.fromstring(svg.text_of())
    assert [element.tag for element in root] == [f"{SVG}title", f"{SVG}rect", f"{SVG}text"]
    assert root[2].text == "</text><script>alert(1)</script>\N{REPLACEMENT CHARACTER}"


@given(st.integers(1, 5), st.integers(1, 7), st.data())
@settings(max_examples=30, deadline=None)
def test_pixels_come_back_from_a_png(rows: int, columns: int, data: st.DataObject) -> None:
    numbers = data.draw(st.lists(st.integers(0, 0xFFFFFF), min_size=rows * columns, max_size=rows * columns))
    colors = (np.array(numbers, np.uint32) | np.uint32(0xFF000000)).reshape(rows, columns)
    file = png(colors)
    assert file.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", file[16:24]) == (columns, rows)
    length = struct.unpack(">I", file[33:37])[0]
    raw = zlib.decompress(file[41 : 41 + length])
    lines = np.frombuffer(raw, np.uint8).reshape(rows, 1 + 3 * columns)[:, 1:].reshape(rows, columns, 3)
    back = (lines[..., 0].astype(int) << 16) | (lines[..., 1].astype(int) << 8) | lines[..., 2]
    np.testing.assert_array_equal(back, colors & 0xFFFFFF)


def test_the_plane_is_a_picture_inside_the_file() -> None:
    root = ET.fromstring(boundary(CASES["normal"]()))
    image = root.find(f"{SVG}image")
    assert image is not None
    kind, _, data = image.get("{http://www.w3.org/1999/xlink}href", "").partition(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(data).startswith(b"\x89PNG")


@given(st.text(max_size=80), st.floats(20, 300))
def test_wrapping_loses_no_word(words: str, width: float) -> None:
    assert " ".join(wrapped(words, 11.0, width)).split() == words.split()


def test_a_lane_that_diverges_leaves_the_others_their_axis() -> None:
    calm = Experiment().with_(network=TANH, initialization={"weights": {"scheme": "normal", "scale": 0.5}})
    wild = {"network": {"hidden": [{"units": 4, "activation": "relu"}]},
            "initialization": {"weights": {"scheme": "normal", "scale": 1e60}}}  # fmt: skip
    raced = Race(lanes_of(calm, [{}, wild]))
    raced.advance(30)
    words = words_of(race(raced.frame()))
    assert any(text.startswith("Diverged") for text in words)
    assert not any(re.fullmatch(r"1e\d\d", text) for text in words)  # of an axis that has room for it
    assert {"A", "B"} <= set(words)


def test_of_data_of_ones_own_no_noise_and_no_second_seed_is_told() -> None:
    rows = tuple((float(k), float(k % 3), float(k % 2)) for k in range(12))
    table = TableSpec(features=("a", "b"), classes=("0", "1"), name="mine.csv", rows=rows)
    data = DataSpec(kind="file", samples=8, test_samples=4, seed=7, table=table, standardize=True)
    run = Run(Experiment().with_(data=data))
    pictures = (score(run.frame()), *report_pages(run.frame(), LIGHT, True))
    told = [" ".join(" ".join(ET.fromstring(drawn).itertext()).split()) for drawn in pictures]
    for words in told:
        assert "noise" not in words
        assert "test examples, seed" not in words
    assert "inputs standardized" in told[1]
    assert "8 × mine.csv, data seed 7, standardized" in told[0]
