"""Reading uploads of unknown origin.

Bounded before it is decrypted, decrypted in a child process that can be killed.
"""
