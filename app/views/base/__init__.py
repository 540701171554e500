"""What views are built on: the frame view, plots, axes, tables, typeset formulas."""
