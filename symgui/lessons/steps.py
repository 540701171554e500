"""A step from its words and settings, and from the experiment of the one before."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from symgui.experiment import SUFFIX, Experiment, ExperimentError
from symgui.experiment.spec import UnreadableFileError, from_fields, must_be, shown
from symgui.lessons.block import Block
from symgui.lessons.claim import Claim
from symgui.lessons.claims import claim_from
from symgui.lessons.compose import PARTS, changed, whole
from symgui.lessons.error import LessonError
from symgui.lessons.lesson import DEFAULT_VIEWS, TEXT_LENGTH, Choice, Goal, Question, Step
from symgui.lessons.lesson_document import RawStep
from symgui.lessons.schema import ClaimFields, QuestionFields, StepFields
from symgui.lessons.target_check import check_pointing
from symgui.lessons.text import length, paragraphs
from symgui.lessons.toml_lines import Path as FieldPath
from symgui.resources import example_files
from symgui.training.lanes import Lane, lanes_from, retitled
from symgui.training.presets import PRESETS

WRITTEN_LENGTH = 10 * TEXT_LENGTH
"""Of a step's text as it is written; what is longer is not worth taking apart."""


class StepReader:
    """Reads one step.

    Parameters
    ----------
    raw : RawStep
    folder : Path or None
        Where the experiments are that it names by path.
    before : Experiment or None
        The last step's.
    """

    def __init__(self, raw: RawStep, folder: Path | None, before: Experiment | None) -> None:
        self._raw = raw
        self._block = block = raw.block or Block({}, {}, raw.line)
        self._folder = folder
        self._before = before
        self._fields: StepFields = block.checked(lambda: from_fields(StepFields, block.table))

    def step(self) -> Step:
        """The step.

        Raises
        ------
        LessonError
            If it is none.
        """
        raw, fields = self._raw, self._fields
        text = "\n\n".join(raw.text)
        self._check_length(text)
        self._check_formulas(text)
        experiment = self._experiment()
        lanes = self._lanes(experiment)
        self._block.checked(lambda: check_pointing(fields, experiment, len(lanes)))
        return Step(
            title=raw.title,
            text=text,
            experiment=experiment,
            notes="\n\n".join(raw.notes),
            lanes=lanes,
            goal=Goal(fields.run, fields.until),
            start=fields.start,
            pace=fields.pace,
            views=fields.views or (("race",) if lanes else DEFAULT_VIEWS),
            select=fields.select,
            highlight=fields.highlight,
            question=self._question(fields.question, len(lanes)) if fields.question else None,
            claims=self._claims(fields.claims, ("claims",), len(lanes)),
            line=raw.line,
            grid=fields.grid,
            second=fields.second,
        )

    def _check_formulas(self, text: str) -> None:
        open_one = next((s.text for part in paragraphs(text) for s in part if "$$" in s.text), None)
        if open_one is not None:
            received = shown(open_one[open_one.index("$$") :])
            problem = f"has a formula that does not end: $$ stands before and behind it (received {received})"
            raise LessonError(problem, f"the text of {shown(self._raw.title)}", self._raw.line)

    def _check_length(self, text: str) -> None:
        if len(text) > WRITTEN_LENGTH:
            problem = f"has {len(text)} characters with its marks, and {WRITTEN_LENGTH} are the most"
            raise LessonError(problem, f"the text of {shown(self._raw.title)}", self._raw.line)
        for what, size in zip(("words", "formulas"), length(text), strict=True):
            if size > TEXT_LENGTH:
                problem = (
                    f"has {size} characters of {what}, and {TEXT_LENGTH} are what a projector shows; the "
                    "rest belongs in the notes (>)"
                )
                raise LessonError(problem, f"the text of {shown(self._raw.title)}", self._raw.line)

    # ---- the experiment ----------------------------------------------------------------------------

    def _experiment(self) -> Experiment:
        """The one it names, or the last step's, with its changes."""
        fields, before = self._fields, self._before
        if fields.experiment is not None:
            before = self._named(fields.experiment)
        if before is None:
            problem = f"is missing in the first step: {_kinds_of_experiment()}"
            raise LessonError(problem, "experiment", self._block.first)
        experiment = before
        changes = {name: getattr(fields, name) for name in PARTS if getattr(fields, name) is not None}
        if changes:
            experiment = self._block.checked(lambda: self._found(changed(before, changes), before))
            experiment = experiment.with_(title=self._raw.title)
        return experiment.with_(training={"iterations": fields.run}) if fields.run else experiment

    def _named(self, value: object) -> Experiment:
        """A whole experiment: a table, a shipped one's name, or a path beside or below the lesson."""
        if isinstance(value, dict):
            return self._block.checked(lambda: self._found(whole(value)), ("experiment",))
        path = self._path(value) if isinstance(value, str) else None
        if path is None:
            problem = f"must be {_kinds_of_experiment()}, not {shown(value)}"
            raise LessonError(problem, "experiment", self._block.line(("experiment",)))
        try:
            return Experiment.load(path)
        except ExperimentError as error:
            problem = f"cannot be used: {_without_contents(error, str(value))}"
            raise LessonError(problem, "experiment", self._block.line(("experiment",))) from None

    def _found(self, experiment: Experiment, before: Experiment | None = None) -> Experiment:
        """The experiment with its data found beside or below the lesson, if they lie in a file of their own.

        Those of `before` are known already. A lesson in no file is the program's own.
        """
        table = experiment.data.table
        known = before is not None and before.data.table == table
        if table is None or table.file is None or known or self._folder is None:
            return experiment
        path = Path(table.file.path)
        if not path.is_absolute():
            return experiment.found_in(self._folder)
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self._folder)):
            raise must_be("a path beside or below the lesson", table.file.path, "data.table.file.path")
        return experiment

    def _path(self, name: str) -> Path | None:
        for file in example_files():
            if file.name == name + SUFFIX:
                return file
        if self._folder is None or not name.endswith(".json") or "\0" in name:
            return None
        folder, path = (Path(os.path.realpath(each)) for each in (self._folder, self._folder / name))
        return path if path.is_relative_to(folder) else None

    # ---- lanes, claims, a question -----------------------------------------------------------------

    def _lanes(self, experiment: Experiment) -> tuple[Lane, ...]:
        fields, block = self._fields, self._block
        if fields.preset is not None:
            preset = PRESETS[fields.preset]
            return block.checked(lambda: preset.lanes(experiment), ("preset",))
        if fields.race is None:
            return ()
        lanes = [self._lane(experiment, i, changes) for i, changes in enumerate(fields.race)]
        try:
            return lanes_from(lanes)
        except ValueError as error:
            raise LessonError(f"is none: {error}", "race", block.line(("race",))) from None

    def _lane(self, experiment: Experiment, i: int, changes: object) -> Experiment:
        if not isinstance(changes, dict) or not set(changes) <= set(PARTS):
            problem = f"must be a table with some of {', '.join(PARTS)}, not {shown(changes)}"
            raise LessonError(problem, f"race[{i}]", self._block.line(("race", i)))

        def lane() -> Experiment:
            return retitled(self._found(changed(experiment, changes), experiment), experiment)

        return self._block.checked(lane, ("race", i))

    def _claims(self, fields: Sequence[ClaimFields], under: FieldPath, lanes: int) -> tuple[Claim, ...]:
        return tuple(self._claim(claim, (*under, i), lanes) for i, claim in enumerate(fields))

    def _claim(self, fields: ClaimFields, path: FieldPath, lanes: int) -> Claim:
        block = self._block
        return block.checked(lambda: claim_from(fields, self._fields.last, lanes, block.line(path)), path)

    def _question(self, fields: QuestionFields, lanes: int) -> Question:
        choices = []
        for i, choice in enumerate(fields.choices):
            path: FieldPath = ("question", "choices", i)
            if not choice.holds:
                problem = "must have at least one claim: a choice is right because the run says so"
                raise LessonError(problem, f"question.choices[{i}].holds", self._block.line(path))
            choices.append(Choice(choice.text, self._claims(choice.holds, (*path, "holds"), lanes)))
        return Question(fields.text, tuple(choices))


def _without_contents(error: ExperimentError, name: str) -> str:
    """Why an experiment cannot be used, without a word of what is in its file.

    Who has the lesson from somebody else must not be told, nor be made to show, what other files hold.
    """
    if isinstance(error, UnreadableFileError):
        return f"{shown(name)} {error.problem}"
    return f"{shown(name)} holds no experiment; symgui run says of a file what is wrong with it"


def _kinds_of_experiment() -> str:
    names = ", ".join(shown(file.name.removesuffix(SUFFIX)) for file in example_files())
    return f"{names}, a path beside or below the lesson that ends in {SUFFIX}, or a table"
