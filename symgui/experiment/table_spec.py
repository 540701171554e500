"""Data of one's own in the experiment file: the numbers themselves where they are few, else their file."""

from __future__ import annotations

import hashlib
import math
import os
import re
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import Meta

from symgui.experiment.spec import ExperimentError, Spec, check_straight, finite_float, must_be, shown
from symgui.files import read_file, reason

MAX_FEATURES = 784
MAX_CLASSES = 10
MAX_HELD = 20_000
"""Numbers, classes included, that an experiment file holds itself; of more it names the file."""
MAX_TABLE_BYTES = 256 * 2**20
"""The SHA-256 of a file of data."""
MAX_ROWS = 5_000_000

Name = Annotated[str, Meta(max_length=80)]
Side = Annotated[int, Meta(ge=1, le=MAX_FEATURES)]
Rows: TypeAlias = tuple[Any, ...]


class TableFile(Spec, frozen=True, omit_defaults=True):
    """Where the data lie, and how they are read.

    Attributes
    ----------
    path : str
        In an experiment file relative to it, beside or below; in memory absolute.
    sha256 : str
        Of the file's bytes: a file that has changed is not read.
    columns : tuple of int
        Of the features, counted from 0.
    label : int
        The column of the class.
    rows : int
        Rows that can be used: those in which none of these columns is empty.
    delimiter, decimal, encoding, header
        Of text; `delimiter` is None of a workbook or of arrays.
    sheet : str
        Of a workbook.
    """

    path: Annotated[str, Meta(max_length=4000)]
    sha256: Annotated[str, Meta(max_length=64)]
    columns: Annotated[tuple[Annotated[int, Meta(ge=0, le=100_000)], ...], Meta(max_length=MAX_FEATURES)]
    label: Annotated[int, Meta(ge=0, le=100_000)]
    rows: Annotated[int, Meta(ge=1, le=MAX_ROWS)]
    delimiter: Annotated[str, Meta(max_length=1)] | None = None
    decimal: Literal[".", ","] = "."
    encoding: Annotated[str, Meta(max_length=40)] = "utf-8"
    header: bool = True
    sheet: Annotated[str, Meta(max_length=200)] = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if re.fullmatch(r"[0-9a-f]{64}", self.sha256) is None:
            raise must_be("64 hexadecimal digits", self.sha256, "sha256")


class TableSpec(Spec, frozen=True, omit_defaults=True):
    """A table with a class in each row: held here (`rows`), or in a file of its own (`file`).

    Attributes
    ----------
    name : str
        What it came from, for people.
    features : tuple of str
        Names of the inputs.
    classes : tuple of str
        Names of class 0, 1, …
    rows : nested tuples, or None
        A tuple for each example: the features, then the class (0, 1, …).
    picture : tuple of int, or None
        Rows and columns, if the features are the pixels of a picture, row by row.
    """

    features: Annotated[tuple[Name, ...], Meta(max_length=MAX_FEATURES)]
    classes: Annotated[tuple[Name, ...], Meta(max_length=MAX_CLASSES)]
    name: Annotated[str, Meta(max_length=200)] = ""
    rows: Rows | None = None
    file: TableFile | None = None
    picture: tuple[Side, ...] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_straight(self.name, "name")
        for place, names in (("features", self.features), ("classes", self.classes)):
            for k, name in enumerate(names):
                check_straight(name, f"{place}[{k}]")
        if not self.features:
            raise ExperimentError("must have at least 1 entry, not 0", "features")
        if len(self.classes) < 2:
            raise ExperimentError(f"must have 2 to {MAX_CLASSES} entries, not {len(self.classes)}", "classes")
        twice = next((name for k, name in enumerate(self.classes) if name in self.classes[:k]), None)
        if twice is not None:
            raise ExperimentError(f"has {shown(twice)} twice", "classes")
        sides = self.picture
        if sides is not None and (len(sides) != 2 or math.prod(sides) != len(self.features)):
            raise must_be(f"rows and columns of {len(self.features)} pixels", list(sides), "picture")
        if (self.rows is None) == (self.file is None):
            both = "both of them" if self.rows is not None else "neither"
            raise ExperimentError(f"needs either rows or file, and has {both}")
        if self.file is not None and len(self.file.columns) != len(self.features):
            wanted = f"{len(self.features)} columns, one for each of the features"
            raise ExperimentError(f"must have {wanted}, not {len(self.file.columns)}", "file.columns")
        if self.rows is not None:
            try:
                rows = _held(self.rows, len(self.features), len(self.classes))
            except ExperimentError as error:
                raise error.within("rows") from None
            msgspec.structs.force_setattr(self, "rows", rows)

    @property
    def count(self) -> int:
        """Rows there are to choose examples from."""
        return self.file.rows if self.file is not None else len(self.rows or ())


