"""DNS names, zones and records, and what was found in them."""
