"""Uploads: they are read, checked against the scope, stored and published."""
