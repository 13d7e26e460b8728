"""The frozen values that stages hand to each other.

`content` is what authors write, `documents` what reading makes of it, `site` what linking makes of that,
`views` what templates see, `jobs` what rendering takes and gives.
"""
