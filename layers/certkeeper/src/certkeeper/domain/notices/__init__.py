"""What administrators are told: whether, how urgently, and in which words."""
