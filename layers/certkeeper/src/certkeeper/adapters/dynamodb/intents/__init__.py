"""Changes that take more than one call, each with an intent that is stored before its first call (ADRs 43 and 47)."""
