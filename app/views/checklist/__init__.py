"""The view checklist."""
