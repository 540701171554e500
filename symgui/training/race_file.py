"""The race file: several experiments on the same data, side by side.

One JSON file, ``*.symgui.json`` like a single experiment's, is one race. It is as strict, and its errors name
the lane: ``lanes[1].experiment.training.learning_rate``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta

from symgui.experiment import Experiment, ExperimentError
from symgui.experiment.experiment import RACE_FORMAT
from symgui.experiment.jsontext import parse, pretty
from symgui.experiment.line import from_line, refuse_data_elsewhere
from symgui.experiment.spec import Spec, check_straight, from_fields, must_be, shown, to_fields
from symgui.experiment.text_files import read_text, write_text
from symgui.training.lanes import FEWEST, LETTERS, Lane, lanes_from


class LaneSpec(Spec, frozen=True, kw_only=True):
    """One lane: its letter, which is that of its place, and its experiment, as in a file of its own."""

    letter: Annotated[str, Meta(max_length=1)] = ""
    experiment: Experiment


class RaceFile(Spec, frozen=True, kw_only=True):
    """A race, as its file has it.

    Attributes
    ----------
    title : str
    lanes : tuple of LaneSpec
        2 to 6, on the same data.

    Raises
    ------
    ExperimentError
        If any part is wrong by itself, or the lanes cannot race each other.
    """

    format: Literal["symgui-race/1"] = RACE_FORMAT
    title: Annotated[str, Meta(max_length=200)] = ""
    lanes: tuple[LaneSpec, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        check_straight(self.title, "title")
        if not FEWEST <= len(self.lanes) <= len(LETTERS):
            raise ExperimentError(
                f"must have {FEWEST} to {len(LETTERS)} entries, not {len(self.lanes)}", "lanes"
            )
        first = self.lanes[0].experiment.data
        for index, (lane, letter) in enumerate(zip(self.lanes, LETTERS, strict=False)):
            if lane.letter not in ("", letter):
                raise must_be(
                    f"{shown(letter)}, the letter of its place", lane.letter, f"lanes[{index}].letter"
                )
            if lane.experiment.data != first:
                raise ExperimentError(
                    "are not those of lanes[0].experiment.data: lanes race on the same data",
                    f"lanes[{index}].experiment.data",
                )

    @classmethod
    def of(cls, lanes: Sequence[Lane], title: str = "") -> RaceFile:
        """The file of a race with these lanes."""
        return cls(
            title=title,
            lanes=tuple(LaneSpec(letter=lane.letter, experiment=lane.experiment) for lane in lanes),
        )

    @property
    def race(self) -> tuple[Lane, ...]:
        """The lanes, each named by what sets it apart."""
        return lanes_from([lane.experiment for lane in self.lanes])

    def dumps(self) -> str:
        """The race as the text of its file."""
        return pretty(to_fields(self)) + "\n"

    @classmethod
    def from_table(cls, raw: object) -> RaceFile:
        """The race that the fields of a file stand for; strict as a file.

        Raises
        ------
        ExperimentError
            If they stand for none.
        """
        if isinstance(raw, Mapping):
            if "format" not in raw:
                raise ExperimentError(f"is missing: a race file says {shown(RACE_FORMAT)}", "format")
            if "lanes" in raw:
                raw = dict(raw) | {"lanes": _lanes(raw["lanes"])}
        race: RaceFile = from_fields(cls, raw)
        return race

    @classmethod
    def loads(cls, text: str | bytes) -> RaceFile:
        """The race a text stands for.

        Raises
        ------
        ExperimentError
            If it stands for none; the sentence says why.
        """
        return cls.from_table(parse(text))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the file; a file that is there stays as it is if that fails.

        Raises
        ------
        ExperimentError
            If it cannot be written, or is too long to be read again.
        """
        folder = Path(path).parent
        write_text(path, self._each(lambda experiment: experiment.saved_in(folder)).dumps())

    def found_in(self, folder: Path) -> RaceFile:
        """The race with the data of each lane found, as `Experiment.found_in` does."""
        return self._each(lambda experiment: experiment.found_in(folder))

    def _each(self, change: Callable[[Experiment], Experiment]) -> RaceFile:
        lanes = []
        for index, lane in enumerate(self.lanes):
            try:
                lanes.append(LaneSpec(letter=lane.letter, experiment=change(lane.experiment)))
            except ExperimentError as error:
                raise error.within("experiment").within(f"lanes[{index}]") from None
        return RaceFile(title=self.title, lanes=tuple(lanes))


def load(path: str | os.PathLike[str]) -> Experiment | RaceFile:
    """The experiment or the race in a file, whichever it holds.

    Raises
    ------
    ExperimentError
        If the file cannot be read or holds neither; the sentence names file, field and value.
    """
    return read_text(path, lambda text: loads(text).found_in(Path(path).parent))


def load_line(line: str) -> Experiment | RaceFile:
    """The experiment or the race in a line of text (`symgui.experiment.line`), whichever it holds.

    Raises
    ------
    ExperimentError
        If it holds neither; the sentence says why.
    """
    text = from_line(line)
    try:
        content = loads(text)
        refuse_data_elsewhere(content)
    except ExperimentError as error:
        raise error.from_source("the line") from None
    return content


def loads(text: str | bytes) -> Experiment | RaceFile:
    """The experiment or the race a text stands for.

    Raises
    ------
    ExperimentError
        If it stands for neither; the sentence says why.
    """
    raw = parse(text)
    is_race = isinstance(raw, Mapping) and raw.get("format") == RACE_FORMAT
    return RaceFile.from_table(raw) if is_race else Experiment.from_table(raw)


def _lanes(raw: Any) -> Any:
    """The lanes with their experiments made, as strictly as those of a file of their own."""
    if not isinstance(raw, list | tuple):
        return raw
    lanes = []
    for index, lane in enumerate(raw):
        if isinstance(lane, Mapping) and "experiment" in lane:
            try:
                lane = dict(lane) | {"experiment": Experiment.from_table(lane["experiment"])}
            except ExperimentError as error:
                raise error.within("experiment").within(f"lanes[{index}]") from None
        lanes.append(lane)
    return lanes
