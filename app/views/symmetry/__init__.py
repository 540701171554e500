"""The tab Symmetry: layers in a table, cosines, saturation, growth."""
