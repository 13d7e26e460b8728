"""Files into Documents, each from its own bytes alone."""