def _held(rows: Any, features: int, classes: int) -> tuple[tuple[float, ...], ...]:
    if hasattr(rows, "tolist"):
        rows = rows.tolist()
    if not isinstance(rows, list | tuple) or not rows:
        raise must_be("a list of rows", rows)
    if len(rows) * (features + 1) > MAX_HELD:
        held = f"{len(rows)} rows of {features + 1} are {len(rows) * (features + 1)}"
        raise ExperimentError(
            f"must hold at most {MAX_HELD} numbers ({held}): larger data stay in their file"
        )
    return tuple(_row(row, index, features, classes) for index, row in enumerate(rows))


def _row(row: Any, index: int, features: int, classes: int) -> tuple[float, ...]:
    if not isinstance(row, list | tuple) or len(row) != features + 1:
        raise must_be(f"{features} feature(s) and the class", row, f"[{index}]")
    numbers = []
    for place, value in enumerate(row):
        number = value if type(value) is float and value - value == 0.0 else finite_float(value)
        if number is None:
            raise must_be("a number", value, f"[{index}][{place}]")
        numbers.append(number)
    if numbers[-1] not in range(classes):
        raise must_be(f"a class from 0 to {classes - 1}", row[-1], f"[{index}][{features}]")
    return tuple(numbers)


def found_beside(table: TableSpec, folder: Path) -> TableSpec:
    """The table of an experiment file in `folder`, its own file found, checked, and named in full.

    Opening somebody's experiment file must not read whatever it names: the data lie beside it or below, and
    only a file with these very bytes is taken.

    Raises
    ------
    ExperimentError
        If the path leads elsewhere, there is no such file, or its bytes are others.
    """
    if table.file is None:
        return table
    path, place = table.file.path, "file.path"
    if not path or path.startswith(("/", "\\")) or PureWindowsPath(path).drive or ".." in _parts(path):
        raise must_be("a path beside or below the experiment file", path, place)
    full = Path(folder, *_parts(path))
    if not Path(os.path.realpath(full)).is_relative_to(os.path.realpath(folder)):
        raise must_be("a path beside or below the experiment file, also where it is a link", path, place)
    try:
        digest = sha256_of(full)
    except (OSError, ValueError) as error:
        why = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be read: {reason(error)}"
        raise ExperimentError(f"names {shown(path)}, which {why}", place) from None
    if digest != table.file.sha256:
        raise ExperimentError(
            f"is not that of {shown(path)}: that file has changed since the experiment was saved "
            f"(it has {digest[:12]}…, and {table.file.sha256[:12]}… was received)",
            "file.sha256",
        )
    full = full.absolute()
    return msgspec.structs.replace(table, file=msgspec.structs.replace(table.file, path=str(full)))


def named_from(table: TableSpec, folder: Path) -> TableSpec:
    """The same table for an experiment file in `folder`: its path is relative to it.

    Raises
    ------
    ExperimentError
        If the data do not lie there or below.
    """
    if table.file is None or not Path(table.file.path).is_absolute():
        return table
    path, folder = Path(os.path.realpath(table.file.path)), Path(os.path.realpath(folder))
    if not path.is_relative_to(folder):
        raise ExperimentError(
            f"names {shown(str(path))}, which is not beside or below the experiment file: save it in "
            f"{path.parent}, or copy the data to where you save and import them from there",
            "file.path",
        )
    relative = path.relative_to(folder).as_posix()
    return msgspec.structs.replace(table, file=msgspec.structs.replace(table.file, path=relative))


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file of data.

    Raises
    ------
    OSError, ValueError
        As `symgui.files.read_file`.
    """
    return hashlib.sha256(read_file(path, MAX_TABLE_BYTES)).hexdigest()


def _parts(path: str) -> tuple[str, ...]:
    return PurePosixPath(path.replace("\\", "/")).parts
