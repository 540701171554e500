"""The network: activations, initializers, losses, optimizers, arithmetic, forward and backward."""
