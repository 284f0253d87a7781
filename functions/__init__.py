"""What is deployed: one folder per operation, state or event; each wires its use case and calls it."""
