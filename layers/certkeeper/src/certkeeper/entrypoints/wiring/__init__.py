"""Adapters made from the settings: what the `app.py` files call (ADR 87).

Each is made at the first call and kept as long as the process; nothing is read or made at import. A module wires what
the same functions use, so that a function loads those adapters and no others.
"""
