"""What a person can do, from the toolbar, the menu and the keyboard, and when it can be done."""
