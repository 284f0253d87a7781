"""Use cases of scopes: defining, changing and deleting one (ADR 107)."""
