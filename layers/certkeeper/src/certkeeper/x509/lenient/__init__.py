"""Certificates that clients read and the library does not: a readable copy of them in strict DER (ADR 110)."""
