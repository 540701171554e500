"""What was changed while a run went on, as lines of Python."""

from __future__ import annotations

from typing import TypeAlias

from symgui.experiment import Change, parse_parameter
from symgui.export.code.pieces import Piece

Edit: TypeAlias = tuple[str, int, int, float]
"""``("W1", row, column, value)``, counted from 0."""


def recorded(changes: tuple[Change, ...]) -> tuple[dict[int, float], dict[int, list[Edit]]]:
    """Learning rates, and edits (`Edit`), by the iteration at which they were made."""
    rates: dict[int, float] = {}
    edits: dict[int, list[Edit]] = {}
    for change in changes:
        if change.learning_rate is not None:
            rates[change.at] = change.learning_rate
        for name, value in (change.set or {}).items():
            letter, layer, row, column = parse_parameter(name)
            edits.setdefault(change.at, []).append((f"{letter}{layer}", row, column, value))
    return rates, edits


def changes_piece(changes: tuple[Change, ...]) -> Piece | None:
    """``apply_changes``; None if nothing was changed."""
    if not changes:
        return None
    code = "\n".join(
        [
            *tables(changes),
            "",
            "",
            "def apply_changes(parameters, learning_rate, i):",
            '    """The parameters and the learning rate from update i on."""',
            "    for name, row, column, value in edits.get(i, ()):",
            "        parameters[name] = parameters[name].copy()",
            "        parameters[name][row, column] = value",
            "    return parameters, learning_rates.get(i, learning_rate)",
        ]
    )
    return Piece("What was changed on the way: learning rates and edits, by the updates done before.", code)


def tables(changes: tuple[Change, ...]) -> list[str]:
    """The two dictionaries that say what was changed."""
    rates, edits = recorded(changes)
    lines = [f"learning_rates = {rates!r}", "edits = {"]
    lines += [f"    {at}: {each!r}," for at, each in edits.items()]
    return [*lines, "}"] if edits else [lines[0], "edits = {}"]
