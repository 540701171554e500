"""Animations: each frame is the picture of its iteration, and the same file gives the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image

from symgui.cli.export_out import Painters
from symgui.cli.main import main
from symgui.experiment import Experiment, ExperimentError
from symgui.experiment.line import to_line
from symgui.export.animation import ANIMATIONS, MOST_FRAMES, Made, Making, Pixels, Plan, made_of
from symgui.figures.svg import Svg, size_of
from symgui.training.frame import Frame
from symgui.training.lanes import lanes_of
from symgui.training.race import Race, RaceFrame
from symgui.training.race_file import RaceFile
from symgui.training.run import RecordedRun

SMALL = Experiment().with_(
    data={"kind": "moons", "samples": 30},
    network={"hidden": [{"units": 2, "activation": "tanh"}]},
    initialization={"weights": {"scheme": "he"}},
    training={"iterations": 40},
)
RACE = lanes_of(SMALL, [{}, {"training": {"learning_rate": 0.1}}])


def drawn(frame: Frame | RaceFrame) -> str:
    """A picture that is a little higher at odd iterations, and says which one it is."""
    svg = Svg(12, 8 + frame.iteration % 2, f"#{frame.iteration:06x}", "A frame")
    return svg.text_of()


def painted(svg: str, scale: float) -> Pixels:
    """The ground, and a dot that differs if the pictures do."""
    width, height = size_of(svg)
    color = svg.partition('fill="#')[2][:6]
    pixels = np.empty((round(height * scale), round(width * scale), 3), np.uint8)
    pixels[:] = list(bytes.fromhex(color))
    pixels[-1, -1] = list(hashlib.sha256(svg.encode()).digest()[:3])
    return pixels


def file_of(kind: str, plan: Plan, what: object = SMALL, draw: Callable[..., str] = drawn) -> bytes:
    *_, made = made_of(what, plan, draw, painted, ANIMATIONS[kind])  # type: ignore[arg-type]
    assert isinstance(made, Made)
    return made.data


def test_the_iterations() -> None:
    assert Plan(0, 40, 5).iterations()[::4] == [0, 40]
    gaps = np.diff(Plan(0, 1000, 20).iterations())
    assert (np.diff(gaps) >= 0).all()  # ever wider
    assert Plan(3, 10, step=3).iterations() == [3, 6, 9, 10]
    assert Plan(5, 5, 30).iterations() == [5]
    assert Plan(0, 7, 1).iterations() == [7]
    for plan, sentence in (
        (Plan(5, 4), "the animation ends at 4, before it begins at 5"),
        (Plan(0, 10**9, step=1), f"would have 1000000001 frames, and may have {MOST_FRAMES}"),
    ):
        with pytest.raises(ExperimentError, match=sentence):
            plan.iterations()


@pytest.mark.parametrize("kind", ["gif", "apng"])
def test_every_frame_is_that_of_its_iteration(kind: str) -> None:
    plan = Plan(2, 40, step=7)
    data = file_of(kind, plan)
    assert data == file_of(kind, plan)
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.n_frames == 7
        assert picture.size == (12, 9)
        shown = []
        for k in range(7):
            picture.seek(k)
            shown.append(picture.convert("RGB").getpixel((5, 0)))
            assert picture.info["duration"] == (2000 if k == 6 else 100)
    colours = [(0, 0, t) for t in plan.iterations()]
    if kind == "apng":
        assert shown == colours
    else:  # its palette is that of the first frame, the middle one and the last one
        assert shown[::3] == colours[::3]


def test_what_it_shows_is_what_the_run_has() -> None:
    seen: list[Frame | RaceFrame] = []

    def draw(frame: Frame | RaceFrame) -> str:
        seen.append(frame)
        return drawn(frame)

    file_of("gif", Plan(0, 40, step=20), draw=draw)
    file_of("gif", Plan(0, 40, step=20), RACE, draw=draw)
    run, race = RecordedRun(SMALL), Race(RACE)
    for frame, t in zip(seen, (0, 20, 40, 0, 20, 40), strict=True):
        assert frame.furthest == 40  # so that the axes stand still
        if isinstance(frame, RaceFrame):
            race.advance(t - race.iteration)
            assert [each.cost for each in frame.frames] == [each.cost for each in race.frame().frames]
        else:
            run.advance(t - run.iteration)
            assert frame.cost == run.frame().cost


def test_it_says_how_far_it_is_and_can_be_given_up() -> None:
    found = list(made_of(SMALL, Plan(0, 40, step=10), drawn, painted, ANIMATIONS["gif"]))
    assert isinstance(found[-1], Made)
    steps = [each for each in found if isinstance(each, Making)]
    assert list(dict.fromkeys(each.doing for each in steps)) == ["training", "drawing", "painting"]
    assert all(0 <= each.done <= each.of for each in steps)
    work = made_of(SMALL, Plan(0, 10**9), drawn, painted, ANIMATIONS["gif"])
    assert isinstance(next(iter(work)), Making)  # of a billion updates, after a hundredth of a second


def test_a_run_that_diverges_ends_there() -> None:
    wild = SMALL.with_(
        network={"hidden": [{"units": 2, "activation": "relu"}]},
        initialization={"weights": {"scheme": "normal", "scale": 1e120}},
    )
    with Image.open(io.BytesIO(file_of("apng", Plan(0, 40, step=1), wild))) as picture:
        assert picture.n_frames == RecordedRun(wild).advance(40) + 1


def test_what_would_be_too_large_is_said_before_it_is_painted() -> None:
    def large(_frame: object) -> str:
        return Svg(4000, 4000, "#ffffff", "Large").text_of()

    def never(_svg: str, _scale: float) -> Pixels:
        raise AssertionError

    work = made_of(SMALL, Plan(0, 40, step=1), large, never, ANIMATIONS["gif"])
    with pytest.raises(ExperimentError, match=r"41 frames of 4000 × 4000 pixels, which is too much"):
        list(work)


def test_mp4_where_it_can_be_made() -> None:
    av = pytest.importorskip("av", reason="the extra `video` is not installed here")
    with av.open(io.BytesIO(file_of("mp4", Plan(2, 40, step=7)))) as film:
        assert len(list(film.decode(video=0))) == 7 + 19  # the last one is shown two seconds


def test_what_needs_a_package_that_is_not_there_is_said_at_once() -> None:
    kind = replace(ANIMATIONS["mp4"], needs="no_such_package")
    with pytest.raises(ExperimentError, match="Animation, MP4 needs the package no_such_package"):
        next(iter(made_of(SMALL, Plan(0, 10**9), drawn, painted, kind)))


def exported(*arguments: str) -> int:
    return main(["export", *arguments], Painters(pixels=painted))


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "race.symgui.json"
    RaceFile.of(RACE).save(file)
    line = to_line(SMALL)
    out = tmp_path / "a.apng"
    assert exported(line, "--what", "apng", "--picture", "cost", "--iterations", "0:30", "--frames", "4",
                    "--out", str(out)) == 0  # fmt: skip
    with Image.open(out) as picture:
        assert (picture.n_frames, picture.size[0]) == (4, 560)
    assert exported(str(file), "--what", "apng", "--step", "40", "--out", str(tmp_path / "b.png")) == 0
    with Image.open(tmp_path / "b.png") as picture:
        assert picture.n_frames == 2
    capsys.readouterr()
    for arguments, sentence in (
        ((line, "--what", "gif"), "--out is missing: this is no text, say which file is to hold it"),
        ((line, "--what", "gif", "--out", "a.png"), "a.png must end in .gif for gif"),
        ((line, "--what", "gif", "--picture", "race", "--out", "a.gif"),
         "--picture is race, and of one run it may be score, boundary, cost, weights"),
        ((line, "--what", "gif", "--iterations", "9:3", "--out", "a.gif"),
         "the animation ends at 3, before it begins at 9"),
        ((line, "--what", "cost", "--iterations", "0:3"),
         "--iterations is one iteration where nothing moves: N, not A:B"),
        ((line, "--what", "race"), f"{line} is one run, and no race"),
        ((str(file), "--what", "score"),
         f"{file}: the race has no score, which is of one run: of a race there are race, results, line "
         "and the animations"),
    ):  # fmt: skip
        assert exported(*arguments) == 2
        assert capsys.readouterr().err == f"symgui: {sentence}\n"
    assert main(["export", line, "--what", "gif", "--out", "a.gif"]) == 2
    assert "cannot be made without Qt" in capsys.readouterr().err


def test_a_race_as_a_picture_and_as_a_table(tmp_path: Path) -> None:
    file = tmp_path / "race.symgui.json"
    RaceFile.of(RACE).save(file)
    for what, name in (("race", "a.svg"), ("results", "a.csv"), ("line", "a.txt")):
        assert exported(str(file), "--what", what, "--out", str(tmp_path / name)) == 0
    race = Race(RACE)
    race.advance(40)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text())))
    assert [float(row["cost"]) for row in rows] == [frame.cost for frame in race.frame().frames]
    words = (tmp_path / "a.svg").read_text().replace("\N{NO-BREAK SPACE}", " ")
    assert all(f">{lane.text}<" in words for lane in RACE)
    assert "30 × moons" in words
    assert (tmp_path / "a.txt").read_text() == to_line(RaceFile.of(RACE)) + "\n"
