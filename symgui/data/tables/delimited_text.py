"""Tables as text (CSV, TSV, a paste): encoding, delimiter, decimal mark and header are found out."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from symgui.data.tables.bounds import Progress, refuse
from symgui.data.tables.data_table import Cell, How, Table, looks_like_header, table_from
from symgui.experiment.spec import shown

DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 200
"""Lines that are looked at to find out how a text is written."""
SAMPLE_BYTES = 2**18
ENCODINGS = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "gb18030",
    "cp932",
    "big5",
    "cp949",
    "mac_roman",
)
"""Of text that is not UTF-8, the usual ones first."""

_COMMA = re.compile(r"\s*[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+(?:[eE][+-]?\d+)?\s*")
_POINT = re.compile(r"\s*[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)\.\d+(?:[eE][+-]?\d+)?\s*")


def read_text_table(data: bytes, name: str, how: How, progress: Progress) -> Table:
    """The table in the bytes of a text.

    Raises
    ------
    ExperimentError
        If it is none; the place is the row.
    """
    encoding = how.encoding or _encoding(data)
    sample = _sample(data, encoding)
    delimiter = how.delimiter or _delimiter(sample)
    some = list(islice(_rows(io.StringIO(sample, newline=""), delimiter), SAMPLE))
    if not some:
        raise refuse("is empty")
    decimal = how.decimal or _decimal([cells for _, cells in some], delimiter)
    header = how.header
    if header is None:
        header = looks_like_header(some[0][1], some[1][1] if len(some) > 1 else None, decimal)
    found = How("text", delimiter, decimal, encoding, header, note=how.note)
    # decoded bit by bit: the text is never there a second time
    stream = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    total = round(sample.count("\n") / max(1, len(sample.encode(encoding, "replace"))) * len(data))
    try:
        return table_from(_rows(stream, delimiter), found, name, progress, total)
    except UnicodeError:
        raise refuse(f"is not text in {shown(encoding)}: choose another encoding") from None


def _rows(stream: io.TextIOBase, delimiter: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows that have a cell, with their numbers from 1."""
    reader = csv.reader(stream, delimiter=delimiter, skipinitialspace=delimiter != "\t")
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise refuse(f"is no row of a table: {_said(error)}", f"row {number}") from None
        if any(cell.strip() for cell in cells):
            yield number, cells


def _said(error: csv.Error) -> str:
    if "field limit" in str(error) or "field larger" in str(error):
        return f"a cell has more than {csv.field_size_limit()} characters (is a quotation mark open?)"
    return str(error)


def _encoding(data: bytes) -> str:
    """UTF-8 where it is that, by a mark UTF-16, else what charset-normalizer finds most likely."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in data[:SAMPLE_BYTES]:
        raise refuse("is no text: it has a byte 0")
    at = _not_utf8(data)
    if at is None:
        return "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    from charset_normalizer import from_bytes  # only for text that is not UTF-8

    around = data[max(0, at - SAMPLE_BYTES // 2) : at + SAMPLE_BYTES // 2]
    found = from_bytes(around, cp_isolation=list(ENCODINGS))
    best = found.best()
    if best is None:
        return "latin-1"
    # a few letters are as likely in several code pages: the most used one goes first
    alike = {match.encoding for match in found if match.chaos <= best.chaos}
    return next((name for name in ENCODINGS if name in alike), best.encoding)


def _not_utf8(data: bytes) -> int | None:
    """Where `data` is not UTF-8; None if it is."""
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    step = 2**20
    for start in range(0, len(data), step):
        try:
            decoder.decode(data[start : start + step], final=start + step >= len(data))
        except UnicodeDecodeError as error:
            return start + min(error.start, step - 1)
    return None


def _sample(data: bytes, encoding: str) -> str:
    """The first lines, whole."""
    try:
        text = data[:SAMPLE_BYTES].decode(encoding, "ignore")
    except LookupError:
        raise refuse(f"cannot be read: {shown(encoding)} is no known encoding") from None
    if len(data) > SAMPLE_BYTES:
        text = text.rpartition("\n")[0] or text
    return text


def _delimiter(sample: str) -> str:
    """The one that gives most rows the same number of cells, more than one."""
    best, most = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            rows = list(islice(_rows(io.StringIO(sample, newline=""), delimiter), SAMPLE))
        except ValueError:
            continue
        widths = Counter(len(cells) for _, cells in rows)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        share = count / len(rows)
        score = share * (1.0 + min(width, 100) / 1000.0) if width > 1 else 0.0
        if delimiter == "," and _reads_better(rows, sample):
            score *= 0.5
        if score > most:
            best, most = delimiter, score
    return best


def _reads_better(rows: list[tuple[int, Sequence[Cell]]], sample: str) -> bool:
    """Whether commas are decimal marks, as another sign stands between the numbers."""
    del rows
    lines = sample.splitlines()[:SAMPLE]
    return any(
        sum(bool(_COMMA.fullmatch(cell)) for line in lines for cell in line.split(mark))
        >= max(1, len(lines) // 4)
        for mark in ";\t|"
    )


def _decimal(rows: list[Sequence[Cell]], delimiter: str) -> str:
    """A comma where numbers have one and none has a point."""
    if delimiter == ",":
        cells = [str(cell) for row in rows for cell in row]
        commas = sum(bool(_COMMA.fullmatch(cell)) for cell in cells)  # in quotation marks
        return "," if commas and not any(_POINT.fullmatch(cell) for cell in cells) else "."
    cells = [str(cell) for row in rows for cell in row]
    has_comma = any(_COMMA.fullmatch(cell) for cell in cells)
    return "," if has_comma and not any(_POINT.fullmatch(cell) for cell in cells) else "."
