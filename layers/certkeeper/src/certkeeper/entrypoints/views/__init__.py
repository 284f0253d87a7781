"""Response documents of the API: plain dictionaries for JSON. Listing and reading import nothing but the domain."""
