"""Uploads: what they hold, why one is refused, and what is said about one that is accepted."""
