"""``symgui verify``: compute what is claimed, and say where it does not hold."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from symgui.cli.console import complain, progress, write_line
from symgui.lessons.verify import Finding, UnknownNameError, checks

FAILED = 1
WIDTHS = {"result": 6, "name": 18, "what": 46, "claimed": 34, "ours": 20}
"""The columns, and their widths in the table."""

DESCRIPTION = """\
Compute every published number of the gallery anew and compare. With names, only those.

  result   pass or FAIL
  name     the card
  what     the figure
  claimed  as it was published
  ours     computed now

Of a failure the tolerance follows, and why it is what it is. Exit code 1 if anything fails.
"""


def add_command(commands: Any) -> None:
    """Add ``verify`` to the parser's commands."""
    command = commands.add_parser(
        "verify",
        help="compute what is claimed, and compare",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(act=_act)
    command.add_argument("names", metavar="NAME", nargs="*", help="a card; all if left out")
    command.add_argument("--json", action="store_true", help="print a JSON object a line instead of a table")


def _act(arguments: argparse.Namespace) -> int:
    try:
        failed = verify(arguments.names, as_json=arguments.json)
    except UnknownNameError as error:
        return complain(str(error))
    return FAILED if failed else 0


def verify(names: Sequence[str] = (), *, as_json: bool = False) -> int:
    """Check what is named, or all, and print a line for each check.

    Returns
    -------
    int
        How many checks failed.

    Raises
    ------
    UnknownNameError
        If there is nothing of a name.
    OSError
        If standard output takes no more.
    """
    chosen = checks(names)
    passed = failed = 0
    with progress(len(chosen), "checks") as bar:
        if not as_json:
            write_line(bar, _aligned(tuple(WIDTHS)))
        for check in chosen:
            bar.set_postfix_str(check.name)
            for finding in check.findings():
                if isinstance(finding, Finding):
                    passed, failed = passed + finding.passed, failed + (not finding.passed)
                    write_line(bar, _json(finding) if as_json else _text(finding))
                bar.refresh()
            bar.update()
    if not as_json:
        print(f"{_count(passed + failed)}: {passed} passed" + (f", {failed} FAILED" if failed else ""))
    return failed


def _json(finding: Finding) -> str:
    return json.dumps(asdict(finding), ensure_ascii=False)


def _text(finding: Finding) -> str:
    result = "pass" if finding.passed else "FAIL"
    line = _aligned((result, finding.name, finding.what, finding.claimed, finding.ours))
    return line if finding.passed else f"{line}\n{'':{WIDTHS['result']}}  tolerance: {finding.tolerance}"


def _aligned(cells: Sequence[str]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, WIDTHS.values(), strict=True))
    return "  ".join(padded).rstrip()


def _count(number: int) -> str:
    return f"{number} check" + ("" if number == 1 else "s")
