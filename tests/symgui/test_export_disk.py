"""Exporting where there is no room, or where nothing may be written: said, and nothing is half there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from symgui.cli.export_out import Painters
from symgui.cli.main import main
from symgui.experiment import Experiment
from symgui.experiment.line import to_line
from symgui.figures.svg import size_of

ROOM = 32_768
LINE = to_line(
    Experiment().with_(
        data={"kind": "moons", "samples": 60},
        network={"hidden": [{"units": 40, "activation": "tanh"}] * 2},
        initialization={"weights": {"scheme": "he"}},
        training={"iterations": 100},
    )
)
KINDS = (
    ("score", "a.svg"), ("csv", "a.csv"), ("safetensors", "a.safetensors"), ("apng", "a.apng"),
    ("line", "a.txt"),
)  # fmt: skip


def mount(*arguments: str) -> bool:
    done = subprocess.run(["mount", *arguments], capture_output=True, check=False)
    return done.returncode == 0


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A file system with 32 kB of room."""
    folder = tmp_path_factory.mktemp("disk")
    on_linux = sys.platform.startswith("linux")
    if not on_linux or not mount("-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)):
        pytest.skip("a small disk can be made by root on Linux only")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def noise(svg: str, scale: float) -> np.ndarray:
    """Pixels that no compression makes small."""
    width, height = (round(scale * side) for side in size_of(svg))
    return np.random.RandomState(len(svg)).randint(0, 256, (height, width, 3)).astype(np.uint8)


def export(what: str, out: Path) -> int:
    more = ("--picture", "cost", "--frames", "2") if what == "apng" else ()
    return main(["export", LINE, "--what", what, "--force", "--out", str(out), *more], Painters(pixels=noise))


@pytest.mark.parametrize(("what", "name"), KINDS, ids=[what for what, _ in KINDS])
def test_a_full_disk_is_said_and_what_was_there_stays(
    what: str, name: str, disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, filler = disk / name, disk / "filler"
    out.write_bytes(b"before")
    filler.write_bytes(bytes(ROOM - 2 * 4096))  # but for the page that the file has, all is taken
    try:
        status = export(what, out)
        said = capsys.readouterr().err
        if what == "line":  # it fits
            assert (status, said) == (0, "")
        else:
            assert (status, said) == (2, f"symgui: {out} cannot be written: no space left on device\n")
            assert out.read_bytes() == b"before"
        assert {path.name for path in disk.iterdir()} == {"filler", name}
    finally:
        filler.unlink()
        out.unlink()


def test_a_disk_that_cannot_be_written_is_said(disk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = disk / "a.csv"
    assert mount("-o", "remount,ro", str(disk))
    try:
        assert export("csv", out) == 2
        assert capsys.readouterr().err == f"symgui: {out} cannot be written: read-only file system\n"
    finally:
        assert mount("-o", "remount,rw", str(disk))
    assert list(disk.iterdir()) == []
