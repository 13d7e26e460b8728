"""sitegen: a static-site generator for publications of policy analysis."""

__version__ = "0.1.0"
