"""Certificates and their versions: names, actions, exports, revocation."""
