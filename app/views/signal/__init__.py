"""Signal and gradient, layer by layer."""
