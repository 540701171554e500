"""Files that are almost right, in every format, are read or refused in one sentence: a slice of the soak."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from symgui.experiment import ExperimentError
from symgui.experiment.spec import one_line
from symgui.files import state_folder
from symgui.lessons import LessonError
from symgui.plain_text import readings
from symgui.weights import read_weights

SCRIPT = Path(__file__).parents[1] / "soak" / "inputs.py"
FILES = 40
"""Of each format, besides those of the corpus."""


@pytest.mark.timeout(1200)  # a busy machine takes its time
def test_every_format(tmp_path: Path) -> None:
    """In a process whose memory is limited, and which is watched: what it opens, writes, runs and fetches."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--files", str(FILES), "--faults", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert len(done.stdout.splitlines()) == 15


WATCHED = """
import os, pickle, socket, subprocess, sys
from pathlib import Path
from tests.soak.guard import Guard
guard, here = Guard(), Path(sys.argv[1])
def tried(do):
    guard.watch(here)
    try:
        do()
    except OSError:
        pass
    guard.watch(None)
    print(bool(guard.found))
    guard.found.clear()
tried(lambda: (here / "mine").read_bytes())
tried(lambda: Path("/etc/hostname").read_bytes())
tried(lambda: (here / ".." / "other").read_bytes())
tried(lambda: Path("/proc/self/../../etc/hostname").read_bytes())
tried(lambda: (here / "new").write_bytes(b""))
tried(lambda: (here / "mine").unlink())
tried(lambda: os.system("true"))
tried(lambda: subprocess.run(["true"]))
tried(lambda: socket.create_connection(("127.0.0.1", 1)))
tried(lambda: pickle.loads(b"cos\\nsystem\\n."))
"""


def test_the_watch_sees_what_must_not_be(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "mine").write_bytes(b"x")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(tmp_path / "here")], cwd=SCRIPT.parents[2],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["False"] + ["True"] * 9
    assert not state_folder().is_relative_to(tmp_path)


@pytest.mark.parametrize("error", [ExperimentError, LessonError])
def test_a_sentence_moves_no_cursor_and_turns_no_line_round(error: type[Exception]) -> None:
    sentence = str(error("is empty", "", "a\x1b[2J\nb\u202e.csv") if error is ExperimentError else
                   error("is empty", source="a\x1b[2J\nb\u202e.csv"))  # fmt: skip
    assert sentence == r"a\x1b[2J\nb\u202e.csv is empty"


def test_spaces_that_part_thousands_stay_as_they_are() -> None:
    assert one_line("12\u202f345 and 1\u00a0000 of Ünits ×") == "12\u202f345 and 1\u00a0000 of Ünits ×"


@pytest.mark.parametrize("text", ["1 \x00\x1b[2J", "[1 2] \x07", "1,\u202ex"])
def test_a_paste_is_quoted_on_one_line(text: str) -> None:
    with pytest.raises(ValueError, match="pasted matrix") as caught:
        readings(text)
    assert one_line(str(caught.value)) == str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"(2, 2)", b"<f2, 2)", "has no header of an array"),  # no tokens of Python
        (b"(2, 2)", b"(2L,2)", ""),  # as Python 2 wrote it
        (b"(2, 2)", b"(-2,2)", "claims a shape that cannot be"),
        (b"(2, 2)", b"(9, 9)", "claims 9×9 of float64"),
        (b"<f8", b"|O8", "holds Python objects"),
        (b"'<f8'", b"[[[[[", "has no header of an array"),
    ],
)
def test_the_header_of_an_array(tmp_path: Path, old: bytes, new: bytes, said: str) -> None:
    array = io.BytesIO()
    np.save(array, np.eye(2))
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("W1.npy", array.getvalue().replace(old, new))
    if said:
        with pytest.raises(ExperimentError, match=rf"^a\.npz: W1\.npy {said}"):
            read_weights(tmp_path / "a.npz")
    else:
        assert read_weights(tmp_path / "a.npz")["W1"].tolist() == [[1, 0], [0, 1]]
