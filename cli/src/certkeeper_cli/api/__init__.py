"""Certkeeper's API as its callers meet it: where it is, who calls, paths, and what it refuses with."""
