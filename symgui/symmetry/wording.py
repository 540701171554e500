"""How units, places and lists of things are named in evidence and explanations."""

from __future__ import annotations

from collections.abc import Sequence

from symgui.plain_text.numbers import subscript


def listed(items: Sequence[str]) -> str:
    """``"a"``, ``"a and b"``, ``"a, b and c"``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def units(numbers: Sequence[int]) -> str:
    """Units (0-based) as people count them: ``"units 1, 2 and 4"``; many are shortened."""
    return f"unit{'s' if len(numbers) > 1 else ''} {counted([j + 1 for j in numbers])}"


def counted(numbers: Sequence[int], most: int = 8) -> str:
    """Numbers one after the other: ``"1, 2 and 4"``; of more than `most`, how many are left out."""
    names = [str(number) for number in numbers]
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return listed(names)


def weight(layer: int, row: int, column: int) -> str:
    """The course's name of a parameter, counted from 1: ``W[1]₂,₁``; column −1 is the bias ``b[1]₂``."""
    if column < 0:
        return f"b[{layer}]{subscript(row + 1)}"
    return f"W[{layer}]{subscript(row + 1)},{subscript(column + 1)}"
