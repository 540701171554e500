"""Import a few hundred modules without what Python, PySide and pyqtgraph do beside it.

An eighth of the time to the first window; `tests/app/test_imports.py` holds that nothing else is different.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

_FEATURES, _QUESTION = "shibokensupport.feature", "_mod_uses_pyside"
_MIRRORED = ("QtCore", "QtGui", "QtWidgets")


@contextmanager
def quick_imports() -> Iterator[None]:
    """Import within; everything is as before afterwards."""
    with ExitStack() as stack:
        for saving in (_nothing_collected, _no_source_read, _classes_made_when_used):
            stack.enter_context(saving())
        yield


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """A thousand new classes are no garbage, and are not searched for any: they go to the old objects."""
    automatic = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        if automatic:
            gc.enable()


@contextmanager
def _no_source_read() -> Iterator[None]:
    """PySide need not look for ``from __feature__ import snake_case`` in each module that is imported.

    It reads their sources for it. The modules imported within have no such line; where PySide has no such
    question, it is left alone.
    """
    features = sys.modules.get(_FEATURES)
    question = getattr(features, _QUESTION, None)
    if question is None:
        yield
        return
    setattr(features, _QUESTION, _uses_no_feature)
    try:
        yield
    finally:
        setattr(features, _QUESTION, question)


def _uses_no_feature(*_module: object) -> bool:
    """PySide's answer for a module that uses it; it has no feature until it imports one."""
    return True


class _Mirror(ModuleType):
    """Has what another module has, and asks for it when it is first used."""

    def __init__(self, name: str, source: ModuleType) -> None:
        super().__init__(name, source.__doc__)
        self.__dict__["_source"] = source

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.__dict__["_source"], name)
        setattr(self, name, value)
        return value

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *dir(self.__dict__["_source"])})


@contextmanager
def _classes_made_when_used() -> Iterator[None]:
    """pyqtgraph copies three of PySide's modules name by name, so that PySide makes all of its 1,500 classes.

    PySide makes a class when it is first asked for. Here pyqtgraph finds mirrors of the three modules and, as
    long as it is imported, no name to copy.
    """
    if "pyqtgraph" in sys.modules or not _pyqtgraph_will_take_pyside():
        yield
        return
    sources = [import_module(f"PySide6.{name}") for name in _MIRRORED]
    with ExitStack() as stack:
        for name, source in zip(_MIRRORED, sources, strict=True):
            sys.modules[f"pyqtgraph.Qt.{name}"] = _Mirror(f"pyqtgraph.Qt.{name}", source)
            stack.enter_context(_no_names(source))
        import_module("pyqtgraph")
    yield


@contextmanager
def _no_names(source: ModuleType) -> Iterator[None]:
    """`dir` finds nothing in `source`."""
    names = source.__dict__.get("__dir__")
    source.__dict__["__dir__"] = list
    try:
        yield
    finally:
        del source.__dict__["__dir__"]
        if names is not None:
            source.__dict__["__dir__"] = names


def _pyqtgraph_will_take_pyside() -> bool:
    """Whether neither its variable nor a binding imported before makes it take another."""
    return os.environ.get("PYQTGRAPH_QT_LIB", "PySide6") == "PySide6" and "PyQt6" not in sys.modules
