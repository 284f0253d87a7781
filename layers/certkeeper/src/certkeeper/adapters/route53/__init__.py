"""TXT records in Route 53."""
