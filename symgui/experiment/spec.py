"""Frozen records that check themselves, and one sentence for every way they can be wrong.

The fields' types are the single description of what is allowed: the same check runs when a record is read
from a file, made in Python or changed in the window.
"""

from __future__ import annotations

import json
import math
import numbers
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

SHOWN_LENGTH = 60


class ExperimentError(ValueError):
    """An experiment that cannot be, in one sentence.

    Parameters
    ----------
    problem : str
        The predicate of the sentence: ``'must be a number, not "fast"'``.
    place : str
        Path of the field: ``training.learning_rate``, ``network.hidden[1].units``; empty for the whole.
    source : str
        The file it was read from, empty if none.
    """

    def __init__(self, problem: str, place: str = "", source: str = "") -> None:
        super().__init__(problem, place, source)
        self.problem = problem
        self.place = place
        self.source = source

    def __str__(self) -> str:
        subject = self.place or ("" if self.source else "the experiment")
        if self.source and subject:
            return one_line(f"{self.source}: {subject} {self.problem}")
        return one_line(f"{self.source or subject} {self.problem}")

    def within(self, place: str) -> ExperimentError:
        """The same error, seen from one level further out."""
        joint = "." if self.place and not self.place.startswith("[") else ""
        return ExperimentError(self.problem, place + joint + self.place, self.source)

    def from_source(self, source: str) -> ExperimentError:
        """The same error, with the file named."""
        return ExperimentError(self.problem, self.place, source)


class UnreadableFileError(ExperimentError):
    """A file that cannot be read at all; nothing of what it holds is known."""


class Unusable(str):
    """A literal of the file that stands for no usable number (``NaN``, ``1e999``), as it was written."""

    __slots__ = ()


class Fields(dict[str, Any]):
    """A JSON object, with the names that occur in it twice."""

    repeated: tuple[str, ...] = ()


class Spec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=False):
    """A part of the experiment file: frozen, and strict about its fields.

    Raises
    ------
    ExperimentError
        If a field has the wrong type or is out of range.
    """

    def __post_init__(self) -> None:
        for name, kind in field_types(type(self)).items():
            value = getattr(self, name)
            try:
                checked = _checked(kind, value)
            except ExperimentError as error:
                raise error.within(name) from None
            if checked is not value:
                msgspec.structs.force_setattr(self, name, checked)


def from_fields(cls: type[Any], raw: object) -> Any:
    """A record of type `cls` from a JSON object.

    Raises
    ------
    ExperimentError
        If `raw` is no object, or a field is unknown, repeated, of the wrong type or out of range.
    """
    if not isinstance(raw, Mapping):
        raise must_be("an object with fields", raw)
    names = cls.__struct_fields__
    for name, value in raw.items():
        if name not in names:
            raise ExperimentError(f"is not a known field (received {shown(value)}): {_hint(name, names)}",
                                  shown_name(name))  # fmt: skip
    _refuse_repeated(raw)
    for name in _required_fields(cls):  # type: ignore[arg-type]  # a class is hashable
        if name not in raw:
            raise ExperimentError(f"is missing (received {shown(raw)})", name)
    return cls(**raw)


def to_fields(value: Any) -> Any:
    """A record as the JSON object of its file; in records that omit defaults, what is null is left out."""
    if isinstance(value, Spec):
        sparse = value.__struct_config__.omit_defaults
        fields = msgspec.structs.asdict(value)
        return {name: to_fields(item) for name, item in fields.items() if not (sparse and item is None)}
    if isinstance(value, dict):
        return {name: to_fields(item) for name, item in value.items()}
    return [to_fields(item) for item in value] if isinstance(value, tuple) else value


def must_be(expected: str, received: object, place: str = "") -> ExperimentError:
    """The error that says what was expected and what came instead."""
    return ExperimentError(f"must be {expected}, not {shown(received)}", place)


def finite_float(value: object) -> float | None:
    """`value` as a finite float, or None if it is none; true and false are no numbers."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def shown(value: object) -> str:
    """`value` as the file writes it, on one line, shortened."""
    if isinstance(value, Unusable):
        text = str(value)
    elif isinstance(value, list | tuple) and len(value) > 3:
        inner = ", ".join(
            "[…]" if isinstance(item, list | tuple | dict) else shown(item) for item in value[:3]
        )
        text = f"[{inner}, …]"
    else:
        try:
            text = json.dumps(value, ensure_ascii=False)
        except (TypeError, ValueError, RecursionError):
            text = " ".join(f"a {type(value).__name__}".split())
    return _shortened(text)


def one_line(text: str) -> str:
    """`text` on one line: what nobody sees, ends a line or turns it round stands there as its number.

    Names of files and columns are somebody else's, and on a terminal some signs are orders: clear the screen.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or unicodedata.category(c) == "Zs" else repr(c)[1:-1] for c in text)


TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that nobody sees, and that turn round what stands behind them, the program's own words, too."""


def straight(text: str) -> str:
    """`text` without the signs that turn lines round."""
    return text if text.isascii() else TURNING.sub("", text)


def check_straight(text: str, place: str) -> None:
    """Refuse words with a sign that turns lines round.

    Raises
    ------
    ExperimentError
    """
    found = None if text.isascii() else TURNING.search(text)
    if found is not None:
        sign = f"U+{ord(found[0]):04X}"
        raise ExperimentError(f"holds {sign}, which nobody sees and which turns lines round", place)


