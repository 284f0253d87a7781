"""A stored certificate in the forms that servers and programs take: pure functions, from PEM to bytes."""
