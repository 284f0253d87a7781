"""The functions that the state machine calls: a folder has the name of its state, in snake_case."""
