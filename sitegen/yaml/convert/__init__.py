"""A YAML tree into a typed value, with all of its mistakes at once.

The type is a msgspec Struct; the author's text decides nothing that the type does not ask for: where text is
due, `1984` and `NO` are texts. A key without a value (null, or nothing but blanks) counts as not given.

`context` is what a conversion needs and where it puts what it finds; `types` asks types for their keys;
`mistakes` says what is wrong. `scalars` are single values, `keys` the names that authors write for ours,
`values` all other values, and the whole.
"""
