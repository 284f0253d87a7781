"""Private keys and bundles in Secrets Manager."""
