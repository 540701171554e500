"""Many runs as a picture: a map of cells, dots, bars, and what is said of them."""
