"""The parts of a theme: `chain` is what lies where, in its folder and its parents'.

`options` are what themes declare of options, `choices` what the site chooses; `strings` are the interface's
words, `templates` and `assets` the files under the names by which they are found.
"""
