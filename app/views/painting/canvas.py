"""A sheet to draw on: a pyqtgraph view whose scene coordinates are its pixels, or equal shares of them."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsSimpleTextItem,
    QStyleOptionGraphicsItem,
    QWidget,
)

from app.look.theme import Palette, colours

LEFT, CENTER, RIGHT = 0.0, 0.5, 1.0
"""Shares of a text's width that lie left of the point where it is anchored."""
KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Canvas(pg.GraphicsView):  # type: ignore[misc]
    """One row's sheet. It does not pan, zoom or take the wheel; it says where the pointer is and clicks.

    Signals
    -------
    pointed(QPointF), left()
        The pointer moved to a point, or went away.
    clicked(QPointF), doubleClicked(QPointF)
    keyPressed(QKeyEvent)
    helpWanted(QHelpEvent)
        A tool tip is due; its place is in pixels.
    focusChanged()

    Attributes
    ----------
    key_focus : bool
        It has the focus by the keyboard: then the row says so.
    own_keys : tuple of Qt.Key
        What the row answers to while the canvas has the focus, even where the window has a shortcut.
    unit : float
        Pixels of a unit of the scene: larger type makes everything larger that is drawn.
    """

    pointed = Signal(QPointF)
    left = Signal()
    clicked = Signal(QPointF)
    doubleClicked = Signal(QPointF)
    keyPressed = Signal(object)
    helpWanted = Signal(object)
    focusChanged = Signal()

    unit = 1.0

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.key_focus = False
        self.own_keys: tuple[Qt.Key, ...] = ()
        self._by_keyboard = False
        self.setCentralItem(None)
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        # a cached background is a large picture, blended by threads of their own: a colour is filled sooner
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def set_unit(self, unit: float) -> None:
        """Draw everything `unit` times as large; the scene then measures so many times less."""
        if unit != self.unit:
            self.unit = unit
            self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            self.updateMatrix()

    def updateMatrix(self, propagate: bool = True) -> None:
        """Lay the scene over the sheet; called by pyqtgraph after a change of size."""
        super().updateMatrix(propagate)
        if self.unit != 1.0:
            self.setSceneRect(0.0, 0.0, self.width() / self.unit, self.height() / self.unit)
            self.setTransform(QTransform.fromScale(self.unit, self.unit))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the pointer is."""
        self.pointed.emit(event.position() / self.unit)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002
        """Tell that the pointer is gone."""
        self.left.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell a click of the left button."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(event.position() / self.unit)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Tell a double click of the left button."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.doubleClicked.emit(event.position() / self.unit)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing: a press is already the click."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what is around."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Offer the key to the row; what it does not accept goes on to the window."""
        event.ignore()
        self.keyPressed.emit(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell when a tool tip is due."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self.helpWanted.emit(event)
            return True
        return bool(super().viewportEvent(event))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the row, which shows a focus that came by the keyboard."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:  # what comes back is what it was
            self._by_keyboard = event.reason() in KEYBOARD
        self.key_focus = self._by_keyboard
        self.focusChanged.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell the row, which stops showing the focus."""
        super().focusOutEvent(event)
        self.key_focus = False
        self.focusChanged.emit()


class Drawing(QGraphicsItem):
    """Line work on a canvas: a subclass paints it in `draw`, inside the bounds set last.

    One item draws much (all rims of a layer, all cells of a matrix), as an item costs more than a line.
    """

    def __init__(self, canvas: Canvas, z: float) -> None:
        super().__init__()
        self._bounds = QRectF()
        self.setZValue(z)
        canvas.scene().addItem(self)

    def draw(self, painter: QPainter) -> None:
        """Paint; a hook."""
        raise NotImplementedError

    @property
    def palette(self) -> Palette:
        """The colours to paint in."""
        return colours()

    def set_bounds(self, bounds: QRectF) -> None:
        """Say where `draw` paints from now on."""
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds

    def boundingRect(self) -> QRectF:
        """The bounds set last."""
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002
        widget: QWidget | None = None,  # noqa: ARG002
    ) -> None:
        """Let the subclass draw."""
        self.draw(painter)


class CanvasText:
    """A line of text on a canvas, moved and repainted only when something about it changed."""

    def __init__(self, canvas: Canvas, z: float = 5.0) -> None:
        self.item = QGraphicsSimpleTextItem()
        self.item.setZValue(z)
        canvas.scene().addItem(self.item)
        self._shown: tuple[object, ...] = ()
        self._font: QFont | None = None  # kept, so that its id stays its own
        self._color = ""

    def show(self, text: str, x: float, y: float, font: QFont, color: str, anchor: float = LEFT) -> None:
        """Write `text` with its `anchor` (0 left, ½ middle, 1 right) at `x` and its top at `y`."""
        shown = (text, x, y, id(font), color, anchor)
        if shown == self._shown:
            return
        if font is not self._font:
            self._font = font
            self.item.setFont(font)
        if color != self._color:
            self._color = color
            self.item.setBrush(QColor(color))
        self._shown = shown
        self.item.setText(text)
        self.item.setPos(round(x - anchor * self.item.boundingRect().width()), round(y))
        self.item.setVisible(bool(text))

    def hide(self) -> None:
        """Take it away."""
        if self._shown:
            self._shown = ()
            self.item.setVisible(False)

    @property
    def text(self) -> str:
        """What can be read, empty if hidden."""
        return self.item.text() if self.item.isVisible() else ""

    @property
    def rect(self) -> QRectF:
        """What it covers."""
        return self.item.sceneBoundingRect()

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.item.pos().x() + self.item.boundingRect().width()
