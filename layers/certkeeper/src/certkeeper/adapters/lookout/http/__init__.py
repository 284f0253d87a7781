"""The answer of a web site, fetched as a CA would fetch it."""
