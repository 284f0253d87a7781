"""Use cases of notices, and of the events that cause them."""
