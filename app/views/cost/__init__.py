"""The cost over the iterations."""
