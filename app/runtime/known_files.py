"""What a window has last put into each file, or read from it."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec.structs import replace

from app.runtime.documents import Content, Document
from app.runtime.saved_work import OpenRace


class KnownFiles:
    """Tells which documents are still in their files: another may have been saved in the same one since."""

    def __init__(self) -> None:
        self._holds: dict[str, object] = {}
        self._replaced: list[tuple[object, object]] = []

    def note(self, document: Document[Content]) -> Document[Content]:
        """A document that has just been opened or saved."""
        if document.path is not None:
            self._holds[_name(document.path)] = document.opened
        return document

    def replace(self, before: object, after: object) -> None:
        """A document was saved when it was not shown any more; if it comes back, it comes as `after`."""
        self._replaced.append((before, after))

    def still(self, document: Document[Content]) -> Document[Content]:
        """A document that comes back: in no file, and to be kept, if its file holds something else now."""
        for before, after in self._replaced:
            if before is document:
                assert isinstance(after, Document)
                document = after
        if document.path is None:
            return document
        holds = self._holds.get(_name(document.path), document.opened)
        return document if holds == document.opened else Document(None, document.opened, kept=False)

    def still_race(self, race: OpenRace | None) -> OpenRace | None:
        """The same of a race that was left."""
        if race is None:
            return None
        document = self.still(race.document)
        return race if document is race.document else replace(race, document=document)


def _name(path: Path) -> str:
    return os.path.realpath(path)
