"""Tables that people bring along: what is understood, what is refused, and its bounds."""

from __future__ import annotations

import csv
import io
import os
import struct
import zipfile
import zlib
from functools import cache
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symgui.data import load_data
from symgui.data.tables import How, Table, chosen, cost_of, examples_of, read_pasted, read_table, suggested
from symgui.data.tables.examples import split
from symgui.data.tables.reading import described
from symgui.experiment import DataSpec, Experiment, ExperimentError
from symgui.experiment.table_spec import MAX_HELD

GOOD = "length,width,kind\n5.1,3.5,red\n4.9,3.0,blue\n6.2,2.8,red\n"


def table(text: str | bytes, tmp_path: Path, name: str = "data.csv", **how: object) -> Table:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(path, How(**how))


def said(text: str | bytes, tmp_path: Path, **how: object) -> str:
    def read() -> None:
        found = table(text, tmp_path, **how)
        chosen(found, *suggested(found))

    with pytest.raises(ExperimentError) as caught:
        read()
    return str(caught.value)


@pytest.mark.parametrize(
    ("delimiter", "decimal", "encoding"),
    [(",", ".", "utf-8"), (";", ",", "utf-8"), ("\t", ",", "utf-8"), ("|", ".", "utf-8"),
     (";", ".", "utf-16"), (",", ".", "utf-8-sig"), (";", ",", "cp1252")],
)  # fmt: skip
def test_how_a_text_is_written_is_found_out(
    delimiter: str, decimal: str, encoding: str, tmp_path: Path
) -> None:
    rows = [
        ("Länge", "Breite", "Art"),
        ("5.1", "3.5", "grün"),
        ("4.9", "3.25", "blau"),
        ("6", "2.8", "grün"),
    ] * 1
    text = "\r\n".join(delimiter.join(cell.replace(".", decimal) for cell in row) for row in rows)
    found = table(text.encode(encoding), tmp_path)
    assert (found.how.delimiter, found.how.decimal, found.how.header) == (delimiter, decimal, True)
    assert [column.name for column in found.columns] == ["Länge", "Breite", "Art"]
    picked = chosen(found, *suggested(found))
    assert picked.points.tolist() == [[5.1, 3.5], [4.9, 3.25], [6.0, 2.8]]
    assert picked.spec.classes == ("blau", "grün")
    assert picked.labels.tolist() == [1, 0, 1]


def test_without_a_header_the_columns_are_counted(tmp_path: Path) -> None:
    found = table("1,2,0\n3,4,1\n", tmp_path)
    assert [column.name for column in found.columns] == ["x1", "x2", "x3"]
    assert described(found.how) == "utf-8, commas between cells, decimal point, no header"
    assert chosen(found, *suggested(found)).labels.tolist() == [0, 1]


def test_a_row_with_something_missing_is_left_out_and_said(tmp_path: Path) -> None:
    found = table("a,b,y\n1,2,0\n,3,1\n4,NA,1\n5,6,1\n7,8,\n", tmp_path)
    picked = chosen(found, *suggested(found))
    assert picked.points.tolist() == [[1.0, 2.0], [5.0, 6.0]]
    assert (picked.left_out, picked.first_left_out) == (3, 'row 3, column "a"')
    assert [(column.missing, column.first_missing) for column in found.columns] == [(1, 3), (1, 4), (1, 6)]


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("", "", "is empty"),
        ("a,b,y\n", "the table", "has no column that can be the class"),
        ("a,b,y\n1,2,0\n3,4\n", "row 3", "has 2 cell(s), where row 1 has 3"),
        ("a,b,y\n1,2,0\n3,4,1,5\n", "row 3", "has 4 cell(s)"),
        ("a,y\n1,0\n1,0\n", "the table", "has no column that can be the class"),
        ("a,b\nx,red\ny,blue\n", "the table", "has no feature"),
        ("y\n0\n1\n", "the table", "has no feature"),
        ("a\0b", "the table", "byte 0"),
        ('a,y\n1,0\n2,"' + "x" * 200_000, "row 3", "a cell has more than"),
    ],
)
def test_a_sentence_names_the_place(text: str, place: str, problem: str, tmp_path: Path) -> None:
    sentence = said(text, tmp_path)
    assert sentence.startswith("data.csv")
    assert place in sentence
    assert problem in sentence
    assert "\n" not in sentence


