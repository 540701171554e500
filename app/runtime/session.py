"""What a window had open, as it is kept on disk: to go on the next day, and after the program was killed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from app.runtime.checkpoint import Checkpoint
from app.runtime.documents import Content, Document, own_file
from app.runtime.saved_work import OpenRace, ShownWork
from symgui.data import data_label
from symgui.experiment import Experiment, ExperimentError
from symgui.experiment.spec import Spec
from symgui.training.race_file import RaceFile, load

NO_ID = -1
"""Of a race that no training loop has yet: it is given one when it is shown."""
LONGEST_PATH = 32_767
At: TypeAlias = Annotated[int, Meta(ge=0, le=10**9)]
"""Updates done."""


class RunWork(Spec, frozen=True, kw_only=True):
    """An experiment, and what is known of its file.

    Attributes
    ----------
    experiment : Experiment
    path : str
        Empty without a file.
    opened : Experiment or None
        What it was when it was opened or saved last; None where it is just that.
    kept : bool
        As `Document.kept`.
    iteration : int
        Where its run stood.
    """

    experiment: Experiment
    path: Annotated[str, Meta(max_length=LONGEST_PATH)] = ""
    opened: Experiment | None = None
    kept: bool = True
    iteration: At = 0

    @property
    def unsaved(self) -> bool:
        """Whether it would be lost if it were forgotten."""
        return not self.kept or self.opened is not None


class RaceWork(Spec, frozen=True, kw_only=True):
    """The same of a race, and whether it was shown or had been left."""

    race: RaceFile
    path: Annotated[str, Meta(max_length=LONGEST_PATH)] = ""
    opened: RaceFile | None = None
    kept: bool = True
    shown: bool = True
    iteration: At = 0

    @property
    def unsaved(self) -> bool:
        """Whether it would be lost if it were forgotten."""
        return not self.kept or self.opened is not None


class Work(Spec, frozen=True, kw_only=True):
    """A run, and the race in its place or beside it; `time` says when it was open, for people."""

    run: RunWork
    race: RaceWork | None = None
    time: Annotated[str, Meta(max_length=40)] = ""

    @property
    def unsaved(self) -> bool:
        """Whether it would be lost if it were forgotten."""
        return self.run.unsaved or (self.race is not None and self.race.unsaved)

    @property
    def name(self) -> str:
        """What people know it by."""
        run, race = self.run, self.race
        if race is not None and race.shown:
            name = Path(race.path).name or race.race.title
            return f"Race: {name}" if name else f"Race of {len(race.race.lanes)} lanes"
        data, hidden = run.experiment.data, run.experiment.network.hidden
        layers = f"{len(hidden)} hidden layer{'' if len(hidden) == 1 else 's'}"
        plain = f"{data.samples} × {data_label(data)}, {layers}"
        return Path(run.path).name or run.experiment.title or plain


class PinWork(Spec, frozen=True, kw_only=True):
    """A pinned moment, without what can be computed; its experiment is one of `Session.experiments`."""

    name: str
    iteration: At
    experiment: Annotated[int, Meta(ge=0)]


class Session(Spec, frozen=True, kw_only=True):
    """What a window had open.

    Attributes
    ----------
    now : Work
    earlier : tuple of Work
        What something else has taken the place of and that is saved nowhere, the latest last.
    pins : tuple of PinWork
    experiments : tuple of Experiment
        Of the pins.
    closed : bool
        Whether the window was closed; else it was killed, or is open still.
    """

    format: Literal["symgui-session/1"] = "symgui-session/1"
    now: Work
    earlier: tuple[Work, ...] = ()
    pins: tuple[PinWork, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    closed: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        for index, each in enumerate(self.pins):
            if each.experiment >= len(self.experiments):
                raise ExperimentError("is the number of no experiment", f"pins[{index}].experiment")

    @property
    def unsaved(self) -> bool:
        """Whether anything would be lost if it were forgotten."""
        return self.now.unsaved or bool(self.earlier) or bool(self.pins)


def work_of(sight: ShownWork, left: OpenRace | None = None, time: str = "") -> Work:
    """What is in sight, as it is kept; a race that was left is kept beside the run."""
    document, experiment = sight.document, sight.place.experiment
    race = sight.race if sight.race is not None else left
    path = _text(document.path)
    run = RunWork(
        experiment=experiment,
        path=path or "",
        opened=None if document.opened == experiment else document.opened,
        kept=document.kept and path is not None,
        iteration=sight.place.iteration,
    )
    return Work(run=run, race=None if race is None else _race_work(race, race is sight.race), time=time)


def sight_of(work: Work) -> tuple[ShownWork, OpenRace | None]:
    """What was in sight, where it stood, and a race that had been left.

    Its file is its file still if nobody has written to it since; else saving asks for a name.
    """
    run, race = work.run, work.race
    document = _document(run.path, run.opened or run.experiment, run.kept)
    found = None
    if race is not None:
        of_race = _document(race.path, race.opened or race.race, race.kept)
        found = OpenRace(race.race.race, NO_ID, race.iteration, of_race, run.experiment)
    shown = found if race is not None and race.shown else None
    return ShownWork(
        document, Checkpoint(run.experiment, run.iteration), shown
    ), found if shown is None else None


def needed(works: Sequence[Work], now: Work | None = None) -> tuple[Work, ...]:
    """The sessions, in their order, that hold something unsaved which neither a later one nor `now` holds."""
    runs = [] if now is None else [now.run.experiment]
    races = [] if now is None or now.race is None else [now.race.race]
    found = []
    for work in reversed(works):
        run, race = work.run, work.race
        of_run = run.unsaved and run.experiment not in runs
        of_race = race is not None and race.unsaved and race.race not in races
        if of_run or of_race:
            found.append(work)
            runs.append(run.experiment)
            if race is not None:
                races.append(race.race)
    return tuple(reversed(found))


def _race_work(race: OpenRace, shown: bool) -> RaceWork:
    document, path = race.document, _text(race.document.path)
    file = race.file
    return RaceWork(
        race=file,
        path=path or "",
        opened=None if document.opened == file else document.opened,
        kept=document.kept and path is not None,
        shown=shown,
        iteration=race.iteration,
    )


def _document(name: str, opened: Content, kept: bool) -> Document[Content]:
    path = Path(name) if name else None
    if path is None:
        return Document(None, opened, kept)
    try:
        still = load(path) == opened
    except ExperimentError:
        still = False
    return Document(own_file(path), opened, kept) if still else Document(None, opened, kept=False)


def _text(path: Path | None) -> str | None:
    """A path as the text of a file can hold it: empty for none, None for what no text can be."""
    name = "" if path is None else str(path.absolute())
    try:
        name.encode()
    except UnicodeEncodeError:
        return None
    return name
