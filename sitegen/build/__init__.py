"""Builds: all stages from reading to publishing, and their report."""
