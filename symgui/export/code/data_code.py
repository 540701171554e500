"""The examples of an experiment as lines of NumPy: by their formula, or written out."""

from __future__ import annotations

from symgui.data import load_data
from symgui.data.load import class_counts
from symgui.experiment import DataSpec
from symgui.export.code.pieces import Piece, array, block

_SHUFFLED = """
    order = np.arange(len(labels))
    stream.shuffle(order)
    points, labels = np.c_[x1, x2][order], labels[order]
    points += {noise} * stream.randn(len(labels), 2)
"""
_CHOSEN = """
    points = np.empty((0, 2))
    ones = is_one(points)
    while np.sum(~ones) < {counts[0]} or np.sum(ones) < {counts[1]}:
        points = np.concatenate([points, stream.randn({samples}, 2)])
        ones = is_one(points)
    kept = np.sort(np.concatenate([np.flatnonzero(~ones)[:{counts[0]}], np.flatnonzero(ones)[:{counts[1]}]]))
    points, labels = points[kept], ones[kept].astype(int)
    points += {noise} * stream.randn(len(labels), 2)
"""

FORMULAS = {
    "circles": """
    labels = np.repeat([0, 1], {counts})
    outer = np.linspace(0, 2 * np.pi, {counts[0]}, endpoint=False)
    inner = np.linspace(0, 2 * np.pi, {counts[1]}, endpoint=False)
    x1 = np.append(np.cos(outer), np.cos(inner) * 0.8)
    x2 = np.append(np.sin(outer), np.sin(inner) * 0.8)
"""
    + _SHUFFLED.lstrip("\n"),
    "moons": """
    labels = np.repeat([0, 1], {counts})
    upper = np.linspace(0, np.pi, {counts[0]})
    lower = np.linspace(0, np.pi, {counts[1]})
    x1 = np.append(np.cos(upper), 1 - np.cos(lower))
    x2 = np.append(np.sin(upper), 1 - np.sin(lower) - 0.5)
"""
    + _SHUFFLED.lstrip("\n"),
    "flower": """
    labels = np.repeat([0, 1], {counts})
    petals = []
    for j, count in enumerate({counts}):
        t = np.linspace(j * 3.12, (j + 1) * 3.12, count) + stream.randn(count) * {noise}
        r = 4 * np.sin(4 * t) + stream.randn(count) * {noise}
        petals.append(np.c_[r * np.sin(t), r * np.cos(t)])
    points = np.concatenate(petals)
""",
    "blobs": """
    labels = np.repeat(np.arange({classes}), {counts})
    angles = -0.75 * np.pi + 2 * np.pi * np.arange({classes}) / {classes}
    centres = 2 * np.c_[np.cos(angles), np.sin(angles)]
    points = centres[labels] + {noise} * stream.randn(len(labels), 2)
""",
    "spiral": """
    labels = np.repeat(np.arange({classes}), {counts})
    arms = []
    for k, count in enumerate({counts}):
        u = np.arange(1, count + 1) / max(count, 1)
        angle = 3 * np.pi * u + 2 * np.pi * k / {classes}
        arms.append(3 * np.c_[u * np.cos(angle), u * np.sin(angle)])
    points = np.concatenate(arms)
    points = points + {noise} * stream.randn(*points.shape)
""",
    "xor": """
    def is_one(points):
        return points[:, 0] * points[:, 1] > 0

"""
    + _CHOSEN.lstrip("\n"),
    "linear": """
    def is_one(points):
        return points[:, 0] + points[:, 1] > 0

"""
    + _CHOSEN.lstrip("\n"),
    "and": """
    labels = np.array([0, 0, 0, 1])
    points = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    points = points + {noise} * stream.randn(4, 2)
""",
    "or": """
    labels = np.array([0, 1, 1, 1])
    points = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    points = points + {noise} * stream.randn(4, 2)
""",
}
"""How `symgui.data.generators` makes the points of a kind, as text; other kinds are written out."""


def data_piece(data: DataSpec) -> Piece:
    """``load_data()``, which gives X and Y.

    Raises
    ------
    ExperimentError
        If there is no formula, and too many numbers to write.
    """
    if data.kind in FORMULAS:
        text = f"The data: {data.samples} examples, by the formula and the seed that SymGUI uses."
        body = [f"    stream = np.random.RandomState({data.seed})", _by_formula(data)]
        body.append("    X = points.T")
        if data.standardize:
            body += [
                "    spread = X.std(axis=1, keepdims=True)",
                "    spread[np.ptp(X, axis=1) == 0] = 1",
                "    X = (X - X.mean(axis=1, keepdims=True)) / spread",
            ]
    else:
        found = load_data(data)
        text = f"The data: {found.m} examples, as numbers."
        body = [f"    X = {array(found.X)}", f"    labels = {array(found.labels)}"]
    if data.classes == 2:
        body.append("    Y = labels.reshape(1, -1).astype(float)")
        shapes = "X of shape (features, m), and Y of shape (1, m)."
    else:
        body.append(f"    Y = (labels == np.arange({data.classes}).reshape(-1, 1)).astype(float)")
        shapes = f"X of shape (features, m), and Y of shape ({data.classes}, m), a 1 in the row of the class."
    head = f'def load_data():\n    """{shapes}"""'
    return Piece(text, "\n".join([head, *body, "    return X, Y"]))


def _by_formula(data: DataSpec) -> str:
    counts = class_counts(data.samples, data.classes, data.balance)
    formula = FORMULAS[data.kind].strip("\n").removeprefix("    ")
    lines = block("    " + formula).splitlines()
    filled = "\n".join(f"    {line}" if line else "" for line in lines)
    return filled.format(counts=counts, samples=data.samples, noise=repr(data.noise), classes=data.classes)
