"""Use cases of certificates."""
