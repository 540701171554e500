"""What connects the workspace with panels and views, a task a module."""
