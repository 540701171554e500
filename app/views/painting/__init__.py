"""Drawings that several views share: heatmaps, tiles, bars, on one canvas."""
