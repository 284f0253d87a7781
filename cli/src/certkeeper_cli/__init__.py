"""Certkeeper for people: a command line and a page, which act with the person's own AWS credentials."""

__version__ = "0.1.0"
