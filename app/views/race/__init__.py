"""The picture of a race: a lane a column, a question a row, and one plot of all costs."""
