"""One update, phase by phase."""
