"""The file of a race: read back the same, strict, and told apart from a single experiment's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from symgui.experiment import Experiment, ExperimentError, WeightInit, opening_experiment
from symgui.resources import example_files, is_shipped, resource_folder
from symgui.training.lanes import lanes_of
from symgui.training.presets import PRESETS
from symgui.training.race_file import RaceFile, load

ROOT = Path(__file__).resolve().parents[2]
OPENING = opening_experiment()
RACE = RaceFile.of(PRESETS["start"].lanes(OPENING), "Four starts")


def fields() -> Any:
    return json.loads(RACE.dumps())


@pytest.mark.parametrize("name", PRESETS)
def test_a_race_reads_back_the_same(name: str, tmp_path: Path) -> None:
    lanes = PRESETS[name].lanes(OPENING)
    file = tmp_path / "race.symgui.json"
    RaceFile.of(lanes, "A race").save(file)
    found = load(file)
    assert isinstance(found, RaceFile)
    assert (found.title, found.race) == ("A race", lanes)


def test_each_lane_is_what_a_file_of_its_own_would_hold() -> None:
    for lane in fields()["lanes"]:
        assert Experiment.loads(json.dumps(lane["experiment"])).dumps()
    assert [lane["letter"] for lane in fields()["lanes"]] == ["A", "B", "C", "D"]


def test_one_reader_for_both(tmp_path: Path) -> None:
    file = tmp_path / "one.symgui.json"
    OPENING.save(file)
    assert load(file) == OPENING


def wrong_rate(race: Any) -> None:
    race["lanes"][1]["experiment"]["training"]["learning_rate"] = "fast"


def unknown(race: Any) -> None:
    race["lanes"][2]["experiment"]["trainig"] = {}


def no_format(race: Any) -> None:
    del race["lanes"][0]["experiment"]["format"]


def other_data(race: Any) -> None:
    race["lanes"][3]["experiment"]["data"]["seed"] = 9


def one_lane(race: Any) -> None:
    del race["lanes"][1:]


def seven_lanes(race: Any) -> None:
    race["lanes"] = [{"experiment": race["lanes"][0]["experiment"]}] * 7


def wrong_letter(race: Any) -> None:
    race["lanes"][0]["letter"] = "B"


def no_lanes(race: Any) -> None:
    del race["lanes"]


def lanes_that_are_none(race: Any) -> None:
    race["lanes"] = "A, B"


def a_lane_without(race: Any) -> None:
    del race["lanes"][1]["experiment"]


WRONG = {
    wrong_rate: "lanes[1].experiment.training.learning_rate must be a number from 0 to 1000000000, "
    'not "fast"',
    unknown: "lanes[2].experiment.trainig is not a known field (received {}): did you mean training?",
    no_format: 'lanes[0].experiment.format is missing: an experiment file says "symgui/1"',
    other_data: "lanes[3].experiment.data are not those of lanes[0].experiment.data: "
    "lanes race on the same data",
    one_lane: "lanes must have 2 to 6 entries, not 1",
    seven_lanes: "lanes must have 2 to 6 entries, not 7",
    wrong_letter: 'lanes[0].letter must be "A", the letter of its place, not "B"',
    no_lanes: "lanes is missing",
    lanes_that_are_none: 'lanes must be a list, not "A, B"',
    a_lane_without: "lanes[1].experiment is missing",
}


@pytest.mark.parametrize("damage", WRONG, ids=lambda damage: damage.__name__)
def test_errors_name_the_lane_and_the_value(damage: Any, tmp_path: Path) -> None:
    race = fields()
    damage(race)
    file = tmp_path / "race.symgui.json"
    file.write_text(json.dumps(race), encoding="utf-8")
    with pytest.raises(ExperimentError) as caught:
        load(file)
    assert str(caught.value).startswith(f"{file}: {WRONG[damage]}")


def test_a_run_of_a_race_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "race.symgui.json"
    RACE.save(file)
    done = subprocess.run(
        [sys.executable, "-m", "symgui", "run", str(file)], capture_output=True, text=True, cwd=ROOT
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"symgui: {file} holds a race of several experiments, where a single one is wanted; "
        "the window opens it: symgui FILE\n"
    )


def test_a_title_is_only_that_of_what_it_describes() -> None:
    titles = [lane.experiment.title for lane in PRESETS["start"].lanes(OPENING)]
    assert titles == ["Flower, every weight zero", "", "", ""]
    he = lanes_of(OPENING, [{}, {"initialization": {"weights": WeightInit("he")}}])
    assert [lane.experiment.title for lane in he] == [OPENING.title, ""]


# ---- what comes with the program -----------------------------------------------------------------


def test_what_comes_with_the_program_is_known_by_any_name(tmp_path: Path) -> None:
    example = example_files()[0]
    assert is_shipped(example)
    assert is_shipped(resource_folder() / "lessons" / ".." / "experiments" / "new.symgui.json")
    link = tmp_path / "link.symgui.json"
    link.symlink_to(example)
    assert is_shipped(link)
    hard = tmp_path / "hard.symgui.json"
    try:
        hard.hardlink_to(example)
    except OSError:  # another file system
        pass
    else:
        assert is_shipped(hard)
    own = tmp_path / "own.symgui.json"
    own.write_bytes(example.read_bytes())
    assert not is_shipped(own)
    assert not is_shipped(tmp_path / "there" / "is" / "none")


@pytest.mark.parametrize("content", [OPENING, RACE], ids=["experiment", "race"])
def test_nothing_is_saved_over_an_example(content: Experiment | RaceFile, tmp_path: Path) -> None:
    example = example_files()[0]
    before = example.read_bytes()
    link = tmp_path / "mine.symgui.json"
    link.symlink_to(example)
    for path in (example, link, example.with_name("new.symgui.json")):
        with pytest.raises(ExperimentError, match="comes with the program, which stays as it is"):
            content.save(path)
    assert example.read_bytes() == before
    assert not example.with_name("new.symgui.json").exists()
