"""What the stage says of a step in rows: choices, claims with their figures, each in several wordings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.views.base.lesson_text import one_line
from app.views.base.math_line import Line, set_math
from app.views.base.statement_row import CHECKING, RIGHT, WRONG, Statement
from symgui.lessons.claim import Checked, Claim
from symgui.lessons.comparison_line import comparison, comparisons, to_come
from symgui.lessons.lesson import LETTERS, Step
from symgui.lessons.sentence import sentence

NO_BREAK = "\u00a0"
"""A space at which no line breaks."""
HELD = {1: "the claim holds", 2: "both claims hold"}
"""What is said in brief of so many claims that hold."""


def rows_said(
    step: Step,
    committed: int | None,
    results: Sequence[Checked | None],
    answers: Sequence[tuple[Checked, ...] | None],
    *,
    revealed: bool,
    checking: bool = True,
) -> list[tuple[Statement, ...]]:
    """All rows of a step in several wordings, the first that there is room for to be written.

    The claims stand below the text or the choices, or take the place of the text when the step has run: all
    of them, or, beside choices, in brief.

    Parameters
    ----------
    step : Step
    committed : int or None
        The choice that the class has committed to.
    results : sequence of (Checked or None)
        Of the claims.
    answers : sequence of (tuple of Checked, or None)
        Of the choices.
    revealed : bool
        Whether the step has run, and results and answers may be seen.
    checking : bool
        Whether what is not decided yet will be.
    """
    choices, shorter = (
        choices_said(step, committed, answers, revealed=revealed, brief=brief) for brief in (False, True)
    )
    claims = claims_said(step.claims, results, shown=revealed, checking=checking)
    wordings = [(*choices, *claims)]
    if claims:
        briefer = (claims, in_brief(claims, results)) if choices else (claims,)
        wordings += [(*shorter, *instead(rows)) for rows in briefer]
    return wordings


def choices_said(
    step: Step,
    committed: int | None,
    answers: Sequence[tuple[Checked, ...] | None],
    *,
    revealed: bool,
    brief: bool = False,
) -> tuple[Statement, ...]:
    """The choices of a step: the one committed to is filled; once revealed each has what the run says.

    Of a wrong one that is the first thing it gets wrong, with both figures; if `brief`, with a symbol.
    """
    if step.question is None:
        return ()
    rows = []
    for index, choice in enumerate(step.question.choices):
        answer = answers[index] if revealed and index < len(answers) else None
        mark, line = LETTERS[index], one_line(choice.text)
        held, failed = zip(*map(to_come, choice.holds), strict=True)
        later = [_with(line, each, brief=brief) for each in (held, *([one] for one in failed))]
        if answer is not None:
            mark += f" {RIGHT if all(each.passed for each in answer) else WRONG}"
            wrong = [each for each in answer if not each.passed][:1]
            line = _with(line, wrong or answer, brief=brief)
        name = f"stage-choice-{index + 1}"
        rows.append(Statement(name, mark, line, chosen=index == committed, framed=True, later=tuple(later)))
    return tuple(rows)


def claims_said(
    claims: Sequence[Claim], results: Sequence[Checked | None], *, shown: bool, checking: bool = False
) -> tuple[Statement, ...]:
    """The claims with a tick or a cross and what was found.

    Those that are not decided yet stand there open while they are being checked, so that the run's end is
    seen at once.

    Parameters
    ----------
    claims : sequence of Claim
    results : sequence of (Checked or None)
    shown : bool
        Whether they are to be seen; else room is kept for them.
    checking : bool
    """
    rows = []
    for index, (claim, checked) in enumerate(zip(claims, results, strict=True)):
        name = f"stage-claim-{index + 1}"
        statement = one_line(sentence(claim))
        later = tuple(_beside(statement, claim, each) for each in to_come(claim)[:1])
        if checked is None:
            line = one_line(sentence(claim), muted=True)
            rows.append(Statement(name, CHECKING, line, hidden=not (shown and checking), later=later))
        else:
            line = _beside(one_line(checked.statement), claim, checked)
            mark = RIGHT if checked.passed else WRONG
            rows.append(Statement(name, mark, line, hidden=not shown, later=later))
    return tuple(rows)


def instead(rows: Sequence[Statement]) -> tuple[Statement, ...]:
    """The same rows in the place of the step's text."""
    return tuple(replace(row, instead=True) for row in rows)


def in_brief(claims: Sequence[Statement], results: Sequence[Checked | None]) -> tuple[Statement, ...]:
    """All claims in one row: that they hold, are being checked, or what the first that fails has."""
    if not claims:
        return ()
    failed = [checked for checked in results if checked is not None and not checked.passed]
    mark, said = RIGHT, one_line(HELD.get(len(claims), f"all {len(claims)} claims hold"))
    later = (said, one_line("the claims are being checked"))
    if failed:
        mark = WRONG
        how_many = f"{len(failed)} of {len(results)} claims {'fails' if len(failed) == 1 else 'fail'}"
        said = _with(one_line(how_many), failed[:1], brief=True)
    elif any(row.mark == CHECKING for row in claims):
        mark, said = CHECKING, one_line("the claims are being checked", muted=True)
    hidden = all(row.hidden for row in claims)
    return (Statement("stage-claims-held", mark, said, hidden=hidden, later=later),)


def _with(line: Line, checked: Sequence[Checked], *, brief: bool) -> Line:
    """Words, and the figures of all of `checked`, with their names."""
    return (*line, *_figures(comparisons(checked, brief=brief)))


def _beside(line: Line, claim: Claim, checked: Checked) -> Line:
    """A claim's sentence and its figures, whose names a sentence has that was made from the claim."""
    return (*line, *_figures(comparison(checked, named=bool(claim.says))))


def _figures(said: str) -> Line:
    """What a comparison says, a dash before it; a figure is not parted from unit, tolerance and operator."""
    for sign in (" %", "± ", "≤ ", "≥ ", "< ", "> "):
        said = said.replace(sign, sign.replace(" ", NO_BREAK))
    return set_math(f"– {said}", muted=True)
