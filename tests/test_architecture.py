"""What may import what, and what things are called."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

IMPORT_EVERYTHING = """
import pkgutil, sys
import symgui
for module in pkgutil.walk_packages(symgui.__path__, "symgui."):
    if not module.name.endswith("__main__"):
        __import__(module.name)
strangers = {"PySide6", "shiboken6", "pyqtgraph", "qtawesome", "superqt", "app"} & set(sys.modules)
assert not strangers, strangers
print(len([name for name in sys.modules if name.startswith("symgui")]))
"""

MOST_METHODS = 15
COUNT_METHODS = f"""
import importlib, pkgutil, types
import app, symgui
METHODS = (types.FunctionType, classmethod, staticmethod)
counted = 0
for package in (app, symgui):
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for kind in vars(module).values():
            if not isinstance(kind, type) or kind.__module__ != found.name:
                continue
            inherited = {{name for base in kind.__mro__[1:] for name in vars(base)}}
            own = [name for name, value in vars(kind).items()
                   if isinstance(value, METHODS) and name[0] != "_" and name not in inherited]
            counted += 1
            if len(own) > {MOST_METHODS}:
                print(f"{{found.name}}.{{kind.__name__}} has {{len(own)}}:", *own)
assert counted > 300, counted
"""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def test_import_contracts() -> None:
    """The contracts of pyproject.toml: imports run one way, views know frames only."""
    done = run(
        sys.executable,
        "-c",
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())",
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_simulator_never_imports_qt() -> None:
    """Not even by a way the contracts cannot see: every module is imported, in a process of its own."""
    done = run(sys.executable, "-c", IMPORT_EVERYTHING)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 30


def test_the_command_line_works_without_qt(tmp_path: Path) -> None:
    """On a machine where Qt cannot even be imported."""
    experiment = tmp_path / "small.symgui.json"
    code = (
        "import sys; sys.modules['PySide6'] = None\n"
        "from symgui.experiment import opening_experiment\n"
        f"opening_experiment().save({str(experiment)!r})\n"
        "from app.__main__ import main\n"
        f"sys.exit(main(['run', {str(experiment)!r}, '--iterations', '2', '--json']))"
    )
    done = run(sys.executable, "-c", code)
    assert done.returncode == 0, done.stderr
    assert '"iteration": 2' in done.stdout or '"iteration":2' in done.stdout


SIGNAL = re.compile(r"^\s+(\w+) = Signal\(", re.MULTILINE)


def test_signals_are_named_in_qts_case() -> None:
    """`rateEdited`, as Qt's own: a signal is known from a method by its name."""
    names = [
        name for file in (ROOT / "app").rglob("*.py") for name in SIGNAL.findall(file.read_text("utf-8"))
    ]
    assert len(names) > 50
    assert [name for name in names if "_" in name.lstrip("_")] == []


SHARED_NAMES = {"__init__", "__main__"}


def test_no_class_and_no_module_name_stands_for_two_things() -> None:
    """What is found by its name is the only one of that name."""
    files = [file for package in ("app", "symgui") for file in (ROOT / package).rglob("*.py")]
    modules = Counter(file.stem for file in files)
    classes = Counter(
        node.name
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert len(classes) > 200
    assert {name for name, count in modules.items() if count > 1} - SHARED_NAMES == set()
    assert {name for name, count in classes.items() if count > 1} == set()


def test_no_file_is_longer_than_400_lines() -> None:
    """A file holds one idea, which is read at a sitting."""
    files = [file for package in ("app", "symgui") for file in (ROOT / package).rglob("*.py")]
    lengths = {file.name: len(file.read_text("utf-8").splitlines()) for file in files}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_no_class_has_more_public_methods_than_a_reader_keeps_in_mind() -> None:
    """Counted are those that a class adds to what it inherits; properties are not methods."""
    done = run(sys.executable, "-c", COUNT_METHODS)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_no_generator_holds_numpys_error_state_while_it_waits() -> None:
    """It would be that of its caller meanwhile, and cannot be given back in another thread."""
    found = [
        f"{file.relative_to(ROOT)}:{each.lineno}"
        for file in (ROOT / "symgui").rglob("*.py")
        for held in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(held, ast.With) and "errstate" in ast.unparse(held.items[0])
        for each in ast.walk(held)
        if isinstance(each, ast.Yield | ast.YieldFrom)
    ]
    assert found == []


OWN_NUMBERS = (
    "symgui/plain_text/numbers.py",  # where numbers are written
    "symgui/experiment",  # lies below it
    "symgui/nn",  # beside it: the constants in an optimizer's rule
    "symgui/figures/svg.py",  # lengths in a file
    "symgui/training/report.py",  # columns for programs
    "symgui/sweep",
    "symgui/cli",
    "symgui/lessons/published",  # with the digits of what was published
)


def test_numbers_are_written_in_one_place() -> None:
    """No format such as ``:.3g`` elsewhere, but for a number that is read back at once: ``float(f"…")``."""
    found = []
    for path in sorted((*(ROOT / "app").rglob("*.py"), *(ROOT / "symgui").rglob("*.py"))):
        place = path.relative_to(ROOT).as_posix()
        if place.startswith(OWN_NUMBERS):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        read_back = {
            id(node)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "float"
            for node in ast.walk(call)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
                spec = ast.unparse(node.format_spec)
                if re.search(r"['\"][^%]*[gfe%,]['\"]$", spec) and id(node) not in read_back:
                    found.append(f"{place}:{node.lineno} {spec}")
    assert found == []
