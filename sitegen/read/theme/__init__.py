"""Reading themes: their inheritance, options, strings, templates and assets."""
