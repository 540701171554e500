"""The tab Values: every number, to read, copy, edit and paste."""
