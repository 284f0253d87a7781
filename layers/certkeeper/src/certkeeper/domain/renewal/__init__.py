"""Renewals: when and how certificates are renewed, and what a sweep does with each."""
