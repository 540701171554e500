"""What is offered for export, made of a frame, of the frame of a race, or of a part of the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from app.look import svg_paint, widget_paint
from app.look.theme import DARK, LIGHT
from app.panels.export_dialog import ExportItem, Look
from symgui.export.animation import ANIMATIONS, made_of
from symgui.export.kinds import KINDS, MOVING, PICTURES, RACE_KINDS, WORDS_ABOVE, Export
from symgui.export.number_files import Table, as_csv, as_tabs
from symgui.figures.svg import stacked
from symgui.training.frame import Frame
from symgui.training.race import RaceFrame

PREVIEW_SCALE = 1.5


def of_kind(kind: Export, frame: Frame | RaceFrame) -> ExportItem:
    """One of the engine's kinds, of a frame."""
    if kind.pages is not None:
        pages = kind.pages
        return of_pages(
            kind.name, kind.label, kind.tip,
            lambda look: pages(frame, DARK if look.dark else LIGHT, look.titled), kind.suffixes,
        )  # fmt: skip
    if kind.table is not None:
        table = kind.table
        return _of_table(kind, lambda: table(frame))
    assert isinstance(frame, Frame)
    copy = None
    if kind.program is not None:
        copy = lambda _: QGuiApplication.clipboard().setText(kind.data(frame).decode())  # noqa: E731
    return ExportItem(
        kind.name, kind.label, kind.tip, kind.suffixes,
        preview=lambda _: kind.data(frame).decode() if kind.is_text else _parameters(frame),
        data=lambda _, __: kind.data(frame), copy=copy,
    )  # fmt: skip


def _of_table(kind: Export, table: Callable[[], Table]) -> ExportItem:
    """Rows of fields, as CSV in a file, and as a spreadsheet takes them on the clipboard."""
    return ExportItem(
        kind.name, kind.label, kind.tip, kind.suffixes,
        preview=lambda _: as_csv(table()),
        data=lambda _, __: as_csv(table()).encode(),
        copy=lambda _: QGuiApplication.clipboard().setText(as_tabs(table())),
    )  # fmt: skip


def moving(frame: Frame | RaceFrame) -> ExportItem:
    """The run or the race of a frame from one iteration to another."""
    kinds: dict[str, Any] = (
        {name: KINDS[name] for name in MOVING} if isinstance(frame, Frame) else {"race": RACE_KINDS["race"]}
    )

    def drawn(look: Look, seen: Frame | RaceFrame) -> str:
        page: str = kinds[look.movement.picture].pages(seen, DARK if look.dark else LIGHT, look.titled)[0]
        return page

    def work(suffix: str, look: Look) -> Any:
        kind = next(each for each in ANIMATIONS.values() if suffix in each.suffixes)
        of_run = isinstance(frame, Frame)
        section = (frame if isinstance(frame, Frame) else frame.frames[0]).section
        return made_of(
            frame.experiment if isinstance(frame, Frame) else frame.lanes,
            look.movement.plan,
            lambda seen: drawn(look, seen),
            svg_paint.pixels,
            kind,
            float(look.scale),
            data=frame.data if of_run else None,
            section_of=lambda _: section.axes.section if section is not None else None,
            withheld=frame.withheld if isinstance(frame, Frame) else frame.frames[0].withheld,
            from_below=look.movement.picture in WORDS_ABOVE,
        )

    return ExportItem(
        "animation", "Animation", "From one iteration to another, as GIF, moving PNG or MP4",
        tuple(kind.suffixes[0] for kind in ANIMATIONS.values()),
        preview=lambda look: svg_paint.image(drawn(look, frame), PREVIEW_SCALE),
        pictures=tuple((name, kind.label) for name, kind in kinds.items()),
        last=frame.furthest or _planned(frame),
        work=work,
    )  # fmt: skip


def _planned(frame: Frame | RaceFrame) -> int:
    """How long it is to be trained."""
    frames = (frame,) if isinstance(frame, Frame) else frame.frames
    return max(each.experiment.training.iterations for each in frames)


def _parameters(frame: Frame) -> str:
    """What a file of parameters holds."""
    rows = []
    for layer in frame.network.layers:
        for name, array in (("W", layer.W), ("b", layer.b)):
            rows.append(f"{name}{layer.number}  float64  {array.shape[0]} × {array.shape[1]}")
    return "\n".join(rows)


def of_pages(
    name: str,
    label: str,
    tip: str,
    pages: Callable[[Look], list[str]],
    suffixes: tuple[str, ...] = PICTURES,
    *,
    has_title: bool = True,
) -> ExportItem:
    """An item that the engine draws as SVG."""

    def data(suffix: str, look: Look) -> bytes:
        drawn = pages(look)
        if suffix == ".svg":
            return stacked(drawn).encode()
        paint = svg_paint.png if suffix == ".png" else svg_paint.pdf
        return paint(drawn, float(look.scale))

    def preview(look: Look) -> QImage:
        return svg_paint.image(stacked(pages(look), beside=True), PREVIEW_SCALE)

    def copy(look: Look) -> None:
        drawn = stacked(pages(look))
        copy_picture(svg_paint.image(drawn, float(look.scale)), drawn)

    return ExportItem(name, label, tip, suffixes, preview, data, copy, has_title)


def of_view(view: QWidget, name: str, label: str, settings: str) -> ExportItem:
    """A part of the window as it is seen, with the line of settings above it or without."""

    def words(look: Look) -> str:
        return settings if look.titled else ""

    def data(suffix: str, look: Look) -> bytes:
        return widget_paint.file(view, suffix, float(look.scale), words(look), dark=look.dark)

    def picture(look: Look, scale: float) -> QImage:
        return widget_paint.image(view, scale, words(look), dark=look.dark)

    return ExportItem(
        name, label, "As it is seen in the window", (".png", ".svg", ".pdf"),
        preview=lambda look: picture(look, 1.0), data=data,
        copy=lambda look: copy_picture(picture(look, float(look.scale))),
    )  # fmt: skip


def copy_picture(picture: QImage, svg: str = "") -> None:
    """Pixels onto the clipboard, and the drawing for programs that can take it."""
    held = mime_data_of_qt()
    held.setImageData(picture)
    if svg:
        held.setData("image/svg+xml", QByteArray(svg.encode()))
    QGuiApplication.clipboard().setMimeData(held)


def mime_data_of_qt() -> QMimeData:
    """Empty mime data that Qt has made, not Python.

    Some platforms keep the clipboard until the process has ended. Data made here would then call on a Python
    that is gone, and the process would end in a segmentation fault.
    """
    model = QStandardItemModel()
    model.appendRow(QStandardItem(""))
    held = model.mimeData([model.index(0, 0)])
    held.clear()
    return held