def test_a_word_among_numbers_has_its_row_and_column(tmp_path: Path) -> None:
    found = table("a,b,y\n1,2,0\n3,four,1\n", tmp_path)
    with pytest.raises(ExperimentError, match=r'row 3, column "b" must be a number, not "four"'):
        chosen(found, (0, 1), 2)
    with pytest.raises(ExperimentError, match='column "b", has numbers and words, such as "four" in row 3'):
        chosen(found, (0,), 1)
    many = table("a,y\n" + "".join(f"{k},{k}\n" for k in range(11)), tmp_path)
    with pytest.raises(ExperimentError, match="has more than 10 different values"):
        chosen(many, (0,), 1)


@given(
    st.lists(
        st.tuples(
            st.floats(allow_nan=False, allow_infinity=False), st.integers(-9, 9),
            st.sampled_from(["a b", "ü", 'say "x"', "1;2", "new\nline"]),
        ),
        min_size=2, max_size=30,
    ).filter(lambda rows: len({row[2] for row in rows}) > 1),
    st.sampled_from([",", ";", "\t"]),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_what_is_written_comes_back(rows: list[tuple[float, int, str]], delimiter: str) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerows([("first", "second", "third"), *((repr(x), n, name) for x, n, name in rows)])
    found = read_pasted(stream.getvalue(), How(delimiter=delimiter, decimal=".", header=True))
    picked = chosen(found, (0, 1), 2)
    np.testing.assert_array_equal(picked.points, [[x, n] for x, n, _ in rows])
    assert [picked.spec.classes[k] for k in picked.labels] == [name for _, _, name in rows]


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_table_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any", numbered=True) / "any.csv"
    sentences = []
    for start in (b"", b"PK\x03\x04", b"x,y\n1,0\n2,1\n"):
        path.write_bytes(start + data)
        try:
            found = read_table(path)
            chosen(found, *suggested(found))
        except ExperimentError as error:
            sentences.append(str(error))
    assert all(sentence.startswith("any.csv") and "\n" not in sentence for sentence in sentences)


# ---- workbooks -------------------------------------------------------------------------------------------


def workbook(rows: list[list[object]], sheets: tuple[str, ...] = ("Sheet",)) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = sheets[0]
    for name in sheets[1:]:
        book.create_sheet(name)
    for row in rows:
        book[sheets[-1]].append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


CELLS = st.floats(-1e9, 1e9) | st.integers(-1000, 1000)


@given(st.lists(st.tuples(CELLS, CELLS, st.sampled_from(["red", "blue"])), min_size=2, max_size=12))
@settings(max_examples=25, deadline=None)
def test_a_workbook_gives_its_numbers(tmp_path_factory: pytest.TempPathFactory, rows: list) -> None:
    path = tmp_path_factory.mktemp("book", numbered=True) / "book.xlsx"
    path.write_bytes(workbook([["a", "b", "kind"], *map(list, rows)]))
    found = read_table(path)
    assert found.how.header
    np.testing.assert_allclose(
        [c.numbers for c in found.columns[:2]], np.array([r[:2] for r in rows]).T, rtol=1e-14
    )
    assert found.columns[2].words == len(rows)


def test_a_workbook_says_its_sheets_and_its_places(tmp_path: Path) -> None:
    data = workbook([["a", "kind"], [1, "red"], [None, "blue"], ["x", "red"]], ("empty", "data"))
    with pytest.raises(ExperimentError, match=r'there is nothing on the sheet "empty"'):
        table(data, tmp_path, "book.xlsx")
    with pytest.raises(ExperimentError, match='has no sheet "else": it has "empty", "data"'):
        table(data, tmp_path, "book.xlsx", sheet="else")
    found = table(data, tmp_path, "book.xlsx", sheet="data")
    with pytest.raises(ExperimentError, match=r'row 4, column "a" must be a number, not "x"'):
        chosen(found, (0,), 1)
    assert (found.columns[0].missing, found.columns[0].first_missing) == (1, 3)


def test_cells_at_both_ends_of_a_sheet_are_refused_before_a_grid_is_made(tmp_path: Path) -> None:
    """A grid over them would have 17 thousand million cells."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 2
    stream = io.BytesIO()
    book.save(stream)
    sentence = said(stream.getvalue(), tmp_path)
    assert "reaches over 1048576 rows and 16384 columns" in sentence


# ---- arrays ----------------------------------------------------------------------------------------------


def arrays(**own: object) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, **own)
    return stream.getvalue()


@given(
    st.integers(2, 9), st.integers(1, 5), st.booleans(), st.sampled_from(["<f8", "<f4", "<i2", "u1", ">f8"])
)
@settings(max_examples=40, deadline=None)
def test_arrays_give_their_numbers(
    tmp_path_factory: pytest.TempPathFactory, m: int, n: int, transposed: bool, dtype: str
) -> None:
    X = np.arange(m * n).reshape(m, n).astype(dtype)
    y = np.arange(m) % 2
    transposed = transposed and m != n
    path = tmp_path_factory.mktemp("npz", numbered=True) / "data.npz"
    path.write_bytes(arrays(X=X.T if transposed else X, y=y[np.newaxis] if transposed else y))
    found = read_table(path)
    picked = chosen(found, *suggested(found))
    np.testing.assert_array_equal(picked.points, X.astype(float))
    assert picked.labels.tolist() == y.tolist()
    assert ("columns" if transposed else "rows") in found.how.note


def test_images_become_rows_of_pixels_and_names_classes(tmp_path: Path) -> None:
    images = np.arange(4 * 28 * 28, dtype=np.uint8).reshape(4, 28, 28)
    found = table(arrays(x_train=images, y_train=np.array(["cat", "dog", "cat", "dog"])), tmp_path, "a.npz")
    picked = chosen(found, *suggested(found))
    assert picked.points.shape == (4, 784)
    np.testing.assert_array_equal(picked.points[1], images[1].ravel())
    assert picked.spec.classes == ("cat", "dog")


def test_python_objects_are_not_unpickled(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, (f"touch {tmp_path / 'ran'}",)

    sentence = said(arrays(X=np.array([[Evil()], [1]], dtype=object), y=np.arange(2)), tmp_path)
    assert "holds Python objects, which are not read" in sentence
    assert not (tmp_path / "ran").exists()


def test_a_header_that_claims_ten_gigabytes_allocates_nothing(tmp_path: Path) -> None:
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1250000000, 1), }"
    header += b" " * (118 - len(header) - 1) + b"\n"
    member = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("X.npy", member)
        archive.writestr("y.npy", member)
    assert "claims 1250000000×1 of float64, 10000000128 bytes, and has 128" in said(
        stream.getvalue(), tmp_path
    )


@cache
def packed_zeros() -> bytes:
    """Megabytes in a few kilobytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(bytes(2**24)) + packer.flush()


@pytest.mark.parametrize("name", ["X.npy", "xl/worksheets/sheet1.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("honest", [True, False])
def test_a_zip_bomb_is_refused(name: str, honest: bool, tmp_path: Path) -> None:
    """One that claims a gigabyte is not unfolded; one that claims less than is in it only up to its claim."""
    packed = packed_zeros()
    size = 2**30 if honest else 100
    plain = name.encode()
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(packed), size, len(plain), 0)
    local = b"PK\x03\x04" + fields + plain + packed
    central = b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + plain
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    wanted = "would unfold to 1073741824 bytes" if honest else "unfolds to more than it claims"
    assert wanted in said(local + central + end, tmp_path)


@given(st.data())
@settings(max_examples=40)
def test_damaged_workbooks_and_arrays_are_a_table_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from(["xlsx", "npz"]))
    whole = bytearray(WHOLE[kind]())
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=4)):
        whole[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("hurt", numbered=True) / f"hurt.{kind}"
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))] if data.draw(st.booleans()) else whole)
    said = path.name
    try:
        found = read_table(path)
        chosen(found, *suggested(found))
    except ExperimentError as error:
        said = str(error)
    assert said.startswith(path.name)
    assert "\n" not in said


