"""The output folder: a new tree is prepared beside it and swapped in."""
