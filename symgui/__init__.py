"""SymGUI's simulator: networks, data, training and symmetry, without a window.

Nothing in this package imports Qt; `import symgui` is enough to script every run
the window can show::

    from symgui import Experiment, Run

    run = Run(Experiment.load("circles.symgui.json"))
    run.advance(1000)
    print(run.cost, run.verdict.evidence, run.W[1])

`Experiment`, `Run` and `with_weights` are loaded when they are first asked for: the import takes no time.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symgui.experiment import Experiment
    from symgui.library import Run
    from symgui.weights import with_weights

__version__ = "0.1.0"

__all__ = ["Experiment", "Run", "__version__", "with_weights"]

_PLACES = {"Experiment": "symgui.experiment", "Run": "symgui.library", "with_weights": "symgui.weights"}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module 'symgui' has no attribute {name!r}")
    found: object = getattr(import_module(_PLACES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
