"""Uploads: read, held against the scope, noted, stored, told."""
