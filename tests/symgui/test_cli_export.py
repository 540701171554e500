"""`symgui export`: files hold what the run has, are the same each time, and are never half there."""

from __future__ import annotations

import csv
import io
import json
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import numpy as np
import pytest

from symgui.cli.main import main
from symgui.experiment import Experiment
from symgui.experiment.line import to_line
from symgui.export.kinds import KINDS
from symgui.export.number_files import npz, safetensors
from symgui.training.presets import PRESETS
from symgui.training.race_file import RaceFile
from symgui.training.run import RecordedRun
from symgui.training.trainer import Trainer

EXPERIMENT = Experiment().with_(
    title="A <small> one",
    data={"kind": "moons", "samples": 50, "test_samples": 20},
    network={"hidden": [{"units": 3, "activation": "tanh"}, {"units": 2, "activation": "relu"}]},
    initialization={"weights": {"scheme": "he"}},
    training={"iterations": 40},
    changes=[{"at": 10, "learning_rate": 0.3}, {"at": 20, "set": {"W1[0,1]": 0.5}}],
)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "small.symgui.json"
    EXPERIMENT.save(path)
    return str(path)


def export(file: str, what: str, out: Path, *more: str) -> bytes:
    assert main(["export", file, "--what", what, "--out", str(out), *more]) == 0
    return out.read_bytes()


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["export", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err.removeprefix("symgui: ").rstrip("\n")


@pytest.mark.parametrize("what", KINDS)
def test_every_kind_is_the_same_each_time(what: str, file: str, tmp_path: Path) -> None:
    suffix = next(s for s in KINDS[what].suffixes if s not in (".png", ".pdf"))
    first, second = (export(file, what, tmp_path / f"{name}{suffix}") for name in "ab")
    assert first == second
    assert len(first) > 40
    if suffix == ".svg":
        ET.fromstring(first)
    by_line = export(to_line(EXPERIMENT), what, tmp_path / f"c{suffix}")
    assert by_line == first


@pytest.mark.parametrize("what", ["code", "notebook", "pytorch", "line", "csv", "score", "report"])
def test_text_goes_to_standard_output(
    what: str, file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suffix = next(s for s in KINDS[what].suffixes if s != ".pdf")
    written = export(file, what, tmp_path / f"a{suffix}", "--iterations", "7")
    assert main(["export", file, "--what", what, "--iterations", "7"]) == 0
    assert capsys.readouterr().out == written.decode()


def test_the_recorded_numbers(file: str, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(export(file, "csv", tmp_path / "a.csv").decode())))
    run = RecordedRun(EXPERIMENT)
    run.advance(40)
    curve = run.frame().curve
    assert [int(row["iteration"]) for row in rows] == curve.iterations.tolist() == list(range(41))
    for name in ("cost", "train_accuracy", "test_accuracy"):
        assert [float(row[name]) for row in rows] == getattr(curve, name).tolist()
    measured = {
        int(t): units.tolist() for t, units in zip(curve.measured, curve.effective_units, strict=True)
    }
    for row in rows:
        units = [row[f"effective_units_{l}"] for l in (1, 2)]
        assert units == [str(n) for n in measured.get(int(row["iteration"]), [])] or units == ["", ""]
    assert [row["learning_rate"] for row in rows] == ["1.2"] * 10 + ["0.3"] * 31
    assert "α → 0.3" in rows[10]["events"]


def test_the_parameters_are_those_of_the_iteration(file: str, tmp_path: Path) -> None:
    trainer = Trainer(EXPERIMENT)
    trainer.advance(25)
    data = export(file, "npz", tmp_path / "a.npz", "--iterations", "25")
    with np.load(io.BytesIO(data), allow_pickle=False) as found:
        assert sorted(found.files) == ["W1", "W2", "W3", "b1", "b2", "b3"]
        for l in (1, 2, 3):
            np.testing.assert_array_equal(found[f"W{l}"], trainer.network.W[l])
            np.testing.assert_array_equal(found[f"b{l}"], trainer.network.b[l])
    dates = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_safetensors_says_where_each_array_lies(file: str, tmp_path: Path) -> None:
    trainer = Trainer(EXPERIMENT)
    trainer.advance(25)
    data = export(file, "safetensors", tmp_path / "a.safetensors", "--iterations", "25")
    (length,) = struct.unpack("<Q", data[:8])
    assert length % 8 == 0
    head, body = json.loads(data[8 : 8 + length]), data[8 + length :]
    end = 0
    for name, array in head.items():
        start, stop = array["data_offsets"]
        assert (array["dtype"], start) == ("F64", end)
        end = stop
        own = (trainer.network.W if name[0] == "W" else trainer.network.b)[int(name[1:])]
        assert array["shape"] == list(own.shape)
        np.testing.assert_array_equal(np.frombuffer(body[start:stop], "<f8").reshape(own.shape), own)
    assert end == len(body)


def test_safetensors_by_its_own_library() -> None:
    library = pytest.importorskip("safetensors.numpy", reason="safetensors is not installed here")
    arrays = {"W1": np.arange(6.0).reshape(2, 3), "b1": np.array([[1.5], [np.inf]])}
    found = library.load(safetensors(arrays))
    for name, array in arrays.items():
        np.testing.assert_array_equal(found[name], array)


def test_an_npz_of_what_is_not_finite() -> None:
    values = np.array([[np.nan, np.inf, -0.0]])
    with np.load(io.BytesIO(npz({"W1": values})), allow_pickle=False) as found:
        np.testing.assert_array_equal(found["W1"].view(np.int64), values.view(np.int64))


def test_dark_and_untitled(file: str, tmp_path: Path) -> None:
    plain, other = (
        export(file, "cost", tmp_path / name, *more).decode().replace("\N{NO-BREAK SPACE}", " ")
        for name, more in (("a.svg", ()), ("b.svg", ("--dark", "--untitled")))
    )
    assert "50 × moons" in plain
    assert "50 × moons" not in other
    assert '"#FFFFFF"' in plain
    assert '"#1C222C"' in other


def test_a_file_that_is_there_stays(file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "mine.py"
    out.write_text("precious")
    said = refused(capsys, file, "--what", "code", "--out", str(out))
    assert said == f"{out} is there already: --force writes over it"
    assert out.read_text() == "precious"
    assert b"def model" in export(file, "code", out, "--force")


def test_what_cannot_be_is_said_before_anything_is_trained(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    endless = ("--iterations", "1000000000")
    for arguments, sentence in (
        (("--what", "npz"), "--out is missing: these are no text, say which file is to hold them"),
        (("--what", "npz", "--out", "a.py"), "a.py must end in .npz for npz"),
        (("--what", "score", "--out", "a.png"),
         "a.png cannot be made without Qt: `symgui export` makes .png, this makes .svg"),
        (("--what", "csv", "--out", str(tmp_path / "no" / "a.csv")),
         f"{tmp_path / 'no' / 'a.csv'} cannot be written: there is no such folder"),
    ):  # fmt: skip
        assert refused(capsys, file, *arguments, *endless) == sentence
    assert refused(capsys, "symgui1:oops", "--what", "csv").startswith("the line is ")


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of the size of files is POSIX")
def test_a_disk_that_is_full_leaves_what_was_there(file: str, tmp_path: Path) -> None:
    out = tmp_path / "a.svg"
    out.write_text("before")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "from symgui.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    command = ["export", file, "--what", "score", "--out", str(out), "--force", "--iterations", "1"]
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == f"symgui: {out} cannot be written: file too large\n"
    assert out.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.svg", "small.symgui.json"]


def test_a_run_that_diverges_is_exported_where_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "large.symgui.json"
    diverging = EXPERIMENT.with_(
        network={"hidden": [{"units": 3, "activation": "relu"}]},
        initialization={"weights": {"scheme": "normal", "scale": 1e120}},
        changes=[],
    )
    diverging.save(path)
    rows = list(csv.DictReader(io.StringIO(export(str(path), "csv", tmp_path / "a.csv").decode())))
    assert int(rows[-1]["iteration"]) < 40
    assert RecordedRun(diverging).advance(40) == int(rows[-1]["iteration"])
    assert rows[-1]["events"] != ""
    export(str(path), "report", tmp_path / "a.svg")


def words(svg: bytes) -> str:
    """All that is written in it, however it is broken into lines."""
    return " ".join(" ".join(ET.fromstring(svg).itertext()).split())


def test_of_many_inputs_a_boundary_is_over_a_plane_and_says_which(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    experiment = Experiment().with_(
        data={"kind": "digits", "samples": 30}, network={"hidden": [{"units": 2}]}, training={"iterations": 3}
    )
    file, race = tmp_path / "digits.symgui.json", tmp_path / "race.symgui.json"
    experiment.save(file)
    RaceFile.of(PRESETS["start"].lanes(experiment)).save(race)
    principal = "→ principal direction 1, ↑ principal direction 2, through the mean"
    pixels = "→ pixel 3,4, ↑ pixel 5,4, others at their mean"
    chosen = ("--features", "pixel 3,4", "pixel 5,4")
    for of, what in ((file, "boundary"), (race, "race")):
        assert principal in words(export(str(of), what, tmp_path / f"{what}.svg"))
        assert pixels in words(export(str(of), what, tmp_path / f"{what}2.svg", *chosen))
        said = refused(capsys, str(of), "--what", what, "--features", "pixel 3,4", "x2")
        assert said.startswith('--features "x2" is none of the features, "pixel 1,1", "pixel 1,2"')
        assert said.endswith('"pixel 2,4" and 52 more')
    said = refused(capsys, str(file), "--what", "boundary", "--features", "pixel 3,4", "pixel 3,4")
    assert said == '--features has "pixel 3,4" twice'
    said = refused(capsys, str(file), "--what", "score", *chosen)
    assert said == "--features is for boundary and race, and score has no plane"
