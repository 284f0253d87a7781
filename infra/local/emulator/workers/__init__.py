"""Workers of Python functions, forked from processes that have the heavy libraries imported."""
