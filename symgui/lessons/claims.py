"""Claims from the fields of a lesson file."""

from __future__ import annotations

import difflib
import re
from typing import Any

from symgui.experiment import parse_parameter
from symgui.experiment.spec import ExperimentError, finite_float, from_fields, must_be, shown
from symgui.lessons.claim import RELATIONS, Argument, Claim
from symgui.lessons.quantities import QUANTITIES
from symgui.lessons.quantity import ARGUMENTS, Quantity
from symgui.lessons.schema import EVENTS, ClaimFields
from symgui.sweep.swept_settings import SETTINGS
from symgui.training.lanes import LETTERS
from symgui.training.studies.two_starts import SHUFFLED

_MATRIX = re.compile(r"(?:W|b|dW|db|Z|dZ|A|dA)[1-9][0-9]?|A0")

MOST_SEEDS = 1000
"""A class does not wait for more."""
LARGEST_SEED = 2**32 - 1


def claim_from(fields: ClaimFields, last: int, lanes: int, line: int = 1) -> Claim:
    """The claim that the fields stand for.

    Parameters
    ----------
    fields : ClaimFields
    last : int
        The last iteration that the step can show.
    lanes : int
        Of its race; 0 without one.
    line : int

    Raises
    ------
    ExperimentError
        If they stand for none; its place is relative to the claim.
    """
    given = [name for name in map(_key, RELATIONS) if getattr(fields, name) is not None]
    if len(given) != 1:
        names = ", ".join(map(_key, RELATIONS))
        said = f"has {len(given)} of them ({', '.join(given)})" if given else "has none"
        raise ExperimentError(f"{said}, and needs exactly one of {names}")
    if fields.times is not None:
        raise ExperimentError(
            f"belongs to what it is compared with (received {shown(fields.times)})", "times"
        )
    claim = _side(fields, last, lanes, line)
    (name,) = given
    expected = _expected(getattr(fields, name), fields, name, last, lanes, line)
    if claim.throughout and isinstance(expected, Claim) and expected.at:
        problem = (
            f"must be 0 or left out (then it is the same iteration), not {expected.at}, as until is given"
        )
        raise ExperimentError(problem, f"{name}.at")
    quantity = QUANTITIES[claim.quantity]
    _check_sorts(quantity, name, expected)
    if fields.within is not None and (name != "equals" or quantity.sort == "word"):
        raise ExperimentError(f"is for numbers that are equal (received {shown(fields.within)})", "within")
    return Claim(
        quantity=claim.quantity,
        relation=name.replace("_", " "),
        expected=expected,
        arguments=claim.arguments,
        within=fields.within or 0.0,
        at=claim.at,
        throughout=claim.throughout,
        lane=claim.lane,
        says=fields.says or "",
        line=line,
    )


def _key(relation: str) -> str:
    return relation.replace(" ", "_")


def _side(fields: ClaimFields, last: int, lanes: int, line: int) -> Claim:
    """What is looked at, without a relation."""
    quantity, arguments = _quantity(fields)
    if fields.at is not None and fields.until is not None:
        raise ExperimentError(f"cannot stand beside at = {fields.at} (received {fields.until})", "until")
    for name, iteration in (("at", fields.at), ("until", fields.until)):
        if iteration is not None and iteration > last and not quantity.study:
            raise must_be(f"at most {last}, the step's last iteration", iteration, name)
    if fields.until is not None and quantity.study:
        raise ExperimentError(f'is not for "{quantity.name}" (received {fields.until}): say at', "until")
    for name, letter in (("lane", fields.lane), ("other", fields.other)):
        if letter is not None and letter not in LETTERS[:lanes]:
            there = f"one of {', '.join(map(shown, LETTERS[:lanes]))}" if lanes else "left out: it is no race"
            raise must_be(there, letter, name)
    if lanes and fields.lane is None:
        raise ExperimentError("is missing: in a race a claim names its lane", "lane")
    return Claim(
        quantity=quantity.name,
        relation="",
        expected=0.0,
        arguments=arguments,
        times=1.0 if fields.times is None else fields.times,
        at=fields.until if fields.until is not None else fields.at,
        throughout=fields.until is not None,
        lane=fields.lane or "",
        line=line,
    )


