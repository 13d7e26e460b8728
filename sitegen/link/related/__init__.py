"""Related articles: an index of traits, a score for each pair of articles, and the selection."""
