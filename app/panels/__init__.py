"""Forms and bars around the views: they show, and tell what a person wants; they change nothing."""
