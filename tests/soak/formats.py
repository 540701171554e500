"""Every format that the program reads: valid files of it, how it is read, and the command that reads it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import numpy as np

from symgui.data import load_data
from symgui.data.tables import How, chosen, cost_of, read_pasted, read_table, sheets_of, suggested
from symgui.experiment import DataSpec, Experiment, ExperimentError, opening_experiment
from symgui.experiment.line import to_line
from symgui.export.number_files import safetensors
from symgui.lessons import LessonError, load_lesson
from symgui.lessons.text import paragraphs
from symgui.plain_text import parse_number, readings, why_no_number
from symgui.resources import resource_folder
from symgui.sweep import GridAxis, RunGrid
from symgui.training.lanes import lanes_of
from symgui.training.race_file import RaceFile, load, load_line
from symgui.weights import layers_for, read_weights, with_weights

REFUSALS = (ExperimentError, LessonError)
FEW = 2_000
"""Examples that are made of data that can be read."""


class Format(NamedTuple):
    """A format.

    Attributes
    ----------
    file : str
        What a file of it is called.
    seeds : callable
        Gives valid files, and those that a person might take for valid.
    read : callable
        Reads the file as the program does, and uses what it holds; raises what says why it cannot.
    command : callable
        The arguments of the command line that read it; none where it has no such command.
    own : bool
        Whether it is the program's own file, which it may write.
    """

    file: str
    seeds: Callable[[], list[bytes]]
    read: Callable[[Path], None]
    command: Callable[[Path], list[str]] = lambda _: []
    own: bool = False


# ---- experiments and races ----------------------------------------------------------------------------


def experiments() -> list[bytes]:
    """With all there is in one, with a table, with a table in a file, and those that are shipped."""
    full = opening_experiment().with_(
        title="All there is",
        changes=[{"at": 3, "learning_rate": 0.5}, {"at": 5, "set": {"W1[0,1]": 0.25}}],
        initialization={"layers": {"1": {"weights": {"scheme": "he"}}}},
    )
    table = {
        "name": "mine",
        "features": ["a", "b"],
        "classes": ["u", "v"],
        "rows": [[1, 2, 0], [2, 1, 1], [3, 1, 1]],
    }
    held = Experiment().with_(data={"kind": "file", "samples": 3, "table": table})
    elsewhere = json.loads(held.dumps())
    del elsewhere["data"]["table"]["rows"]
    elsewhere["data"]["table"]["file"] = {
        "path": "mine.csv", "sha256": "0" * 64, "columns": [0, 1], "label": 2, "rows": 3,
    }  # fmt: skip
    given = Experiment().with_(
        network={"hidden": [{"units": 2}]},
        initialization={
            "weights": {"scheme": "explicit", "values": [[[0.1, 0.2], [0.3, 0.4]], [[1, -1]]]},
            "biases": {"scheme": "explicit", "values": [[0, 0], [0]]},
        },
    )
    shipped = [path.read_bytes() for path in sorted((resource_folder() / "experiments").glob("*.json"))]
    return [
        *(each.dumps().encode() for each in (full, held, given)),
        json.dumps(elsewhere).encode(),
        *shipped,
    ]


def races() -> list[bytes]:
    """Of two and of three lanes."""
    two = RaceFile.of(lanes_of(opening_experiment(), [{}, {"training": {"l2": 1.0}}]))
    seeds = [{"initialization": {"seed": k}} for k in range(3)]
    return [two.dumps().encode(), RaceFile.of(lanes_of(Experiment(), seeds), "Three").dumps().encode()]


def read_content(path: Path) -> None:
    """Open an experiment or a race, write it and read it again; make its data, and its line."""
    content = load(path)
    if load_text(content.dumps(), path) != content:
        raise AssertionError("it is another when it is written and read again")
    experiment = content.lanes[0].experiment if isinstance(content, RaceFile) else content
    if max(experiment.data.samples, experiment.data.test_samples) <= FEW:
        load_data(experiment.data)
    try:
        line = to_line(content)
    except ExperimentError:
        return
    if load_line(line) != content:
        raise AssertionError("it is another as a line")


def load_text(text: str, path: Path) -> Experiment | RaceFile:
    """What a text holds that has just been written."""
    kind = RaceFile if '"symgui-race/1"' in text[:200] else Experiment
    return kind.loads(text)


def lines() -> list[bytes]:
    """Lines of experiments and races."""
    texts = [each for each in (*experiments(), *races()) if b"sha256" not in each]
    made = [RaceFile.loads(each) if b"symgui-race" in each[:40] else Experiment.loads(each) for each in texts]
    return [to_line(each).encode() for each in made if len(each.dumps()) < 20_000]


def read_line(path: Path) -> None:
    """Paste a line."""
    load_line(path.read_bytes().decode("utf-8", "replace"))


# ---- lessons ------------------------------------------------------------------------------------------


def lessons() -> list[bytes]:
    """All that are shipped."""
    return [path.read_bytes() for path in sorted((resource_folder() / "lessons").glob("*.lesson.md"))]


def read_lesson(path: Path) -> None:
    """Open a lesson, and take its texts apart."""
    for step in load_lesson(path).steps:
        paragraphs(step.text)
        paragraphs(step.notes)


# ---- tables -------------------------------------------------------------------------------------------


def texts() -> list[bytes]:
    """Tables as text, as spreadsheets in several countries write them."""
    found = [
        "a,b,class\n1,2,u\n3,4.5,v\n-0.5,1e3,u\n",
        "x;y;k\n0,5;1,25;ja\n−0,25;2;nein\n1.234,5;3;ja\n",
        'name\tx1\tx2\ty\n"a ""b"""\t1\t2\t0\nNA\t3\t\t1\n',
        "1|2|0\n3|4|1\n5|6|0\n",
        '"multi\nline","b","y"\r\n1,2,0\r\n3,4,1\r\n',
        "Länge,Breite,Art\n5.1,3.5,grün\n4.9,3,blau\n",
    ]
    return [each.encode() for each in found] + [found[5].encode("utf-16"), found[5].encode("cp1252")]


