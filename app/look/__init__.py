"""How everything looks: colours, type, icons, and how numbers and verdicts are written."""
