"""What an installed program finds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from configparser import ConfigParser
from fnmatch import fnmatch
from pathlib import Path
from xml.etree import ElementTree

import pytest

from symgui import __version__
from symgui.lessons import shipped_lessons
from symgui.nn.kernel.compile import zig
from symgui.resources import example_files

ROOT = Path(__file__).resolve().parent.parent
DESKTOP = ROOT / "resources" / "desktop"

WHERE_AND_WHAT = """
import app.look.font_file
import symgui.resources
print(app.look.font_file.__file__)
assert app.look.font_file.font_file().read_bytes()[:4] == b"\\0\\1\\0\\0", "no TrueType font"
licence = app.look.font_file.font_file().with_name("DejaVuSans-LICENSE.txt")
assert "Bitstream" in licence.read_text(encoding="utf-8")
import symgui.lessons
for path in symgui.resources.example_files():
    print(path.name)
for lesson in symgui.lessons.shipped_lessons():
    print(lesson.path.name)
"""


def run(*command: str, cwd: Path, **environment: str) -> list[str]:
    """The lines a command prints."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_a_wheel_brings_examples_lessons_and_the_font_along(tmp_path: Path) -> None:
    """In the sources they lie beside the packages, in a wheel inside one of them."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path), cwd=ROOT)
    (wheel,) = tmp_path.glob("symgui-*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(installed)
        data = {name.partition(".data/data/")[2] for name in packed.namelist()}
    assert data >= {
        "share/applications/symgui.desktop",
        "share/icons/hicolor/scalable/apps/symgui.svg",
        "share/mime/packages/symgui.xml",
    }
    assert wheel.name.startswith(f"symgui-{__version__}-py3-none-")
    assert (installed / "symgui" / "py.typed").exists()
    where, *names = run(sys.executable, "-c", WHERE_AND_WHAT, cwd=tmp_path, PYTHONPATH=str(installed))
    assert Path(where).is_relative_to(installed)
    examples = [path.name for path in example_files()]
    lessons = [lesson.path.name for lesson in shipped_lessons() if lesson.path]
    assert names == examples + lessons
    assert examples
    assert lessons


def test_the_menu_entry_names_commands_that_are_installed_and_the_kind_of_our_files() -> None:
    entry = ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment]
    entry.read(DESKTOP / "symgui.desktop", encoding="utf-8")
    said = entry["Desktop Entry"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    command, file = said["Exec"].split()
    assert command in project["scripts"]
    assert file == "%f"
    assert said["Icon"] == "symgui"
    kinds = ElementTree.parse(DESKTOP / "symgui.xml").getroot()
    names = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    kind = kinds.find("m:mime-type", names)
    assert kind is not None
    assert said["MimeType"] == kind.get("type", "") + ";"
    glob = kind.find("m:glob", names)
    assert glob is not None
    assert all(fnmatch(path.name, glob.get("pattern", "")) for path in example_files())


def test_a_source_distribution_holds_what_compiles_and_nothing_compiled(tmp_path: Path) -> None:
    """A library of this machine would be taken for the kernel of the one it is installed on."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path), cwd=ROOT)
    (archive,) = tmp_path.glob("symgui-*.tar.gz")
    with tarfile.open(archive) as sources:
        names = {name.partition("/")[2] for name in sources.getnames()}
    kernel = ROOT / "symgui" / "nn" / "kernel"
    assert {f"symgui/nn/kernel/{path.name}" for path in kernel.glob("*.[ch]")} <= names
    assert {"hatch_build.py", "pyproject.toml", "symgui/nn/kernel/compile.py"} <= names
    compiled = (".so", ".dylib", ".dll", ".lib", ".pyc", ".sha256")
    assert not [name for name in names if name.endswith(compiled)]


WITHOUT_A_KERNEL = """
from symgui.experiment import opening_experiment
from symgui.nn.kernel import missing
from symgui.training.trainer import Trainer
trainer = Trainer(opening_experiment())
assert trainer.advance(20) == 20
print(missing())
"""


def test_without_any_compiler_a_wheel_is_made_that_computes_with_numpy(tmp_path: Path) -> None:
    if zig() is not None:
        pytest.skip("ziglang is installed, which is a compiler")
    sources = tmp_path / "sources"
    libraries = shutil.ignore_patterns("*.so", "*.dylib", "*.dll", "*.sha256", "__pycache__")
    for name in ("symgui", "app", "resources"):
        shutil.copytree(ROOT / name, sources / name, ignore=libraries)
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, sources)
    (tmp_path / "nothing").mkdir()
    hidden = {"PATH": str(tmp_path / "nothing"), "CC": ""}
    build = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path))
    run(*build, cwd=sources, **hidden)
    (wheel,) = tmp_path.glob("symgui-*.whl")
    assert wheel.name.endswith("-py3-none-any.whl")
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    (said,) = run(sys.executable, "-c", WITHOUT_A_KERNEL, cwd=tmp_path, PYTHONPATH=str(installed))
    assert said.startswith("No compiled kernel (kernel.base")
    assert said.endswith(
        "was not compiled): NumPy computes, slower, and the last digits are this machine's own."
    )