@cache
def a_workbook() -> bytes:
    return workbook([["a", "kind"], [1, "red"], [2, "blue"], [3.5, "red"]])


WHOLE = {"xlsx": a_workbook, "npz": lambda: arrays(X=np.arange(12.0).reshape(4, 3), y=np.arange(4) % 2)}


# ---- files that never end --------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system with pipes")
def test_a_pipe_or_a_device_does_not_keep_anybody_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero"), tmp_path):
        for read in (read_table, cost_of):
            with pytest.raises((ExperimentError, OSError), match=r"no regular file|a folder"):
                read(path)


def test_reading_can_be_given_up(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,y\n" + "1.5,0\n2.5,1\n" * 20_000)
    shares: list[float] = []

    class GivenUpError(Exception):
        pass

    def progress(share: float) -> None:
        shares.append(share)
        if share > 0.3:
            raise GivenUpError

    with pytest.raises(GivenUpError):
        read_table(path, progress=progress)
    assert 0.3 < shares[-1] < 0.6
    assert shares == sorted(shares)
    assert cost_of(path).rows == pytest.approx(40_000, rel=0.1)


# ---- in the experiment file ------------------------------------------------------------------------------


def small(tmp_path: Path) -> DataSpec:
    found = table(GOOD + "1,2,red\n3,4,blue\n", tmp_path)
    return DataSpec(kind="file", table=chosen(found, *suggested(found)).spec, test_samples=1)


def test_few_numbers_are_held_by_the_experiment(tmp_path: Path) -> None:
    experiment = Experiment(data=small(tmp_path))
    (tmp_path / "data.csv").unlink()
    again = Experiment.loads(experiment.dumps())
    assert again == experiment
    assert (again.sizes, again.data.samples, again.data.classes) == ((2, 1), 4, 2)
    data = load_data(again.data)
    assert (data.features, data.class_names) == (("length", "width"), ("blue", "red"))
    everything = {*map(tuple, data.X.T), *map(tuple, data.X_test.T)}
    assert everything == {(5.1, 3.5), (4.9, 3.0), (6.2, 2.8), (1.0, 2.0), (3.0, 4.0)}


@given(st.integers(2, 60), st.data())
def test_the_seed_splits_into_training_and_test(m: int, data: st.DataObject) -> None:
    tests = data.draw(st.integers(0, m - 1))
    samples, seed = data.draw(st.integers(1, m - tests)), data.draw(st.integers(0, 99))
    examples = (np.arange(m, dtype=float)[:, np.newaxis], np.arange(m))
    (points, labels), (test_points, test_labels) = split(examples, samples, tests, seed)
    assert (len(labels), len(test_labels)) == (samples, tests)
    assert not set(labels) & set(test_labels)
    assert labels.tolist() == sorted(labels)
    np.testing.assert_array_equal(points[:, 0], labels)
    np.testing.assert_array_equal(test_points[:, 0], test_labels)


@pytest.fixture
def large(tmp_path: Path) -> tuple[Path, Experiment]:
    """An experiment on more numbers than it holds itself."""
    folder = tmp_path / "course"
    folder.mkdir()
    path = folder / "large.csv"
    rows = MAX_HELD // 3 + 1
    path.write_text("a;b;y\n" + "".join(f"{k};0,5;{'no' if k % 3 else 'yes'}\n" for k in range(rows)))
    found = read_table(path)
    return path, Experiment(
        data=DataSpec(kind="file", table=chosen(found, *suggested(found), path).spec, samples=50)
    )


def test_more_numbers_stay_in_their_file_which_is_named_from_the_experiment(
    large: tuple[Path, Experiment], tmp_path: Path
) -> None:
    path, experiment = large
    for folder, named in ((path.parent, "large.csv"), (tmp_path, "course/large.csv")):
        experiment.save(folder / "mine.symgui.json")
        text = (folder / "mine.symgui.json").read_text()
        assert f'"path": "{named}"' in text
        assert Experiment.load(folder / "mine.symgui.json") == experiment
    X = load_data(experiment.data).X
    assert X.shape == (2, 50)
    assert examples_of(experiment.data.table)[1].tolist()[:4] == [1, 0, 0, 1]
    moved = tmp_path / "moved"
    path.parent.rename(moved)
    again = Experiment.load(moved / "mine.symgui.json")
    np.testing.assert_array_equal(load_data(again.data).X, X)


def test_data_elsewhere_are_not_saved_and_not_read(large: tuple[Path, Experiment], tmp_path: Path) -> None:
    path, experiment = large
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with pytest.raises(ExperimentError, match="which is not beside or below the experiment file"):
        experiment.save(elsewhere / "mine.symgui.json")
    assert not (elsewhere / "mine.symgui.json").exists()
    experiment.save(path.parent / "mine.symgui.json")
    text = (path.parent / "mine.symgui.json").read_text()
    (elsewhere / "link.csv").symlink_to(path)
    for named in (
        "../course/large.csv",
        str(path),
        "/etc/passwd",
        r"C:\\data.csv",
        r"\\\\host\\data.csv",
        "link.csv",
    ):
        (elsewhere / "mine.symgui.json").write_text(text.replace('"large.csv", ', "").replace(
            '"path": "large.csv"', f'"path": "{named}"'))  # fmt: skip
        with pytest.raises(ExperimentError, match=r"data\.table\.file\.path must be a path beside or below"):
            Experiment.load(elsewhere / "mine.symgui.json")


def test_data_that_are_gone_or_others_are_a_sentence(large: tuple[Path, Experiment]) -> None:
    path, experiment = large
    file = path.parent / "mine.symgui.json"
    experiment.save(file)
    path.write_text(path.read_text().replace("yes", "nes", 1))
    with pytest.raises(
        ExperimentError, match=r'"large\.csv": that file has changed since the experiment was saved'
    ):
        Experiment.load(file)
    path.unlink()
    with pytest.raises(ExperimentError, match=r'names "large\.csv", which is not there'):
        Experiment.load(file)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"rows": [[1, 2, 0], [3, "x", 1]]}, 'data.table.rows[1][1] must be a number, not "x"'),
        ({"rows": [[1, 2, 0], [3, 1]]}, "data.table.rows[1] must be 2 feature(s) and the class, not [3, 1]"),
        ({"rows": [[1, 2, 0], [3, 4, 2]]}, "data.table.rows[1][2] must be a class from 0 to 1, not 2"),
        ({"rows": []}, "data.table.rows must be a list of rows, not []"),
        ({"classes": ["one"]}, "data.table.classes must have 2 to 10 entries, not 1"),
        ({"classes": ["a", "a"]}, 'data.table.classes has "a" twice'),
        ({"features": []}, "data.table.features must have at least 1 entry, not 0"),
        ({"rows": None}, "data.table needs either rows or file, and has neither"),
        ({"row": 1}, "data.table.row is not a known field (received 1): did you mean rows?"),
    ],
)
def test_what_is_wrong_with_a_table_is_one_sentence(change: dict[str, object], sentence: str) -> None:
    whole = {"features": ["a", "b"], "classes": ["n", "y"], "rows": [[1, 2, 0], [3, 4, 1]], **change}
    fields = {name: value for name, value in whole.items() if value is not None}
    with pytest.raises(ExperimentError) as caught:
        Experiment.from_table({"format": "symgui/1", "data": {"kind": "file", "table": fields}})
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"kind": "file"}, 'data.table is missing: the kind "file" needs its data'),
        ({"kind": "moons", "digit": 3}, 'data.digit is for the kind "digits" only, and this is "moons"'),
        ({"kind": "digits", "samples": 1797, "test_samples": 1},
         "data.samples must be at most 1796, of the 1797 there are beside 1 test examples, not 1797"),
        ({"kind": "digits", "classes": 3},
         'data.classes must be 10 for these data of the kind "digits", not 3'),
    ],
)  # fmt: skip
def test_data_that_are_not_made_by_a_formula_are_what_they_are(
    data: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ExperimentError) as caught:
        Experiment.from_table({"format": "symgui/1", "data": data})
    assert str(caught.value) == sentence


@pytest.mark.parametrize("sides", [[2, 3], [4], [2, 2, 1], [0, 4]])
def test_a_picture_has_as_many_pixels_as_there_are_features(sides: list[int]) -> None:
    table = {
        "features": ["a", "b", "c", "d"],
        "classes": ["0", "1"],
        "rows": [[1, 2, 3, 4, 0]],
        "picture": sides,
    }
    with pytest.raises(ExperimentError, match="picture"):
        DataSpec(kind="file", table=table)  # type: ignore[arg-type]
    good = DataSpec(kind="file", table={**table, "picture": [2, 2]})  # type: ignore[arg-type]
    assert load_data(good).picture == (2, 2)
