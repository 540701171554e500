"""The dialog that shows what was understood of a table, before it becomes data."""
