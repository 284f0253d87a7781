"""Functions that EventBridge calls, on a schedule or for an event."""
