"""What views of a study share: its page with form, figures and picture, and the view around it."""
