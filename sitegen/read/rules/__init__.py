"""Markdown rules added to CommonMark: one rule per file, each a function that takes the parser."""
