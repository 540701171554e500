"""The foot of the window: where the run is, and what happened on the way."""
