"""Parts of the window that are made when they are first asked for, so that it opens sooner.

What a part is made of is imported with it; a function a part.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from app.controllers.compare import Compare
    from app.controllers.dialog_studies import DialogStudies
    from app.controllers.exports import Exports
    from app.controllers.importing import Importer
    from app.controllers.keeper import Keeper
    from app.controllers.point_drawing import PointDrawing
    from app.controllers.question_export import QuestionExport
    from app.controllers.symmetries import Symmetries
    from app.controllers.weights_opening import WeightsOpening
    from app.lecture.controller import LessonController
    from app.main_window.window import MainWindow
    from app.maps import Maps
    from app.runtime.map_folders import MapFolders
    from app.runtime.settings import Settings
    from app.stage.presenter import Presenter
    from app.views.race.race_view import RaceView

Part = TypeVar("Part")


def if_made(window: MainWindow, part: cached_property[Part]) -> Part | None:
    """A part of `window`; None as long as nobody has asked for it."""
    found: Part | None = vars(window).get(part.attrname or "")
    return found


def race_view(window: MainWindow) -> RaceView | None:
    """The view of the race; None before the first race."""
    compare = if_made(window, type(window).compare)
    return compare.view if compare is not None else None


def in_lesson(window: MainWindow) -> bool:
    """Whether a lesson is open."""
    lessons = if_made(window, type(window).lessons)
    return lessons is not None and lessons.lecture.lesson is not None


def make_exports(window: MainWindow) -> Exports:
    """Pictures, numbers and programs to take home."""
    from app.controllers.exports import Exports

    return Exports(window.workspace, window.writer, window.message, partial(race_view, window), window)


def make_importing(window: MainWindow) -> Importer:
    """Data of one's own."""
    from app.controllers.importing import Importer

    return Importer(window.workspace, window.lock, window.message, window)


def make_drawing(window: MainWindow) -> PointDrawing:
    """Points drawn by hand."""
    from app.controllers.point_drawing import PointDrawing

    drawing = PointDrawing(
        window.workspace, window.lock, window.message, window.boundary, window.body, window
    )
    if window.keeper is not None:
        window.keeper.keep_drawings(drawing)
    return drawing


def make_weights(window: MainWindow) -> WeightsOpening:
    """Weights of one's own."""
    from app.controllers.weights_opening import WeightsOpening

    return WeightsOpening(window.workspace, window.lock, window)


def make_symmetries(window: MainWindow) -> Symmetries:
    """The network's symmetries taken apart."""
    from app.controllers.symmetries import Symmetries

    return Symmetries(window.workspace, window.pins, window.lock, window)


def make_deep_networks(window: MainWindow) -> DialogStudies:
    """Deep random networks, forward only."""
    from app.controllers.dialog_studies import DialogStudies
    from app.panels.deep_pages.deep_dialog import DeepDialog

    return DialogStudies(DeepDialog(window), window.workspace.studies)


def make_compare(window: MainWindow) -> Compare:
    """Compare mode."""
    from app.controllers.compare import Compare

    compare = Compare(window.workspace, window.pages, window.toolbar, window.timeline, window)

    def say_no_more_of_the_run() -> None:
        if compare.active:
            window.slow_stepping.leave()
            window.message.hide()

    compare.refused.connect(window.message.say)
    compare.sought.connect(window.rewind.seek)
    compare.resultsWanted.connect(window.results.show)
    compare.changed.connect(say_no_more_of_the_run)
    compare.changed.connect(window.undo_stacks.show_next)
    compare.changed.connect(window.availability.enable)
    compare.page.made.connect(window.copy_menu.serve)
    compare.page.set_logarithmic(window.cost.logarithmic)
    window.cost.logarithmicChanged.connect(compare.page.set_logarithmic)
    return compare


def make_maps(window: MainWindow) -> Maps:
    """The map of many runs."""
    from app.maps import Maps

    maps = Maps(window.workspace, window, _map_folders(window.settings))
    maps.sheet.addAction(window.named_actions["action-help"])  # F1 there, too
    return maps


def make_questions(window: MainWindow) -> QuestionExport:
    """The export of a lesson's questions."""
    from app.controllers.question_export import QuestionExport

    studies, lecture = window.workspace.studies, window.lessons.lecture
    return QuestionExport(studies, window.writer, lambda: lecture.lesson, window.message, window)


def make_lessons(window: MainWindow) -> LessonController:
    """The lessons."""
    from app.lecture.controller import LessonController
    from app.lecture.targets import LessonTargets

    def stop_drawing() -> None:  # a lesson begins or ends, which may show the boundary
        drawing = if_made(window, type(window).drawing)
        if drawing is not None:
            drawing.leave()

    targets = LessonTargets(
        window=window,
        score=window.score,
        tabs=window.tabs,
        side=window.side,
        tab_views=window.tab_views,
        readouts={"timeline": window.timeline, **window.toolbar.readouts()},
        beside=window.beside,
        lock=lambda locked: window.compare.page.set_editable(not locked),
        show_signal=lambda shown: window.compare.page.show_signal(shown),
    )
    lessons = LessonController(
        window.workspace, window.body, targets, window.named_actions, window.settings, window
    )
    lessons.said.connect(window.message.say)
    lessons.opened.connect(window.lock.set_in_lesson)
    lessons.opened.connect(stop_drawing)
    return lessons


def make_presenter(window: MainWindow) -> Presenter:
    """What shows the stage."""
    from app.stage.presenter import Presenter

    presenter = Presenter(window, window.workspace, window.lessons.lecture, window)
    stage, exports = presenter.stage, window.exports
    stage.keys.codeWanted.connect(partial(exports.show_code, stage))
    stage.keys.copyWanted.connect(partial(exports.copy_stage, stage, stage.foot.say))
    stage.keys.exportWanted.connect(partial(exports.save_stage, stage, stage.foot.say))
    return presenter


def make_keeper(window: MainWindow) -> Keeper | None:
    """What keeps the session on disk; None without settings."""
    if window.settings is None:
        return None
    from app.controllers.keeper import Keeper

    keeper = Keeper(
        window.settings.sessions, window.writer, window.workspace, window.pins, window.message,
        _map_folders(window.settings), window,
    )  # fmt: skip
    keeper.changed.connect(lambda: window.menu.show_earlier(keeper.earlier))
    window.menu.earlierChosen.connect(keeper.open)
    return keeper


def _map_folders(settings: Settings | None) -> MapFolders:
    from app.runtime.map_folders import MapFolders

    return MapFolders(None if settings is None else settings.folder / "maps")
