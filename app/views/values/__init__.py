"""The parts of the values tab: the table's model, and matrices as text."""
