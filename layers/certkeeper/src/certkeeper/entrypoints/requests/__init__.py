"""The request bodies of the API: strict, and closed to unknown fields."""
