"""The adapters as the settings say: what the `app.py` files call.

Each is made at the first call and kept as long as the process; nothing is read or made at import. A module wires one
adapter, so that a function loads those that it uses and no other.
"""
