"""``symgui sweep GRID.json --out DIR``: many runs, their outcomes in one file."""

from __future__ import annotations

import argparse
import importlib.util
import io
import re
import sys
import time
from typing import Any

from symgui.cli.console import progress
from symgui.cli.number_arguments import whole_number
from symgui.experiment import ExperimentError
from symgui.experiment.spec import one_line
from symgui.export.write_result import check_can_write, write_export
from symgui.plain_text.numbers import fixed, how_many, iteration
from symgui.sweep import ResultsFile, RunGrid, compute
from symgui.sweep.chunk import Found
from symgui.sweep.dask_cluster import DaskCluster
from symgui.sweep.missing import WHOLE, Shard
from symgui.sweep.processes import Pool
from symgui.sweep.results_file import NAME, grid_in

MAX_WORKERS = 256

DESCRIPTION = f"""\
Make all runs of a grid, and keep their outcomes in DIR/{NAME}: a row a run. What is there already is not made
again, so that a sweep that was ended goes on where it was.

  symgui sweep GRID.json --out DIR              all runs, on all processors
  symgui sweep GRID.json --out DIR --shard 2/8  an eighth of them, for a batch system
  symgui sweep merge DIR [DIR ...] --out DIR    the parts put together
  symgui sweep show DIR                         how many runs had which verdict

The outcomes are the same, bit for bit, for any number of workers.
"""


def add_command(commands: Any) -> None:
    """Add ``sweep`` to the parser's commands."""
    command = commands.add_parser(
        "sweep",
        help="make many runs and keep their outcomes",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(act=_act)
    command.add_argument("what", metavar="GRID.json", help="the grid; or `merge`, or `show`")
    command.add_argument(
        "folders", metavar="DIR", nargs="*", help="of `merge` and `show`: folders with results"
    )
    command.add_argument("--out", metavar="DIR", help="where the results are kept")
    command.add_argument(
        "--workers",
        metavar="N",
        type=whole_number(1, MAX_WORKERS),
        help="processes; all processors if left out",
    )
    command.add_argument("--shard", metavar="I/N", type=shard, default=WHOLE, help="only part I of N")
    command.add_argument("--dask", metavar="ADDRESS", help="compute on this Dask cluster (symgui[cluster])")
    command.add_argument("--csv", metavar="FILE", help="write all outcomes as a table, too")
    command.add_argument("--parquet", metavar="FILE", help="the same as Parquet (symgui[parquet])")


def shard(text: str) -> Shard:
    """``"2/8"`` as a shard.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is none.
    """
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise argparse.ArgumentTypeError(f"must be a part of a number of parts, as 2/8, not {text[:40]!r}")
    return Shard(int(found[1]), int(found[2]))


def _act(arguments: argparse.Namespace) -> int:
    if arguments.what == "show":
        _show(_one(arguments.folders))
        return 0
    if arguments.out is None:
        raise ExperimentError("is missing: where the results are to be kept", "--out")
    if arguments.what == "merge":
        grid = grid_in(_first(arguments.folders))
    else:
        if arguments.folders:
            raise ExperimentError(f"is too many: {arguments.folders[0]}", "DIR")
        grid = RunGrid.load(arguments.what)
    _check_tables(arguments)
    with ResultsFile(arguments.out, grid) as results:
        if arguments.what == "merge":
            for folder in arguments.folders:
                print(f"{iteration(results.take_from(folder))} of {how_many(grid.runs, 'run')} in {folder}")
        else:
            _sweep(grid, results, arguments)
        if arguments.csv:
            write_export(arguments.csv, results.as_csv().encode())
        if arguments.parquet:
            write_export(arguments.parquet, parquet(results.as_csv()))
    return 0


def _check_tables(arguments: argparse.Namespace) -> None:
    """Complain of tables that cannot be written before hours are spent on them."""
    for path in filter(None, (arguments.csv, arguments.parquet)):
        check_can_write(path)
    if arguments.parquet and importlib.util.find_spec("pyarrow") is None:
        raise ExperimentError("needs PyArrow: pip install symgui[parquet]", "--parquet")


def _sweep(grid: RunGrid, results: ResultsFile, arguments: argparse.Namespace) -> None:
    """Make what is missing, with a progress bar, and say what there is."""
    wanted = arguments.shard.count(grid.runs)
    done = results.count()
    began = time.monotonic()
    with progress(wanted, "runs") as bar:
        bar.update(min(done, wanted))

        def told(found: Found) -> None:
            bar.update(len(found))

        pool = cluster(arguments.dask) if arguments.dask else None
        compute(grid, results, pool=pool, workers=arguments.workers, shard=arguments.shard, told=told)
    made = results.count() - done
    seconds = fixed(time.monotonic() - began, 1)
    before = f"{iteration(done)} {'was' if done == 1 else 'were'} there"
    print(f"{how_many(made, 'run')} made in {seconds} s, {before}; {iteration(grid.runs)} in the grid")
    _counted(results)


def _show(folder: str) -> None:
    with ResultsFile(folder, grid_in(folder)) as results:
        print(f"{iteration(results.count())} of {how_many(results.grid.runs, 'run')}")
        _counted(results)


def _counted(results: ResultsFile) -> None:
    for verdict, count in results.verdicts().items():
        print(one_line(f"{count:>10}  {verdict}"))
    sys.stdout.flush()


def cluster(address: str) -> Pool:
    """A Dask cluster that is there.

    Raises
    ------
    ExperimentError
        If Dask is not installed, or nothing answers at the address.
    """
    if importlib.util.find_spec("distributed") is None:
        raise ExperimentError("needs Dask: pip install symgui[cluster]", "--dask")
    return DaskCluster(address)


def parquet(table: str) -> bytes:
    """A table of `ResultsFile.as_csv` as a Parquet file."""
    from pyarrow import BufferOutputStream
    from pyarrow.csv import read_csv
    from pyarrow.parquet import write_table

    sink = BufferOutputStream()
    write_table(read_csv(io.BytesIO(table.encode())), sink)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _first(folders: list[str]) -> str:
    if not folders:
        raise ExperimentError("is missing: folders with results", "DIR")
    return folders[0]


def _one(folders: list[str]) -> str:
    if len(folders) != 1:
        raise ExperimentError(f"must be one folder with results, not {len(folders)}", "DIR")
    return folders[0]
