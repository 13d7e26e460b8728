"""Render a Job to an Output: one function per kind of output, which depends on its Job and its queries only.

`renderers.render` is the entry point. Templates see the frozen views of `sitegen.model.views`. Whatever else
they need is a query, so that it can be recorded (`engine/recorder.py`).
"""
