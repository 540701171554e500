"""The lessons' own widgets: they show a step and tell what a person chose; sizes follow their font."""
