"""The command line: rows, JSON, errors in one line, a bar only on a terminal."""

from __future__ import annotations

import json
import math
import os
import re
import signal
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from symgui.cli import main
from symgui.experiment import DataSpec, Experiment, LayerSpec, opening_experiment
from symgui.nn.kernel import missing
from symgui.training.report import ReportRow, row_iterations
from symgui.training.trainer import Trainer

ROOT = Path(__file__).parents[2]
FIELDS = ["iteration", "cost", "train_accuracy", "test_accuracy", "effective_units", "verdict", "evidence"]


@pytest.fixture
def small(tmp_path):
    """A small experiment that learns, with test data."""
    return saved(
        tmp_path,
        data={"kind": "circles", "samples": 40, "noise": 0.05, "test_samples": 20},
        network={"hidden": [LayerSpec(units=3), LayerSpec(units=2)]},
        initialization={"weights": {"scheme": "xavier"}},
        training={"learning_rate": 0.5, "iterations": 25},
    )


def saved(folder, **parts):
    path = folder / "run.symgui.json"
    opening_experiment().with_(**parts).save(path)
    return path


def rows(capsys, *arguments):
    """The rows `run --json` prints; it must succeed and print nothing else."""
    assert main(["run", "--json", *map(str, arguments)]) == 0
    out, err = capsys.readouterr()
    assert err == (f"note: {missing()}\n" if missing() else "")
    return [json.loads(line, parse_constant=pytest.fail) for line in out.splitlines()]


def complaint(capsys, *arguments):
    """What a wrong command line is told: one line on standard error, exit code 2."""
    try:
        code = main(list(map(str, arguments)))
    except SystemExit as leaving:
        code = leaving.code
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert re.fullmatch(r"[^\n]+\n", err)
    return err


def python(*arguments):
    command = [sys.executable, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    ("last", "every", "expected"),
    [(25, 10, [0, 10, 20, 25]), (20, 10, [0, 10, 20]), (5, 10, [0, 5]), (0, 1, [0]), (3, 1, [0, 1, 2, 3])],
)
def test_rows_are_the_first_every_kth_and_the_last(last, every, expected):
    assert list(row_iterations(last, every)) == expected


def test_a_run_prints_its_rows(small, capsys):
    printed = rows(capsys, small, "--every", 10)
    assert [row["iteration"] for row in printed] == [0, 10, 20, 25]
    assert all(list(row) == FIELDS for row in printed)

    trainer = Trainer(Experiment.load(small))
    for row in printed:
        trainer.advance(row["iteration"] - trainer.iteration)
        assert row["cost"] == trainer.cost()
        assert row["train_accuracy"] == trainer.train_accuracy()
        assert row["test_accuracy"] == trainer.test_accuracy()
        assert row["effective_units"] == [3, 2]
        assert row["evidence"]


def test_the_same_file_gives_the_same_bits(small, capsys):
    every_row = rows(capsys, small, "--every", 1)
    assert rows(capsys, small, "--every", 5) == every_row[::5]


def test_iterations_can_be_more_or_fewer_than_the_file_s(small, capsys):
    assert [row["iteration"] for row in rows(capsys, small, "--iterations", 0)] == [0]
    assert [row["iteration"] for row in rows(capsys, small, "--iterations", 1040)] == [0, 1000, 1040]


def test_without_test_data_the_accuracy_is_null(tmp_path, capsys):
    path = saved(tmp_path, training={"iterations": 3})
    (first, last) = rows(capsys, path)
    assert first["test_accuracy"] is None
    assert (last["verdict"], last["effective_units"], last["cost"]) == ("frozen", [1], first["cost"])
    assert last["cost"] == pytest.approx(np.log(2), abs=1e-15)


def test_without_hidden_layers_there_are_no_effective_units(tmp_path, capsys):
    path = saved(tmp_path, network={"hidden": []}, training={"iterations": 3})
    assert [row["effective_units"] for row in rows(capsys, path)] == [[], []]


