"""What cold starts cost, counted in instructions."""
