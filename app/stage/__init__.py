"""What an audience sees: one step of a lesson, composed for a screen that is looked at from the last row."""