def test_divergence_is_a_result(tmp_path, capsys):
    path = saved(
        tmp_path,
        data=DataSpec(kind="flower", samples=50),
        network={"hidden": [LayerSpec(units=5, activation="linear")] * 3},
        initialization={"weights": {"scheme": "normal", "scale": 10.0}},
        training={"learning_rate": 1e6, "iterations": 5000},
    )
    printed = rows(capsys, path, "--every", 2000)
    assert [row["verdict"] for row in printed][-1] == "diverged"
    assert 0 < printed[-1]["iteration"] < 2000
    assert printed[-1]["evidence"].endswith(f"at iteration {printed[-1]['iteration']}.")
    assert [row["verdict"] for row in printed].count("diverged") == 1, "nothing comes after it"
    assert main(["run", str(path)]) == 0


def test_numbers_that_are_not_finite_are_words_in_json():
    said = [ReportRow(0, cost, 0.5, math.nan, (1,), "diverged", "").json() for cost in (math.inf, -math.inf)]
    assert [json.loads(line)["cost"] for line in said] == ["inf", "-inf"]
    assert json.loads(said[0])["test_accuracy"] == "nan"


def test_the_table_is_aligned(small, capsys):
    assert main(["run", str(small), "--every", "10"]) == 0
    out, err = capsys.readouterr()
    head, *lines = out.splitlines()
    assert err == ""
    assert head.split() == FIELDS
    assert [line.split()[0] for line in lines] == ["0", "10", "20", "25"]
    for name in FIELDS[:5]:  # numbers end where their heading ends
        end = head.index(name) + len(name)
        assert all(line[end - 1] != " " and line[end] == " " for line in lines)
    assert all(line[head.index("verdict") :].startswith("healthy ") for line in lines)


@pytest.mark.parametrize("iterations", [0, 7])
def test_parameters_are_saved(small, tmp_path, capsys, iterations):
    out = tmp_path / "parameters"  # no .npz is added: the name is the person's
    rows(capsys, small, "--iterations", iterations, "--save-params", out)
    trainer = Trainer(Experiment.load(small))
    trainer.advance(iterations)
    with np.load(out) as saved_arrays:
        assert list(saved_arrays) == ["W1", "b1", "W2", "b2", "W3", "b3"]
        for l in (1, 2, 3):
            np.testing.assert_array_equal(saved_arrays[f"W{l}"], trainer.network.W[l])
            np.testing.assert_array_equal(saved_arrays[f"b{l}"], trainer.network.b[l])
            assert saved_arrays[f"b{l}"].shape == (trainer.network.sizes[l], 1)


def test_saved_parameters_can_start_another_run(small, tmp_path, capsys):
    out = tmp_path / "parameters.npz"
    end = rows(capsys, small, "--save-params", out)[-1]
    with np.load(out) as arrays:
        start = {
            "weights": {"scheme": "explicit", "values": [arrays[f"W{l}"] for l in (1, 2, 3)]},
            "biases": {"scheme": "explicit", "values": [arrays[f"b{l}"] for l in (1, 2, 3)]},
        }
    path = tmp_path / "on.symgui.json"
    Experiment.load(small).with_(initialization=start).save(path)
    again = rows(capsys, path, "--iterations", 0)[0]
    assert again.pop("evidence") != end.pop("evidence"), "at a start nothing has been reached yet"
    assert {**again, "iteration": 25} == end


def test_where_parameters_cannot_be_saved_nothing_is_trained(small, tmp_path, capsys):
    assert "no such folder" in complaint(capsys, "run", small, "--save-params", tmp_path / "no" / "x.npz")
    assert "no file name" in complaint(capsys, "run", small, "--save-params", tmp_path)
    assert "no file name" in complaint(capsys, "run", small, "--save-params", "")


