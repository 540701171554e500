"""Check the wheels in a folder: each holds the libraries that its name promises, whole, and nothing else.

``python docs/check_wheels.py dist``; prints a line for each wheel, exits with 1 if one is wrong.
"""

from __future__ import annotations

import hashlib
import re
import sys
import zipfile
from pathlib import Path

MACHINES = {
    "linux_x86_64": (b"\x7fELF\x02\x01", 18, b"\x3e\x00"),
    "manylinux2014_x86_64": (b"\x7fELF\x02\x01", 18, b"\x3e\x00"),
    "manylinux2014_aarch64": (b"\x7fELF\x02\x01", 18, b"\xb7\x00"),
    "win_amd64": (b"MZ", None, b"PE\x00\x00\x64\x86"),
    "win_arm64": (b"MZ", None, b"PE\x00\x00\x64\xaa"),
    "macosx_13_0_x86_64": (b"\xcf\xfa\xed\xfe", 4, b"\x07\x00\x00\x01"),
    "macosx_13_0_arm64": (b"\xcf\xfa\xed\xfe", 4, b"\x0c\x00\x00\x01"),
}
"""By platform: how a library begins, and where it says for which machine it is (a DLL behind a pointer)."""
KERNEL = "symgui/nn/kernel/"


def wrong(wheel: Path) -> str:
    """What is wrong with a wheel; empty if nothing."""
    platform = wheel.stem.split("-")[-1]
    if platform not in MACHINES:
        return f"a platform that is not known: {platform}"
    with zipfile.ZipFile(wheel) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name.startswith(KERNEL)}
    libraries = {name: data for name, data in files.items() if name.endswith((".so", ".dll", ".dylib"))}
    exported = re.findall(rb"EXPORT [^;{]*?(symgui_\w+)\(", files[f"{KERNEL}kernel.c"])
    seals = {name for name in files if name.endswith(".sha256")}
    known = (".py", ".c", ".h")
    others = [name for name in files if not name.endswith(known) and name not in {*libraries, *seals}]
    expected = 3 if "x86" in platform or "amd64" in platform else 1
    if others:
        return f"holds {', '.join(others)}"
    if len(libraries) != expected or len(seals) != expected:
        return f"holds {len(libraries)} libraries and {len(seals)} digests, not {expected}"
    for name, data in libraries.items():
        if hashlib.sha256(data).hexdigest().encode() != files[f"{name}.sha256"]:
            return f"{name} is not what its digest says"
        begin, at, machine = MACHINES[platform]
        place = int.from_bytes(data[60:64], "little") if at is None else at
        if not data.startswith(begin) or data[place : place + len(machine)] != machine:
            return f"{name} is of another machine"
        lacking = [function.decode() for function in exported if function not in data]
        if lacking or not exported:
            return f"{name} lacks {', '.join(lacking) or 'all functions'}"
    return ""


def main() -> int:
    """Check all; returns the exit code."""
    wheels = sorted(Path(sys.argv[1]).glob("*.whl"))
    found = {wheel: wrong(wheel) for wheel in wheels}
    for wheel, what in found.items():
        print(f"{'WRONG' if what else 'good '}  {wheel.name}  {wheel.stat().st_size // 1024} KB  {what}")
    return 1 if any(found.values()) or not wheels else 0


if __name__ == "__main__":
    sys.exit(main())
