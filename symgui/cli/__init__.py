"""The command line without a window: ``python -m symgui run FILE``, ``python -m symgui verify``.

What was asked for goes to standard output, everything else to standard error. Exit codes: 0 if it was done
(divergence is a result), 1 if a check failed, 2 if something given was wrong, 130 if interrupted from the
keyboard.
"""

from symgui.cli.main import main

__all__ = ["main"]
