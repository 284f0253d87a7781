"""Clients of AWS, the translation of its errors, and the services that need a single module each."""
