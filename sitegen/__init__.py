"""sitegen: a static-site generator for policy-analysis publications."""

__version__ = "0.1.0"
