"""Implementations of the ports on real services: one package or module for each vendor."""
