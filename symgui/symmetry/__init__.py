"""Which units are interchangeable, what follows from it, and why: measured, explained, proved."""
