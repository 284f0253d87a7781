"""One use case per module; they speak ports and know no vendor."""
