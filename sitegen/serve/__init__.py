"""The preview: the site as it would be published now, its problems, and the desk, over HTTP."""
