"""The frozen values that stages hand to each other.

`content` is what authors write, `documents` what reading makes of it, `site` what linking makes of that,
`views` what templates see, `jobs` what rendering takes and gives. They come by the hundred thousand and never
form cycles, so that the collector of cycles need not look at them (`gc=False`).
"""
