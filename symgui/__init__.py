"""SymGUI's simulator: networks, data, training and symmetry, without a window.

Nothing in this package imports Qt; `import symgui` is enough to script every run
the window can show.
"""

__version__ = "0.1.0"
