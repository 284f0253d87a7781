"""Clients of AWS, its errors, and the services that need one module each."""
