"""What is wrong with a lesson file, in one sentence."""

from __future__ import annotations

from symgui.experiment.spec import one_line


class LessonError(ValueError):
    """A lesson that cannot be.

    Parameters
    ----------
    problem : str
        The predicate of the sentence: ``'must be one of "log", "1", …, not "fast"'``.
    place : str
        The field: ``"claims[2].layer"``; empty for the whole step or file.
    line : int or None
        From 1; None if it is about the file as a whole.
    source : str
        The file, empty if none.
    """

    def __init__(self, problem: str, place: str = "", line: int | None = None, source: str = "") -> None:
        super().__init__(problem, place, line, source)
        self.problem = problem
        self.place = place
        self.line = line
        self.source = source

    def __str__(self) -> str:
        return one_line(self._sentence())

    def _sentence(self) -> str:
        if self.line is None and not self.source:
            return f"{self.place or 'the lesson'} {self.problem}"
        where = self.source or "the lesson"
        if self.line is not None:
            return f"{where}, line {self.line}: {self.place or 'it'} {self.problem}"
        return f"{where}: {self.place} {self.problem}" if self.place else f"{where} {self.problem}"

    def from_source(self, source: str) -> LessonError:
        """The same error, with the file named."""
        return LessonError(self.problem, self.place, self.line, source)
