"""Called by the state machine: a folder is named as its state, in snake_case."""
