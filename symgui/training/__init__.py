"""Running an experiment: the trainer, its record, the frames that views see, the loop with its states."""
