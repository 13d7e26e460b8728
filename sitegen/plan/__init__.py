"""Plan the output of a site: a route for each path, and the Job that produces it. Pure."""
