"""How the window shares its room: the left panel or its rail, the score over its tabs, the side column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from app.look.text_scale import text_px
from app.panels.cards import GAP, STRIP, SideColumn, TabCard
from app.panels.left_panel import LeftPanel
from app.panels.overlay import Watcher
from app.panels.rail import Rail

if TYPE_CHECKING:
    from app.panels.lesson_panel import LessonPanel

SHARED_BELOW = 1360
"""Pixels of the window's width under which the right views share one place, if it is low too."""
SHARED_LOWER_THAN = 640
"""Pixels of the window's height under which they do: a higher column has room for both."""
RAIL_BELOW = 1180
"""Pixels of the window's width under which the left panel becomes a rail."""
DRAWER_BELOW = 790
"""Pixels of the centre's height under which the tabs can be put away."""

SIDE_SHARE = 0.3
"""Of the width that the side column has, within its bounds."""
SIDE_LEAST, SIDE_MOST = 300, 520
"""Its bounds, in pixels."""
COVER_MOST = 640
"""Pixels of the side column, at most, while something stands in the place of its views."""
CENTRE_LEAST = 424
"""Pixels that the side column leaves to the tabs, down to `SIDE_TIGHT` of its own."""
SIDE_TIGHT = 240
"""The least of the side column, in pixels, in a narrow window."""
TABS_SHARE = 0.27
"""Of the centre's height that the tabs have, within their bounds."""
TABS_LEAST, TABS_MOST = 210, 330
"""Their bounds, in pixels."""
TABS_TIGHT = 166
"""What is left to the tabs, at least, where the score would have less than `SCORE_LEAST` otherwise."""
SCORE_LEAST = 298
"""Pixels in which the score's three rows can be read; with fewer they scroll."""
FOLDED_BELOW = 430
"""Pixels of its height under which the tabs begin folded away: too little of the score would be left."""


