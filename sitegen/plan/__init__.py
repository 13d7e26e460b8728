"""A site into routes: one for each output path, with the Job that makes it. Pure."""
