"""One command in each module: its options, one call or two, and what it shows."""
