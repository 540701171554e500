"""A view that is made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.runtime.selection import Selection
from app.views.base.frame_view import FrameView
from app.views.base.spot import Spot
from symgui.training.frame import Frame


class LazyView(FrameView):
    """The place of a view that is made when it is first shown; it hands everything on to the view.

    Parameters
    ----------
    name : str
        The object name of the view; the place has it until the view exists.
    make : callable
        Makes the view.

    Attributes
    ----------
    view : FrameView or None
        The view, once it was looked at.
    """

    def __init__(self, name: str, make: Callable[[], FrameView], parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.view: FrameView | None = None
        self._make = make
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def draw_late(self) -> None:
        """Make the view, the first time."""
        self.made()
        super().draw_late()

    def made(self) -> FrameView:
        """The view, made now if it was not looked at before."""
        if self.view is None:
            self.view = view = self._make()
            self.setObjectName(f"place-of-{view.objectName()}")
            view.selected.connect(self.selected)
            view.hovered.connect(self.hovered)
            view.editRequested.connect(self.editRequested)
            self._column.addWidget(view)
            self._column.activate()  # in its place at once, not when the event loop comes to it
            view.show()
            if self.presented:
                view.present()
            self.invalidate()
        return self.view

    def speak(self) -> None:
        """The view speaks for itself."""
        if self.view is not None:
            self.view.speak()

    def present(self) -> None:
        """Hand it on, now or when there is a view."""
        super().present()
        if self.view is not None:
            self.view.present()

    def choose(self, name: str) -> None:
        """Hand it on, if there is a view."""
        if self.view is not None:
            self.view.choose(name)

    def spots(self, name: str, at: Selection | None) -> list[Spot]:
        """The places of the view, if there is one."""
        return self.view.spots(name, at) if self.view is not None else []

    def spots_instead(self, name: str, at: Selection | None) -> list[Spot]:
        """The places of the view, if there is one."""
        return self.view.spots_instead(name, at) if self.view is not None else []

    def draw_frame(self, frame: Frame | None) -> None:
        """Hand the frame on."""
        if self.view is not None:
            self.view.show_frame(frame)

    def draw_selection(self, selection: Selection | None, hover: Selection | None) -> None:
        """Hand the marks on."""
        if self.view is not None:
            self.view.show_selection(selection, hover)
