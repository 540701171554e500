"""Phase portrait: two weights that learn while all others are held, from any start."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.theme import Palette
from app.panels.symmetry_pages.portrait_form import PortraitForm
from app.panels.symmetry_pages.portrait_plot import PortraitPlot
from app.panels.symmetry_pages.portrait_words import (
    kept_sentence,
    line_sentence,
    rest_sentences,
    way_sentence,
)
from app.panels.symmetry_pages.symmetry_page import SymmetryPage
from symgui.nn.state import NetworkState
from symgui.symmetry.rest_points import stable_part
from symgui.symmetry.weight_plane import twin_lines
from symgui.training.studies.portrait_study import (
    ARROWS,
    POINTS,
    FieldRow,
    PortraitPlane,
    RestPoints,
    Way,
    portrait_study,
    why_no_portrait,
)
from symgui.training.studies.symmetry_studies import NamedNetwork


class PortraitPage(SymmetryPage):
    """Form and sentences, and the picture beside them.

    Attributes
    ----------
    form : PortraitForm
    plot : PortraitPlot
        ``portrait-plot``.
    way_text, line_text, rest_text, note : QLabel
        ``portrait-way``, ``portrait-line``, ``portrait-rest``, ``portrait-note``.
    progress : QLabel
        ``portrait-progress``.
    plane : PortraitPlane or None
        What is shown.
    way : Way or None
    rows : dict of int to FieldRow
    found : RestPoints or None
    """

    name = "portrait"
    title = "Phase portrait"
    texts_width = 290
    shares = (3, 4)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plane: PortraitPlane | None = None
        self.way: Way | None = None
        self.found: RestPoints | None = None
        self.rows: dict[int, FieldRow] = {}
        self.lines: tuple[int, ...] = ()
        self._own_start = False  # a person has chosen it
        self._awaited = self._moved = False  # the way; the start, since it was asked for
        self.form, self.plot = PortraitForm(), PortraitPlot()
        self.way_text, self.line_text = self.label("way"), self.label("line")
        self.rest_text, self.note = self.label("rest"), self.label("note", "muted")
        self.progress = self.label("progress", "muted")
        self.form.planeChanged.connect(self._choose_plane)
        self.form.startChanged.connect(self._choose_start)
        self.form.refused.connect(self.refuse)
        self.plot.moved.connect(self._move)
        self.plot.homeWanted.connect(self._go_home)
        self._lay_out()

    def _lay_out(self) -> None:
        texts = filled(
            QVBoxLayout(), self.form, self.problem, self.way_text, self.line_text, self.rest_text, self.note
        )
        self.lay_out(texts, self.plot)
        self.fill_foot(self.progress)

    # ---- which plane -------------------------------------------------------------------------------

    def show_network(self, network: NamedNetwork | None, state: NetworkState | None, why_none: str) -> None:
        """Speak of another network; a start that a person has chosen stays while the sizes do."""
        super().show_network(network, state, why_none)
        self.plane = None
        if network is not None and not why_no_portrait_of(state):
            if self.form.show_weights(network.weights):
                self._own_start = False
            if not self._own_start:
                self.form.fit(network.weights)

    def compute(self) -> None:
        """Have computed what is not known of the plane that is chosen, or say why there is none."""
        network, state = self.network, self.state
        reason = self.why_none if network is None or state is None else why_no_portrait_of(state)
        self.refuse(reason)
        if network is None or state is None or reason:
            self.plane = None
            self._clear()
            self.drop()
            return
        if self.plane is None:
            self._clear()
            first, second = self.form.pair
            self.plane = PortraitPlane(
                network, state, first, second, self.form.equal.isChecked(), self.form.reach.value()
            )
            self.lines = twin_lines(self.plane.weights, first, second, network.activations)
            self.plot.set_plane(self.plane.reach, (first.label, second.label), self.lines)
            self.line_text.setText(line_sentence(self.plane, self.lines))
            self.note.setText(legend(self.plane))
        self.plot.show_start(*self.form.start)
        self._compute_way()

    def _compute_way(self) -> None:
        if self.plane is None or self.state is None:
            return
        self._awaited, self._moved = True, False
        updates, rate = int(self.form.updates.value()), self.state.learning_rate
        self.begin(
            portrait_study(
                self.plane, self.form.start, updates, rate, self.rows, searched=self.found is not None
            )
        )

    def _clear(self) -> None:
        self.way = self.found = None
        self.rows = {}
        self.lines = ()
        self.plot.set_plane(self.form.reach.value(), ("", ""), ())
        for label in (self.way_text, self.line_text, self.rest_text, self.note, self.progress):
            label.clear()

    @Slot()
    def _choose_plane(self) -> None:
        """Take another plane: the start is where the network is, unless only the axes are others."""
        plane, network = self.plane, self.network
        if plane is not None and network is not None and (plane.first, plane.second) != self.form.pair:
            self._own_start = False
            self.form.fit(network.weights)
        self.plane = None
        self.compute()

    # ---- the start ---------------------------------------------------------------------------------

    @Slot(float, float)
    def _move(self, x: float, y: float) -> None:
        self.form.show_start(x, y)
        self._choose_start()

    @Slot()
    def _go_home(self) -> None:
        if self.plane is not None:
            self._move(*self.plane.values)
            self._own_start = False

    @Slot()
    def _choose_start(self) -> None:
        self._own_start = True
        if self.plane is None:
            return
        self.refuse("")
        self.plot.show_start(*self.form.start)
        if self._awaited and self.busy:
            self._moved = True  # when it has come, the next is asked for
        else:
            self._compute_way()

    # ---- what comes --------------------------------------------------------------------------------

    def take(self, point: object) -> None:
        """The way, a row of the field, or the points of rest."""
        if self.plane is None or self.state is None:
            return
        if isinstance(point, Way):
            self.way, self._awaited = point, False
            self.plot.show_way(point.x, point.y)
            way = way_sentence(self.plane, point, self.state.learning_rate, self.lines)
            self.way_text.setText(f"{way} {kept_sentence(self.plane, point)}".strip())
            if self._moved:
                self._compute_way()
        elif isinstance(point, FieldRow):
            self.rows[point.index] = point
            self._draw_field()
        elif isinstance(point, RestPoints):
            self.found = point
            self._draw_rest()
        known = len(self.rows)
        self.progress.setText("" if self.found else f"Field: {known} of {POINTS} rows are computed …")
        self._describe()

    def wait_no_more(self) -> None:
        """The next start is asked for at once."""
        super().wait_no_more()
        self._awaited = False

    def end(self, failure: str) -> None:
        """Note that the study has ended."""
        super().end(failure)
        if failure:
            self.progress.clear()

    def recolour(self, palette: Palette) -> None:
        """Take the colours."""
        self.plot.recolour(palette)

    def _draw_field(self) -> None:
        plane = self.plane
        if plane is None:
            return
        grid = plane.grid
        if len(self.rows) == POINTS:
            Gx, Gy = self._field()
            self.plot.show_nullclines(grid, Gx, Gy)
        shown = [row for index, row in self.rows.items() if index % ARROWS == 0]
        if not shown or (len(self.rows) != POINTS and len(shown) * ARROWS > POINTS + ARROWS):
            return
        x = np.tile(grid[::ARROWS], len(shown))
        y = np.repeat(grid[[row.index for row in shown]], len(grid[::ARROWS]))
        dx, dy = (
            np.concatenate([getattr(row, name)[::ARROWS] for row in shown]) for name in ("dx", "dy")
        )  # fmt: skip
        self.plot.show_arrows(x, y, dx, dy, ARROWS * float(grid[1] - grid[0]))

    def _field(self) -> tuple[np.ndarray, np.ndarray]:
        ordered = [self.rows[k] for k in range(POINTS)]
        return np.array([row.dx for row in ordered]), np.array([row.dy for row in ordered])

    def _draw_rest(self) -> None:
        plane, found = self.plane, self.found
        if plane is None or found is None:
            return
        Gx, Gy = self._field()
        parts = [
            (line, *stable_part(point, line, plane.grid, Gx, Gy))
            for line in self.lines
            for point in found.points
            if point.lies_on(line, plane.reach) and point.leads_in(line)
        ]
        self.plot.show_rest(found.points, parts)
        labels = plane.first.label, plane.second.label
        descent = plane.network.experiment.training.optimizer == "gd"
        rate = plane.state.learning_rate if descent else None
        self.rest_text.setText("\n".join(rest_sentences(found, self.lines, plane.reach, labels, rate)))

    def _describe(self) -> None:
        """Say the picture to screen readers."""
        texts = (self.way_text.text(), self.line_text.text(), self.rest_text.text())
        self.plot.setAccessibleDescription(" ".join(text for text in texts if text))


def why_no_portrait_of(state: NetworkState | None) -> str:
    """The sentence of `why_no_portrait`; empty without a network."""
    return "" if state is None else why_no_portrait(state)


def legend(plane: PortraitPlane) -> str:
    """What the marks mean, and what is held."""
    first, second = plane.first.label, plane.second.label
    training = plane.network.experiment.training
    cost = "cost with its L2 penalty" if plane.state.l2 else "cost"
    notes = [
        f"Arrows: the direction of −gradient of the {cost}, all of one length. Its derivative is 0 by "
        f"{first} on the solid line, by {second} on the dashed one. ● minimum, × saddle, ▼ maximum, ○ start, "
        "■ end of the way. All other weights are held as they are.",
        "Drag the start, or move it with the arrow keys (with Shift ten steps; Home: the network's own).",
    ]
    if not plane.state.full_batch:
        notes.append("The run learns from mini-batches; here every update uses all examples.")
    if training.optimizer != "gd":
        notes.append("This optimizer steps in another direction than the arrows; it begins without memory.")
    return "\n".join(notes)
