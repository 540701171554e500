"""Numbers and matrices as others write them: understood or refused, never read otherwise than meant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from symgui.plain_text import as_csv, as_numpy, as_text, parse_matrix, parse_number, readings, why_no_number
from symgui.plain_text.matrices import LONGEST

NBSP, NARROW = "\u00a0", "\u202f"


def matrices(text: str) -> list[list[list[float]]]:
    return [reading.matrix.tolist() for reading in readings(text)]


# --- whoever wrote it ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Writer:
    """Somebody, or a program, that writes matrices in a way of its own."""

    decimal: str
    mark: str
    decimals: int
    between: str
    row_end: str
    brackets: str
    minus: str
    indent: str

    def number(self, x: float) -> str:
        text = f"{x:,.{self.decimals}f}"
        whole, _, fraction = text.partition(".")
        whole = whole.replace(",", self.mark).replace("-", self.minus)
        return whole + (self.decimal + fraction if fraction else "")

    def text(self, matrix: np.ndarray) -> str:
        rows = [self.between.join(map(self.number, row)) for row in matrix.tolist()]
        if self.brackets == "nested":
            return "[" + self.row_end.join(f"[{row}]" for row in rows) + "]"
        text = (self.row_end + self.indent).join(rows)
        return f"[{text}]" if self.brackets == "one" else text


@st.composite
def writers(draw: st.DrawFn) -> Writer:
    decimal = draw(st.sampled_from(".,"))
    mark = draw(st.sampled_from(["", "", ".", ",", " ", "'", "’", NBSP, NARROW]))
    between = draw(st.sampled_from(["\t", " ", "  ", ",", ", ", ";", "; "]))
    brackets = draw(st.sampled_from(["", "", "one", "nested"]))
    ends = {
        "": ["\n", "\r\n", "; ", ";"],
        "one": ["; ", ";", "\n", ";\n"],
        "nested": [", ", ",", ",\n", "\n", ";"],
    }
    row_end = draw(st.sampled_from(ends[brackets]))
    assume(mark != decimal)
    assume(between not in (decimal, mark))  # nobody could read that, themselves included
    assume(between.strip() != ";" or ";" not in row_end or brackets == "nested")
    return Writer(
        decimal,
        mark,
        draw(st.integers(0, 6)),
        between,
        row_end,
        brackets,
        draw(st.sampled_from(["-", "−", "–"])),
        draw(st.sampled_from(["", " "])) if row_end.endswith("\n") else "",
    )


VALUES = st.one_of(
    st.integers(-3, 3).map(float),
    st.integers(-2_000_000, 2_000_000).map(float),
    st.floats(-2, 2),
    st.floats(-5000, 5000),
)


@settings(max_examples=400)
@given(writers(), hnp.arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 4)), elements=VALUES))
def test_whoever_wrote_it_meant_one_of_its_readings(writer: Writer, matrix: np.ndarray) -> None:
    written = np.array([[float(f"{x:.{writer.decimals}f}") for x in row] for row in matrix.tolist()])
    text = writer.text(matrix)
    try:
        found = readings(text)
    except ValueError:
        return
    assert any(np.array_equal(reading.matrix, written) for reading in found), (text, matrices(text))


UNDOUBTED = {
    "1 2\n3 4": [[1, 2], [3, 4]],
    "0.1\t0.2\r\n0.3\t0.4\r\n": [[0.1, 0.2], [0.3, 0.4]],
    "0,5\t−0,25": [[0.5, -0.25]],
    "0,5;0,25\n1,5;2": [[0.5, 0.25], [1.5, 2]],
    "0.1;0.2\n0.3;0.4": [[0.1, 0.2], [0.3, 0.4]],
    "0,5 0,25": [[0.5, 0.25]],
    "0.1, 0.2\n0.3, 0.4": [[0.1, 0.2], [0.3, 0.4]],
    "1, 2, 3": [[1, 2, 3]],
    "1 2; 3 4": [[1, 2], [3, 4]],
    "1 2;\n3 4;": [[1, 2], [3, 4]],
    "[1 2; 3 4]": [[1, 2], [3, 4]],
    "[0.1, 0.2; 0.3, 0.4]": [[0.1, 0.2], [0.3, 0.4]],
    "W = [0.1 0.2;\n 0.3 0.4];": [[0.1, 0.2], [0.3, 0.4]],
    "[1 -2]": [[1, -2]],
    "[[1, 2], [3, 4]]": [[1, 2], [3, 4]],
    "[[ 0.1  0.2]\n [-0.3  0.4]]": [[0.1, 0.2], [-0.3, 0.4]],
    "[[0. 1.]\n [2. 3.]]": [[0, 1], [2, 3]],
    "[1, 2]\n[3, 4]": [[1, 2], [3, 4]],
    "{{1, 2}, {3, 4}}": [[1, 2], [3, 4]],
    "W1 = np.array([[1.125, 2],\n    [3, 4],\n])": [[1.125, 2], [3, 4]],
    "array([[ 0.1,  0.2],\n       [ 0.3,  0.4]])": [[0.1, 0.2], [0.3, 0.4]],
    "array([1,\n 2])": [[1, 2]],
    "tensor([[1., 2.]], dtype=torch.float64, requires_grad=True)": [[1, 2]],
    "1'234.5\t2": [[1234.5, 2]],
    "1.234.567": [[1234567]],
    f"1{NARROW}234,5\t2": [[1234.5, 2]],
    "1e-3 2E5": [[1e-3, 2e5]],
    "\ufeff0.5": [[0.5]],
}


@pytest.mark.parametrize("text", UNDOUBTED)
def test_one_way_to_read_it(text: str) -> None:
    assert parse_matrix(text).tolist() == UNDOUBTED[text]


DOUBTED = {
    "0,5\n0,25": [[[0.5], [0.25]], [[0, 5], [0, 25]]],
    "1.234,5": [[[1234.5]], [[1.234, 5]], [[1234, 5]]],
    "1,234": [[[1.234]], [[1234]], [[1, 234]]],
    "1.234": [[[1.234]], [[1234]]],
    "1;2": [[[1, 2]], [[1], [2]]],
    "[1; 2]": [[[1], [2]], [[1, 2]]],
    "[1, 2,\n3, 4]": [[[1, 2], [3, 4]], [[1, 2, 3, 4]]],
    "1 200\n3 400": [[[1, 200], [3, 400]], [[1200], [3400]]],
    "[[1,2],[3,4]]": [[[1, 2], [3, 4]], [[1.2], [3.4]]],
    "1,23,456": [[[123456]], [[1, 23, 456]]],
    f"1{NBSP}234": [[[1234]], [[1, 234]]],
}


@pytest.mark.parametrize("text", DOUBTED)
def test_several_ways_to_read_it_the_likeliest_first(text: str) -> None:
    assert matrices(text) == DOUBTED[text]
    with pytest.raises(ValueError, match="can be read as"):
        parse_matrix(text)


REFUSED = {
    "": "The clipboard holds no text.",
    "0.5 V": "Row 1, column 2 of the pasted matrix must be a number, not “V”.",
    "50%": "Row 1, column 1 of the pasted matrix must be a number, not “50%”.",
    "$5": "Row 1, column 1 of the pasted matrix must be a number, not “$5”.",
    "1/2": "Row 1, column 1 of the pasted matrix must be a number, not “1/2”.",
    "1_000": "Row 1, column 1 of the pasted matrix must be a number, not “1_000”.",
    "1e999": "Row 1, column 1 of the pasted matrix must be a number, not “1e999”.",
    "١": "Row 1, column 1 of the pasted matrix must be a number, not “١”.",
    "0x1F": "Row 1, column 1 of the pasted matrix must be a number, not “0x1F”.",
    "1+2j": "Row 1, column 1 of the pasted matrix must be a number, not “1+2j”.",
    "x1,x2\n0.1,0.2": "Row 1, column 1 of the pasted matrix must be a number, not “x1,x2”.",
    "1\t\t3": "Row 1, column 2 of the pasted matrix is empty.",
    "1,,3": "Row 1, column 2 of the pasted matrix is empty.",
    "1\t2\t\n3\t4\t": "Row 1, column 3 of the pasted matrix is empty.",
    "1 2\n\n3 4": "Line 2 of the pasted text is empty.",
    "1 2\n3": "Row 2 of the pasted matrix has 1 numbers, row 1 has 2.",
    "[1 2; 3]": "Row 2 of the pasted matrix has 1 numbers, row 1 has 2.",
    "[1 - 2]": "Row 1, column 2 of the pasted matrix must be a number, not “-”.",
    "2*[1 2]": "Beside the brackets of the pasted matrix stands “2*[1 2]”: its numbers alone can be pasted.",
    "[1 2; 3 4]'": "Beside the brackets of the pasted matrix stands “'”: its numbers alone can be pasted.",
    "np.array([[1, 2]]).T": (
        "Beside the brackets of the pasted matrix stands “.T”: its numbers alone can be pasted."
    ),
    "np.array([0.5], dtype=int)": (
        "Beside the brackets of the pasted matrix stands “, dtype=int)”: its numbers alone can be pasted."
    ),
    "np.exp([1, 2])": (
        "Beside the brackets of the pasted matrix stands “np.exp([1, 2])”: its numbers alone can be pasted."
    ),
    "[1, [3, 4]]": "Beside the brackets of the pasted matrix stands “1”: its numbers alone can be pasted.",
    "[1 2 ... 9]": "Row 1, column 3 of the pasted matrix must be a number, not “...”.",
    "[[[1, 2]]]": "The brackets of the pasted text are nested deeper than those of a matrix.",
    "[[1, 2], [3, 4": "The brackets of the pasted matrix do not match.",
    "1]": "Beside the brackets of the pasted matrix stands “1]”: its numbers alone can be pasted.",
    "[]": "The pasted matrix is empty.",
    "a = [1, 2]\nb = [3, 4]": "The pasted text has 2 matrices; one can be pasted, or W and b.",
    "W1 = [1, 2]\nb2 = [3]": "The pasted text has 2 matrices; one can be pasted, or W and b.",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_matrix_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError) as said:
        readings(text)
    assert str(said.value) == REFUSED[text]


def test_weights_and_biases_stand_side_by_side() -> None:
    W, b = np.array([[0.1, 2.0], [3.0, 4.0]]), np.array([[5.0], [6.125]])
    assert np.array_equal(parse_matrix(as_numpy({"W1": W, "b1": b})), np.hstack((W, b)))
    assert matrices("W1 = [1 2; 3 4]; b1 = [5; 6]")[0] == [[1, 2, 5], [3, 4, 6]]


@pytest.mark.parametrize("text", ["1\n" * 3_000_000, "[" * (LONGEST + 1), "1" * (LONGEST + 1)])
def test_a_text_that_is_too_long_is_refused_unread(text: str) -> None:
    with pytest.raises(ValueError, match=f"has {len(text)} characters; at most {LONGEST} can be pasted"):
        readings(text)


@pytest.mark.parametrize("part", ["[", "[1", "1", "1 ", "1,234", ";", "[;", "1;", "[1],", "1\u00a0"])
def test_a_text_as_long_as_can_be_is_refused_in_a_sentence(part: str) -> None:
    text = part * (LONGEST // len(part))
    with pytest.raises(ValueError, match=r"pasted (matrix|text)"):
        readings(text)


@given(
    hnp.arrays(
        np.float64,
        st.tuples(st.integers(1, 5), st.integers(1, 5)),
        elements=st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([1.125, -999.375, 12.5]),
    )
)
def test_our_own_copies_are_never_doubted(matrix: np.ndarray) -> None:
    for text in (as_text(matrix), as_csv(matrix), as_numpy({"W1": matrix})):
        assert np.array_equal(parse_matrix(text), matrix)
    assert any(np.array_equal(one, matrix) for one in matrices(repr(matrix.tolist())))


@given(st.text(max_size=60) | st.text(alphabet="0123456789.,;[]{} \t\n-+eE'=Wb()" + NBSP, max_size=40))
def test_any_text_is_a_matrix_or_a_sentence(text: str) -> None:
    found, said = (), "."
    try:
        found = readings(text)
    except ValueError as error:
        said = str(error)
    assert said.endswith(".")
    for reading in found:
        assert reading.matrix.ndim == 2
        assert reading.matrix.size
        assert np.isfinite(reading.matrix).all()


# --- one number ----------------------------------------------------------------------------------------

NUMBERS = {
    "0.5": 0.5, "0,5": 0.5, " −2e-3 ": -2e-3, "- 5": -5.0, ".5": 0.5, ",5": 0.5, "1.": 1.0, "+3": 3.0,
    "1.234": 1.234, "1.234,5": 1234.5, "1,234.5": 1234.5, "1.234.567": 1234567.0, "12 345": 12345.0,
    f"12{NARROW}345": 12345.0, f"12{NBSP}345": 12345.0, "12'345.5": 12345.5, "12’345": 12345.0,
    "0,125": 0.125, "1e5": 1e5, "1,5e3": 1500.0,
}  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_as_anybody_writes_it(text: str) -> None:
    for decimal_comma in (False, True):
        assert parse_number(text, decimal_comma=decimal_comma) == NUMBERS[text]


def test_a_number_out_of_bounds_is_not_in_doubt() -> None:
    assert why_no_number("7", "a number from 0 to 2") == "must be a number from 0 to 2, not “7”"


@pytest.mark.parametrize(
    "text",
    ["", "abc", "nan", "inf", "1_0", "0.1.2", "1 2", "1,2,3", "5 V", "1e999", "--1", "1-2", "٣", "0x1"],
)
def test_what_is_no_number_is_none(text: str) -> None:
    for decimal_comma in (False, True):
        assert parse_number(text, decimal_comma=decimal_comma) is None
    assert why_no_number(text) == f"must be a number, not {f'“{text}”' if text else 'empty'}"


@pytest.mark.parametrize(
    ("text", "decimal", "thousands"), [("1,234", 1.234, 1234), ("-12,000", -12.0, -12000)]
)
def test_what_could_be_two_numbers_is_one_only_where_commas_are_decimal(
    text: str, decimal: float, thousands: int
) -> None:
    assert parse_number(text) is None
    assert parse_number(text, decimal_comma=True) == decimal
    assert why_no_number(text) == f"could be {decimal} or {thousands}: write it without the comma"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_python_numbers_are_what_they_are(x: float) -> None:
    assert parse_number(repr(x)) == x
    assert parse_number(repr(x), decimal_comma=True) == x
