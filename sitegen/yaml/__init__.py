"""YAML as a tree whose every node knows its place, and the tree as typed values."""
