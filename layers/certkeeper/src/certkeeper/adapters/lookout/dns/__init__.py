"""What the DNS says of a name, asked as a CA would ask."""
