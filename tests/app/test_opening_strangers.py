"""Opening a stranger's files asks the system for nothing outside: a slice of `make soak-opening`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.soak.opening import between_marks, fault

SCRIPT = Path(__file__).parents[1] / "soak" / "opening.py"


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_only_files_beside_are_read() -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--only", "picture"], capture_output=True, text=True, check=False
    )
    if "PTRACE_TRACEME" in done.stderr or "ptrace" in done.stderr:
        pytest.skip("nothing may be traced here")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert done.stdout.endswith("0 that must not be\n")


CALLS = [
    ('7 openat(AT_FDCWD, "/x/secret.csv", O_RDONLY|O_CLOEXEC) = 3', True),
    ('7 openat(AT_FDCWD, "/x/files/a/b.csv", O_RDONLY|O_CLOEXEC) = 3', False),
    ('7 openat(AT_FDCWD, "/x/files/../other", O_RDONLY) = 3', True),
    ('7 openat(AT_FDCWD, "/x/files/a/new", O_WRONLY|O_CREAT|O_CLOEXEC, 0666) = 3', True),
    ('7 openat(AT_FDCWD, "/x/settings/symgui.ini", O_RDWR|O_CREAT|O_CLOEXEC, 0666) = 3', False),
    ('7 openat(AT_FDCWD, "/home/somebody/.ssh/id", O_RDONLY) = 3', True),
    ('7 openat(AT_FDCWD, "/home/somebody/.ssh/id", O_RDONLY) = -1 ENOENT (No such file or directory)', False),
    ('7 unlink("/x/files/a") = 0', True),
    ('7 execve("/bin/sh", ["sh"], 0x7ffe) = 0', True),
    ('7 connect(5, {sa_family=AF_INET, sin_port=htons(80)}, 16) = -1 EINPROGRESS', True),
]  # fmt: skip


@pytest.mark.parametrize(("call", "wrong"), CALLS)
def test_a_call_that_must_not_be_is_told(call: str, wrong: bool) -> None:
    assert bool(fault(call, Path("/x/files"), Path("/x/secret.csv"))) == wrong


def test_what_is_before_and_after_is_left_out() -> None:
    lines = ["a", '1 stat("/symgui-opening-begins") = -1', "b", '1 stat("/symgui-opening-ends") = -1', "c"]
    assert list(between_marks(lines)) == ["b"]
