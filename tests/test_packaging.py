"""What an installed program finds."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from configparser import ConfigParser
from fnmatch import fnmatch
from pathlib import Path
from xml.etree import ElementTree

from symgui import __version__
from symgui.lessons import shipped_lessons
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
