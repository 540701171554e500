"""Zip archives (XLSX, NPZ): unfolded within bounds, whatever their headers claim."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from symgui.data.tables.bounds import MAX_UNFOLDED_BYTES
from symgui.experiment import ExperimentError
from symgui.experiment.spec import shown
from symgui.nn.interruption import look

MAX_ENTRIES = 2_000
CHUNK = 2**18


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive in `data`, all of whose entries unfold to what they claim, and to no more than the bound.

    Raises
    ------
    ExperimentError
        If it is none, or would become too large.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, IndexError, EOFError):
        raise ExperimentError("is cut off or damaged: it is no whole zip archive") from None
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise ExperimentError(f"has {len(entries)} parts, and {MAX_ENTRIES} are the most")
    claimed = sum(entry.file_size for entry in entries)
    if claimed > MAX_UNFOLDED_BYTES:
        raise ExperimentError(f"would unfold to {claimed} bytes, and {MAX_UNFOLDED_BYTES} are the most")
    for entry in entries:
        if entry.file_size != sum(map(len, unfolded(data, entry))):
            raise ExperimentError(f"is damaged: {shown(entry.filename)} does not unfold to what it claims")
    return archive


def unfolded(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of an entry, piece by piece: never more than it claims, and a piece.

    Raises
    ------
    ExperimentError
        If it is damaged, encrypted, or packed in an unusual way.
    """
    start = entry.header_offset
    header = data[start : start + 30]
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise ExperimentError(f"is damaged at {shown(entry.filename)}")
    if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ExperimentError(f"is encrypted or packed in an unusual way ({shown(entry.filename)})")
    start += 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    inflater, rest, given = zlib.decompressobj(-zlib.MAX_WBITS), bytes(packed), 0
    try:
        while not inflater.eof:
            look()
            piece = inflater.decompress(rest, CHUNK)
            rest = inflater.unconsumed_tail
            given += len(piece)
            if given > entry.file_size:
                raise ExperimentError(f"is damaged: {shown(entry.filename)} unfolds to more than it claims")
            if not piece and not rest:
                return
            yield piece
    except zlib.error:
        raise ExperimentError(f"is damaged at {shown(entry.filename)}") from None
