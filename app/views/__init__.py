"""Views: each draws the frames it is given, and tells by signals what a person does in it."""
