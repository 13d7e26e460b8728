"""Job → Output: one function for each kind of output, depending on its Job and on what it asks, nothing else.

`kinds.render` is the door. Templates see the frozen views of `sitegen.model.views`; what else they want to
know is a question, which can be recorded (`engine/recorder.py`).
"""
