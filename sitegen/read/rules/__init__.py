"""The Markdown rules that we add to CommonMark: one rule, one file, each a function that takes the parser."""
