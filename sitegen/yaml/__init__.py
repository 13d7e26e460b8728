"""YAML as a tree of nodes with positions, and its conversion to typed values."""
