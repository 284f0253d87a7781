"""TXT records in hosted zones of Route 53."""
