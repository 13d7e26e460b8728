"""Job → Output: one function for each kind of output, depending on its Job and on what it asks, nothing else.

`kinds.RENDERERS` is the door. Templates see the frozen views of `sitegen.model.views`; what else they want to
know goes through a query, which can be recorded (`engine/recorder.py`).
"""
