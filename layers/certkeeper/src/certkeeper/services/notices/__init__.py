"""Use cases of notices and of the events they come from."""
