"""Certificates, orders, scopes and the decisions about them: standard library only, no input or output."""
