"""An experiment as a PyTorch script: the same data and start, trained by torch's own parts in float64."""

from __future__ import annotations

from symgui import __version__
from symgui.experiment import Experiment, TrainingSpec
from symgui.export.code.changes_code import tables
from symgui.export.code.data_code import data_piece
from symgui.export.code.numpy_code import EVERY, mini_batches, penalized
from symgui.export.code.pieces import Piece, script, title_of
from symgui.export.code.start_code import start_piece
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.build import build_network
from symgui.nn.optimizers import OPTIMIZERS


def torch_script(experiment: Experiment, iterations: int | None = None) -> str:
    """The experiment as a Python file that needs NumPy, for the same random numbers, and PyTorch.

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
    start = build_network(experiment, experiment.sizes[0], experiment.data.classes)
    pieces = [
        Piece("", "import sys\n\nimport numpy as np\nimport torch"),
        data_piece(experiment.data),
        start_piece(experiment, start),
        _network(experiment),
        _cost(experiment),
        *([_changes(experiment)] if experiment.changes else []),
        _model(experiment, count),
        _main(experiment, count),
    ]
    head = f"{title_of(experiment)}. An experiment of SymGUI {__version__} in PyTorch, float64."
    return script(pieces, head)


def _network(experiment: Experiment) -> Piece:
    sizes, hidden = experiment.sizes, experiment.network.hidden
    modules = []
    for l in range(1, len(sizes)):
        modules.append(f"torch.nn.Linear({sizes[l - 1]}, {sizes[l]}, dtype=torch.float64)")
        if l <= len(hidden):
            modules.append(ACTIVATIONS[hidden[l - 1].activation].in_torch)
    lines = [
        "def build_network():",
        '    """Linear layers and activations, with our start; the output gives z, not its probability."""',
        "    network = torch.nn.Sequential(",
        *(f"        {module}," for module in modules),
        "    )",
        "    parameters = initialize_parameters()",
        "    with torch.no_grad():",
        f"        for l in range(1, {len(sizes)}):",
        "            layer = network[2 * (l - 1)]",
        '            layer.weight.copy_(torch.from_numpy(parameters[f"W{l}"]))',
        '            layer.bias.copy_(torch.from_numpy(parameters[f"b{l}"][:, 0]))',
        "    return network",
    ]
    return Piece("The network.", "\n".join(lines))


def _cost(experiment: Experiment) -> Piece:
    if experiment.sizes[-1] == 1:
        loss = "torch.nn.functional.binary_cross_entropy_with_logits(Z, Y)"
    else:
        loss = "torch.nn.functional.cross_entropy(Z, Y.argmax(dim=1))"
    lines = [
        "def compute_cost(Z, Y):",
        '    """Mean cross-entropy, from z of the output."""',
        f"    return {loss}",
    ]
    if penalized(experiment):
        lines += [
            "",
            "",
            "def penalty(network, m, lambd):",
            '    """lambda/(2m) times the sum of all squared weights, without the biases."""',
            "    return lambd / (2 * m) * sum((layer.weight**2).sum() for layer in network[::2])",
        ]
    return Piece("The cost. A row per example here: PyTorch's way.", "\n".join(lines))


def _changes(experiment: Experiment) -> Piece:
    lines = [
        *tables(experiment.changes),
        "",
        "",
        "def apply_changes(network, optimizer, i):",
        '    """Set what was changed after i updates."""',
        "    if i in learning_rates:",
        '        optimizer.param_groups[0]["lr"] = learning_rates[i]',
        "    with torch.no_grad():",
        "        for name, row, column, value in edits.get(i, ()):",
        "            layer = network[2 * (int(name[1:]) - 1)]",
        '            if name[0] == "W":',
        "                layer.weight[row, column] = value",
        "            else:",
        "                layer.bias[row] = value",
    ]
    return Piece("What was changed on the way, by the updates done before.", "\n".join(lines))


def _model(experiment: Experiment, iterations: int) -> Piece:
    training, some = experiment.training, mini_batches(experiment)
    given = f"learning_rate={training.learning_rate!r}"
    if penalized(experiment):
        given += f", lambd={training.l2!r}"
    lines = [
        f"def model(X, Y, num_iterations={iterations}, {given}):",
        '    """The network after so many updates."""',
        "    network = build_network()",
        f"    optimizer = {OPTIMIZERS[training.optimizer].in_torch}",
    ]
    if some:
        lines += [f"    stream = np.random.RandomState({training.batch_seed})", "    parts = []"]
    lines.append("    for i in range(num_iterations):")
    if experiment.changes:
        lines.append("        apply_changes(network, optimizer, i)")
        if penalized(experiment):
            lines.append("        lambd = lambds.get(i, lambd)")
    lines += [
        f"        if i % {EVERY} == 0:",
        '            print("cost after", i, "updates:", compute_cost(network(X), Y).item())',
        *(_next_batch(training) if some else []),
        "        optimizer.zero_grad()",
        f"        loss = {_loss(penalized(experiment), 'x, y' if some else 'X, Y')}",
        "        loss.backward()",
        "        optimizer.step()",
    ]
    if experiment.changes:
        lines.append("    apply_changes(network, optimizer, num_iterations)")
    return Piece("All of it together.", "\n".join([*lines, "    return network"]))


def _next_batch(training: TrainingSpec) -> list[str]:
    return [
        "        if not parts:",
        "            order = torch.from_numpy(stream.permutation(len(X)))",
        f"            parts = list(order.split({training.batch_size}))",
        "        part = parts.pop(0)",
        "        x, y = X[part], Y[part]",
    ]


def _loss(with_penalty: bool, examples: str) -> str:
    x, y = examples.split(", ")
    cost = f"compute_cost(network({x}), {y})"
    return f"{cost} + penalty(network, len({x}), lambd)" if with_penalty else cost


def _main(experiment: Experiment, iterations: int) -> Piece:
    right = "((Z > 0) == (Y > 0.5))"
    if experiment.sizes[-1] > 1:
        right = "(Z.argmax(dim=1) == Y.argmax(dim=1))"
    lines = [
        f"num_iterations = int(sys.argv[1]) if len(sys.argv) > 1 else {iterations}",
        "X, Y = (torch.from_numpy(array.T.copy()) for array in load_data())",
        "network = model(X, Y, num_iterations)",
        "Z = network(X)",
        'print("cost after", num_iterations, "updates:", compute_cost(Z, Y).item())',
        f'print("train accuracy:", {right}.double().mean().item())',
    ]
    code = "\n".join(f"    {line}" for line in lines)
    return Piece("", f'if __name__ == "__main__":\n{code}')
