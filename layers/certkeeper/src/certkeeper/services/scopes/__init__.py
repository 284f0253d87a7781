"""Use cases of scopes."""
