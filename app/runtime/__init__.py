"""The training thread, and what the person has open."""
