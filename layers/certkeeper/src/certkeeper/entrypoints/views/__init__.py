"""What the API shows: plain dictionaries for JSON. Listing and reading import nothing but the domain."""