def _quantity(fields: ClaimFields) -> tuple[Quantity, dict[str, Argument]]:
    """The quantity and its arguments; ``"W1[0,1]"`` is that parameter, ``"dW1[0,1]"`` its gradient."""
    name, own_name = fields.quantity, fields.name
    if re.fullmatch(r"d?[Wb]\d+\[.*\]", name) and own_name is None:
        name, own_name = ("gradient", name[1:]) if name.startswith("d") else ("parameter", name)
    quantity = QUANTITIES.get(name)
    if quantity is None:
        near = difflib.get_close_matches(name, QUANTITIES, n=1, cutoff=0.4)
        hint = f': did you mean "{near[0]}"?' if near else ", of docs/writing-lessons.md"
        raise ExperimentError(f"must be a known quantity, not {shown(name)}{hint}", "quantity")
    arguments: dict[str, Argument] = {}
    for argument in ARGUMENTS:
        value = own_name if argument == "name" else getattr(fields, argument)
        if value is None:
            if argument in quantity.takes:
                raise ExperimentError(f'is missing: "{name}" needs {ARGUMENTS[argument]}', argument)
        elif argument not in quantity.takes + quantity.may_take:
            raise ExperimentError(f'is nothing that "{name}" takes (received {shown(value)})', argument)
        else:
            arguments[argument] = _argument(argument, value)
    return quantity, arguments


def _argument(name: str, value: Any) -> Argument:
    if name == "layer":
        fits = value == "output" or (type(value) is int and 1 <= value <= 99)
    elif name == "of":
        fits = _MATRIX.fullmatch(value) is not None
    elif name == "kind":
        fits = value in EVENTS and value != "frozen"
    elif name == "epsilon":
        fits = value > 0.0
    elif name == "seeds":
        fits = 1 <= value <= MOST_SEEDS
    elif name == "accuracy":
        fits = 0.0 < value <= 1.0
    elif name == "where":
        check_where(value)
        fits = True
    elif name == "second":
        fits = is_second(value)
    elif name == "name":
        parse_parameter_at(value, "name")
        fits = True
    else:
        fits = True
    if not fits:
        raise must_be(ARGUMENTS[name], value, name)
    known: Argument = value
    return known


def is_second(value: object) -> bool:
    """Whether it says where a second network comes from: a seed, or `SHUFFLED`."""
    return value == SHUFFLED or (type(value) is int and 0 <= value <= LARGEST_SEED)


def check_where(value: Any) -> None:
    """Refuse what is no table of settings that a grid varies, each with a value of its kind.

    Raises
    ------
    ExperimentError
    """
    if not isinstance(value, dict):
        raise must_be(ARGUMENTS["where"], value, "where")
    for name, each in value.items():
        setting = SETTINGS.get(name)
        if setting is None:
            raise must_be(f"one of {', '.join(SETTINGS)}", name, "where")
        if setting.words and each not in setting.names:
            raise must_be(f"one of {', '.join(setting.names)}", each, f"where.{name}")
        if not setting.words and finite_float(each) is None:
            raise must_be("a number", each, f"where.{name}")


def parse_parameter_at(name: str, place: str) -> None:
    """Refuse what names no weight or bias.

    Raises
    ------
    ExperimentError
    """
    try:
        parse_parameter(name)
    except ExperimentError as error:
        raise ExperimentError(f"{error.problem} (received {shown(name)})", place) from None


def _expected(value: Any, fields: ClaimFields, name: str, last: int, lanes: int, line: int
              ) -> float | str | Claim:  # fmt: skip
    """A number, a word, yes or no, or another quantity in the same lane unless it says another."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        inherited = {} if fields.lane is None else {"lane": fields.lane}
        try:
            other: ClaimFields = from_fields(ClaimFields, {**inherited, **value})
            for wrong in (*map(_key, RELATIONS), "within", "says", "until"):
                if getattr(other, wrong) is not None:
                    raise ExperimentError(
                        f"is nothing that what one compares with takes (received {shown(value[wrong])})",
                        wrong,
                    )
            return _side(other, last, lanes, line)
        except ExperimentError as error:
            raise error.within(name) from None
    number = value if value in (float("inf"), float("-inf")) else finite_float(value)
    if number is None:
        raise must_be("a number, a word, true, false or a quantity", value, name)
    return float(number)


def _check_sorts(quantity: Quantity, name: str, expected: float | str | Claim) -> None:
    """Words are compared with words, for being equal or not."""
    sort = QUANTITIES[expected.quantity].sort if isinstance(expected, Claim) else (
        "word" if isinstance(expected, str) else "number")  # fmt: skip
    if sort != quantity.sort:
        what = "a word" if quantity.sort == "word" else "a number"
        received = f"the {sort} {expected.quantity!r}" if isinstance(expected, Claim) else shown(expected)
        raise ExperimentError(f'must be {what}, as "{quantity.name}" is one, not {received}', name)
    if sort == "word" and name not in ("equals", "not_equal"):
        raise ExperimentError(f'is for numbers, and "{quantity.name}" is a word', name)
    if isinstance(expected, str) and quantity.words and expected not in quantity.words:
        raise must_be("one of " + ", ".join(map(shown, quantity.words)), expected, name)
