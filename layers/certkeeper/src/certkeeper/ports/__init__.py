"""The interfaces between the use cases and everything outside; each says what is atomic and what it raises (ADR 1).

Every method may raise TransientError where the service behind it is throttled or cannot be reached.
"""
