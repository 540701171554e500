"""What is open as something to keep: where it is kept, and as what."""

from __future__ import annotations

from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from msgspec.structs import replace

from symgui.experiment import Experiment
from symgui.resources import is_shipped
from symgui.training.lanes import retitled
from symgui.training.race_file import RaceFile

LONGEST_TITLE = 200
CHANGED = " (changed)"
"""Behind the title of a person's own file when it holds something else than when it was given its title."""

Content = TypeVar("Content", Experiment, RaceFile)


class Document(msgspec.Struct, Generic[Content], frozen=True):
    """An experiment or a race, as it was opened or saved last.

    Attributes
    ----------
    path : Path or None
        Its file; saving asks for one where there is none.
    opened : Experiment or RaceFile
        What it was then; its title is true of that.
    kept : bool
        Whether that can be had again: from its file, or because it comes with the program.
    """

    path: Path | None
    opened: Content
    kept: bool = True

    def differs_from(self, content: Content) -> bool:
        """Whether `content` would be lost if it were closed without a trace."""
        return not self.kept or content != self.opened

    @property
    def changed_title(self) -> str:
        """The title of anything that has been made of it."""
        title = self.opened.title
        if title.endswith(CHANGED):
            return title
        if self.path is None or not title:
            return ""
        return title[: LONGEST_TITLE - len(CHANGED)] + CHANGED


class ToSave(msgspec.Struct, frozen=True):
    """What is to be in a file.

    Attributes
    ----------
    path : Path
    content : Experiment or RaceFile
    document : Document
        What it was made of.
    """

    path: Path
    content: Experiment | RaceFile
    document: Document[Experiment] | Document[RaceFile]


def titled(experiment: Experiment, before: Experiment, document: Document[Experiment]) -> Experiment:
    """What was made of the experiment `before`, in a document, under a title that is true of it.

    That is the document's only as long as nothing else has been changed, a title of its own if it has one.
    """
    if experiment.title not in ("", before.title, document.opened.title, document.changed_title):
        return experiment
    return retitled(experiment, document.opened, document.changed_title)


def titled_race(race: RaceFile, document: Document[RaceFile]) -> RaceFile:
    """The same of a race."""
    alike = replace(race, title=document.opened.title)
    return alike if alike == document.opened else replace(race, title=document.changed_title)


def own_file(path: Path | None) -> Path | None:
    """The file that may be saved to: none where it comes with the program."""
    return None if path is None or is_shipped(path) else path
