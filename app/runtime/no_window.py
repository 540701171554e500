"""What is said where no window can be opened; it needs no Qt, which may be what is missing."""

from __future__ import annotations

STATUS = 2
"""The exit status then."""
QT = ("PySide6", "shiboken6")


def sentence(cause: str) -> str:
    """One sentence with the cause, and with what works all the same."""
    return (
        f"symgui: the window cannot be opened: {cause}; "
        "without a window there is `symgui run FILE` (see symgui run --help)"
    )


def missing(error: ImportError) -> str:
    """The cause, where a package cannot be loaded, or a library of the system that it needs."""
    package = (error.name or "").partition(".")[0]
    name = "Qt" if package in QT else package or "a package"
    return f"{name} cannot be loaded: {' '.join(str(error).split())} (see Install in the README)"