def workbooks() -> list[bytes]:
    """Workbooks, as openpyxl writes them."""
    import openpyxl

    found = []
    for rows in ([["a", "b", "y"], [1, 2, "u"], [3.5, None, "v"], [4, 5, "u"]], [[1, 2, 0], [3, 4, 1]], []):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.create_sheet("other").append(["=1+1", "#N/A", True])
        file = io.BytesIO()
        book.save(file)
        found.append(file.getvalue())
    return found


def packed(**arrays: object) -> bytes:
    """Arrays in an NPZ file."""
    file = io.BytesIO()
    np.savez(file, **{name: np.asarray(values) for name, values in arrays.items()})
    return file.getvalue()


def array_tables() -> list[bytes]:
    """X and y, in rows and in columns, with names, of images."""
    X = np.arange(24.0).reshape(6, 4)
    return [
        packed(X=X, y=np.arange(6) % 2),
        packed(X=X.T.astype("f4"), Y=(np.arange(6) % 3)[None]),
        packed(images=np.ones((5, 2, 3), "u1"), target=np.array(["a", "b", "a", "b", "c"])),
    ]


def read_data(path: Path) -> None:
    """Import a table: its cost, its sheets, what was understood, and its examples."""
    cost_of(path)
    sheets_of(path)
    table = read_table(path, How())
    chosen(table, *suggested(table), path)


def read_paste(path: Path) -> None:
    """Paste a table."""
    table = read_pasted(path.read_bytes().decode("utf-8", "replace"))
    chosen(table, *suggested(table))


# ---- weights ------------------------------------------------------------------------------------------

OPEN = Experiment().with_(network={"hidden": [{"units": 4, "activation": "tanh"}]})


def networks() -> list[dict[str, object]]:
    """Weights and biases, as several libraries call them."""
    W1, b1, W2, b2 = np.arange(8.0).reshape(4, 2) / 7, np.zeros(4), np.ones((1, 4)), np.array([0.5])
    return [
        {"W1": W1, "b1": b1, "W2": W2, "b2": b2},
        {"net.0.weight": W1, "net.0.bias": b1, "net.2.weight": W2, "net.2.bias": b2},
        {"arr_0": W1.T, "arr_1": b1, "arr_2": W2.T, "arr_3": b2},
    ]


def json_weights() -> list[bytes]:
    """Lists of numbers by name."""
    found = [{name: np.asarray(each).tolist() for name, each in net.items()} for net in networks()]
    found.append(
        {"coefs_": [[[1, 2, 3, 4], [1, 2, 3, 4]], [[1], [2], [3], [4]]], "intercepts_": [[0] * 4, [0]]}
    )
    return [json.dumps(each).encode() for each in found]


def read_network(path: Path) -> None:
    """Open weights: which array is which layer's, and the experiment that starts with them."""
    arrays = read_weights(path)
    layers_for(DataSpec(), arrays)
    with_weights(OPEN, path)


def with_open_experiment(path: Path) -> list[str]:
    """`symgui run` from these weights."""
    opened = path.with_name("open.symgui.json")
    if not opened.exists():
        opened.write_text(OPEN.dumps(), encoding="utf-8")
    return ["run", str(opened), "--weights", str(path), "--iterations", "0"]


# ---- grids, settings, the clipboard -------------------------------------------------------------------


def grids() -> list[bytes]:
    """Of two axes, of one with names, of none."""
    rates = GridAxis(setting="learning-rate", low=0.01, high=10.0, steps=5, spacing="log")
    names = GridAxis(setting="activation", values=("tanh", "relu"))
    found = [
        RunGrid(experiment=OPEN, axes=axes, seeds=3, updates=10) for axes in ((rates, names), (names,), ())
    ]
    return [each.dumps().encode() for each in found]


def read_grid(path: Path) -> None:
    """Open a grid, and ask it for all its values."""
    grid = RunGrid.load(path)
    if RunGrid.loads(grid.dumps()) != grid:
        raise AssertionError("it is another when it is written and read again")
    for axis in grid.axes:
        len(axis.points)