@pytest.mark.parametrize(
    "text", ["", "{", '{"data": {"noise": -1}}', '{"training": {"learning_rate": "fast"}}']
)
def test_a_wrong_file_is_named_in_one_line(tmp_path, capsys, text):
    path = tmp_path / "wrong.symgui.json"
    path.write_text(text)
    assert str(path) in complaint(capsys, "run", path)
    assert str(tmp_path) in complaint(capsys, "run", tmp_path)
    assert "nowhere" in complaint(capsys, "run", "nowhere")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run"], "FILE"),
        (["walk"], "walk"),
        (
            ["run", "x", "--iterations", "-1"],
            "must be a whole number from 0 to 1000000000, not '-1'",
        ),
        (["run", "x", "--iterations", "many"], "many"),
        (["run", "x", "--iterations", "9" * 5000], "999 …"),
        (["run", "x", "--every", "0"], "--every"),
        (["run", "x", "--fast"], "--fast"),
    ],
)
def test_a_wrong_command_line_is_told_in_one_line(capsys, arguments, said):
    assert said in complaint(capsys, *arguments)


def test_without_a_command_there_is_help(capsys):
    assert main([]) == 0
    assert "run" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["--version"]])
def test_help_is_given(capsys, arguments):
    with pytest.raises(SystemExit) as leaving:
        main(arguments)
    assert leaving.value.code == 0
    assert capsys.readouterr().out


# --- as a process of its own --------------------------------------------------------------------------------


def test_the_module_runs_without_qt(small):
    script = (
        "import sys; from symgui.cli import main; "
        f"assert main(['run', {str(small)!r}, '--json']) == 0; "
        "sys.exit(any(name.split('.')[0] in ('PySide6', 'pyqtgraph', 'app') for name in sys.modules))"
    )
    process = python("-c", script)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert [json.loads(line)["iteration"] for line in out.splitlines()] == [0, 25]


def test_a_reader_that_has_seen_enough_is_no_error(small):
    process = python("-m", "symgui", "run", small, "--json", "--every", 1, "--iterations", 10**9)
    assert json.loads(process.stdout.readline())["iteration"] == 0
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (141, "")


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to send")
def test_an_interrupt_from_the_keyboard_is_quiet(small):
    # a shell that runs the tests in the background has told all below it to ignore the key
    restored = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = python("-m", "symgui", "run", small, "--json", "--iterations", 10**9)
    finally:
        signal.signal(signal.SIGINT, restored)
    assert json.loads(process.stdout.readline())["iteration"] == 0
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "")
    assert all(json.loads(line) for line in out.splitlines())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
def test_a_full_disk_is_told_in_one_line(small):
    command = [sys.executable, "-m", "symgui", "run", small]
    with Path("/dev/full").open("w") as full:
        process = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (process.returncode, process.stderr.count("\n")) == (2, 1)
    assert "no space left" in process.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
def test_a_terminal_gets_a_progress_bar_and_the_output_stays_clean(small):
    import fcntl
    import termios

    leader, follower = os.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    command = [sys.executable, "-m", "symgui", "run", small, "--json", "--iterations", "2000"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=follower)
    out, _ = process.communicate(timeout=60)
    shown = os.read(leader, 65536).decode()
    os.close(follower)
    os.close(leader)
    assert [json.loads(line)["iteration"] for line in out.splitlines()] == [0, 1000, 2000]
    assert "/2000" in shown


