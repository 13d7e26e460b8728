"""Related articles: an index of shared traits, a score for each pair, and the choice."""
