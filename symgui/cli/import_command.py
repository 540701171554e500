"""``symgui import TABLE --out FILE``: a table of one's own as the data of an experiment file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from symgui.cli.export_out import check_free
from symgui.cli.number_arguments import whole_number
from symgui.data.tables import Chosen, How, Table, chosen, read_table, suggested
from symgui.data.tables.reading import described
from symgui.experiment import SUFFIX, DataSpec, Experiment, ExperimentError
from symgui.experiment.parts import MAX_SAMPLES
from symgui.experiment.spec import one_line, shown

TEST_SHARE = 0.2
"""Of the rows, for testing, if nobody says another number; as in the window."""
MOST_NAMED = 12
"""Columns that are named; of more there is an ellipsis."""
LARGEST_SEED = 2**32 - 1

DESCRIPTION = f"""\
Make an experiment file of a table: CSV, TSV, XLSX or NPZ. It prints what was understood.

What is not said is found out: delimiter, decimal mark, encoding, header; the class is the column called
class, label, target or y, or the last one that can be it; the features are all other columns of numbers. A
fifth of the rows is kept for testing. Few numbers are held by the file itself; of more it names the table,
which must lie beside it or below. OUT ends in {SUFFIX}.
"""


def add_command(commands: Any) -> None:
    """Add ``import`` to the parser's commands."""
    command = commands.add_parser(
        "import",
        help="make an experiment file of a table",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(act=_act)
    command.add_argument("table", metavar="TABLE", help="the file with the table")
    command.add_argument("--out", metavar="OUT", required=True, help="the experiment file to write")
    command.add_argument("--force", action="store_true", help="write over a file that is there")
    command.add_argument("--class", dest="label", metavar="NAME", help="the column of the class")
    command.add_argument("--features", metavar="NAME", nargs="+", help="the columns of the features")
    command.add_argument(
        "--test", metavar="N", type=whole_number(0, MAX_SAMPLES), help="rows kept for testing"
    )
    command.add_argument(
        "--seed", metavar="S", type=whole_number(0, LARGEST_SEED), default=1, help="which rows those are (1)"
    )
    command.add_argument(
        "--standardize",
        action="store_true",
        help="take mean and standard deviation of the training examples out",
    )
    command.add_argument("--delimiter", metavar="D", help="what stands between two cells")
    command.add_argument("--decimal", choices=(".", ","), help="the decimal mark")
    command.add_argument("--encoding", metavar="E", help="how letters are written as bytes")
    command.add_argument("--sheet", metavar="NAME", default="", help="of a workbook")
    header = command.add_mutually_exclusive_group()
    header.add_argument("--header", action="store_true", default=None, help="the first row names the columns")
    header.add_argument("--no-header", action="store_false", dest="header", help="it does not")


def _act(arguments: argparse.Namespace) -> int:
    out = Path(arguments.out)
    if not out.name.endswith(SUFFIX):
        raise ExperimentError(f"must end in {SUFFIX}", "", arguments.out)
    check_free(arguments.out, arguments.force)
    path = Path(arguments.table)
    how = How(
        delimiter=arguments.delimiter, decimal=arguments.decimal, encoding=arguments.encoding,
        header=arguments.header, sheet=arguments.sheet,
    )  # fmt: skip
    table = read_table(path, how)
    features, label = suggested(table)
    if arguments.label is not None:
        label = _column(table, arguments.label, "--class")
        features = tuple(k for k in _numbers(table) if k != label)
    if arguments.features is not None:
        features = tuple(_column(table, name, "--features") for name in arguments.features)
    found = chosen(table, features, label, path)
    data = _data(found, arguments)
    Experiment().with_(title=path.stem[:200], data=data).save(out)
    for line in _said(table, found, data):
        print(one_line(line))  # names of columns and classes are the file's
    return 0


def _numbers(table: Table) -> tuple[int, ...]:
    """The columns that hold numbers."""
    return tuple(k for k, column in enumerate(table.columns) if column.is_numeric)


def _column(table: Table, name: str, option: str) -> int:
    names = [column.name for column in table.columns]
    if name not in names:
        there = ", ".join(map(shown, names[:MOST_NAMED])) + (", …" if len(names) > MOST_NAMED else "")
        raise ExperimentError(f"must be a column of {table.name} ({there}), not {shown(name)}", option)
    return names.index(name)


def _data(found: Chosen, arguments: argparse.Namespace) -> DataSpec:
    count = len(found.labels)
    tests = round(TEST_SHARE * count) if arguments.test is None else arguments.test
    if tests >= count:
        raise ExperimentError(f"must be at most {count - 1}, of the {count} rows, not {tests}", "--test")
    tests = min(tests, MAX_SAMPLES)
    return DataSpec(
        kind="file", table=found.spec, samples=min(count - tests, MAX_SAMPLES), test_samples=tests,
        seed=arguments.seed, standardize=arguments.standardize,
    )  # fmt: skip


def _said(table: Table, found: Chosen, data: DataSpec) -> list[str]:
    """What was understood, a line each."""
    spec = found.spec
    names = ", ".join(spec.features[:MOST_NAMED]) + (", …" if len(spec.features) > MOST_NAMED else "")
    lines = [
        f"{table.name}: {table.rows} rows, {len(table.columns)} columns; {described(table.how)}",
        f"features ({len(spec.features)}): {names}",
        f"classes ({len(spec.classes)}): {', '.join(spec.classes)}",
        f"{data.samples} training and {data.test_samples} test examples, by seed {data.seed}"
        f"{', standardized' if data.standardize else ''}",
    ]
    if found.left_out:
        rows = "1 row" if found.left_out == 1 else f"{found.left_out} rows"
        lines.append(f"left out, as something is missing: {rows}, the first {found.first_left_out}")
    unused = len(found.labels) - data.samples - data.test_samples
    if unused:
        lines.append(f"not used, as a run takes {MAX_SAMPLES} at most: {unused} rows")
    return lines
