"""The score: a column a layer, a row a question."""
