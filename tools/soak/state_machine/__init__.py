"""The deployed state machine and the schedule, on the simulated clock."""
