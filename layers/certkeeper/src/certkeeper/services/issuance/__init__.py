"""The tasks of the state machine, one state in each module. Each reads the CA's view first and continues from there."""
