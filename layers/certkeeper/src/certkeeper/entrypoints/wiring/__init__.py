"""The adapters as the settings say, made at the first call and kept as long as the process: what `app.py` files call.

A module is what some functions load and others do not; nothing is read or made at import.
"""
