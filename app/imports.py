"""Import a few hundred modules without what Python and PySide do beside it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_FEATURES, _QUESTION = "shibokensupport.feature", "_mod_uses_pyside"


@contextmanager
def quick_imports() -> Iterator[None]:
    """Import within; everything is as before afterwards.

    A thousand new classes are no garbage, so nothing is collected. And PySide reads the source of each
    module that is imported, to see whether it may have asked for ``from __feature__ import snake_case``:
    the modules imported within have not, so it need not look. Together they are an eighth of the time. Where
    PySide has no such question to answer, it is left alone.
    """
    automatic = gc.isenabled()
    gc.disable()
    features = sys.modules.get(_FEATURES)
    question = getattr(features, _QUESTION, None)
    if question is not None:
        setattr(features, _QUESTION, _uses_no_feature)
    try:
        yield
    finally:
        if question is not None:
            setattr(features, _QUESTION, question)
        if automatic:
            gc.enable()


def _uses_no_feature(*_module: object) -> bool:
    """PySide's answer for a module that uses it; it has no feature until it imports one."""
    return True
