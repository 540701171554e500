"""The tables and words of the tab Moments."""
