"""One vendor per module: the ports, kept by real services."""
