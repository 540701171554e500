"""``python -m symgui``: the simulator without a window."""

import sys

from symgui.cli import main

if __name__ == "__main__":
    sys.exit(main())
