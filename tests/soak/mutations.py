"""Files that are almost right: bytes, words, numbers and parts of valid ones changed, by a seed."""

from __future__ import annotations

import io
import json
import random
import re
import struct
import zipfile
from collections.abc import Callable
from typing import Any

NUMBERS = (
    "0", "-0", "-1", "1", "2", "255", "256", "65535", "2147483648", "4294967296", "9223372036854775808",
    "18446744073709551616", "1e308", "1e309", "-1e309", "1e-400", "0.1", "1e999999999", "NaN", "Infinity",
    "-Infinity", "0x10", "1_000", "1,5", "1.2.3", "٣", "½", "9" * 5_000, "1" + "0" * 400, "1e", "--1", "+",
    "",
)  # fmt: skip
WORDS = (
    "null", "true", "[]", "{}", '""', "[[[[[[[[", "../../etc/passwd", "/etc/passwd", "C:\\x.csv",
    "\\\\host\\x",
    "file:///etc/passwd", "http://127.0.0.1:1/x", "<img src=x>", "=cmd|' /C calc'!A0", "@SUM(1)",
    "\\u0000", "\x00",
    "\x1b[2J", "\u202e", "\ud7ff", "\ufeff", "é", "🙂", "\r\n", "\n", "\r", "\u2028", "\t", "%s%n",
    "{0}", "$(id)",
    "`id`", "__class__", "x" * 300, "'" * 3, '"', '\\"', ";", "|", ",", "#", "+++", "```toml", "## ",
    "> ", "$$",
)  # fmt: skip
MOST = 200_000
"""Bytes of a file that is made here: larger ones tell nothing new."""

Change = Callable[[random.Random, bytes, bytes], bytes]


def changed(source: random.Random, data: bytes, other: bytes) -> bytes:
    """`data` with a few things changed; `other` is a file of the same kind to take pieces from."""
    kinds: list[Change] = [bytes_changed, pieces_moved, numbers_changed, words_put, lines_changed]
    if data[:1] in (b"{", b"["):
        kinds += [json_changed] * 5
    if data[:2] == b"PK":
        kinds = [*kinds[:2], *[archive_changed] * 8]
    if len(data) > 9 and data[8:9] == b"{":
        kinds += [header_changed] * 6
    for _ in range(source.choice((1, 1, 1, 2, 3, 6))):
        data = source.choice(kinds)(source, data, other)[:MOST]
    return data


def bytes_changed(source: random.Random, data: bytes, other: bytes) -> bytes:
    """Bits, bytes, or the end."""
    if not data:
        return bytes(source.randrange(256) for _ in range(source.randrange(1, 9)))
    found = bytearray(data)
    what = source.randrange(4)
    if what == 0:
        return data[: source.randrange(len(data))]
    for _ in range(source.choice((1, 1, 2, 8))):
        at = source.randrange(len(found))
        if what == 1:
            found[at] ^= 1 << source.randrange(8)
        elif what == 2:
            found[at] = source.choice((0, 1, 0x7F, 0x80, 0xFF, 10, 13, 34, 44, source.randrange(256)))
        else:
            found[at : at + source.choice((1, 2, 4, 8))] = struct.pack(
                source.choice(("<I", ">I", "<Q", "<H")), source.choice((0, 1, 2, 255, 4096, 65535))
            )
    return bytes(found)


def pieces_moved(source: random.Random, data: bytes, other: bytes) -> bytes:
    """A piece taken out, doubled, moved, or taken from the other file."""
    start = source.randrange(len(data) + 1)
    end = min(len(data), start + source.choice((1, 4, 20, 200, 4000)))
    piece = data[start:end]
    at = source.randrange(len(data) + 1)
    what = source.randrange(5)
    if what == 0:
        return data[:start] + data[end:]
    if what == 1:
        return data[:end] + piece * source.choice((1, 2, 50)) + data[end:]
    if what == 2:
        return data[:at] + piece + data[at:]
    begin = source.randrange(len(other) + 1)
    foreign = other[begin : begin + source.choice((4, 40, 400))]
    return data[:start] + foreign + data[end if what == 3 else start :]


def numbers_changed(source: random.Random, data: bytes, other: bytes) -> bytes:
    """A number that stands in the text."""
    found = list(re.finditer(rb"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", data))
    if not found:
        return words_put(source, data, other)
    match = source.choice(found)
    return data[: match.start()] + source.choice(NUMBERS).encode() + data[match.end() :]


def words_put(source: random.Random, data: bytes, other: bytes) -> bytes:
    """A word anywhere, or in the place of another."""
    word = source.choice(WORDS).encode("utf-8", "surrogatepass")
    found = list(re.finditer(rb"\w+", data))
    if found and source.random() < 0.6:
        match = source.choice(found)
        return data[: match.start()] + word + data[match.end() :]
    at = source.randrange(len(data) + 1)
    return data[:at] + word + data[at:]


def lines_changed(source: random.Random, data: bytes, other: bytes) -> bytes:
    """Lines swapped, doubled, taken out, or many of one."""
    lines = data.split(b"\n")
    k = source.randrange(len(lines))
    what = source.randrange(4)
    if what == 0:
        j = source.randrange(len(lines))
        lines[k], lines[j] = lines[j], lines[k]
    elif what == 1:
        lines[k:k] = [lines[k]] * source.choice((1, 3, 1000))
    elif what == 2:
        del lines[k]
    else:
        foreign = other.split(b"\n")
        lines[k] = source.choice(foreign)
    return b"\n".join(lines)


