"""The straight line as a whole, and the output tree at its end."""
