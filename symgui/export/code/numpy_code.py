"""An experiment as a NumPy script in the course's style: forward, cost, backward, update, layer by layer."""

from __future__ import annotations

from symgui import __version__
from symgui.experiment import Experiment
from symgui.export.code.changes_code import changes_piece
from symgui.export.code.data_code import data_piece
from symgui.export.code.pieces import Piece, block, script, title_of
from symgui.export.code.start_code import start_piece
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.build import build_network
from symgui.nn.network import Network
from symgui.nn.optimizers import OPTIMIZERS

EVERY = 1000
"""Updates between two costs that are printed."""

PER_UNIT = block('''
    def dot(A, B):
        """The product of two matrices; equal rows of A give equal rows, bit for bit (np.dot may not)."""
        return np.einsum("ij,jk->ik", A, B)
''')
BLAS = "dot = np.dot"
SOFTMAX = """
    def softmax(Z):
        e = np.exp(Z - Z.max(axis=0))
        return e / e.sum(axis=0)
"""

COSTS = {
    "sigmoid": '''
    def compute_cost(Z, Y):
        """Mean cross-entropy, from Z of the output: log(1 - A) is no number where A has rounded to 1."""
        m = Y.shape[1]
        losses = np.maximum(Z, 0) - Z * Y + np.log1p(np.exp(-np.abs(Z)))
        return float(np.sum(losses) / m)
''',
    "softmax": '''
    def compute_cost(Z, Y):
        """Mean cross-entropy, from Z of the output: log(A) is no number where A has rounded to 0."""
        m = Y.shape[1]
        top = Z.max(axis=0)
        losses = np.log(np.sum(np.exp(Z - top), axis=0)) + top - np.sum(Z * Y, axis=0)
        return float(np.sum(losses) / m)
''',
}

MINI_BATCHES = '''
    def random_mini_batches(X, Y, mini_batch_size, stream):
        """An epoch: all examples in a new order, in batches; the last one may be short."""
        order = stream.permutation(X.shape[1])
        starts = range(0, X.shape[1], mini_batch_size)
        parts = [order[start : start + mini_batch_size] for start in starts]
        return [(X[:, part], Y[:, part]) for part in parts]
'''


def numpy_script(experiment: Experiment, iterations: int | None = None) -> str:
    """The experiment as a Python file that needs nothing but NumPy.

    It trains as many updates as its first argument says, and prints the cost and the share of right answers.

    Parameters
    ----------
    experiment : Experiment
    iterations : int, optional
        Updates without an argument; the experiment's own number if left out.

    Raises
    ------
    ExperimentError
        If its data or parameters are too many numbers to write.
    """
    count = experiment.training.iterations if iterations is None else iterations
    pieces = [Piece("", "import sys\n\nimport numpy as np"), *numpy_pieces(experiment, count)]
    return script([*pieces, _main(experiment, count)], head_of(experiment))


def head_of(experiment: Experiment) -> str:
    """What the program is, and where it comes from."""
    program = f"SymGUI {__version__}"
    return f"{title_of(experiment)}. An experiment of {program} in NumPy alone, in the course's style."


def numpy_pieces(experiment: Experiment, iterations: int) -> list[Piece]:
    """Everything but the imports and what runs it."""
    network = build_network(experiment, experiment.sizes[0], experiment.data.classes)
    names = [g.name for g in network.g.values()]
    update_text, update = OPTIMIZERS[experiment.training.optimizer].in_numpy
    pieces = [
        data_piece(experiment.data),
        start_piece(experiment, network),
        Piece("The product of two matrices.", BLAS if experiment.arithmetic == "blas" else PER_UNIT),
        _activations(names, network.loss.name),
        _forward(network, names),
        Piece("The cost, without the L2 penalty.", block(COSTS[network.loss.name])),
        _backward(network, names, penalized=penalized(experiment)),
        Piece(update_text, block(update)),
    ]
    if mini_batches(experiment):
        pieces.append(Piece("Mini-batches.", block(MINI_BATCHES)))
    changes = changes_piece(experiment.changes, penalized=penalized(experiment))
    if changes is not None:
        pieces.append(changes)
    pieces.append(_model(experiment, network, iterations))
    return pieces


def mini_batches(experiment: Experiment) -> bool:
    """Whether an update uses some of the examples only."""
    size = experiment.training.batch_size
    return size is not None and size < experiment.data.samples


def penalized(experiment: Experiment) -> bool:
    """Whether there is an L2 term, from the start or from some iteration on."""
    return experiment.training.l2 != 0 or any(change.l2 is not None for change in experiment.changes)


def _activations(names: list[str], output: str) -> Piece:
    functions = []
    for name in dict.fromkeys([*names, output]):
        functions.append(
            _function(name, ACTIVATIONS[name].in_numpy) if name in ACTIVATIONS else block(SOFTMAX)
        )
        if name in names:
            functions.append(_function(f"{name}_slope", ACTIVATIONS[name].slope_in_numpy))
    return Piece("The activations g, and their slopes g'.", "\n\n\n".join(functions))


def _function(name: str, text: str) -> str:
    """A function of Z, of lines of which the last one is its value."""
    *lines, value = text.split("\n")
    return "\n    ".join([f"def {name}(Z):", *lines, f"return {value}"])


