"""What a site answers, fetched as a CA would fetch it."""
