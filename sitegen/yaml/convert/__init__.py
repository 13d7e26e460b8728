"""Convert YAML trees to typed values, and report all mistakes at once.

The type is a msgspec Struct, and it decides how to read each value: where it requires text, `1984` and `NO`
are text. A key without a value (null, or only blanks) counts as missing.

`context` holds the input and output of a conversion, `types` inspects types, and `errors` reports mistakes.
`scalars` converts single values, `keys` sorts out the keys of a mapping, and `values` converts all the rest.
"""
