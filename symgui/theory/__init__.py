"""What is known of random networks by formulas, before any is trained."""
