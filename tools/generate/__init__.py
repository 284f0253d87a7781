"""Writes the files that are derived from another place of the repository, and compares them."""
