"""The bodies that the API takes: strict, and closed to unknown fields."""
