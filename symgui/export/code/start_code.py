"""Where the parameters start as lines of NumPy: by the schemes' formulas, or written out."""

from __future__ import annotations

import msgspec

from symgui.experiment import BiasInit, Experiment, WeightInit
from symgui.experiment.parts import SCHEME_PARAMETERS
from symgui.export.code.pieces import Piece, array, block
from symgui.nn.build import biases_of, weights_of
from symgui.nn.initializers import BIASES, WEIGHTS
from symgui.nn.network import Network

FORMULAS = {
    "zeros": "np.zeros(({n}, {k}))",
    "constant": "np.full(({n}, {k}), {value})",
    "normal": "stream.randn({n}, {k}) * {value}",
    "uniform": "stream.uniform(-1, 1, ({n}, {k})) * {value}",
    "xavier": "stream.randn({n}, {k}) * np.sqrt(1 / {k})",
    "glorot_normal": "stream.randn({n}, {k}) * np.sqrt(2 / ({k} + {n}))",
    "glorot_uniform": "stream.uniform(-1, 1, ({n}, {k})) * np.sqrt(6 / ({k} + {n}))",
    "he": "stream.randn({n}, {k}) * np.sqrt(2 / {k})",
    "he_uniform": "stream.uniform(-1, 1, ({n}, {k})) * np.sqrt(6 / {k})",
    "lecun_uniform": "stream.uniform(-1, 1, ({n}, {k})) * np.sqrt(3 / {k})",
    "orthogonal": "{value} * orthogonal(stream, {n}, {k})",
}
"""The schemes of `symgui.nn.initializers` as text; others are written out."""

ORTHOGONAL = block('''
    def orthogonal(stream, rows, columns):
        """Orthonormal rows or columns, whichever are fewer: Q of Q R, where R's diagonal is positive."""
        Q, R = np.linalg.qr(stream.randn(max(rows, columns), min(rows, columns)))
        Q = Q * np.where(np.diag(R) < 0, -1, 1)
        return Q if rows >= columns else Q.T
''')


def start_piece(experiment: Experiment, network: Network) -> Piece:
    """``initialize_parameters()``, which gives W1, b1, W2, b2, … in a dictionary.

    Parameters
    ----------
    experiment : Experiment
    network : Network
        Of the experiment, at its start: what no formula gives is taken from it.

    Raises
    ------
    ExperimentError
        If no formula gives them, and they are too many to write.
    """
    start, head = experiment.initialization, []
    lines = [line for l in network.layers if (line := _line("W", l, network, weights_of(start, l)[0]))]
    lines += [line for l in network.layers if (line := _line("b", l, network, biases_of(start, l)[0]))]
    if len(lines) == 2 * network.L:
        if any("orthogonal(" in line for line in lines):
            head.append(ORTHOGONAL)
        if any("stream" in line for line in lines):
            lines.insert(0, f"    stream = np.random.RandomState({start.seed})")
        text = "Where the weights and biases start: all weights first, then the biases, from one stream."
    else:
        named = [("W", network.W), ("b", network.b)]
        lines = [
            f'    parameters["{letter}{l}"] = {array(values[l])}' for letter, values in named for l in values
        ]
        text = "Where the weights and biases start, as numbers."
    body = [
        "def initialize_parameters():",
        '    """W[l] of shape (n_l, n_{l-1}) and b[l] of shape (n_l, 1)."""',
    ]
    code = "\n".join([*body, "    parameters = {}", *lines, "    return parameters"])
    return Piece(text, "\n\n\n".join([*head, code]))


def _line(letter: str, l: int, network: Network, init: WeightInit | BiasInit) -> str:
    """A parameter by its formula; empty if there is none."""
    n, k = network.sizes[l], network.sizes[l - 1] if letter == "W" else 1
    if init.scheme == "explicit":
        parameter = (network.W if letter == "W" else network.b)[l]
        return f'    parameters["{letter}{l}"] = {array(parameter)}'
    own = SCHEME_PARAMETERS.get(init.scheme)
    others = [value for name, value in msgspec.structs.asdict(init).items() if name not in ("scheme", own)]
    if init.scheme not in FORMULAS or any(value is not None for value in others):
        return ""
    given = getattr(init, own) if own else None
    scheme = WEIGHTS[init.scheme] if letter == "W" else BIASES[init.scheme]
    value = repr(scheme.default if given is None else given)
    return f'    parameters["{letter}{l}"] = ' + FORMULAS[init.scheme].format(n=n, k=k, value=value)
