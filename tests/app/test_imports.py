"""What `quick_imports` saves is time and nothing else: looked at in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

NAMES = """
import json, sys
from pyqtgraph.Qt import QtCore, QtGui, QtWidgets
import PySide6.QtCore, PySide6.QtGui, PySide6.QtWidgets

def named(mirror):
    source = sys.modules[mirror.__name__.replace("pyqtgraph.Qt", "PySide6")]
    return {
        name: getattr(mirror, name) is getattr(source, name, None)
        for name in dir(mirror) if not name.startswith("_")
    }

print(json.dumps([named(mirror) for mirror in (QtCore, QtGui, QtWidgets)]))
"""
QUICKLY = """
import gc, sys
from app.runtime.imports import quick_imports
with quick_imports():
    import pyqtgraph
"""


def said_by(code: str, **environment: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_pyqtgraph_sees_every_name_of_pyside_that_it_would_have_copied() -> None:
    copied, mirrored = json.loads(said_by(NAMES)), json.loads(said_by(QUICKLY + NAMES))
    assert [len(names) > 150 for names in copied] == [True, True, True]
    assert mirrored == copied


def test_classes_that_nobody_uses_are_not_made() -> None:
    count = "\nfrom PySide6.QtCore import QObject\nprint(len(QObject.__subclasses__()))"
    copying = "import PySide6.QtWidgets, pyqtgraph" + count
    assert int(said_by(QUICKLY + count)) < int(said_by(copying)) / 2


def test_everything_is_as_before_afterwards() -> None:
    after = """
from shibokensupport import feature
import PySide6.QtCore
print(gc.isenabled(), gc.get_freeze_count(), feature._mod_uses_pyside.__module__)
print("QTimer" in dir(PySide6.QtCore))
"""
    assert said_by("import PySide6.QtWidgets\n" + QUICKLY + after).splitlines() == [
        "True 0 shibokensupport.feature",
        "True",
    ]


def test_where_pyqtgraph_is_told_its_binding_it_is_left_alone() -> None:
    told = "\nimport pyqtgraph\nprint(type(pyqtgraph.Qt.QtCore).__name__)"
    assert said_by(QUICKLY + told).strip() == "_Mirror"
    assert said_by("import PySide6.QtWidgets, pyqtgraph\n" + QUICKLY + told).strip() == "module"
