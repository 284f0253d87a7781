"""Encoders of a stored certificate for servers and programs: pure functions from PEM to bytes."""
