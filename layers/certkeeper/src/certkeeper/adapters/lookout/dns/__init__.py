"""DNS queries about a name, made as a CA makes them."""
