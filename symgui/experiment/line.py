"""An experiment, or a race, as one line of text: to copy, to paste, to put on a slide.

``symgui1:`` and then base64 (the alphabet for addresses, without padding) of a checksum, the first 4 bytes of
the JSON's SHA-256, and of the JSON itself, deflated with a dictionary that both sides have. To read a line is
to read a file: it runs nothing and writes nothing, and memory and time are bounded whatever it holds.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from typing import Final

from symgui.experiment.spec import ExperimentError, Spec, shown, to_fields

PREFIX: Final = "symgui1:"
FAMILY: Final = "symgui"
"""What the prefix of every version begins with; a number and a colon follow."""
LONGEST = 40_000
"""Characters of a line."""
MOST_BYTES = 4 * 2**20
"""Of the JSON; a line that unfolds to more is refused."""
CHECKED = 4
"""Bytes of the checksum."""
RAW = -15
"""zlib's name for a deflated stream without a header of its own."""

DICTIONARY: Final = (
    b'"values":[[],"learning_rate":0.1,"set":{"W1[0,1]":"b1[0]":,"changes":[{"at":'
    b'"format":"symgui-race/1","lanes":[{"letter":"A","experiment":{"letter":"B","experiment":'
    b'"kind":"circles""moons""blobs""linear""xor""spiral""and""or""leaky_relu""elu""linear""softplus""swish"'
    b'"scheme":"constant","value":0.5}"scheme":"normal","scale":0.01}"scheme":"uniform","limit":"xavier"'
    b'"glorot_normal""glorot_uniform""he_uniform""lecun_uniform""orthogonal","gain":"explicit""he"'
    b'"momentum""adam""blas""sigmoid"},{"units":10,"activation":"relu"}],"layers":{"1":{"weights":{"biases":{'
    b'{"format":"symgui/1","title":"","data":{"kind":"flower","samples":400,"noise":0.2,"balance":0.5,"classes":2,'
    b'"seed":1,"test_samples":0,"test_seed":2,"standardize":false},"network":{"hidden":[{"units":4,'
    b'"activation":"tanh"}]},"initialization":{"seed":2,"weights":{"scheme":"zeros"},"biases":{"scheme":"zeros"},'
    b'"layers":{}},"training":{"optimizer":"gd","learning_rate":1.2,"batch_size":null,"batch_seed":0,"l2":0.0,'
    b'"iterations":10000},"arithmetic":"per-unit","changes":[]}'
)
"""What most lines hold, so that it need not be said. Part of the format: it never changes."""


def is_line(text: str) -> bool:
    """Whether a text means to be a line, of whatever version, and no path."""
    head, colon, _ = text.strip().partition(":")
    return bool(colon) and head.startswith(FAMILY) and head.removeprefix(FAMILY).isdecimal()


def to_line(spec: Spec) -> str:
    """The line of an experiment or a race.

    Raises
    ------
    ExperimentError
        If it would be too long: explicit values of a large network are a file. If its data lie in a file of
        their own, which nobody else has.
    """
    refuse_data_elsewhere(spec)
    text = json.dumps(to_fields(spec), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, RAW, zdict=DICTIONARY)
    packed = packer.compress(text) + packer.flush()
    coded = base64.urlsafe_b64encode(_checksum(text) + packed).rstrip(b"=")
    line = PREFIX + coded.decode("ascii")
    if len(line) > LONGEST or len(text) > MOST_BYTES:
        raise ExperimentError(
            f"would be a line of {len(line)} characters, and {LONGEST} are the most: save it as a file"
        )
    return line


def refuse_data_elsewhere(spec: Spec) -> None:
    """Refuse what names data in a file: a line is sent without it, and must not make its reader read one.

    Raises
    ------
    ExperimentError
    """
    lanes = getattr(spec, "lanes", ())
    for experiment in [lane.experiment for lane in lanes] or [spec]:
        table = experiment.data.table
        if table is not None and table.file is not None:
            raise ExperimentError(
                f"names data in a file, {shown(table.name)}, which a line cannot hold: save the experiment, "
                "and send both files"
            )


def from_line(line: str) -> str:
    """The JSON text that a line holds; blanks and line breaks in it, as mail makes them, do no harm.

    Raises
    ------
    ExperimentError
        If it is no line, is damaged or cut off, or unfolds to too much.
    """
    if len(line) > 2 * LONGEST:
        raise _wrong(f"has {len(line)} characters, and {LONGEST} are the most")
    line = "".join(line.split())
    if not is_line(line):
        raise _wrong(f'must begin with "{PREFIX}", not {shown(line[:20])}')
    if not line.startswith(PREFIX):
        version = line.partition(":")[0]
        raise _wrong(f'is of another version, {shown(version)}: this program reads "{PREFIX.rstrip(":")}"')
    text = _unpacked(_decoded(line.removeprefix(PREFIX)))
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise _wrong("holds no text") from None


def _decoded(coded: str) -> bytes:
    try:
        return base64.b64decode(coded + "=" * (-len(coded) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        bad = next((c for c in coded if not (c.isascii() and (c.isalnum() or c in "-_"))), "")
        why = f"{shown(bad)} is no letter of it" if bad else "its end is missing"
        raise _wrong(f"is damaged: {why}") from None


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(RAW, zdict=DICTIONARY)
    try:
        text = unpacker.decompress(data[CHECKED:], MOST_BYTES + 1)
    except zlib.error:
        raise _wrong("is damaged: what follows the prefix does not unfold") from None
    if len(text) > MOST_BYTES:
        raise _wrong(f"unfolds to more than {MOST_BYTES} bytes, which are the most")
    if not unpacker.eof:
        raise _wrong("is cut off: its end is missing")
    if unpacker.unused_data or _checksum(text) != data[:CHECKED]:
        raise _wrong("is damaged: its checksum is not that of what it holds")
    return text


def _checksum(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()[:CHECKED]


def _wrong(problem: str) -> ExperimentError:
    return ExperimentError(problem, "", "the line")
