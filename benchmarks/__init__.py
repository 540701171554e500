"""How fast and how smooth: every budget as a ratio or a figure measured in one run. Nothing is asserted."""
