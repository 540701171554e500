"""The window: its parts, made and connected."""

from app.main_window.window import MainWindow

__all__ = ["MainWindow"]
