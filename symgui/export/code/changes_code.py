"""What was changed while a run went on, as lines of Python."""

from __future__ import annotations

from typing import TypeAlias

from symgui.experiment import Change, parse_parameter
from symgui.export.code.pieces import Piece

Edit: TypeAlias = tuple[str, int, int, float]
"""``("W1", row, column, value)``, counted from 0."""


def changes_piece(changes: tuple[Change, ...], *, penalized: bool) -> Piece | None:
    """``apply_changes``; None if nothing was changed.

    Parameters
    ----------
    changes : tuple of Change
    penalized : bool
        Whether there is an L2 term, whose lambd may be changed, too.
    """
    if not changes:
        return None
    lambd, l2 = (", lambd", ", lambds.get(i, lambd)") if penalized else ("", "")
    code = "\n".join(
        [
            *tables(changes),
            "",
            "",
            f"def apply_changes(parameters, learning_rate{lambd}, i):",
            '    """The parameters and the settings from update i on."""',
            "    for name, row, column, value in edits.get(i, ()):",
            "        parameters[name] = parameters[name].copy()",
            "        parameters[name][row, column] = value",
            f"    return parameters, learning_rates.get(i, learning_rate){l2}",
        ]
    )
    return Piece("What was changed on the way, by the updates done before.", code)


def tables(changes: tuple[Change, ...]) -> list[str]:
    """The dictionaries that say what was changed: learning rates, lambdas where one was, edits."""
    rates = {change.at: change.learning_rate for change in changes if change.learning_rate is not None}
    lambds = {change.at: change.l2 for change in changes if change.l2 is not None}
    edits: dict[int, list[Edit]] = {}
    for change in changes:
        for name, value in (change.set or {}).items():
            letter, layer, row, column = parse_parameter(name)
            edits.setdefault(change.at, []).append((f"{letter}{layer}", row, column, value))
    lines = [f"learning_rates = {rates!r}", f"lambds = {lambds!r}"]
    if not edits:
        return [*lines, "edits = {}"]
    return [*lines, "edits = {", *(f"    {at}: {each!r}," for at, each in edits.items()), "}"]
