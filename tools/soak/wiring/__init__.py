"""What the use cases are wired to: fakes whose calls may fail."""