def settings_files() -> list[bytes]:
    """An INI file as Qt writes it."""
    return [
        b"[window]\ntheme=dark\ntext-size=15\nmotion=reduced\ntoured=true\nsaid=x\n"
        b"geometry=@ByteArray(\\x1\\xd9\\xd0\\xcb\\0\\x3\\0\\0)\n\n"
        b"[files]\nrecent=/tmp/a.symgui.json, /tmp/b.symgui.json\n\n"
        b"[lessons]\nfiles=/tmp/a.lesson.md\nlock=true\n",
        b"[window]\ntheme=@Variant(\\0\\0\\0\\x7f\\0\\0\\0\\x1)\ntext-size=@Invalid()\n",
    ]


def read_settings(path: Path) -> None:
    """What is remembered: whatever the file holds, it has a meaning, and a window can open."""
    from app.look.motion import CHOICES as MOTIONS
    from app.look.theme import CHOICES
    from app.runtime.settings import Settings

    found = Settings(path.parent)
    ok = found.theme in CHOICES and found.motion in MOTIONS and isinstance(found.said, str)
    ok = ok and 0 <= found.text_size < 1000 and isinstance(found.lock, bool) and len(found.recent) < 100
    ok = ok and (found.geometry is None or not found.geometry.isEmpty()) and len(found.lesson_files) < 100
    if not ok:
        raise AssertionError("a setting that there is not")


def sessions() -> list[bytes]:
    """What a window had open."""
    from app.runtime.session import PinWork, RaceWork, RunWork, Session, Work
    from symgui.experiment.spec import to_fields

    race = RaceFile.loads(races()[0])
    run = RunWork(experiment=OPEN, path="/nowhere/x.symgui.json", opened=Experiment(), kept=True, iteration=7)
    work = Work(run=run, race=RaceWork(race=race, shown=True, iteration=3))
    pins = (PinWork(name="a", iteration=3, experiment=0),)
    found = [Session(now=work, earlier=(work,), experiments=(OPEN,), pins=pins), Session(now=Work(run=run))]
    return [json.dumps(to_fields(each)).encode() for each in found]


def read_session(path: Path) -> None:
    """Take over what a window had open."""
    from app.runtime.session import needed, sight_of
    from app.runtime.sessions import Sessions

    with closing(Sessions(path.parent)) as those:
        found = those.take()
        if found.session is not None:
            for each in (found.session.now, *needed(found.session.earlier, found.session.now)):
                sight_of(each)
    for lock in path.parent.glob("*.lock"):
        lock.unlink()


def numbers() -> list[bytes]:
    """Matrices and numbers, as programs and people write them."""
    found = (
        "0.5\t-0.25\n1\t2", "1 2 3", "0,5 0,25", "[1 2; 3 4]", "np.array([[1., 2.], [3, 4]])", "1.234,5",
        "W = [[1, 2],\n     [3, 4]]\nb = [0.5, 0.5]", "{1, 2; 3, 4}", "1 234 567,8", "−1e-3",
        "tensor([[0.1]])",
    )  # fmt: skip
    return [each.encode() for each in found]


def read_numbers(path: Path) -> None:
    """Paste numbers into a matrix, and into a field."""
    text = path.read_bytes().decode("utf-8", "replace")
    number = parse_number(text)
    if number is None:
        why_no_number(text)
    try:
        found = readings(text)
    except ValueError as error:
        raise ExperimentError(str(error), "", "the clipboard") from None
    if not found or not all(np.isfinite(each.matrix).all() for each in found):
        raise AssertionError("a matrix of what is no number")


FORMATS: dict[str, Format] = {
    "experiment": Format(
        "case.symgui.json", experiments, read_content, lambda path: ["run", str(path), "--iterations", "0"]
    ),
    "race": Format(
        "race.symgui.json", races, read_content, lambda path: ["export", str(path), "--what", "race-script"]
    ),
    "line": Format("line.txt", lines, read_line),
    "lesson": Format("case.lesson.md", lessons, read_lesson, lambda path: ["verify", str(path)]),
    "grid": Format(
        "grid.json", grids, read_grid, lambda path: ["sweep", str(path), "--out", str(path.with_name("new"))]
    ),
    "csv": Format("case.csv", texts, read_data, lambda path: imported(path)),
    "xlsx": Format("case.xlsx", workbooks, read_data, lambda path: imported(path)),
    "npz": Format("case.npz", array_tables, read_data, lambda path: imported(path)),
    "npz weights": Format(
        "w.npz", lambda: [packed(**net) for net in networks()], read_network, with_open_experiment
    ),
    "safetensors": Format(
        "w.safetensors", lambda: [safetensors(net) for net in networks()], read_network, with_open_experiment
    ),
    "json weights": Format("w.json", json_weights, read_network, with_open_experiment),
    "settings": Format("symgui.ini", settings_files, read_settings, own=True),
    "session": Format("a.session.json", sessions, read_session, own=True),
    "pasted numbers": Format("numbers.txt", numbers, read_numbers),
    "pasted table": Format("table.txt", texts, read_paste),
}


def imported(path: Path) -> list[str]:
    """`symgui import` of a table."""
    return ["import", str(path), "--out", str(path.with_name("new.symgui.json"))]
