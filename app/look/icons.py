"""The window's icons: drawn as lines in whatever ink the theme has, sharp at every scale.

They are a few strokes each, kept here and rendered by QtSvg, because loading an icon font takes a fifth of
the time in which the whole window has to appear.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.look.theme import Ink, colours, faint

SIZE = 16
"""Logical pixels of an icon's side."""

# Bodies of SVG pictures of 24 × 24. A stroke takes the ink; class f is filled instead.
_SHAPES = {
    "reset": '<path d="M4.5 3.5v6h6"/><path d="M4.9 9.2A8 8 0 1 1 4 13.5"/>',
    "back": '<path class="f" d="M18 5L6.5 12 18 19z"/>',
    "play": '<path class="f" d="M6.5 4.5L19 12 6.5 19.5z"/>',
    "pause": '<path class="f" d="M6 5h4v14H6zM14 5h4v14h-4z"/>',
    "step": '<path d="M3 12h12M10.5 7l5 5-5 5M20 5v14"/>',
    "open": '<path d="M3 19V5h6l2 3h8v3M3 19l3-8h16l-3 8z"/>',
    "save": '<path d="M4 4h12l4 4v12H4zM8 4v5h7V4M8 20v-6h8v6"/>',
    "undo": '<path d="M8 4L3.5 8.5 8 13M4 8.5h9.5a5.5 5.5 0 0 1 0 11H8"/>',
    "redo": '<path d="M16 4l4.5 4.5L16 13M20 8.5h-9.5a5.5 5.5 0 0 0 0 11H16"/>',
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "moon": '<path d="M19.5 14.5A8 8 0 1 1 9.5 4.5a6.5 6.5 0 0 0 10 10z"/>',
    "sun": '<circle cx="12" cy="12" r="4"/>'
    '<path d="M12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M4.9 4.9l1.8 1.8M17.3 17.3l1.8 1.8'
    'M4.9 19.1l1.8-1.8M17.3 6.7l1.8-1.8"/>',
    "die": '<rect x="4" y="4" width="16" height="16" rx="3"/>'
    '<circle class="f" cx="8.7" cy="8.7" r="1.6"/><circle class="f" cx="15.3" cy="8.7" r="1.6"/>'
    '<circle class="f" cx="12" cy="12" r="1.6"/>'
    '<circle class="f" cx="8.7" cy="15.3" r="1.6"/><circle class="f" cx="15.3" cy="15.3" r="1.6"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "minus": '<path d="M5 12h14"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "down": '<path d="M6 9l6 6 6-6"/>',
    "up": '<path d="M6 15l6-6 6 6"/>',
    "right": '<path d="M9 6l6 6-6 6"/>',
    "check": '<path d="M4.5 12.5l5 5L19.5 7"/>',
    "warning": '<path d="M12 3.5L22 20H2zM12 10v4.5M12 17.3v.2"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5v.2"/>',
    "question": '<circle cx="12" cy="12" r="9"/><path d="M9.2 9.6a2.8 2.8 0 1 1 3.9 2.6c-.8.4-1.1.9-1.1 1.8'
    'M12 17v.2"/>',
    "frozen": '<path d="M12 2v20M3.34 7l17.32 10M3.34 17L20.66 7M9.5 3.5L12 6l2.5-2.5M9.5 20.5'
    "L12 18l2.5 2.5M3.4 10.5L6.8 9.5 6 6M20.6 13.5l-3.4 1L18 18M3.4 13.5l3.4 1L6 18"
    'M20.6 10.5l-3.4-1L18 6"/>',
    "dead": '<circle cx="12" cy="12" r="9"/><path d="M5.7 5.7l12.6 12.6"/>',
    "twins": '<path d="M5 9h14M5 15h14"/>',
    "explode": '<path d="M4 20L20 4M11 4h9v9"/>',
    "vanish": '<path d="M4 4l16 16M20 11v9h-9"/>',
    "saturate": '<path d="M2 19h4c5 0 7-14 12-14h4"/>',
    "stuck": '<path d="M3 5c2 10 5 14 9 14s7-4 9-14"/><circle class="f" cx="12" cy="14.5" r="2.6"/>',
    "overshoot": '<path d="M2 12h2l2-3 4 7 5-12 4 16 3-8"/>',
    "infinite": '<path d="M12 12c-2-3-3.5-4.5-5.5-4.5a4.5 4.5 0 0 0 0 9c2 0 3.5-1.5 5.5-4.5'
    's3.5-4.5 5.5-4.5a4.5 4.5 0 0 1 0 9c-2 0-3.5-1.5-5.5-4.5z"/>',
    "data": '<circle class="f" cx="6" cy="7" r="2"/><circle class="f" cx="13" cy="5" r="2"/>'
    '<circle class="f" cx="9" cy="13" r="2"/><path class="f" d="M18 9l2.6 4.5h-5.2zM13 16l2.6 4.5h-5.2z"/>',
    "network": '<circle cx="5" cy="6" r="2.5"/><circle cx="5" cy="18" r="2.5"/>'
    '<circle cx="19" cy="12" r="2.5"/>'
    '<path d="M7.3 7l9.4 4M7.3 17l9.4-4"/>',
    "start": '<path d="M4 7h9M19 7h1M4 17h1M11 17h9"/><circle cx="16" cy="7" r="2.5"/>'
    '<circle cx="8" cy="17" r="2.5"/>',
    "lessons": '<path d="M3 4.5h18v11H3zM12 15.5V20M8.5 20h7M7 8.5h10M7 11.5h6"/>',
    "replay": '<path d="M7 5l11.5 7L7 19z"/>',
    "earlier": '<path d="M18 5.5L9 12l9 6.5zM6 5v14"/>',
    "later": '<path d="M6 5.5l9 6.5-9 6.5zM18 5v14"/>',
    "list": '<path d="M9 6h11M9 12h11M9 18h11M4.5 6v.2M4.5 12v.2M4.5 18v.2"/>',
    "flag": '<path d="M6 21V4h11.5l-3 4 3 4H6"/>',
    "lanes": '<path d="M4 4h4v16H4zM10 4h4v16h-4zM16 4h4v16h-4z"/>',
    "training": '<path d="M3.5 4v16.5H21M7 7c1.5 8 5 9.5 13 9.5"/>',
}

