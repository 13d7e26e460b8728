"""Documents into a site: what is visible, where it stands, and what it has to do with the rest. Pure."""
