"""What can be taken home of an experiment and its run: code, numbers, a line of text, pictures, a report."""
