"""The rules of thumb for a good start, ticked against the network that is shown."""
