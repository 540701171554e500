"""The parts of the symmetry tab: layers in a table, cosines, saturation, growth."""