@pytest.mark.skipif(sys.platform == "win32", reason="links as POSIX has them")
def test_parameters_are_not_saved_where_a_link_leads_to_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loop = tmp_path / "loop.npz"
    loop.symlink_to(loop)
    file = tmp_path / "run.symgui.json"
    opening_experiment().save(file)
    assert main(["run", str(file), "--iterations", "1", "--save-params", str(loop)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"symgui: {loop} cannot be written: too many levels of symbolic links")
    assert loop.is_symlink()


CLOSED = [
    ("2>&-", "present", 0, ""),
    ("2>&-", "missing", 2, ""),
    (">&-", "present", 2, "symgui: the rows cannot be written: standard output is closed\n"),
    (">&-", "missing", 2, "symgui: missing.symgui.json cannot be read: no such file or directory\n"),
    ("<&- >&- 2>&-", "present", 2, ""),
    (">/dev/full", "present", 2, "symgui: the rows cannot be written: no space left on device\n"),
    ("2>/dev/full", "missing", 2, ""),
]


@pytest.mark.skipif(sys.platform != "linux", reason="a shell that closes streams, and /dev/full")
@pytest.mark.parametrize(("streams", "file", "code", "said"), CLOSED)
def test_closed_and_full_streams(tmp_path: Path, streams: str, file: str, code: int, said: str) -> None:
    opening_experiment().save(tmp_path / "present.symgui.json")
    command = (
        f'"{sys.executable}" -m symgui run {file}.symgui.json --iterations 1 --save-params out.npz {streams}'
    )
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
        },  # nothing that changes how streams are written
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (code, said)
    assert (tmp_path / "out.npz").exists() == (code == 0)
    if code == 0:
        assert list(np.load(tmp_path / "out.npz")) == ["W1", "b1", "W2", "b2"]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell that closes streams")
def test_help_without_standard_output_is_an_error_in_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m symgui --help >&-'],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr == "symgui: the rows cannot be written: standard output is closed\n"


def test_a_table_becomes_an_experiment_file_that_runs(tmp_path, capsys):
    table, out = tmp_path / "mine.csv", tmp_path / "mine.symgui.json"
    rows = "".join(f"{k};{k / 4};{'yes' if k % 3 else 'no'};{k}\n".replace(".", ",") for k in range(10))
    table.write_text(f"a;b;kind;id\n{rows};2;no;3\n")
    assert main(["import", str(table), "--out", str(out), "--class", "kind", "--features", "b", "a"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "mine.csv: 11 rows, 4 columns; utf-8, semicolons between cells, decimal comma, "
        "the first row names the columns",
        "features (2): b, a",
        "classes (2): no, yes",
        "8 training and 2 test examples, by seed 1",
        'left out, as something is missing: 1 row, the first row 12, column "a"',
    ]
    data = Experiment.load(out).data
    assert data.table.rows[1] == (0.25, 1.0, 1.0)
    assert main(["run", str(out), "--iterations", "2"]) == 0
    capsys.readouterr()
    again = ["import", str(table), "--out", str(out)]
    assert main(again) == 2
    assert "is there already: --force writes over it" in capsys.readouterr().err
    assert main([*again, "--force", "--test", "0", "--seed", "7", "--standardize", "--class", "kind"]) == 0
    data = Experiment.load(out).data
    assert (data.samples, data.test_samples, data.seed, data.standardize) == (10, 0, 7, True)
    assert data.table.features == ("a", "b", "id")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--out", "mine.json"], "mine.json must end in .symgui.json"),
        (["--class", "c"], '--class must be a column of mine.csv ("a", "y"), not "c"'),
        (["--features", "z"], '--features must be a column of mine.csv ("a", "y"), not "z"'),
        (["--test", "3"], "--test must be at most 2, of the 3 rows, not 3"),
        (["--class", "a", "--features", "a"], "cannot be a feature: it is the class"),
        (["--no-header"], "must be a number"),
    ],
)
def test_a_table_that_cannot_be_imported_is_one_line(tmp_path, capsys, arguments, sentence):
    table = tmp_path / "mine.csv"
    table.write_text("a,y\n1,0\n2,1\n3,1\n")
    out = [] if "--out" in arguments else ["--out", str(tmp_path / "mine.symgui.json")]
    if arguments == ["--no-header"]:
        arguments = ["--no-header", "--features", "x1", "--class", "x2"]
        sentence = "column"
    assert main(["import", str(table), *out, *arguments]) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.csv"]
    assert main(["run", str(table)]) == 2
    assert "of a table `symgui import` makes an experiment file" in capsys.readouterr().err
