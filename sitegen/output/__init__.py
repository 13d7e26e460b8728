"""The output tree: put together beside the published one, and exchanged with it."""
