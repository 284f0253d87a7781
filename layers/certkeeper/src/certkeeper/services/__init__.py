"""The use cases, one in each module; they use ports and know no vendor."""
