"""What an installed program finds."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from symgui.lessons import shipped_lessons
from symgui.resources import example_files

ROOT = Path(__file__).resolve().parent.parent

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
    zipfile.ZipFile(wheel).extractall(installed)
    where, *names = run(sys.executable, "-c", WHERE_AND_WHAT, cwd=tmp_path, PYTHONPATH=str(installed))
    assert Path(where).is_relative_to(installed)
    examples = [path.name for path in example_files()]
    lessons = [lesson.path.name for lesson in shipped_lessons() if lesson.path]
    assert names == examples + lessons
    assert examples
    assert lessons
