"""The Lambda functions: one folder for each operation, state or event. Each wires its use case and calls it."""
