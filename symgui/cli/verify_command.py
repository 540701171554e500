"""``symgui verify``: compute what is claimed, and say where it does not hold."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from symgui.cli.console import complain, progress, write_line
from symgui.experiment.spec import one_line
from symgui.plain_text.numbers import how_many

if TYPE_CHECKING:
    from symgui.lessons.verify import Finding

FAILED = 1
BAR_SECONDS = 0.1
"""Between two drawings of the progress bar, whose clock goes on while a check takes long."""
WIDTHS = {"result": 6, "name": 22, "what": 46, "claimed": 34, "ours": 24}
"""The columns, and their widths in the table."""

KINDS = {"published": "published figure", "claim": "claim", "question": "question"}
"""What is counted, by the kind of finding."""
NOTHING = "no claim and no question: nothing to check"

DESCRIPTION = """\
Make the runs of all lessons again and check what they claim; compute every published number of the gallery
anew and compare. With names, only those.

  result   pass or FAIL; none where a lesson claims nothing
  name     the lesson or the card
  what     the claim, the question, the figure
  claimed  as the lesson has it or as it was published; of a question: exactly one right answer
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
    command.add_argument(
        "names", metavar="NAME", nargs="*", help="a lesson (its id or its file) or a card; all if left out"
    )
    command.add_argument("--json", action="store_true", help="print a JSON object a line instead of a table")


def _act(arguments: argparse.Namespace) -> int:
    from symgui.lessons.error import LessonError
    from symgui.lessons.verify import UnknownNameError
    from symgui.nn.kernel import missing

    if missing():  # then the card "bits" has nothing to check
        print(f"note: {missing()}", file=sys.stderr)
    try:
        failed = verify(arguments.names, as_json=arguments.json)
    except (UnknownNameError, LessonError) as error:
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
    LessonError
        If a lesson file holds no lesson.
    OSError
        If standard output takes no more.
    """
    from symgui.lessons.verify import Finding, checks  # not at the top: other commands need none of it

    chosen = checks(names)
    passed = failed = 0
    kinds: Counter[str] = Counter()
    drawn = 0.0
    with progress(len(chosen), "checks") as bar:
        if not as_json:
            write_line(bar, _aligned(tuple(WIDTHS)))
        for check in chosen:
            bar.set_postfix_str(check.name)
            before = passed + failed
            for finding in check.findings():
                if isinstance(finding, Finding):
                    kinds[finding.kind] += 1
                    passed, failed = passed + finding.passed, failed + (not finding.passed)
                    write_line(bar, _json(finding) if as_json else _text(finding))
                if time.monotonic() - drawn > BAR_SECONDS:
                    bar.refresh()
                    drawn = time.monotonic()
            if passed + failed == before:
                write_line(
                    bar,
                    _nothing_json(check.name) if as_json else _aligned(("none", check.name, NOTHING, "", "")),
                )
            bar.update()
    if not as_json:
        print(_summary(passed, failed, kinds))
    return failed


def _summary(passed: int, failed: int, kinds: Counter[str]) -> str:
    """``"5 checks: 5 passed (4 claims, 1 question)"``."""
    if not passed + failed:
        return "0 checks: nothing was claimed, so nothing was checked"
    of = ", ".join(how_many(kinds[kind], name) for kind, name in KINDS.items() if kinds[kind])
    checks, failures = how_many(passed + failed, "check"), f", {failed} FAILED" if failed else ""
    return f"{checks}: {passed} passed{failures} ({of})"


def _json(finding: Finding) -> str:
    return json.dumps(asdict(finding), ensure_ascii=False)


def _nothing_json(name: str) -> str:
    """An object with a finding's fields, of which ``passed`` is null."""
    fields = {"kind": "nothing", "name": name, "what": NOTHING, "claimed": "", "ours": "", "tolerance": ""}
    return json.dumps(fields | {"passed": None})


def _text(finding: Finding) -> str:
    result = "pass" if finding.passed else "FAIL"
    lines = _aligned((result, finding.name, finding.what, finding.claimed, finding.ours))
    if finding.passed or not finding.tolerance:
        return lines
    return f"{lines}\n{'':{WIDTHS['result']}}  tolerance: {finding.tolerance}"


def _aligned(cells: Sequence[str]) -> str:
    """A line of the table, or several: what is longer than its column goes on below."""
    columns = [
        textwrap.wrap(one_line(cell), width, break_on_hyphens=False) or [""]
        for cell, width in zip(cells, WIDTHS.values(), strict=True)
    ]
    lines = zip_longest(*columns, fillvalue="")
    return "\n".join(
        "  ".join(part.ljust(width) for part, width in zip(line, WIDTHS.values(), strict=True)).rstrip()
        for line in lines
    )
