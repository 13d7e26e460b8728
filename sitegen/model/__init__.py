"""The frozen values that the stages pass on to each other.

`front_matter` is what authors write, `documents` what reading gives, `site` what linking gives, `views` what
templates see, and `jobs` what rendering takes and gives. A site has hundreds of thousands of these values,
and they never form cycles, so the garbage collector need not track them (`gc=False`).
"""