def _forward(network: Network, names: list[str]) -> Piece:
    lines = [
        "def forward_propagation(X, parameters):",
        '    """The answer A of the last layer, and Z and A of all."""',
    ]
    lines += [f'    W{l}, b{l} = parameters["W{l}"], parameters["b{l}"]' for l in network.layers]
    kept = []
    for l, g in enumerate([*names, network.loss.name], start=1):
        before = "X" if l == 1 else f"A{l - 1}"
        lines += [f"    Z{l} = dot(W{l}, {before}) + b{l}", f"    A{l} = {g}(Z{l})"]
        kept += [f'"Z{l}": Z{l}', f'"A{l}": A{l}']
    pairs = [f"        {', '.join(kept[i : i + 2])}," for i in range(0, len(kept), 2)]
    lines += ["    cache = {", *pairs, "    }", f"    return A{network.L}, cache"]
    return Piece("Forward: from the examples to the answer.", "\n".join(lines))


def _backward(network: Network, names: list[str], *, penalized: bool) -> Piece:
    L = network.L
    lines = [
        f"def backward_propagation(parameters, cache, X, Y{', lambd' if penalized else ''}):",
        '    """dW and db of all layers, means over the m examples."""',
        "    m = X.shape[1]",
        "    grads = {}",
    ]
    for l in reversed(network.layers):
        before = "X" if l == 1 else f'cache["A{l - 1}"]'
        if l == L:
            lines.append(f'    dZ{l} = cache["A{l}"] - Y')
        else:
            slope = f'{names[l - 1]}_slope(cache["Z{l}"])'
            lines.append(f'    dZ{l} = dot(parameters["W{l + 1}"].T, dZ{l + 1}) * {slope}')
        penalty = f' + lambd / m * parameters["W{l}"]' if penalized else ""
        lines.append(f'    grads["dW{l}"] = dot(dZ{l}, {before}.T) / m{penalty}')
        lines.append(f'    grads["db{l}"] = np.sum(dZ{l}, axis=1, keepdims=True) / m')
    return Piece(
        "Backward: from the answer's error to the gradients.", "\n".join([*lines, "    return grads"])
    )


def _model(experiment: Experiment, network: Network, iterations: int) -> Piece:
    training, some = experiment.training, mini_batches(experiment)
    given = f"learning_rate={training.learning_rate!r}"
    changed, lambd = "parameters, learning_rate", ""
    if penalized(experiment):
        given, lambd, changed = f"{given}, lambd={training.l2!r}", ", lambd", f"{changed}, lambd"
    changes = f"{changed} = apply_changes({changed}, i)"
    examples, answer = ("x, y", "whole") if some else ("X, Y", "cache")
    lines = [
        f"def model(X, Y, num_iterations={iterations}, {given}, print_cost=True):",
        '    """The parameters after so many updates."""',
        "    parameters = initialize_parameters()",
    ]
    if training.optimizer != "gd":
        lines.append("    memory = initialize_memory(parameters)")
    if some:
        lines += [f"    stream = np.random.RandomState({training.batch_seed})", "    batches = []"]
    lines.append("    for i in range(num_iterations):")
    if experiment.changes:
        lines.append(f"        {changes}")
    if some:
        lines += [
            "        if not batches:",
            f"            batches = random_mini_batches(X, Y, {training.batch_size}, stream)",
            "        x, y = batches.pop(0)",
        ]
    lines += [
        f"        A, cache = forward_propagation({examples[0]}, parameters)",
        f"        if print_cost and i % {EVERY} == 0:",
        *(["            whole = forward_propagation(X, parameters)[1]"] if some else []),
        f'            print("cost after", i, "updates:", compute_cost({answer}["Z{network.L}"], Y))',
        f"        grads = backward_propagation(parameters, cache, {examples}{lambd})",
        f"        {_update(training.optimizer)}",
    ]
    if experiment.changes:
        lines += ["    i = num_iterations", f"    {changes}"]
    return Piece("All of it together.", "\n".join([*lines, "    return parameters"]))


def _update(optimizer: str) -> str:
    if optimizer == "gd":
        return "parameters = update_parameters(parameters, grads, learning_rate)"
    return "parameters, memory = update_parameters(parameters, grads, memory, learning_rate)"


def run_lines(experiment: Experiment) -> list[str]:
    """What trains and says what came of it."""
    layers = len(experiment.sizes) - 1
    if experiment.sizes[-1] == 1:
        right = "np.mean((A > 0.5) == Y)"
    else:
        right = "np.mean(A.argmax(axis=0) == Y.argmax(axis=0))"
    return [
        "X, Y = load_data()",
        "parameters = model(X, Y, num_iterations)",
        "A, cache = forward_propagation(X, parameters)",
        f'print("cost after", num_iterations, "updates:", compute_cost(cache["Z{layers}"], Y))',
        f'print("train accuracy:", float({right}))',
    ]


def _main(experiment: Experiment, iterations: int) -> Piece:
    lines = [
        f"num_iterations = int(sys.argv[1]) if len(sys.argv) > 1 else {iterations}",
        *run_lines(experiment),
    ]
    code = "\n".join(f"    {line}" for line in lines)
    return Piece("", f'if __name__ == "__main__":\n{code}')
