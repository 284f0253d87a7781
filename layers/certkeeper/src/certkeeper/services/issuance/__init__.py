"""What the state machine's tasks do, one state per module. Each reads the CA's view first and goes on from there."""