def shown_name(name: object) -> str:
    """A field's name, quoted if it does not look like one."""
    plain = isinstance(name, str) and re.fullmatch(r"[\w\[\],]+", name) and len(name) <= SHOWN_LENGTH
    return str(name) if plain else shown(name)


def _shortened(text: str) -> str:
    text = text.encode("utf-8", "backslashreplace").decode()
    text = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text[: SHOWN_LENGTH + 1])
    return text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 2] + " …"


def _hint(name: object, names: tuple[str, ...]) -> str:
    near = _nearest(str(name), names)
    return f"did you mean {near[0]}?" if near else f"the fields here are {', '.join(names)}"


def _nearest(name: str, names: Iterable[str]) -> list[str]:
    """The one of `names` that `name` is most like, if any is."""
    import difflib  # only for a mistake

    return difflib.get_close_matches(name[:SHOWN_LENGTH], names, n=1)


def _refuse_repeated(raw: Mapping[str, Any]) -> None:
    if isinstance(raw, Fields) and raw.repeated:
        name = raw.repeated[0]
        raise ExperimentError(
            f"must stand only once, not twice (received {shown(raw[name])} last)", shown_name(name)
        )


@cache
def field_types(cls: type[Spec]) -> dict[str, inspect.Type]:
    """What the fields of `cls` allow, by name."""
    described = inspect.type_info(cls)
    assert isinstance(described, inspect.StructType)
    return {field.name: field.type for field in described.fields}


@cache
def _required_fields(cls: type[Spec]) -> tuple[str, ...]:
    """Found once a class: to resolve its annotations takes longer than to check a record."""
    return tuple(field.name for field in msgspec.structs.fields(cls) if field.required)


def _checked(kind: inspect.Type, value: Any) -> Any:
    """`value` as `kind` wants it, or an ExperimentError whose place is relative to it."""
    match kind:
        case inspect.UnionType():  # "X or null" is the only union there is
            (wanted,) = (member for member in kind.types if not isinstance(member, inspect.NoneType))
            return None if value is None else _checked(wanted, value)
        case inspect.StructType():
            return value if isinstance(value, kind.cls) else from_fields(kind.cls, value)
        case inspect.VarTupleType():
            return _checked_tuple(kind, value)
        case inspect.DictType():
            return _checked_dict(kind, value)
        case inspect.AnyType():
            return value
        case inspect.BoolType():
            fits = isinstance(value, bool)
        case inspect.LiteralType():
            fits = isinstance(value, str) and value in kind.values
        case inspect.StrType():
            fits = isinstance(value, str) and _is_text(value) and len(value) <= (kind.max_length or math.inf)
        case inspect.IntType():
            value = _integer(value)
            fits = type(value) is int and _in_range(kind, value)
        case inspect.FloatType():
            number = finite_float(value)
            fits = number is not None and _in_range(kind, number)
            value = number if fits else value
        case _:  # pragma: no cover - a field of a type this module does not know
            raise TypeError(f"no check for {kind}")
    if not fits:
        raise _misfit(kind, value)
    return value


def _misfit(kind: inspect.Type, value: Any) -> ExperimentError:
    error = must_be(_expected(kind), value)
    if isinstance(kind, inspect.LiteralType) and isinstance(value, str):
        near = _nearest(value, map(str, kind.values))
        error.problem += f": did you mean {near[0]}?" if near and len(kind.values) > 1 else ""
    return error


def _checked_tuple(kind: inspect.VarTupleType, value: Any) -> tuple[Any, ...]:
    if hasattr(value, "tolist"):  # an array
        value = value.tolist()
    if not isinstance(value, list | tuple):
        raise must_be("a list", value)
    if kind.max_length is not None and len(value) > kind.max_length:
        raise ExperimentError(f"must have at most {kind.max_length} entries, not {len(value)}")
    items = []
    for index, item in enumerate(value):
        try:
            items.append(_checked(kind.item_type, item))
        except ExperimentError as error:
            raise error.within(f"[{index}]") from None
    return tuple(items)


def _checked_dict(kind: inspect.DictType, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise must_be("an object", value)
    _refuse_repeated(value)
    items = {}
    for name, item in value.items():
        try:
            items[name] = _checked(kind.value_type, item)
        except ExperimentError as error:
            raise error.within(shown_name(name)) from None
    return items


def _integer(value: Any) -> Any:
    """An int for what is one without being an int (3.0, numpy's integers); anything else as it is."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        return value
    return value.__index__()


def _is_text(value: str) -> bool:
    """Whether UTF-8 can hold it (a lone surrogate it cannot)."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return not isinstance(value, Unusable)


def _in_range(kind: inspect.IntType | inspect.FloatType, value: float) -> bool:
    return (kind.ge is None or value >= kind.ge) and (kind.le is None or value <= kind.le)


def _expected(kind: inspect.Type) -> str:
    match kind:
        case inspect.BoolType():
            return "true or false"
        case inspect.LiteralType():
            names = [shown(name) for name in kind.values]
            return names[0] if len(names) == 1 else "one of " + ", ".join(names)
        case inspect.StrType():
            return f"text of at most {kind.max_length} characters" if kind.max_length else "text"
        case inspect.IntType():
            return "an integer" + _range_text(kind)
        case _:
            assert isinstance(kind, inspect.FloatType)
            return "a number" + _range_text(kind)


def _range_text(kind: inspect.IntType | inspect.FloatType) -> str:
    if kind.ge is None:
        return ""
    return f" of at least {kind.ge:.15g}" if kind.le is None else f" from {kind.ge:.15g} to {kind.le:.15g}"
