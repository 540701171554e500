"""Views: a frame in, pixels out; intent comes back as signals."""