# ---- JSON ---------------------------------------------------------------------------------------------


def anything(source: random.Random, deep: int = 0) -> Any:
    """Any value that JSON can hold."""
    kind = source.randrange(8 if deep < 3 else 6)
    if kind == 0:
        return source.choice((None, True, False))
    if kind == 1:
        return source.choice((0, 1, -1, 3, 10**6, 2**31, 2**63, 10**40, -(10**40)))
    if kind == 2:
        return source.choice((0.0, -0.0, 0.5, 1e300, -1e300, 1e-320, float("nan"), float("inf")))
    if kind < 6:
        return source.choice((*WORDS, *NUMBERS))[:400].encode("utf-8", "replace").decode()
    if kind == 6:
        return [anything(source, deep + 1) for _ in range(source.randrange(5))]
    return {source.choice(WORDS)[:20]: anything(source, deep + 1) for _ in range(source.randrange(4))}


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to everything inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(place for key, item in inner for place in places(item, (*way, key)))]


def value_at(value: Any, way: tuple[Any, ...]) -> Any:
    """What stands there."""
    for key in way:
        value = value[key]
    return value


def value_changed(source: random.Random, value: Any, other: Any) -> Any:
    """A value of JSON with one thing changed, in place where it can be."""
    way = source.choice(places(value))
    if not way:
        return anything(source) if source.random() < 0.2 else value
    holder, key = value_at(value, way[:-1]), way[-1]
    what = source.randrange(6)
    if what == 0:
        holder[key] = anything(source)
    elif what == 1:
        del holder[key]
    elif what == 2 and isinstance(holder, dict):
        holder[str(anything(source))[:30]] = holder.pop(key)
    elif what == 3 and isinstance(holder, list):
        holder += [holder[key]] * source.choice((1, 2, 20, 400))
    elif what == 4:
        holder[key] = value_at(other, source.choice(places(other)))
    elif isinstance(holder[key], int | float) and not isinstance(holder[key], bool):
        holder[key] = source.choice((holder[key] * 2, -holder[key], holder[key] + 1, holder[key] * 1000))
    else:
        holder[key] = [holder[key]]
    return value


def json_changed(source: random.Random, data: bytes, other: bytes) -> bytes:
    """The value that the text stands for, with one thing changed."""
    try:
        value, foreign = json.loads(data), json.loads(other)
    except (ValueError, RecursionError):
        return numbers_changed(source, data, other)
    try:
        return json.dumps(value_changed(source, value, foreign), ensure_ascii=source.random() < 0.5).encode(
            "utf-8", "surrogatepass"
        )
    except (TypeError, KeyError, ValueError, RecursionError):
        return data


def header_changed(source: random.Random, data: bytes, other: bytes) -> bytes:
    """The JSON after 8 bytes of its length, as safetensors has it; the length fits most of the time."""
    length = int.from_bytes(data[:8], "little")
    if length > len(data):
        return bytes_changed(source, data, other)
    header = json_changed(source, data[8 : 8 + length], other[8 : 8 + int.from_bytes(other[:8], "little")])
    claimed = len(header) if source.random() < 0.9 else source.choice((0, 2**31, 2**63 - 1, len(header) + 1))
    return struct.pack("<Q", claimed) + header + data[8 + length :]


# ---- archives -----------------------------------------------------------------------------------------


def archive_changed(source: random.Random, data: bytes, other: bytes) -> bytes:
    """One entry changed, and the archive packed again; or left out, doubled, called otherwise, blown up."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    except Exception:
        return bytes_changed(source, data, other)
    if not entries:
        return data
    k = source.randrange(len(entries))
    name, content = entries[k]
    what = source.randrange(9)
    if what == 0:
        del entries[k]
    elif what == 1:
        entries.append((name, content))
    elif what == 2:
        entries[k] = (source.choice((*WORDS, "X.npy", "y.npy", "W1.npy"))[:200].replace("\x00", "0"), content)
    elif what == 3:
        entries[k] = (name, content[:128] + content[128:] * source.choice((2, 40)))
    else:
        entries[k] = (name, entry_changed(source, content))
    packed = io.BytesIO()
    method = source.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_LZMA))
    try:
        with zipfile.ZipFile(packed, "w", method) as archive:
            for name, content in entries:
                archive.writestr(name, content)
    except (ValueError, UnicodeError):
        return data
    return packed.getvalue()


def entry_changed(source: random.Random, content: bytes) -> bytes:
    """An entry: the header of an array as often as its bytes; XML as text."""
    if content[:6] == b"\x93NUMPY" and source.random() < 0.7:
        size = int.from_bytes(content[8:10], "little")
        head = content[10 : 10 + size]
        old = source.choice((b"(", b",", b"<f8", b"False", b"descr", b"shape", b"}", b"4", b"2", b" "))
        new = source.choice(
            (b"(99999999999,", b"(-1,", b"<O8", b"|O", b"<U9999999", b"True", b">f8", b"<c16", b"<i8", b"|b1",
             b"|V4", b"[('a','<f8')]", b"0", b"None", b"__import__('os')", b"((((((((", b"<f2", b"(0,",
             b"<M8[s]")
        )  # fmt: skip
        head = head.replace(old, new, 1)
        return content[:8] + struct.pack("<H", len(head)) + head + content[10 + size :]
    return source.choice((bytes_changed, numbers_changed, words_put, pieces_moved))(source, content, content)