class Body(QWidget):
    """Everything between toolbar and timeline.

    Parameters
    ----------
    panel : LeftPanel
    score : QWidget
        The centre.
    tabs : TabCard
        Below the centre.
    side : SideColumn
        Right of it.

    Attributes
    ----------
    lessons : LessonPanel or None
        Once there is one: in the left column while it is open, in place of the panel or over it.
    """

    def __init__(self, panel: LeftPanel, score: QWidget, tabs: TabCard, side: SideColumn) -> None:
        super().__init__()
        self.setObjectName("body")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.panel, self.tabs, self.side = panel, tabs, side
        self.rail = Rail(self)
        self.rail.opened.connect(self.open_panel)
        panel.setParent(self)  # before the rest: the Tab key goes from left to right
        self.centre = QSplitter(Qt.Orientation.Vertical)
        self.centre.addWidget(score)
        self.centre.addWidget(tabs)
        self.columns = QSplitter(Qt.Orientation.Horizontal, self)
        self.columns.addWidget(self.centre)
        self.columns.addWidget(side)
        for splitter in (self.centre, self.columns):
            splitter.setHandleWidth(GAP)
            splitter.setChildrenCollapsible(False)
            splitter.setStretchFactor(0, 1)
            splitter.setStretchFactor(1, 0)
        self.lessons: LessonPanel | None = None
        self._moved = False  # whether a person has moved a divider
        self._sizes_before: tuple[list[int], list[int]] | None = None  # of columns and side, while covered
        for splitter in (self.centre, self.columns):
            splitter.splitterMoved.connect(self._remember_moved)
        tabs.opened.connect(lambda _: self._share_height())
        self.panel_open = False
        self._section = ""  # the group it was opened at
        self._watcher = Watcher((panel, self.rail), self.close_panel)

    @property
    def has_rail(self) -> bool:
        """Whether the left panel is a rail."""
        return self.width() < text_px(RAIL_BELOW) and not self._has_lessons

    @property
    def _has_lessons(self) -> bool:
        return self.lessons is not None and self.lessons.is_open

    def take_lessons(self, lessons: LessonPanel | None) -> None:
        """Let the left column hold `lessons` while they are open; None lets them go elsewhere."""
        if self.lessons is not None:
            self.lessons.turned.disconnect(self.share)
        self.lessons = lessons
        if lessons is not None:
            lessons.setParent(self)
            lessons.turned.connect(self.share)
        self.share()

    def open_panel(self, section: str) -> None:
        """Lay the left panel over the score, at a group; the same button closes it, another goes there."""
        if not self.has_rail:
            return
        if self.panel_open and section == self._section:
            self.close_panel()
            return
        self._section = section
        if self.panel_open:
            self.panel.reveal(section)
            return
        self.panel_open = True
        self.panel.setGeometry(self.rail.width(), 0, self.panel.width(), self.height())
        self.panel.raise_()
        self.panel.show()
        self.panel.reveal(section)
        self._watcher.start()

    def close_panel(self) -> None:
        """Put the left panel away, if it lies over the score."""
        if self.panel_open:
            self.panel_open = False
            self._watcher.stop()
            self.panel.setVisible(not self.has_rail)

    def cover(self, page: QWidget, cover: QWidget) -> None:
        """Show `cover` in the place of a view of the side column, alone there and in more room."""
        self._sizes_before = self.columns.sizes(), self.side.splitter.sizes()
        self.side.cover(page, cover)
        self._share_width()

    def uncover(self) -> None:
        """Give the views of the side column their room back."""
        before, self._sizes_before = self._sizes_before, None
        self.side.uncover()
        if before is not None and self._moved:
            self.columns.setSizes(before[0])
            self.side.splitter.setSizes(before[1])
        else:
            self.share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self.share()

    @Slot()
    def share(self) -> None:
        """Give every part its room, beside text of the size it has now."""
        self._place_left()
        width, height = self.width(), self.height()
        left = self.rail.width() if self.has_rail else self.panel.width()
        self.side.set_shared(width < SHARED_BELOW and height < SHARED_LOWER_THAN)
        self.tabs.set_drawer(height < DRAWER_BELOW, folded=height < FOLDED_BELOW)
        self.columns.setGeometry(left + GAP, GAP, width - left - 2 * GAP, height - 2 * GAP)
        if not self._moved:
            self._share_width()
        self._share_height()

    def _place_left(self) -> None:
        """Show rail, settings or lessons at the left, each in its place."""
        height, rail, lessons = self.height(), self.has_rail, self.lessons
        if not rail:
            self.close_panel()
        self.rail.setVisible(rail)
        self.rail.setGeometry(0, 0, self.rail.width(), height)
        width, top = self.panel.width(), 0
        if lessons is not None:
            lessons.setVisible(lessons.is_open)
            lessons.setGeometry(0, 0, width, STRIP if lessons.shows_settings else height)
        if lessons is not None and lessons.is_open:
            top = STRIP
            self.panel.setVisible(lessons.shows_settings)
        else:
            self.panel.setVisible(not rail or self.panel_open)
        self.panel.setGeometry(self.rail.width() if rail else 0, top, width, height - top)

    def _share_width(self) -> None:
        room = self.columns.width() - GAP
        covered = self._sizes_before is not None
        side = COVER_MOST if covered else min(max(round(room * SIDE_SHARE), SIDE_LEAST), SIDE_MOST)
        side = max(min(side, room - CENTRE_LEAST), SIDE_TIGHT)
        self.columns.setSizes([room - side, side])
        if not covered:
            self.side.share_height(side, self.columns.height())

    def _share_height(self) -> None:
        if self._moved and not self.tabs.is_drawer:
            return
        room = self.centre.height() - GAP
        if self.tabs.is_open:
            tabs = min(max(round(room * TABS_SHARE), text_px(TABS_LEAST)), text_px(TABS_MOST))
            tabs = max(min(tabs, room - text_px(SCORE_LEAST)), text_px(TABS_TIGHT))
        else:
            tabs = self.tabs.maximumHeight()
        self.centre.setSizes([room - tabs, tabs])

    def _remember_moved(self) -> None:
        self._moved = True
