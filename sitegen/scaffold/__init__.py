"""Templates for a new site and a new article."""
