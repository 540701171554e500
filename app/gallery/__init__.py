"""The gallery of published numbers, computed while one looks."""

from app.gallery.gallery import Gallery

__all__ = ["Gallery"]