NAMES = tuple(_SHAPES)


def icon(name: str, ink: Ink = "ink", disabled: Ink | None = None, size: int = SIZE) -> QIcon:
    """The icon `name` in the palette's `ink`, whichever is in use, and in `disabled` where it can do nothing.

    Raises
    ------
    KeyError
        If there is no such icon.
    """
    if name not in _SHAPES:
        raise KeyError(name)
    return QIcon(_Strokes(name, ink, disabled, size))


class _Strokes(QIconEngine):
    """The engine of an icon: it draws the strokes when the icon is first painted."""

    def __init__(self, name: str, ink: Ink, disabled: Ink | None, size: int) -> None:
        super().__init__()
        self._name, self._ink, self._disabled, self._size = name, ink, disabled, size
        self._drawn: dict[tuple[str, int, float], QPixmap] = {}

    def clone(self) -> QIconEngine:
        """A copy, which draws the same."""
        return _Strokes(self._name, self._ink, self._disabled, self._size)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The picture for a screen of scale 1."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        """The picture, at most `size` in points, and never larger than it was made for."""
        role = self._disabled if mode == QIcon.Mode.Disabled and self._disabled else self._ink
        ink = faint(colours()) if role == "faint" else getattr(colours(), role)
        side = min(self._size, size.width(), size.height())
        key = ink, side, scale
        if key not in self._drawn:
            self._drawn[key] = pixmap(self._name, ink, side, scale)
        return self._drawn[key]

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the picture in the middle of `rect`."""
        scale = painter.device().devicePixelRatio()
        picture = self.scaledPixmap(rect.size(), mode, state, scale)
        place = QRectF(QPointF(), picture.deviceIndependentSize())
        place.moveCenter(QRectF(rect).center())
        painter.drawPixmap(place.topLeft(), picture)


def pixmap(name: str, ink: str, size: int = SIZE, scale: float = 1.0) -> QPixmap:
    """The icon `name` as a picture of `size` logical pixels for a screen of `scale`."""
    picture = QPixmap(round(size * scale), round(size * scale))
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(_svg(name, ink).encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def _svg(name: str, ink: str) -> str:
    body = _SHAPES[name].replace('class="f"', f'fill="{ink}" stroke="none"')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
        f'<g fill="none" stroke="{ink}" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">'
        f"{body}</g></svg>"
    )
