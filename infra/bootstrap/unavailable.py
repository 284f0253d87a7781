"""The one error of the set-up's sources."""


class Unavailable(Exception):
    """This source has no such program for this machine; the text says why."""
